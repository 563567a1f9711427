// Migrations of studio.db: everything that a person made or decided. Published steps never change.
import type { Migrations } from "./database.ts";
import { assetTables } from "./schema/assets.ts";
import { characterTables } from "./schema/characters.ts";
import { fileTables } from "./schema/files.ts";
import { madeTables } from "./schema/made.ts";
import { storageTables } from "./schema/storage.ts";

export const studioMigrations: Migrations = [
  `
  CREATE TABLE project (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    story TEXT NOT NULL,
    format TEXT NOT NULL,
    language TEXT NOT NULL,
    cast_json TEXT NOT NULL,
    not_understood_json TEXT NOT NULL,
    quality TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    removed_at INTEGER,
    /* What the command line made it from (hash of story and options), so that the same command goes on with it. */
    origin TEXT UNIQUE
  ) STRICT;
  CREATE TABLE scene (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    heading TEXT NOT NULL,
    setting TEXT NOT NULL,
    place TEXT NOT NULL,
    time TEXT NOT NULL,
    weather TEXT NOT NULL,
    mood TEXT NOT NULL,
    seed INTEGER NOT NULL,
    source_start INTEGER,
    source_end INTEGER
  ) STRICT;
  CREATE INDEX scene_by_project ON scene(project_id, position);
  CREATE TABLE shot (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    scene_id TEXT NOT NULL REFERENCES scene(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    size TEXT NOT NULL,
    angle TEXT NOT NULL,
    move TEXT NOT NULL,
    frames INTEGER NOT NULL,
    cast_json TEXT NOT NULL,
    props_json TEXT NOT NULL,
    action TEXT NOT NULL,
    dialogue_json TEXT NOT NULL,
    seed INTEGER NOT NULL,
    source_start INTEGER,
    source_end INTEGER
  ) STRICT;
  CREATE INDEX shot_by_scene ON shot(scene_id, position);
  CREATE INDEX shot_by_project ON shot(project_id);
  /* Who approved which exact picture. It holds while the shot is still what was approved (made_from). */
  CREATE TABLE approval (
    id TEXT PRIMARY KEY, /* the shot's */
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    still TEXT NOT NULL,
    made_from TEXT NOT NULL
  ) STRICT;
  CREATE INDEX approval_by_project ON approval(project_id);
  /* Takes outlive their shot: an undone removal finds them again. */
  CREATE TABLE take (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    shot_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    /* Hash of what it was made from (shared/domain/stale.ts). */
    made_from TEXT NOT NULL,
    /* Frames: hash of the exact snapshot and the drawing's version. */
    drawn_from TEXT,
    still TEXT,
    clip TEXT,
    proxy TEXT,
    thumbnail TEXT,
    segment INTEGER NOT NULL,
    frames INTEGER NOT NULL,
    recipe_json TEXT NOT NULL,
    job_id TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (job_id, shot_id, segment)
  ) STRICT;
  CREATE INDEX take_by_shot ON take(shot_id, kind, segment, created_at);
  CREATE INDEX take_by_project ON take(project_id);
  /* One undo log a project, kept across restarts. */
  CREATE TABLE command (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    changes_json TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX command_by_project ON command(project_id, undone, number);
  /* Every submission is a row before it is a request. The id is its idempotency key. */
  CREATE TABLE submission (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL,
    scene_id TEXT NOT NULL,
    /* The request's exact body, written before its first sending: a repeat sends the same bytes. */
    body TEXT,
    state TEXT NOT NULL, /* unsent | unknown | sent | refused | cancelled */
    /* Account that may already hold it: a repeat goes only there. */
    account_id TEXT,
    error_json TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX submission_open ON submission(state, created_at);
  CREATE TABLE submission_job (
    id TEXT PRIMARY KEY, /* the studio's own id of the job */
    submission_id TEXT NOT NULL REFERENCES submission(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    project_id TEXT NOT NULL,
    scene_id TEXT NOT NULL,
    title TEXT NOT NULL,
    quality TEXT NOT NULL,
    /* [{shotId, label, segment, start, frames, madeFrom, recipe}] */
    segments_json TEXT NOT NULL,
    /* The job as it is sent (farm-http.ts). */
    spec_json TEXT NOT NULL,
    farm_id TEXT UNIQUE,
    /* The creator cancelled it; the farm is told as soon as it can be. */
    cancel_wanted INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX submission_job_by_project ON submission_job(project_id, created_at);
  CREATE INDEX submission_job_by_submission ON submission_job(submission_id, position);
  CREATE TABLE film_export (
    id TEXT PRIMARY KEY,
    project_id TEXT NOT NULL,
    project_title TEXT NOT NULL,
    state TEXT NOT NULL,
    file TEXT NOT NULL,
    /* The timeline as it was when the export was asked for: a run never reads what changes midway. */
    plan_json TEXT NOT NULL,
    captions TEXT,
    poster TEXT,
    bytes INTEGER,
    error_json TEXT,
    report_json TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;
  `,
  `
  /* A clip that the creator chose for a segment. It holds while the shot is what it was then (basis) and nothing newer came. */
  CREATE TABLE choice (
    id TEXT PRIMARY KEY, /* shot:segment */
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    take_id TEXT NOT NULL,
    basis TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX choice_by_project ON choice(project_id);
  `,
  `
  /* Who asked for a submission. It goes out as that account alone; account_id says where it went. */
  ALTER TABLE submission ADD COLUMN for_account TEXT;
  UPDATE submission SET for_account = account_id;
  `,
  assetTables,
  characterTables,
  madeTables,
  storageTables,
  fileTables,
];
