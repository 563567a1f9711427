// Named queries over exports. A row is an export from the moment it is asked for to its sealed report.
import type { ErrorBody } from "../../shared/contract/errors.ts";
import type { ExportView } from "../../shared/contract/studio/views.ts";
import type { FilmPlan } from "../export/plan.ts";
import type { Connection } from "./database.ts";

type Raw = Record<string, string | number | null>;
const parse = (value: string | number | null | undefined) => JSON.parse(String(value)) as unknown;

export interface ExportRow {
  id: string;
  projectId: string;
  projectTitle: string;
  state: ExportView["state"];
  file: string;
  plan: FilmPlan;
  captions: string | null;
  poster: string | null;
  bytes: number | null;
  error: ErrorBody | null;
  report: ExportView["report"];
  createdAt: number;
  endedAt: number | null;
}

function exportOf(raw: Raw): ExportRow {
  return {
    id: raw.id,
    projectId: raw.project_id,
    projectTitle: raw.project_title,
    state: raw.state,
    file: raw.file,
    plan: parse(raw.plan_json),
    captions: raw.captions,
    poster: raw.poster,
    bytes: raw.bytes,
    error: raw.error_json === null ? null : parse(raw.error_json),
    report: raw.report_json === null ? null : parse(raw.report_json),
    createdAt: raw.created_at,
    endedAt: raw.ended_at,
  } as ExportRow;
}

export type ExportQueries = ReturnType<typeof exportQueries>;

/** Prepares the queries on an open studio.db. */
export function exportQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const all = one("SELECT * FROM film_export ORDER BY created_at DESC, id DESC");
  const get = one("SELECT * FROM film_export WHERE id = ?");
  const put =
    one(`INSERT INTO film_export (id, project_id, project_title, state, file, plan_json, captions, poster, bytes, error_json, report_json, created_at, ended_at)
    VALUES (@id, @projectId, @projectTitle, @state, @file, @plan, @captions, @poster, @bytes, @error, @report, @createdAt, @endedAt)
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, file = excluded.file, plan_json = excluded.plan_json, captions = excluded.captions, poster = excluded.poster,
      bytes = excluded.bytes, error_json = excluded.error_json, report_json = excluded.report_json, ended_at = excluded.ended_at`);
  return {
    all: () => all.all().map(exportOf),
    get(id: string): ExportRow | null {
      const raw = get.get(id);
      return raw === undefined ? null : exportOf(raw);
    },
    put(row: ExportRow): void {
      put.run({
        ...row,
        plan: JSON.stringify(row.plan),
        error: row.error === null ? null : JSON.stringify(row.error),
        report: row.report === null ? null : JSON.stringify(row.report),
      });
    },
  };
}
