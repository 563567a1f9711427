// Draws shots beside the page's own thread, so that a letter never waits for a picture.
import { draw, planeSvg, project, stillSvg } from "../../../shared/domain/animatic/index.ts";
import { frameHeight, frameWidth, world, type Animatic } from "../../../shared/domain/animatic/types.ts";
import type { ShotSnapshot } from "../../../shared/domain/shot.ts";
import type { DrawAnswer, DrawnMove, DrawRequest } from "./messages.ts";

/** Drawings of a plane that changes: a walker's steps. */
const phases = 8;
const frame = { x: 0, y: 0, width: frameWidth, height: frameHeight };
const whole = { x: world.left, y: world.top, width: world.right - world.left, height: world.bottom - world.top };

function movable(art: Animatic, steps: number): DrawnMove {
  const poses = Array.from({ length: steps }, (_, step) => art.camera(steps === 1 ? 0 : step / (steps - 1)));
  return {
    planes: art.planes.map((plane) => {
      const view = plane.tiles || plane.distance === Infinity ? frame : whole;
      const picture = (inner: string) => planeSvg(art, inner, view);
      return {
        svg: picture(plane.svg),
        softness: plane.softness,
        drift: plane.drift ?? null,
        tiles: plane.tiles ?? false,
        onGlass: plane.distance === Infinity,
        phases: plane.cycle ? Array.from({ length: phases }, (_, phase) => picture(plane.cycle?.draw(phase / phases) ?? "")) : [],
        cycleFrames: plane.cycle?.cycleFrames ?? 0,
        path: poses.map((pose) => project(pose, plane.distance)),
      };
    }),
  };
}

self.addEventListener("message", (event: MessageEvent<DrawRequest>) => {
  const request = event.data;
  // It came as JSON or a copy of JSON: an absent member is absent, never undefined.
  const art = draw(request.snapshot as ShotSnapshot, { language: request.language });
  const answer: DrawAnswer =
    request.kind === "still"
      ? { kind: "still", id: request.id, svg: stillSvg(art) }
      : { kind: "move", id: request.id, move: movable(art, request.steps) };
  self.postMessage(answer);
});
