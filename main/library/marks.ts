// Half files of downloads that go on: a sweep leaves them.
import type { Connection } from "./database.ts";

/** Artifact ids of downloads that go on: their half files are kept. */
export function wantedArtifacts(cache: Connection): Set<string> {
  const rows = cache.prepare<unknown[], string>("SELECT artifact_id FROM transfer WHERE state = 'wanted'").pluck();
  return new Set(rows.all());
}
