// Draws a mask over its picture: iris stripes where it may change, an edge of black under white dashes that shows
// on any tone, and the line of a lasso that is still open.
import type { Box, Point } from "./bitmap.ts";
import type { Mask } from "./mask.ts";
import { cellsOf, outlines } from "./outline.ts";

/** Cells along the longer side in which the edge is looked for. */
const mostCells = 360;
const stripe = 14;

function stripes(context: CanvasRenderingContext2D): CanvasPattern | string {
  const tile = new OffscreenCanvas(stripe, stripe);
  const draw = tile.getContext("2d");
  if (draw === null) return "oklch(0.72 0.14 278 / 0.7)";
  draw.fillStyle = "oklch(0.76 0.12 278 / 0.62)";
  draw.fillRect(0, 0, stripe, stripe);
  draw.strokeStyle = "oklch(0.47 0.19 277 / 0.78)";
  draw.lineWidth = stripe / 2.8;
  for (const shift of [-stripe, 0, stripe]) {
    draw.beginPath();
    draw.moveTo(shift - 2, stripe + 2);
    draw.lineTo(shift + stripe + 2, -2);
    draw.stroke();
  }
  return context.createPattern(tile, "repeat") ?? "oklch(0.72 0.14 278 / 0.7)";
}

function strokeLines(context: CanvasRenderingContext2D, lines: Point[][], scale: number, closed: boolean): void {
  context.beginPath();
  for (const line of lines) {
    line.forEach((point, index) => {
      if (index === 0) context.moveTo(point.x * scale, point.y * scale);
      else context.lineTo(point.x * scale, point.y * scale);
    });
    if (closed) context.closePath();
  }
  context.lineJoin = "round";
  context.setLineDash([]);
  context.lineWidth = 2;
  context.strokeStyle = "black";
  context.stroke();
  context.setLineDash([5, 5]);
  context.strokeStyle = "white";
  context.stroke();
}

export interface Overlay {
  /** Draws what changed at the next frame. */
  soon(): void;
  stop(): void;
}

/** Keeps `canvas` the picture of `mask`, as large as it stands in the page. */
export function createOverlay(canvas: HTMLCanvasElement, mask: Mask): Overlay {
  const { bitmap } = mask;
  const alpha = new OffscreenCanvas(bitmap.width, bitmap.height);
  const alphaContext = alpha.getContext("2d");
  const context = canvas.getContext("2d");
  let pattern: CanvasPattern | string | undefined;
  let request = 0;

  const take = ({ left, top, right, bottom }: Box) => {
    const image = new ImageData(right - left, bottom - top);
    for (let row = top; row < bottom; row += 1)
      for (let column = left; column < right; column += 1)
        image.data[((row - top) * (right - left) + column - left) * 4 + 3] = bitmap.bytes[row * bitmap.width + column] ?? 0;
    alphaContext?.putImageData(image, left, top);
  };
  const draw = () => {
    request = 0;
    if (context === null) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.globalCompositeOperation = "source-over";
    context.clearRect(0, 0, width, height);
    if (bitmap.painted > 0) {
      context.drawImage(alpha, 0, 0, width, height);
      context.globalCompositeOperation = "source-in";
      context.fillStyle = pattern ??= stripes(context);
      context.fillRect(0, 0, width, height);
      context.globalCompositeOperation = "source-over";
      strokeLines(context, outlines(cellsOf(bitmap, mostCells)), width / bitmap.width, true);
    }
    const { drawing, tool } = mask.store.getState();
    if (drawing !== null && drawing.length > 0)
      strokeLines(context, [tool === "box" ? corners(drawing) : drawing], width / mask.width, tool === "box");
  };
  const soon = () => {
    request ||= requestAnimationFrame(draw);
  };

  take({ left: 0, top: 0, right: bitmap.width, bottom: bitmap.height });
  const sized = new ResizeObserver(soon);
  sized.observe(canvas);
  const stopPaint = mask.onPaint((box) => {
    take(box);
    soon();
  });
  const stopStore = mask.store.subscribe(soon);
  soon();
  return {
    soon,
    stop: () => {
      cancelAnimationFrame(request);
      sized.disconnect();
      stopPaint();
      stopStore();
    },
  };
}

/** The four corners of the rectangle between the first and the last point. */
function corners(points: Point[]): Point[] {
  const [one, other] = [points[0], points.at(-1)];
  if (one === undefined || other === undefined) return [];
  return [one, { x: other.x, y: one.y }, other, { x: one.x, y: other.y }];
}
