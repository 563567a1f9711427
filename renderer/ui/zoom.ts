// How a picture stands in its window when one zooms and moves: by shares of the picture, so that pictures of other sizes
// can be shown in the same way beside it.

export interface Zoom {
  /** 1: the whole picture fits. */
  scale: number;
  /** The point of the picture in the middle of the window, 0 to 1. */
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const fitted: Zoom = { scale: 1, x: 0.5, y: 0.5 };
const most = 32;

/** Pixels of the window for a pixel of the picture where the whole fits; a small picture is not blown up. */
export function fitOf(picture: Size, room: Size): number {
  return Math.min(1, room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height));
}

/** The scale at which a pixel of the picture is a pixel of the screen. */
export function actualOf(picture: Size, room: Size, pixelRatio: number): number {
  return 1 / (fitOf(picture, room) * pixelRatio);
}

/** The zoom within its bounds: never smaller than whole, never off the picture's edge. */
export function bounded(zoom: Zoom, picture: Size, room: Size): Zoom {
  const scale = Math.min(most, Math.max(1, zoom.scale));
  const fit = fitOf(picture, room);
  const middle = (value: number, length: number, seen: number) => {
    const half = seen / Math.max(1, length * fit * scale) / 2;
    return half >= 0.5 ? 0.5 : Math.min(1 - half, Math.max(half, value));
  };
  return { scale, x: middle(zoom.x, picture.width, room.width), y: middle(zoom.y, picture.height, room.height) };
}

/** Zooms by `factor` so that the point of the picture under (`px`, `py`) of the window stays there. */
export function zoomAt(zoom: Zoom, factor: number, px: number, py: number, picture: Size, room: Size): Zoom {
  const scale = Math.min(most, Math.max(1, zoom.scale * factor));
  const fit = fitOf(picture, room);
  const share = (length: number, at: number, of: number, before: number) => {
    const off = at - of / 2;
    return before + off / (length * fit * zoom.scale) - off / (length * fit * scale);
  };
  return bounded(
    { scale, x: share(picture.width, px, room.width, zoom.x), y: share(picture.height, py, room.height, zoom.y) },
    picture,
    room,
  );
}

/** Moves the picture by pixels of the window. */
export function moved(zoom: Zoom, dx: number, dy: number, picture: Size, room: Size): Zoom {
  const fit = fitOf(picture, room);
  return bounded(
    { ...zoom, x: zoom.x - dx / (picture.width * fit * zoom.scale), y: zoom.y - dy / (picture.height * fit * zoom.scale) },
    picture,
    room,
  );
}

/** Where the picture stands in the window, in its pixels. */
export function standing(zoom: Zoom, picture: Size, room: Size): { left: number; top: number; width: number; height: number } {
  const fit = fitOf(picture, room);
  const { scale, x, y } = bounded(zoom, picture, room);
  const [width, height] = [picture.width * fit * scale, picture.height * fit * scale];
  return { left: room.width / 2 - x * width, top: room.height / 2 - y * height, width, height };
}
