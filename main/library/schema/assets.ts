// Step 4 of studio.db: the library's assets, and what a person says of them.

export const assetTables = `
  /* A file of the library with all that is known of it. Several assets may name one blob. */
  CREATE TABLE asset (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL, /* image | clip | audio | document */
    content_type TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    /* Length on its own grid: frames of a clip, samples of a sound; rate_num / rate_den of them a second. */
    frames INTEGER,
    rate_num INTEGER,
    rate_den INTEGER,
    state TEXT NOT NULL, /* staged | kept | discarded | trashed */
    /* When it came into that state, for the day after which discarded ones go. */
    state_at INTEGER NOT NULL,
    origin TEXT NOT NULL, /* made | imported | copied */
    stars INTEGER NOT NULL DEFAULT 0,
    rating TEXT NOT NULL DEFAULT 'general',
    caption TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    /* The recipe (shared/domain/recipe.ts); null for what was not made by an engine and says nothing of itself. */
    recipe_json TEXT,
    /* What an imported file said of its making, as it stood there: {tool, text}. */
    found_json TEXT,
    /* Members of the recipe by which one filters. */
    engine TEXT,
    model TEXT,
    quality TEXT,
    seed INTEGER,
    project_id TEXT,
    shot_id TEXT,
    take_id TEXT UNIQUE,
    /* submission_job.id, and the place of the file among those of the job. */
    job_id TEXT,
    job_index INTEGER,
    /* The asset that it was made from. */
    parent_id TEXT,
    added_at INTEGER NOT NULL,
    UNIQUE (job_id, kind, job_index)
  ) STRICT;
  CREATE INDEX asset_by_time ON asset(state, added_at DESC, id DESC);
  CREATE INDEX asset_by_hash ON asset(hash);
  CREATE INDEX asset_by_job ON asset(job_id) WHERE job_id IS NOT NULL;
`;
