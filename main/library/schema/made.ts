// Step 6 of studio.db: what is made outside of a film: jobs without one, the workspace, presets, the draft of Create.

export const madeTables = `
  /* Jobs may belong to no film. A column cannot lose its NOT NULL, so both tables are written anew; the child goes first, because
     the parent's end would take its rows along. */
  CREATE TABLE submission_next (
    id TEXT PRIMARY KEY,
    project_id TEXT,
    scene_id TEXT,
    body TEXT,
    state TEXT NOT NULL, /* unsent | unknown | sent | refused | cancelled */
    account_id TEXT,
    for_account TEXT,
    error_json TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO submission_next (id, project_id, scene_id, body, state, account_id, for_account, error_json, created_at)
    SELECT id, project_id, scene_id, body, state, account_id, for_account, error_json, created_at FROM submission;
  CREATE TABLE submission_job_next (
    id TEXT PRIMARY KEY, /* the studio's own id of the job */
    submission_id TEXT NOT NULL REFERENCES submission_next(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    project_id TEXT,
    scene_id TEXT,
    title TEXT NOT NULL,
    quality TEXT NOT NULL,
    /* [{shotId, label, segment, start, frames, madeFrom, recipe}]; empty for a job that makes no takes by itself. */
    segments_json TEXT NOT NULL,
    /* [{kind, index, name, frames?, recipe}] of a job that makes assets; null for one of a film's shots. */
    results_json TEXT,
    spec_json TEXT NOT NULL,
    farm_id TEXT UNIQUE,
    cancel_wanted INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO submission_job_next
    SELECT id, submission_id, position, project_id, scene_id, title, quality, segments_json, NULL, spec_json, farm_id, cancel_wanted, created_at
    FROM submission_job;
  DROP TABLE submission_job;
  DROP TABLE submission;
  ALTER TABLE submission_next RENAME TO submission;
  ALTER TABLE submission_job_next RENAME TO submission_job;
  CREATE INDEX submission_open ON submission(state, created_at);
  CREATE INDEX submission_job_by_project ON submission_job(project_id, created_at);
  CREATE INDEX submission_job_by_submission ON submission_job(submission_id, position);

  /* A group of the workspace: what one press of Make, or one exact copy, brought. */
  CREATE TABLE made_group (
    id TEXT PRIMARY KEY, /* submission_job.id where a job makes it */
    task TEXT NOT NULL, /* image | edit | upscale | clip | extend | copy */
    kind TEXT NOT NULL, /* image | clip | audio | document */
    title TEXT NOT NULL,
    /* What was asked for; null for a copy. */
    draft_json TEXT,
    count INTEGER NOT NULL,
    /* What the core made by itself, without a job. */
    asset_id TEXT,
    project_id TEXT,
    /* 1: put away, so that the workspace shows it no more. */
    away INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX made_group_by_time ON made_group(away, created_at DESC, id DESC);
  CREATE INDEX made_group_by_asset ON made_group(asset_id) WHERE asset_id IS NOT NULL;
  /* Results that have become assets. They stay when the asset goes, so that it never comes again by itself. */
  CREATE TABLE made_result (
    job_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    job_index INTEGER NOT NULL,
    asset_id TEXT NOT NULL UNIQUE,
    PRIMARY KEY (job_id, kind, job_index)
  ) STRICT;
  /* Where results were sent from the workspace. */
  CREATE TABLE made_sent (
    asset_id TEXT NOT NULL,
    place TEXT NOT NULL, /* shot | character */
    target_id TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (asset_id, place, target_id)
  ) STRICT;
  /* What keep, discard and the like did: states before and after, to be taken back. */
  CREATE TABLE made_action (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    changes_json TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX made_action_by_time ON made_action(at);
  CREATE TABLE preset (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    /* The name as two of it are the same. */
    name_key TEXT NOT NULL,
    draft_json TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX preset_by_name ON preset(name_key) WHERE removed_at IS NULL;
  /* The draft of Create as it was left. */
  CREATE TABLE create_draft (slot TEXT PRIMARY KEY, draft_json TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT;
`;
