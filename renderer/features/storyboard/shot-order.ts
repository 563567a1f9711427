// Where lifted shots would stand: pure steps over the scenes of a film, the same for keys and pointer.
import type { SceneView, ShotView } from "../../../shared/contract/studio/views.ts";

/** A place in a scene: `index` counts the shots that stay. */
export interface Place {
  sceneId: string;
  index: number;
}

export type Step = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The scenes with the lifted shots at `place`, in their order. */
export function scenesWith(scenes: readonly SceneView[], lifted: readonly string[], place: Place): SceneView[] {
  const shots = scenes.flatMap((scene) => scene.shots).filter((shot) => lifted.includes(shot.id));
  return scenes.map((scene) => {
    const stay = staying(scene, lifted);
    const here = scene.id === place.sceneId ? [...stay.slice(0, place.index), ...shots, ...stay.slice(place.index)] : stay;
    return { ...scene, shots: here };
  });
}

/** The shots of a scene that are not lifted. */
function staying(scene: SceneView, lifted: readonly string[]): ShotView[] {
  return scene.shots.filter((shot) => !lifted.includes(shot.id));
}

/** Where the first of the lifted shots stands. */
export function placeOf(scenes: readonly SceneView[], lifted: readonly string[]): Place | null {
  for (const scene of scenes) {
    const at = scene.shots.findIndex((shot) => lifted.includes(shot.id));
    if (at >= 0) return { sceneId: scene.id, index: at };
  }
  return null;
}

/** The place beside a shot that stays; at the end of the scene where `shotId` is null. */
export function placeBeside(
  scenes: readonly SceneView[],
  lifted: readonly string[],
  target: { sceneId: string; shotId: string | null; after: boolean },
): Place | null {
  const scene = scenes.find((one) => one.id === target.sceneId);
  if (scene === undefined) return null;
  if (target.shotId === null) return { sceneId: scene.id, index: staying(scene, lifted).length };
  const at = scene.shots.findIndex((shot) => shot.id === target.shotId);
  if (at < 0) return null;
  const before = scene.shots.slice(0, at + (target.after ? 1 : 0));
  return { sceneId: scene.id, index: before.filter((shot) => !lifted.includes(shot.id)).length };
}

/** One step of the arrows: along the film, over the ends of scenes, or to the neighbouring scene. Null at the film's ends. */
export function stepped(scenes: readonly SceneView[], lifted: readonly string[], place: Place, step: Step): Place | null {
  const at = scenes.findIndex((scene) => scene.id === place.sceneId);
  const here = scenes[at];
  if (here === undefined) return null;
  const back = step === "ArrowLeft" || step === "ArrowUp";
  if (step === "ArrowLeft" && place.index > 0) return { ...place, index: place.index - 1 };
  if (step === "ArrowRight" && place.index < staying(here, lifted).length) return { ...place, index: place.index + 1 };
  const next = scenes[at + (back ? -1 : 1)];
  if (next === undefined) return null;
  const length = staying(next, lifted).length;
  const index = step === "ArrowLeft" ? length : step === "ArrowRight" ? 0 : Math.min(place.index, length);
  return { sceneId: next.id, index };
}
