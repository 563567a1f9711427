// Step 7 of studio.db: what a person decided about transfers and files.

export const storageTables = `
  /* Files of the farm that a person holds back; the id '*' holds back all. */
  CREATE TABLE transfer_pause (artifact_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  /* Files that are gone for good, with what used them when that was found. */
  CREATE TABLE missing_file (
    hash TEXT PRIMARY KEY,
    used_by_json TEXT NOT NULL,
    found_at INTEGER NOT NULL
  ) STRICT;
  /* What new work in a film begins with, where that is not what the settings say. */
  CREATE TABLE project_defaults (
    project_id TEXT PRIMARY KEY REFERENCES project(id) ON DELETE CASCADE,
    defaults_json TEXT NOT NULL
  ) STRICT;
`;
