// Turns the sheets of an animatic into pixels: each plane once, over just what the span of frames uncovers.
import sharp from "sharp";
import type { Animatic, Plane } from "../../domain/animatic/types.ts";
import { MediaError } from "../error.ts";
import { loadShippedFont } from "./font.ts";
import { type Extent, extentOf, type FrameSpan } from "./extent.ts";
import { sheetsOf } from "./sheets.ts";

/** A rasterised sheet: straight-alpha RGBA. */
export interface PlaneRaster {
  rgba: Uint8Array;
  extent: Extent;
}

/** A plane with its pixels: one raster, or the phases of its cycle. */
export interface RasterisedPlane {
  plane: Plane;
  phases: PlaneRaster[];
}

/** Drawings of one cycle: a walk in eight poses. */
const cyclePhases = 8;

async function rasterise(art: Animatic, svg: string, extent: Extent): Promise<PlaneRaster> {
  const { left, top, width, height, density } = extent;
  const view = [left, top, width / density, height / density].map((value) => String(Math.round(value * 1e4) / 1e4)).join(" ");
  const markup =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}" preserveAspectRatio="none">` +
    `${art.defs}${svg}</svg>`;
  const { data, info } = await sharp(Buffer.from(markup)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height !== height || info.channels !== 4) {
    throw new MediaError("ffmpeg_failed", `the rasteriser made ${info.width}x${info.height} instead of ${width}x${height} pixels`);
  }
  return { rgba: data, extent };
}

/** Rasterises every plane that the span shows, back to front. */
export async function rasterPlanes(art: Animatic, span: FrameSpan): Promise<RasterisedPlane[]> {
  await loadShippedFont();
  const planes: RasterisedPlane[] = [];
  for (const plane of sheetsOf(art, span.totalFrames)) {
    const extent = extentOf(art, plane, span);
    if (extent === null) continue;
    const { cycle } = plane;
    const drawings = cycle === undefined ? [plane.svg] : Array.from({ length: cyclePhases }, (_, i) => cycle.draw(i / cyclePhases));
    const phases = await Promise.all(drawings.map((svg) => rasterise(art, svg, extent)));
    planes.push({ plane, phases });
  }
  return planes;
}

/** Which phase of a plane is seen at a frame of the shot. */
export function phaseAt(plane: Plane, phases: number, shotFrame: number): number {
  if (plane.cycle === undefined || phases < 2) return 0;
  return Math.floor((shotFrame / plane.cycle.cycleFrames) * phases) % phases;
}
