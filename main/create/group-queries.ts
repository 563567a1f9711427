// Named queries over the workspace: groups, the results of their jobs, where results were sent, and what was done with them.
// Prepared once; nothing else in the product writes SQL about them.
import type { CreateDraft } from "../../shared/contract/studio/draft.ts";
import type { WorkspaceGroup } from "../../shared/contract/studio/workspace.ts";
import type { AssetKind, AssetState } from "../../shared/domain/asset.ts";
import type { Connection } from "../library/database.ts";
import { draftIn } from "./preset-queries.ts";

export interface GroupRow {
  id: string;
  task: WorkspaceGroup["kind"];
  kind: AssetKind;
  title: string;
  draft: CreateDraft | null;
  count: number;
  assetId: string | null;
  projectId: string | null;
  away: boolean;
  createdAt: number;
}

/** A result that has become an asset: the asset may be gone since, and never comes again. */
export interface MadeResult {
  kind: AssetKind;
  index: number;
  assetId: string;
}

/** One asset, or group, before and after something that was done in the workspace. */
export type MadeChange = { assetId: string; before: AssetState; after: AssetState; collectionId?: string } | { groupId: string };

export interface ActionRow {
  id: string;
  text: string;
  changes: MadeChange[];
  undone: boolean;
}

type Raw = Record<string, string | number | null>;

const groupOf = (raw: Raw): GroupRow =>
  ({
    id: raw.id,
    task: raw.task,
    kind: raw.kind,
    title: raw.title,
    draft: raw.draft_json === null ? null : draftIn(String(raw.draft_json)),
    count: raw.count,
    assetId: raw.asset_id,
    projectId: raw.project_id,
    away: raw.away === 1,
    createdAt: raw.created_at,
  }) as GroupRow;

export type GroupQueries = ReturnType<typeof groupQueries>;

/** Prepares the queries on an open studio.db. */
export function groupQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const columns = "id, task, kind, title, draft_json, count, asset_id, project_id, away, created_at";
  const insert = one(
    `INSERT INTO made_group (${columns}) VALUES (@id, @task, @kind, @title, @draft, @count, @assetId, @projectId, 0, @createdAt)`,
  );
  const group = one(`SELECT ${columns} FROM made_group WHERE id = ?`);
  const page = one(`SELECT ${columns} FROM made_group WHERE away = 0 AND (created_at, id) < (@at, @id) AND (@kind IS NULL OR kind = @kind)
    ORDER BY created_at DESC, id DESC LIMIT @limit`);
  const ofAsset = one(`SELECT ${columns} FROM made_group WHERE id = (SELECT job_id FROM made_result WHERE asset_id = @assetId)
    UNION ALL SELECT ${columns} FROM made_group WHERE asset_id = @assetId LIMIT 1`);
  const setAway = one("UPDATE made_group SET away = ? WHERE id = ?");
  const insertResult = one("INSERT INTO made_result (job_id, kind, job_index, asset_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const results = one("SELECT kind, job_index, asset_id FROM made_result WHERE job_id = ? ORDER BY kind, job_index");
  const sent = one("SELECT text FROM made_sent WHERE asset_id = ? ORDER BY at");
  const putSent = one(`INSERT INTO made_sent (asset_id, place, target_id, text, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (asset_id, place, target_id) DO UPDATE SET text = excluded.text, at = excluded.at`);
  const putAction = one("INSERT INTO made_action (id, text, changes_json, at) VALUES (?, ?, ?, ?)");
  const action = one("SELECT id, text, changes_json, undone FROM made_action WHERE id = ?");
  const setUndone = one("UPDATE made_action SET undone = 1 WHERE id = ?");
  const dropActions = one("DELETE FROM made_action WHERE at < ?");
  const fresh = one("SELECT count(*) AS count FROM asset WHERE state = 'staged'");
  const staged = one("SELECT id FROM asset WHERE state = 'staged' ORDER BY number");
  const stagedOfGroup = one(`SELECT id FROM asset WHERE state = 'staged' AND
    (id IN (SELECT asset_id FROM made_result WHERE job_id = @id) OR id = (SELECT asset_id FROM made_group WHERE id = @id)) ORDER BY number`);
  const overdue = one("SELECT id FROM asset WHERE state = 'discarded' AND state_at < ? ORDER BY number LIMIT 500");
  const nextOverdue = one("SELECT min(state_at) AS at FROM asset WHERE state = 'discarded'");
  const remove = one("DELETE FROM asset WHERE id = ? AND state = 'discarded'");
  const firstOf = (raw: Raw | undefined): GroupRow | null => (raw === undefined ? null : groupOf(raw));
  return {
    transaction: <T>(work: () => T): T => database.transaction(work).immediate(),
    insert(row: Omit<GroupRow, "away">): void {
      insert.run({ ...row, draft: row.draft === null ? null : JSON.stringify(row.draft) });
    },
    group: (id: string) => firstOf(group.get(id)),
    /** Newest first, after `cursor`. */
    page: (cursor: { at: number; id: string } | null, limit: number, kind: AssetKind | null): GroupRow[] =>
      page.all({ at: cursor?.at ?? Number.MAX_SAFE_INTEGER, id: cursor?.id ?? "", limit, kind }).map(groupOf),
    ofAsset: (assetId: string) => firstOf(ofAsset.get({ assetId })),
    setAway: (id: string, away: boolean) => void setAway.run(away ? 1 : 0, id),
    /** False where the result was here before. */
    insertResult: (jobId: string, result: MadeResult): boolean =>
      insertResult.run(jobId, result.kind, result.index, result.assetId).changes === 1,
    results: (jobId: string): MadeResult[] =>
      results.all(jobId).map((raw) => ({ kind: raw.kind, index: raw.job_index, assetId: raw.asset_id }) as MadeResult),
    sent: (assetId: string): string[] => sent.all(assetId).map((raw) => String(raw.text)),
    putSent: (assetId: string, place: "shot" | "character", targetId: string, text: string, at: number) =>
      void putSent.run(assetId, place, targetId, text, at),
    putAction: (id: string, text: string, changes: readonly MadeChange[], at: number) =>
      void putAction.run(id, text, JSON.stringify(changes), at),
    action(id: string): ActionRow | null {
      const raw = action.get(id);
      if (raw === undefined) return null;
      const changes = JSON.parse(String(raw.changes_json)) as MadeChange[];
      return { id: String(raw.id), text: String(raw.text), changes, undone: raw.undone === 1 };
    },
    setUndone: (id: string) => void setUndone.run(id),
    dropActions: (before: number) => void dropActions.run(before),
    fresh: () => Number(fresh.get()?.count ?? 0),
    staged: (groupId: string | null): string[] =>
      (groupId === null ? staged.all() : stagedOfGroup.all({ id: groupId })).map((raw) => String(raw.id)),
    /** Discarded before that time; at most 500. */
    overdue: (before: number): string[] => overdue.all(before).map((raw) => String(raw.id)),
    nextOverdue(): number | null {
      const at = nextOverdue.get()?.at;
      return at === null || at === undefined ? null : Number(at);
    },
    /** Takes a discarded asset out of the library for good. */
    remove: (assetId: string): boolean => remove.run(assetId).changes === 1,
  };
}
