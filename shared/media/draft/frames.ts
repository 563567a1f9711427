// The frames of a drawn shot: its sheets rasterised, packed and ready to be composited one after the other.
import type { Animatic } from "../../domain/animatic/types.ts";
import { type Arena, openArena } from "./arena.ts";
import { type Compositor, type CompositorLayer, createCompositor, sameAxes } from "./compositor.ts";
import { type FrameSpan, placementAt, poseAt } from "./extent.ts";
import { packIntoArena } from "./pack.ts";
import { phaseAt, type RasterisedPlane, rasterPlanes } from "./raster.ts";
import { axesOf } from "./taps.ts";

/**
 * Rasterises and packs a shot for a span of its frames. Frame numbers count from the span's start; the same frame has the
 * same bytes in every span of the shot that holds it. Throws MediaError.
 */
export async function openDraftFrames(art: Animatic, span: FrameSpan): Promise<Compositor> {
  const rasters = await rasterPlanes(art, span);
  const arena = await openArena();
  return createCompositor(
    arena,
    rasters.map((raster) => compositorLayer(art, span, raster, arena)),
  );
}

/** Packs a plane and works out where it is in every frame of the span. */
function compositorLayer(art: Animatic, span: FrameSpan, { plane, phases }: RasterisedPlane, arena: Arena): CompositorLayer {
  const packed = phases.map(({ rgba, extent }) => {
    const { left, top, density } = extent;
    return packIntoArena(arena, rgba, extent.width, extent.height, { left, top, density, tile: plane.tiles === true });
  });
  const [geometry] = packed;
  if (geometry === undefined) throw new RangeError("a rasterised plane has no drawing");
  const axes = Array.from({ length: span.frames }, (_, frame) =>
    axesOf(geometry, placementAt(plane, poseAt(art, span, frame), span.start + frame)),
  );
  const axesAt = (frame: number) => axes[frame] ?? axesOf(geometry, placementAt(plane, poseAt(art, span, frame), span.start + frame));
  const still = packed.length === 1 && axes.every((each) => sameAxes(each, axesAt(0)));
  return { phases: packed, phaseAt: (frame) => phaseAt(plane, packed.length, span.start + frame), axesAt, still };
}
