// A drawn shot as SVG files: the whole still, or one plane to rasterise.
import { num } from "./paths.ts";
import { frameHeight, frameWidth, type Animatic } from "./types.ts";

/** A rectangle of the world in frame pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const frame: Rectangle = { x: 0, y: 0, width: frameWidth, height: frameHeight };

/** A standalone SVG of `inner`, cut to `rect`, `density` pixels for each world pixel. */
export function planeSvg(art: Pick<Animatic, "defs">, inner: string, rect: Rectangle = frame, density = 1): string {
  const size = `width="${Math.max(1, Math.round(rect.width * density))}" height="${Math.max(1, Math.round(rect.height * density))}"`;
  const viewBox = `viewBox="${num(rect.x)} ${num(rect.y)} ${num(rect.width)} ${num(rect.height)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${viewBox}>${art.defs}${inner}</svg>`;
}

/** A frame-sized tile as often as the view needs it. */
function tiled(svg: string, view: Rectangle): string {
  let copies = "";
  for (let x = Math.floor(view.x / frameWidth); x * frameWidth < view.x + view.width; x += 1) {
    for (let y = Math.floor(view.y / frameHeight); y * frameHeight < view.y + view.height; y += 1) {
      copies += x === 0 && y === 0 ? svg : `<g transform="translate(${x * frameWidth},${y * frameHeight})">${svg}</g>`;
    }
  }
  return copies;
}

/** The rest pose as one file; every plane is a group with its name and distance, so that a page can move it. */
export function stillSvg(art: Animatic, view: Rectangle = art.view ?? frame): string {
  const count = new Map<string, number>();
  const groups = art.planes.map((plane) => {
    const { name, distance } = plane;
    const svg = plane.tiles ? tiled(plane.svg, view) : plane.svg;
    const seen = (count.get(name) ?? 0) + 1;
    count.set(name, seen);
    const id = seen === 1 ? name : `${name}-${seen}`;
    return `<g id="${id}" data-depth="${distance === Infinity ? "glass" : distance}">${svg}</g>`;
  });
  return planeSvg(art, groups.join(""), view);
}
