// Which blobs the library still speaks of: every hash that stands in its rows, whatever the column. What is
// not named here by anything may be swept once it is old enough.
import type { Connection } from "./database.ts";

/** Rows of studio.db that may name blobs: takes and their recipes, approvals, the undo log, exports, jobs. */
const studioTexts = [
  "SELECT still, clip, proxy, thumbnail, recipe_json FROM take",
  "SELECT still FROM approval",
  "SELECT changes_json FROM command",
  "SELECT plan_json, poster FROM film_export",
  "SELECT segments_json FROM submission_job",
];
/** Rows of cache.db: files that are wanted or have just come, previews of jobs. */
const cacheTexts = ["SELECT sha256 FROM transfer", "SELECT mirror_json FROM farm_job"];

/** Every SHA-256 that the library names. More than blobs may match; that only keeps more. */
export function namedBlobs(studio: Connection, cache: Connection): Set<string> {
  const named = new Set<string>();
  const read = (database: Connection, sql: string) => {
    for (const row of database.prepare<unknown[], (string | null)[]>(sql).raw().iterate()) {
      for (const text of row) for (const hash of text?.match(/[0-9a-f]{64}/g) ?? []) named.add(hash);
    }
  };
  for (const sql of studioTexts) read(studio, sql);
  for (const sql of cacheTexts) read(cache, sql);
  return named;
}

/** Artifact ids of downloads that go on: their half files are kept. */
export function wantedArtifacts(cache: Connection): Set<string> {
  const rows = cache.prepare<unknown[], string>("SELECT artifact_id FROM transfer WHERE state = 'wanted'").pluck();
  return new Set(rows.all());
}
