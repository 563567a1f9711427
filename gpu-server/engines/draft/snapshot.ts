// From the words of a prompt to a shot that can be drawn, for clients that send no snapshot: the same
// rules that read stories read the prompt.
import type { ShotSnapshot } from "../../../shared/domain/shot.ts";
import { breakDown } from "../../../shared/story/index.ts";

/** The first shot that the prompt tells; its action is the prompt itself, so that the caption is honest. */
export function shotOfPrompt(prompt: string, seed: number, shotNumber: number): ShotSnapshot {
  const scene = breakDown(prompt, { format: "prose" }).scenes[0];
  const shot = scene?.shots[0];
  return {
    sceneNumber: 1,
    shotNumber,
    size: shot?.size ?? "wide",
    angle: shot?.angle ?? "eye",
    move: shot?.move ?? "push-in",
    setting: scene?.setting ?? "exterior",
    place: (scene?.place ?? prompt).slice(0, 300),
    time: scene?.time ?? "day",
    weather: scene?.weather ?? "clear",
    mood: scene?.mood ?? "calm",
    cast: shot?.cast ?? [],
    props: shot?.props ?? [],
    action: prompt.slice(0, 4000),
    dialogue: shot?.dialogue ?? [],
    sceneSeed: seed,
    seed,
  };
}
