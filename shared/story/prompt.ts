// From the words of a prompt to a shot that can be drawn: the draft engine draws it, and the studio's live draft draws the
// same one. The rules that read stories read place, light and names; camera and people words are read outright. Pure.
import type { ShotSnapshot } from "../domain/shot.ts";
import { breakDown } from "./index.ts";
import { cameraOf, peopleOf } from "./prompt-cues.ts";

/** A prompt as a sentence of a story: without a full stop it would read as a title. */
function asSentence(prompt: string): string {
  const text = prompt.trim().replace(/[\s,;]+$/u, "");
  return /[.!?…]["'”’)]?$/u.test(text) ? text : `${text}.`;
}

/** The first shot that the prompt tells; its action is the prompt itself, so that the caption is honest. */
export function shotOfPrompt(prompt: string, seed: number, shotNumber: number): ShotSnapshot {
  const scene = breakDown(asSentence(prompt), { format: "prose" }).scenes[0];
  const shot = scene?.shots[0];
  const people = peopleOf(prompt);
  const named = scene?.shots.find((item) => item.cast.length > 0)?.cast ?? [];
  const cast = named.length >= people.length ? named : people;
  const camera = cameraOf(prompt);
  const placed = scene !== undefined && scene.place !== "somewhere";
  const weather = scene?.weather ?? "clear";
  return {
    sceneNumber: 1,
    shotNumber,
    // People are what a prompt is about: a shot that holds them is close enough to see them.
    size: camera.size ?? (cast.length > 0 ? "full" : (shot?.size ?? "wide")),
    angle: camera.angle ?? shot?.angle ?? "eye",
    move: camera.move ?? shot?.move ?? "push-in",
    // Without a place, weather is seen outside.
    setting: placed || weather === "clear" ? (scene?.setting ?? "exterior") : "exterior",
    place: (placed ? scene.place : prompt).slice(0, 300),
    time: scene?.time ?? "day",
    weather,
    mood: scene?.mood ?? "calm",
    cast,
    props: [...new Set(scene?.shots.flatMap((item) => item.props) ?? [])].slice(0, 12),
    action: prompt.slice(0, 4000),
    dialogue: shot?.dialogue ?? [],
    sceneSeed: seed,
    seed,
  };
}

/**
 * The shot of image `index` of a draft job: the job's snapshot or the one that its prompt tells, each image with a seed of its own.
 * The words and that seed alone give the same picture again.
 */
export function shotOfImage(input: { shot?: ShotSnapshot | undefined; prompt: string; seed: number }, index: number): ShotSnapshot {
  const { shot } = input;
  if (shot === undefined) return shotOfPrompt(input.prompt, (input.seed + index) >>> 0, 1);
  return index === 0 ? shot : { ...shot, seed: (shot.seed + index) >>> 0 };
}
