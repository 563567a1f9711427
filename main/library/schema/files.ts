// Step 8 of studio.db: imports under way, and files that could not be taken in.

export const fileTables = `
  /* What was asked for at once. Rows stay for the list of imports of late. */
  CREATE TABLE file_import (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL, /* paths | upload */
    state TEXT NOT NULL, /* looking | running | waiting | done | cancelled | failed */
    title TEXT NOT NULL,
    /* Paths as base64 of their bytes: a name need not be text. */
    paths_json TEXT NOT NULL,
    project_id TEXT,
    collection_id TEXT,
    tags_json TEXT NOT NULL,
    again INTEGER NOT NULL,
    found INTEGER NOT NULL DEFAULT 0,
    found_bytes INTEGER NOT NULL DEFAULT 0,
    copied INTEGER NOT NULL DEFAULT 0,
    copied_bytes INTEGER NOT NULL DEFAULT 0,
    same INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    error_json TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX file_import_by_state ON file_import(state);
  /* Files that are still to be copied; a row goes in the same step that writes its asset. */
  CREATE TABLE import_file (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    import_id TEXT NOT NULL REFERENCES file_import(id) ON DELETE CASCADE,
    path BLOB NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX import_file_by_import ON import_file(import_id, number);
  /* Files that could not be taken in: the reason, and what is needed to try again. */
  CREATE TABLE quarantine (
    id TEXT PRIMARY KEY,
    import_id TEXT,
    name TEXT NOT NULL,
    /* Where it lies on this computer. */
    path BLOB,
    /* Its bytes in the blob store, where they were taken in: uploads, and files that turned out damaged later. */
    hash TEXT,
    bytes INTEGER NOT NULL,
    reason TEXT NOT NULL,
    can_keep INTEGER NOT NULL,
    /* {projectId, collectionId, tags, again} */
    destination_json TEXT NOT NULL,
    /* Its asset, put aside until it can be used. */
    asset_id TEXT,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX quarantine_by_time ON quarantine(id DESC);
`;
