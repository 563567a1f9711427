// A library of before jobs could belong to no film: its submissions and jobs are the same rows afterwards, with their keys and links.
import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../database.ts";
import { jobQueries } from "../job-queries.ts";
import { cacheMigrations } from "../cache-schema.ts";
import { studioMigrations } from "../studio-schema.ts";

test("submissions and their jobs of an older library are kept, and jobs without a film stand beside them", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "made-schema-"));
  try {
    const file = path.join(folder, "studio.db");
    const before = new Database(file);
    for (const step of studioMigrations.slice(0, 3)) before.exec(step);
    before.pragma("user_version = 3");
    before.exec(`INSERT INTO submission (id, project_id, scene_id, body, state, account_id, error_json, created_at, for_account)
        VALUES ('s1', 'p1', 'c1', '{"jobs":[]}', 'unknown', 'a1', NULL, 5, 'a1'), ('s2', 'p1', 'c2', NULL, 'unsent', NULL, NULL, 6, NULL);
      INSERT INTO submission_job (id, submission_id, position, project_id, scene_id, title, quality, segments_json, spec_json, farm_id, cancel_wanted, created_at)
        VALUES ('j1', 's1', 0, 'p1', 'c1', 'Scene 1, shot A', 'draft', '[{"shotId":"x"}]', '{"kind":"video.generate"}', 'f1', 1, 5),
          ('j2', 's2', 0, 'p1', 'c2', 'Scene 2, shot A', 'draft', '[]', '{"kind":"video.generate"}', NULL, 0, 6);`);
    const rows = (database: Database.Database, table: string, columns: string) =>
      database.prepare(`SELECT ${columns} FROM ${table} ORDER BY id`).all();
    const submissionColumns = "id, project_id, scene_id, body, state, account_id, for_account, error_json, created_at";
    const jobColumns =
      "id, submission_id, position, project_id, scene_id, title, quality, segments_json, spec_json, farm_id, cancel_wanted, created_at";
    const old = [rows(before, "submission", submissionColumns), rows(before, "submission_job", jobColumns)];
    before.close();

    const studio = openDatabase({ file, migrations: studioMigrations, synchronous: "FULL" });
    const cache = openDatabase({ file: path.join(folder, "cache.db"), migrations: cacheMigrations, synchronous: "NORMAL" });
    expect([rows(studio, "submission", submissionColumns), rows(studio, "submission_job", jobColumns)]).toEqual(old);
    expect(studio.pragma("foreign_key_check")).toEqual([]);
    const queries = jobQueries(studio, cache);
    expect(queries.allJobs().map(({ id, results }) => [id, results])).toEqual([
      ["j1", null],
      ["j2", null],
    ]);
    expect(queries.openSubmissions().map(({ id }) => id)).toEqual(["s1", "s2"]);
    // A job still goes with its submission, and a farm's id still names one job.
    expect(() => studio.exec("UPDATE submission_job SET farm_id = 'f1' WHERE id = 'j2'")).toThrow(/UNIQUE/);
    studio.exec("DELETE FROM submission WHERE id = 's2'");
    expect(queries.allJobs().map(({ id }) => id)).toEqual(["j1"]);
    studio.close();
    cache.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
