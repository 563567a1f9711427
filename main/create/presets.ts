// Presets: drafts with a name, to be used again and shared as files. A file from elsewhere is never trusted: what
// cannot be used of it is said, and the rest is taken.
import { z } from "zod";
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import type { Preset } from "../../shared/contract/studio/create.ts";
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import type { Handlers } from "../../shared/contract/studio/index.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import type { Clock } from "../ports.ts";
import { nameKey, type PresetQueries, type PresetRow } from "./preset-queries.ts";

/** First member of a preset file: by this another program knows what it has. */
const fileFormat = "ourvidz-presets";
const fileVersion = 1;
/** Most presets that are read from one file, and that a library holds. */
const mostPresets = 1000;
const nameSchema = z.string().trim().min(1, "A preset needs a name.").max(80, "A preset's name has at most 80 characters.");

interface PresetPorts {
  queries: PresetQueries;
  clock: Clock;
  ids: IdMaker;
  changed: () => void;
}

/** What a preset keeps of a draft: its settings and words, but no files, no place where results go, no film. */
function settingsOf(draft: CreateDraft): CreateDraft {
  return {
    ...draft,
    references: [],
    image: null,
    mask: null,
    firstFrame: null,
    lastFrame: null,
    clip: null,
    chain: draft.chain === null ? null : { ...draft.chain, lastFrame: null },
    goesTo: { to: "workspace" },
    projectId: null,
  };
}

/** Members of a preset in a file: those that differ from a fresh draft of its task, so that the file is short and readable. */
function membersOf(draft: CreateDraft): Record<string, unknown> {
  const fresh = createDraftSchema.parse({ task: draft.task });
  return Object.fromEntries(
    Object.entries(draft).filter(
      ([name, value]) => name === "task" || JSON.stringify(value) !== JSON.stringify(fresh[name as keyof CreateDraft]),
    ),
  );
}

const viewOf = ({ id, name, draft, createdAt, changedAt }: PresetRow): Preset => ({
  id,
  name,
  draft,
  createdAt: new Date(createdAt).toISOString(),
  changedAt: new Date(changedAt).toISOString(),
});

/** A name that nothing else has: with a number where it is taken. */
function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  for (let number = 2; ; number += 1) {
    const tail = ` ${number}`;
    const candidate = `${[...name].slice(0, 80 - tail.length).join("")}${tail}`;
    if (!taken(candidate)) return candidate;
  }
}

/** The presets of a file's text. Throws CodedError invalid_input for what is no preset file. */
function entriesOf(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new CodedError("invalid_input", "This is no preset file: it is not JSON. Choose a file that was exported from Create.");
  }
  const parsed = z.object({ format: z.literal(fileFormat), version: z.number().int(), presets: z.array(z.unknown()) }).safeParse(value);
  if (!parsed.success)
    throw new CodedError("invalid_input", "This is no preset file of this studio. Choose a file that was exported from Create.");
  if (parsed.data.version > fileVersion)
    throw new CodedError("invalid_input", "This preset file was written by a newer version of the studio. Update the studio to read it.");
  if (parsed.data.presets.length > mostPresets)
    throw new CodedError("invalid_input", `This file has more than ${mostPresets} presets. Split it and import the parts.`);
  return parsed.data.presets;
}

type PresetHandlers = Pick<
  Handlers["create"],
  "presets" | "savePreset" | "renamePreset" | "removePreset" | "restorePreset" | "exportPresets" | "importPresets"
>;

export function createPresets({ queries, clock, ids, changed }: PresetPorts): PresetHandlers {
  const known = (id: string): PresetRow => {
    const row = queries.byId(id);
    if (row === null || row.removedAt !== null) throw new CodedError("not_found", "That preset is not here any more. Reload the list.");
    return row;
  };
  const kept = (row: PresetRow): Preset => {
    queries.put(row);
    changed();
    return viewOf(row);
  };
  const taken = (name: string, but: string | null) => {
    const other = queries.byName(name);
    return other !== null && other.id !== but;
  };
  const refuseTaken = (name: string): never => {
    throw new CodedError("conflict", `There is a preset "${name}" already. Choose another name, or replace it.`, {
      fields: [{ path: "name", message: "This name is taken." }],
    });
  };
  const refuseTooMany = (more: number) => {
    if (queries.all().length + more > mostPresets)
      throw new CodedError("conflict", `The library holds ${mostPresets} presets at most. Remove some that you do not use.`);
  };
  return {
    presets: () => ({ presets: queries.all().map(viewOf) }),
    savePreset({ name, draft, replace }) {
      const now = clock.now();
      const other = queries.byName(name);
      if (other !== null && !replace) refuseTaken(name);
      if (other !== null) return kept({ ...other, name, draft: settingsOf(draft), changedAt: now });
      refuseTooMany(1);
      return kept({ id: ids(), name, draft: settingsOf(draft), createdAt: now, changedAt: now, removedAt: null });
    },
    renamePreset({ presetId, name }) {
      const row = known(presetId);
      if (taken(name, row.id)) refuseTaken(name);
      return kept({ ...row, name, changedAt: clock.now() });
    },
    removePreset({ presetId }) {
      kept({ ...known(presetId), removedAt: clock.now() });
      return {};
    },
    restorePreset({ presetId }) {
      const row = queries.byId(presetId);
      if (row === null) throw new CodedError("not_found", "That preset is not here any more. Reload the list.");
      return kept({ ...row, name: freeName(row.name, (name) => taken(name, row.id)), removedAt: null });
    },
    exportPresets({ presetIds }) {
      const rows = presetIds.length === 0 ? queries.all() : presetIds.map(known);
      const first = rows[0];
      const name = rows.length === 1 && first !== undefined ? first.name : "Presets";
      const presets = rows.map((row) => ({ name: row.name, draft: membersOf(row.draft) }));
      return {
        fileName: `${name.replaceAll(/[^\p{L}\p{N} ,.()-]+/gu, " ").trim() || "Preset"}.ourvidz-presets.json`,
        text: `${JSON.stringify({ format: fileFormat, version: fileVersion, presets }, null, 2)}\n`,
      };
    },
    importPresets({ text }) {
      const rows: PresetRow[] = [];
      const skipped: { name: string; reason: string }[] = [];
      const now = clock.now();
      const given = new Set<string>();
      for (const [index, entry] of entriesOf(text).entries()) {
        const members = z.object({ name: z.unknown(), draft: z.unknown() }).safeParse(entry);
        const name = nameSchema.safeParse(members.data?.name);
        const draft = createDraftSchema.safeParse(members.data?.draft);
        const shown = name.success ? name.data : `Preset ${index + 1}`;
        if (!name.success || !draft.success) {
          const wrong = (name.success ? draft.error : name.error) ?? null;
          const field = errorBodyOf(wrong).fields?.[0];
          skipped.push({ name: shown, reason: field === undefined ? "It is not a preset." : `${field.path || "name"}: ${field.message}` });
          continue;
        }
        const free = freeName(name.data, (candidate) => given.has(nameKey(candidate)) || taken(candidate, null));
        given.add(nameKey(free));
        rows.push({ id: ids(), name: free, draft: settingsOf(draft.data), createdAt: now, changedAt: now, removedAt: null });
      }
      refuseTooMany(rows.length);
      queries.putAll(rows);
      if (rows.length > 0) changed();
      return { presets: rows.map(viewOf), skipped };
    },
  };
}
