// Named queries over what is made outside of films: presets and the draft of Create. Prepared once; nothing
// else in the product writes SQL about them.
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import type { Connection } from "../library/database.ts";

export interface PresetRow {
  id: string;
  name: string;
  draft: CreateDraft;
  createdAt: number;
  changedAt: number;
  removedAt: number | null;
}

type Raw = Record<string, string | number | null>;

/** What an older version kept may lack newer members. A row that cannot be read counts as an empty draft: nothing else is lost by it. */
export function draftIn(text: string): CreateDraft {
  const parsed = createDraftSchema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : createDraftSchema.parse({ task: "image" });
}

const presetOf = (raw: Raw): PresetRow =>
  ({
    id: raw.id,
    name: raw.name,
    draft: draftIn(String(raw.draft_json)),
    createdAt: raw.created_at,
    changedAt: raw.changed_at,
    removedAt: raw.removed_at,
  }) as PresetRow;

/** By this two names are the same. */
export const nameKey = (name: string): string => name.normalize("NFKC").trim().toLocaleLowerCase("en");

export type PresetQueries = ReturnType<typeof presetQueries>;

/** Prepares the queries on an open studio.db. */
export function presetQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const all = one("SELECT * FROM preset WHERE removed_at IS NULL ORDER BY name_key");
  const byId = one("SELECT * FROM preset WHERE id = ?");
  const byName = one("SELECT * FROM preset WHERE name_key = ? AND removed_at IS NULL");
  const put = one(`INSERT INTO preset (id, name, name_key, draft_json, created_at, changed_at, removed_at)
    VALUES (@id, @name, @nameKey, @draft, @createdAt, @changedAt, @removedAt)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, draft_json = excluded.draft_json,
      changed_at = excluded.changed_at, removed_at = excluded.removed_at`);
  const draft = one("SELECT draft_json FROM create_draft WHERE slot = ?");
  const putDraft = one(`INSERT INTO create_draft (slot, draft_json, changed_at) VALUES (?, ?, ?)
    ON CONFLICT (slot) DO UPDATE SET draft_json = excluded.draft_json, changed_at = excluded.changed_at`);
  const firstOf = (raw: Raw | undefined): PresetRow | null => (raw === undefined ? null : presetOf(raw));
  return {
    all: () => all.all().map(presetOf),
    byId: (id: string) => firstOf(byId.get(id)),
    byName: (name: string) => firstOf(byName.get(nameKey(name))),
    put: (row: PresetRow) => void put.run({ ...row, nameKey: nameKey(row.name), draft: JSON.stringify(row.draft) }),
    putAll: database.transaction((rows: readonly PresetRow[]) => {
      for (const row of rows) put.run({ ...row, nameKey: nameKey(row.name), draft: JSON.stringify(row.draft) });
    }),
    draft(): CreateDraft | null {
      const raw = draft.get("create");
      return raw === undefined ? null : draftIn(String(raw.draft_json));
    },
    putDraft: (value: CreateDraft, at: number) => void putDraft.run("create", JSON.stringify(value), at),
  };
}
