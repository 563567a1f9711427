// What a draft of Create may set, after what the farm's engines can do, and how it reads. Pure.
import type { Abilities, CreateAbility, CreateParameter, EngineAbility, Preset } from "../../../shared/contract/studio/create.ts";
import type { CreateDraft, CreateTask } from "../../../shared/contract/studio/draft.ts";
import { create as words } from "../../app/strings/create.ts";

export interface Chosen {
  /** The engine that would make the draft; null where none does. */
  engine: EngineAbility | null;
  /** Why it cannot be made, in words; null where it can. */
  off: string | null;
  parameter(name: CreateParameter): CreateAbility;
}

/** The engine of a draft: the one it names, else the farm's choice for its quality. */
export function chosenOf(abilities: Abilities | null, draft: Pick<CreateDraft, "task" | "engine" | "quality">): Chosen {
  const off = (reason: string): Chosen => ({ engine: null, off: reason, parameter: () => ({ state: "off", reason }) });
  if (abilities === null) return off(words.askingFarm);
  const task = abilities.tasks.find((one) => one.task === draft.task);
  const id = draft.engine ?? task?.engines[draft.quality] ?? null;
  const engine = abilities.engines.find((one) => one.id === id) ?? null;
  if (engine === null)
    return off(task?.off ?? abilities.waits ?? (draft.engine === null ? words.noEngine(draft.quality) : words.engineGone(draft.engine)));
  const ability = engine.tasks.find((one) => one.task === draft.task);
  const why = ability === undefined ? words.notItsTask(engine.name) : ability.off;
  return {
    engine,
    off: why ?? (engine.qualities.includes(draft.quality) ? null : words.notItsQuality(engine.name, draft.quality)),
    parameter: (name) => ability?.parameters[name] ?? { state: "off", reason: why ?? words.notHonoured(engine.name) },
  };
}

/** Engines that can be named for a task. */
export function enginesFor(abilities: Abilities | null, task: CreateTask): EngineAbility[] {
  return (abilities?.engines ?? []).filter((engine) => engine.tasks.some((one) => one.task === task && one.off === null));
}

/** Why the farm makes no sound, in words. */
export function soundOff(abilities: Abilities | null): string {
  if (abilities === null) return words.askingFarm;
  const makesSound = abilities.engines.some((engine) => engine.kinds.some((kind) => kind.startsWith("audio.")));
  return makesSound ? words.soundLater : words.noAudioEngine;
}

/** Members that a preset sets: neither files nor where results go. */
const presetMembers = [
  "task",
  "prompt",
  "negative",
  "engine",
  "model",
  "quality",
  "width",
  "height",
  "seed",
  "steps",
  "guidance",
  "sampler",
  "count",
  "strength",
  "frames",
] as const;
type PresetMember = (typeof presetMembers)[number];

/** What is kept of a draft in a preset: settings; the words of the picture and its seed are its own. */
export function presetDraft(draft: CreateDraft): CreateDraft {
  return { ...draft, prompt: "", seed: null };
}

/** Members in which a draft differs from a preset. A preset without words or seed leaves those alone. */
export function changedSince(preset: Preset, draft: CreateDraft): PresetMember[] {
  return presetMembers.filter((name) => {
    if (name === "prompt" && preset.draft.prompt === "") return false;
    if (name === "seed" && preset.draft.seed === null) return false;
    return preset.draft[name] !== draft[name];
  });
}

/** The draft with a preset's settings; files, places and what the preset leaves open stay. */
export function withPreset(draft: CreateDraft, preset: Preset): CreateDraft {
  const from = preset.draft;
  const set = Object.fromEntries(
    presetMembers
      .filter((name) => !(name === "prompt" && from.prompt === "") && !(name === "seed" && from.seed === null))
      .map((name) => [name, from[name]]),
  ) as Partial<CreateDraft>;
  const chain = from.chain === null ? draft.chain : { ...from.chain, lastFrame: draft.chain?.lastFrame ?? null };
  return { ...draft, ...set, chain };
}

/** The size that a draft is made in; null where the engine chooses or the picture decides. */
export function sizeOf(draft: CreateDraft, ability: CreateAbility): { width: number; height: number } | null {
  if (draft.width !== null && draft.height !== null) return { width: draft.width, height: draft.height };
  return ability.state === "size" ? (ability.sizes[ability.default] ?? null) : null;
}

/** "Make 3 images": verb, number and thing. */
export function makeText(draft: CreateDraft): string {
  switch (draft.task) {
    case "image":
    case "edit":
      return words.makeImages(draft.count);
    case "upscale":
      return draft.clip === null ? words.enlargeImage : words.enlargeClip;
    case "clip":
      return words.makeClip;
    case "extend":
      return words.extendClip;
  }
}

/** Whether a task needs what the draft does not have yet: said before the farm is asked. */
export function lackOf(draft: CreateDraft): string | null {
  if (draft.task === "edit" && draft.image === null) return words.needsPicture;
  if (draft.task === "upscale" && draft.image === null && draft.clip === null) return words.needsFile;
  if (draft.task === "extend" && draft.clip === null) return words.needsClip;
  if (draft.task !== "upscale" && draft.prompt.trim() === "" && !(draft.task === "clip" && draft.firstFrame !== null))
    return words.needsWords;
  return null;
}
