// What can be made now: the farm's word on its engines as each control of Create needs it, with the reason where one is
// off, and what works without a farm. Pure over what the farm last said.
import type { KindAbility, ParameterAbility } from "../../shared/contract/abilities.ts";
import type { Eta, Farm } from "../../shared/contract/farm-http.ts";
import type { Abilities, CreateAbility, CreateParameter, EngineAbility, TaskAbility } from "../../shared/contract/studio/create.ts";
import { type CreateTask, createTasks } from "../../shared/contract/studio/draft.ts";
import type { FarmStatus } from "../../shared/contract/studio/views.ts";
import { type JobKind, type Quality, qualities } from "../../shared/domain/job.ts";
import { segmentFrames } from "../../shared/domain/timecode.ts";

export type FarmEngine = Farm["engines"][number];

/** Kinds of job that do a task; one of them is enough. */
const kindsOf: Record<CreateTask, readonly JobKind[]> = {
  image: ["image.generate"],
  edit: ["image.edit"],
  upscale: ["image.upscale", "video.upscale"],
  clip: ["video.generate"],
  extend: ["video.generate"],
};

/** What each task is called when no engine does it. */
const deeds: Record<CreateTask, string> = {
  image: "makes images",
  edit: "changes pictures",
  upscale: "enlarges",
  clip: "makes clips",
  extend: "continues clips",
};

const names: Record<string, string> = { draft: "Draft engine", sdxl: "SDXL", wan: "WAN", qwen: "Qwen", audio: "Audio" };
/** An engine's name for people. */
export const engineName = (id: string): string => names[id] ?? id;

const off = (reason: string): CreateAbility => ({ state: "off", reason });
const noNote = { note: null };

/** What a task never takes, whatever the engine. */
const never: Partial<Record<CreateTask, Partial<Record<CreateParameter, string>>>> = {
  image: {
    strength: "Strength is for changing a picture. Choose Edit.",
    mask: "A mask is for changing a picture. Choose Edit.",
    firstFrame: "First and last frame are for clips.",
    lastFrame: "First and last frame are for clips.",
    frames: "An image has no length.",
  },
  edit: {
    size: "An edit keeps the size of its picture. Upscale it after, or use Image for a new size.",
    firstFrame: "First and last frame are for clips.",
    lastFrame: "First and last frame are for clips.",
    frames: "An image has no length.",
  },
  clip: {
    count: "A clip is made one at a time.",
    strength: "Strength is for changing a picture. Choose Edit.",
    mask: "A mask is for changing a picture. Choose Edit.",
  },
  extend: {
    count: "A clip is made one at a time.",
    strength: "Strength is for changing a picture. Choose Edit.",
    mask: "A mask is for changing a picture. Choose Edit.",
    firstFrame: "A clip goes on from its own last frame.",
  },
};
const onlyEnlarges = "Enlarging changes nothing but the size.";

/** Ranges of the contract, for engines of farms that say nothing of a parameter. */
function unsaid(name: CreateParameter): CreateAbility {
  const number = (min: number, max: number, step: number, value: number | null = null): CreateAbility => ({
    state: "number",
    min,
    max,
    step,
    default: value,
    ...noNote,
  });
  switch (name) {
    case "size":
      return { state: "size", sizes: [], default: 0, range: { min: 64, max: 4096, step: 8 }, ...noNote };
    case "count":
      return { state: "choice", options: ["1", "3", "6"], default: "1", ...noNote };
    case "seed":
      return number(0, 0xffffffff, 1);
    case "steps":
      return number(1, 200, 1);
    case "guidance":
      return number(0, 50, 0.1);
    case "strength":
      return number(0.05, 1, 0.01, 0.6);
    case "frames":
      return number(1, 12 * segmentFrames, 1, segmentFrames);
    case "sampler":
      return off("This engine does not say which samplers it has.");
    case "weight":
      return off("This engine does not say that references can be weighed.");
    case "role":
      return off("This engine does not say what references may be used for.");
    case "references":
      return { state: "files", most: 16, ...noNote };
    case "mask":
    case "firstFrame":
    case "lastFrame":
      return { state: "files", most: 1, ...noNote };
    case "negative":
      return { state: "text", most: 4000, ...noNote };
    case "model":
      return off("This engine has one model.");
  }
}

/** One parameter as the engine says it honours it. */
function controlOf(name: CreateParameter, ability: ParameterAbility | undefined): CreateAbility {
  const general = unsaid(name);
  if (ability === undefined) return general;
  if (!ability.served) return off(ability.reason);
  const note = ability.note ?? null;
  switch (general.state) {
    case "size": {
      const { min, max, step } = ability;
      const range = min === undefined && max === undefined ? {} : { range: { min: min ?? 64, max: max ?? 4096, step: step ?? 1 } };
      return { state: "size", sizes: ability.sizes ?? [], default: 0, ...range, note };
    }
    case "number": {
      if (ability.choices !== undefined)
        return { state: "choice", options: ability.choices.map(String), default: textOf(ability.default), note };
      const { min = general.min, max = general.max, step = general.step } = ability;
      return { state: "number", min, max, step, default: typeof ability.default === "number" ? ability.default : general.default, note };
    }
    case "choice":
      return {
        state: "choice",
        options: ability.choices?.map(String) ?? general.options,
        default: textOf(ability.default) ?? general.default,
        note,
      };
    case "files":
      return { state: "files", most: ability.most ?? general.most, note };
    case "text":
      return { state: "text", most: ability.max ?? general.most, note };
    case "off":
      return ability.choices === undefined
        ? general
        : { state: "choice", options: ability.choices.map(String), default: textOf(ability.default), note };
  }
}

const textOf = (value: number | string | undefined): string | null => (value === undefined ? null : String(value));

/** How references may be weighed, and what they may be used for. */
function referenceControls(references: ParameterAbility | undefined): Record<"weight" | "role", CreateAbility> {
  if (references === undefined) return { weight: unsaid("weight"), role: unsaid("role") };
  if (!references.served) return { weight: off(references.reason), role: off(references.reason) };
  const { weight, roles } = references;
  return {
    weight:
      weight === undefined
        ? off("This engine lets all references count alike.")
        : { state: "number", min: weight.min, max: weight.max, step: 0.05, default: weight.default, ...noNote },
    role:
      roles === undefined || roles.length === 0
        ? off("This engine cannot be told what a reference is for.")
        : { state: "choice", options: roles, default: null, ...noNote },
  };
}

/** The longest clip that the engine makes in one job. */
function framesControl(parameters: Record<string, ParameterAbility>): CreateAbility {
  const { segments, frames } = parameters;
  const own = controlOf("frames", frames);
  if (own.state !== "number") return own;
  const each = frames?.served === true ? (frames.max ?? segmentFrames) : segmentFrames;
  const many = segments === undefined ? 12 : segments.served ? (segments.max ?? 12) : 1;
  return { ...own, max: each * many, default: own.default ?? each };
}

/** Says of one engine what it does of a task, parameter by parameter. */
export function taskAbility(engine: FarmEngine, task: CreateTask): TaskAbility {
  const kind = kindsOf[task].find((one) => engine.kinds.includes(one));
  const said = engine.abilities?.find((one) => one.kind === (kind ?? kindsOf[task][0]));
  const parameters: Record<string, ParameterAbility> = said?.served === true ? said.parameters : {};
  const whyNot = (): string | null => {
    if (said !== undefined && !said.served) return said.reason;
    if (kind === undefined) return `The engine ${engineName(engine.id)} is not one that ${deeds[task]}.`;
    const { extend } = parameters;
    return task === "extend" && extend?.served === false ? extend.reason : null;
  };
  const reason = whyNot();
  const control = (name: CreateParameter): CreateAbility => {
    if (reason !== null) return off(reason);
    if (name === "model") return modelControl(engine, kind);
    const no = never[task]?.[name] ?? (task === "upscale" ? onlyEnlarges : undefined);
    if (no !== undefined) return off(no);
    if (name === "weight" || name === "role") return referenceControls(parameters.references)[name];
    return name === "frames" ? framesControl(parameters) : controlOf(name, parameters[name]);
  };
  const note = said?.served === true ? (said.note ?? null) : null;
  return { task, off: reason, note, parameters: everyParameter(control) };
}

function everyParameter(control: (name: CreateParameter) => CreateAbility): TaskAbility["parameters"] {
  return {
    model: control("model"),
    size: control("size"),
    count: control("count"),
    seed: control("seed"),
    steps: control("steps"),
    guidance: control("guidance"),
    sampler: control("sampler"),
    negative: control("negative"),
    references: control("references"),
    weight: control("weight"),
    role: control("role"),
    strength: control("strength"),
    mask: control("mask"),
    firstFrame: control("firstFrame"),
    lastFrame: control("lastFrame"),
    frames: control("frames"),
  };
}

function modelControl(engine: FarmEngine, kind: JobKind | undefined): CreateAbility {
  const fits = modelsOf(engine).filter(({ kinds }) => kinds === null || kind === undefined || kinds.includes(kind));
  if (fits.length === 0) return off("This engine does not say which models it has.");
  return { state: "choice", options: fits.map(({ id }) => id), default: fits[0]?.id ?? null, ...noNote };
}

/** Models of an engine with their names; what a manifest does not tell is left open. */
function modelsOf(engine: FarmEngine) {
  return engine.models.map((id) => {
    const manifest = engine.manifests?.find((one) => one.id === id);
    return { id, name: manifest?.name ?? id, bytes: manifest?.bytes ?? 0, kinds: manifest?.kinds ?? null };
  });
}

/** The engine that the farm chooses for a kind and quality: the first that does it. */
export function engineFor(farm: Pick<Farm, "engines">, kind: JobKind, quality: Quality): FarmEngine | null {
  return farm.engines.find((one) => one.kinds.includes(kind) && one.qualities.includes(quality)) ?? null;
}

/** The first reason that an engine of the farm gives for not doing a task. */
function reasonOf(abilities: readonly KindAbility[], task: CreateTask): string | null {
  const refusing = abilities.find((one) => kindsOf[task].includes(one.kind) && !one.served);
  return refusing !== undefined && !refusing.served ? refusing.reason : null;
}

function tasksOf(farm: Farm | null, engines: readonly EngineAbility[]): Abilities["tasks"] {
  return createTasks.map((task) => {
    const able = engines.filter((engine) => engine.tasks.some((one) => one.task === task && one.off === null));
    const chosen = (quality: Quality): string | null => able.find((engine) => engine.qualities.includes(quality))?.id ?? null;
    const none =
      farm === null
        ? null
        : (reasonOf(
            farm.engines.flatMap(({ abilities = [] }) => abilities),
            task,
          ) ??
          engines
            .map((engine) => engine.tasks.find((one) => one.task === task)?.off)
            .find((reason) => reason !== null && reason !== undefined) ??
          `No engine of this farm ${deeds[task]}.`);
    return {
      task,
      off: able.length > 0 ? null : none,
      engines: Object.fromEntries(qualities.map((quality) => [quality, chosen(quality)])) as Record<Quality, string | null>,
    };
  });
}

const withoutFarm = [
  "The live draft beside your words",
  "Exact copies, byte for byte",
  "Masks, presets and everything in the workspace and library",
  "Writing down what to make: it is sent when a farm is there",
];

function waitsOf(status: FarmStatus): string | null {
  if (status.state === "connected") return null;
  const kept = "What you make is kept here and sent as soon as it is there.";
  if (status.state === "none") return `No farm is connected, so nothing new can be made now. ${kept}`;
  if (status.state === "signed-out") return `Nobody is signed in to the farm, so nothing new can be made now. Sign in. ${kept}`;
  return `The farm does not answer at the moment. ${kept}`;
}

/** What Create offers. `farm` is what the farm last said of itself; null before it ever did. */
export function abilitiesOf(status: FarmStatus, farm: Farm | null): Abilities {
  const waitOf = (id: string): Eta | null =>
    status.state === "connected" ? (farm?.queue.find(({ engine }) => engine === id)?.wait ?? null) : null;
  const engines = (farm?.engines ?? []).map((engine): EngineAbility => ({
    id: engine.id,
    name: engineName(engine.id),
    kinds: engine.kinds,
    qualities: engine.qualities,
    models: modelsOf(engine).map(({ id, name, bytes }) => ({ id, name, bytes })),
    tasks: createTasks.map((task) => taskAbility(engine, task)),
    wait: waitOf(engine.id),
  }));
  return {
    connected: status.state === "connected",
    farm: status.name,
    waits: waitsOf(status),
    offline: withoutFarm,
    engines,
    tasks: tasksOf(farm, engines),
  };
}
