// What of a draft cannot be sent, by field, before anything is: what is missing, what the engine does not honour, what the
// rules do not allow, files that are not here, and references whose consent ended.
import { notHonoured } from "../../shared/contract/honours.ts";
import { type Farm, jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { CreateParameter } from "../../shared/contract/studio/create.ts";
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import { checkFields, checkText } from "../../shared/domain/policy/index.ts";
import { type FarmEngine, engineFor, engineName, taskAbility } from "./abilities.ts";
import { draftField, filesOfDraft, jobOf, kindOf } from "./work.ts";

export interface Refusal {
  field: string;
  reason: string;
}

/** What is known of the files that a draft names. */
export interface KnownFiles {
  /** By hash: what the file is by its content; null where it is not here. */
  kinds: ReadonlyMap<string, "image" | "video" | "other" | null>;
  /** By hash: why it may not be used; those that may are not in it. */
  ended: ReadonlyMap<string, string>;
}

/** What the draft lacks whatever the engine. */
function lacking(draft: CreateDraft): Refusal[] {
  const needs = (field: string, there: unknown, reason: string): Refusal[] =>
    there === null || there === undefined || there === "" ? [{ field, reason }] : [];
  const words = needs(
    "prompt",
    draft.prompt.trim(),
    draft.task === "clip" || draft.task === "extend" ? "Write what the clip shows." : "Write what the picture shows.",
  );
  switch (draft.task) {
    case "image":
    case "clip":
      return words;
    case "edit":
      return [...needs("image", draft.image, "Choose the picture to change."), ...words];
    case "upscale":
      return needs("image", draft.clip ?? draft.image, "Choose the picture or clip to enlarge.");
    case "extend":
      return [...needs("clip", draft.clip, "Choose the clip to continue."), ...words];
  }
}

function missingFiles(draft: CreateDraft, { kinds, ended }: KnownFiles): Refusal[] {
  return filesOfDraft(draft).flatMap(({ field, hash, kind }): Refusal[] => {
    const found = kinds.get(hash) ?? null;
    if (found === null) return [{ field, reason: "This file is not in the library any more. Choose another one." }];
    if (found !== kind)
      return [{ field, reason: kind === "image" ? "This is no picture. Choose a PNG, JPEG or WebP." : "This is no clip. Choose an MP4." }];
    const why = ended.get(hash);
    return why === undefined ? [] : [{ field, reason: why }];
  });
}

/** The words of a draft against the rules; the farm decides finally. */
function againstRules(draft: CreateDraft): Refusal[] {
  const fields = [
    { field: "prompt", text: draft.task === "upscale" ? "" : draft.prompt },
    { field: "negative", text: draft.task === "upscale" ? "" : draft.negative },
    { field: "chain.prompt", text: draft.chain?.prompt ?? "" },
  ].filter(({ text }) => text.trim() !== "");
  const finding =
    checkFields(fields, { rating: "general" }) ??
    fields.map(({ field, text }) => checkText(text, { rating: "general", field })).find((one) => one !== null) ??
    null;
  return finding === null ? [] : [{ field: finding.field, reason: finding.message }];
}

/** Parameters that a draft sets, by what it must differ from to be asked for. */
const asked: readonly [CreateParameter, string, (draft: CreateDraft) => boolean][] = [
  ["size", "width", ({ width, height }) => width !== null || height !== null],
  ["count", "count", ({ count }) => count !== 1],
  ["steps", "steps", ({ steps }) => steps !== null],
  ["guidance", "guidance", ({ guidance }) => guidance !== null],
  ["sampler", "sampler", ({ sampler }) => sampler !== null],
  ["negative", "negative", ({ negative }) => negative.trim() !== ""],
  ["mask", "mask", ({ mask }) => mask !== null],
  ["firstFrame", "firstFrame", ({ firstFrame }) => firstFrame !== null],
  ["lastFrame", "lastFrame", ({ lastFrame }) => lastFrame !== null],
  ["references", "references", ({ references }) => references.length > 0],
];

/** The engine that would make a draft; a refusal where there is none. Null while the farm has said nothing of its engines. */
export function engineOf(draft: CreateDraft, farm: Farm | null): FarmEngine | Refusal | null {
  if (farm === null) return null;
  const kind = kindOf(draft);
  if (draft.engine === null) {
    const chosen = engineFor(farm, kind, draft.quality);
    if (chosen !== null) return chosen;
    const reasons = farm.engines.map((engine) => taskAbility(engine, draft.task));
    const some = farm.engines.find(({ kinds }) => kinds.includes(kind));
    if (some !== undefined)
      return {
        field: "quality",
        reason: `No engine of this farm does this in quality ${draft.quality}. ${engineName(some.id)} does it in ${some.qualities.join(" and ")}.`,
      };
    return { field: "task", reason: reasons.find(({ off }) => off !== null)?.off ?? "No engine of this farm does this." };
  }
  const engine = farm.engines.find(({ id }) => id === draft.engine);
  if (engine === undefined) return { field: "engine", reason: `This farm has no engine ${engineName(draft.engine)}. Choose another one.` };
  if (!engine.kinds.includes(kind)) {
    const { off } = taskAbility(engine, draft.task);
    return { field: "engine", reason: off ?? `The engine ${engineName(engine.id)} does not do this. Choose another one.` };
  }
  if (!engine.qualities.includes(draft.quality))
    return {
      field: "quality",
      reason: `The engine ${engineName(engine.id)} does not make quality ${draft.quality}. It makes ${engine.qualities.join(" and ")}.`,
    };
  return engine;
}

export const isRefusal = (engine: FarmEngine | Refusal | null): engine is Refusal => engine !== null && "reason" in engine;

function notByEngine(draft: CreateDraft, engine: FarmEngine): Refusal[] {
  const ability = taskAbility(engine, draft.task);
  if (ability.off !== null) return [{ field: "task", reason: ability.off }];
  const refused = asked.flatMap(([name, field, is]): Refusal[] => {
    const control = ability.parameters[name];
    return is(draft) && control.state === "off" ? [{ field, reason: control.reason }] : [];
  });
  if (draft.model !== null && !engine.models.includes(draft.model))
    refused.push({ field: "model", reason: `The engine ${engineName(engine.id)} has no model ${draft.model}. Choose another one.` });
  const { weight, role } = ability.parameters;
  for (const [index, reference] of draft.references.entries()) {
    if (reference.weight !== null && weight.state === "off") refused.push({ field: `references.${index}`, reason: weight.reason });
    else if (reference.role !== null && role.state === "off") refused.push({ field: `references.${index}`, reason: role.reason });
  }
  return refused;
}

/** The draft without what its task has no use for: a member that another task set is no fault of this one. */
export function ofItsTask(draft: CreateDraft): CreateDraft {
  const fresh = createDraftSchema.parse({ task: draft.task });
  const { task } = draft;
  const image = task === "image" || task === "edit";
  const clip = task === "clip" || task === "extend";
  return {
    ...draft,
    ...(task === "upscale"
      ? { ...pick(fresh, ["prompt", "negative", "steps", "guidance", "sampler", "references", "chain"]), width: null, height: null }
      : {}),
    ...(task === "upscale" && draft.clip !== null ? { image: null } : {}),
    ...(image ? { clip: null, firstFrame: null, lastFrame: null, frames: fresh.frames } : { count: 1 as const, chain: null }),
    ...(task === "edit" ? { width: null, height: null } : { mask: null, strength: fresh.strength }),
    ...(task === "image" || clip ? { image: null } : {}),
    ...(task === "clip" ? { clip: null } : {}),
    ...(task === "extend" ? { firstFrame: null } : {}),
    ...(task === "upscale" ? { firstFrame: null, lastFrame: null, frames: fresh.frames } : {}),
  };
}

function pick<K extends keyof CreateDraft>(draft: CreateDraft, names: readonly K[]): Pick<CreateDraft, K> {
  return Object.fromEntries(names.map((name) => [name, draft[name]])) as Pick<CreateDraft, K>;
}

/** Everything of a draft that cannot be sent; empty where all of it can. */
export function refusalsOf(draft: CreateDraft, farm: Farm | null, files: KnownFiles): Refusal[] {
  const engine = engineOf(draft, farm);
  const refused = [
    ...lacking(draft),
    ...(isRefusal(engine) ? [engine] : []),
    ...(engine === null || isRefusal(engine) ? [] : notByEngine(draft, engine)),
    ...missingFiles(draft, files),
    ...againstRules(draft),
  ];
  if (refused.length > 0) return refused;
  const parsed = jobRequestSchema.safeParse(jobOf(draft, { label: "x", seed: draft.seed ?? 0, engine: "", model: "", source: null }));
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({ field: draftField(path.map(String).join(".")), reason: message }));
  if (engine === null || isRefusal(engine)) return [];
  const wrong = notHonoured(parsed.data, engine.abilities);
  return wrong === null ? [] : [{ field: draftField(wrong.path), reason: wrong.message }];
}
