// Migrations of cache.db: what the farm said, downloads under way, and the search index. All of it can be made again.
import type { Migrations } from "./database.ts";

export const cacheMigrations: Migrations = [
  `
  CREATE TABLE farm_job (
    id TEXT PRIMARY KEY, /* submission_job.id */
    farm_id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    mirror_json TEXT NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX farm_job_open ON farm_job(account_id, state);
  CREATE TABLE transfer (
    artifact_id TEXT PRIMARY KEY,
    job_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    segment INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    state TEXT NOT NULL, /* wanted | done | lost */
    error TEXT,
    attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX transfer_by_job ON transfer(job_id);
  CREATE INDEX transfer_wanted ON transfer(state);
  /* Small facts that were seen last: the price list, seconds a frame on the farm. */
  CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  /* Words of every asset (main/library/assets/word-index.ts); rowid is asset.number. Words come ready, so only spaces part them. */
  CREATE VIRTUAL TABLE asset_words USING fts5(words, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3');
  /* Cards of films with the stamp of what they stand on (main/film/cards.ts). */
  CREATE TABLE film_card (project_id TEXT PRIMARY KEY, stamp TEXT NOT NULL, card_json TEXT NOT NULL) STRICT;
  /* How a picture looks, in 64 bits. The file's hash as bytes: what is only known of it here keeps no file. */
  CREATE TABLE fingerprint (hash BLOB PRIMARY KEY, bits TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
];
