// Step 4 of studio.db: the library's assets, what a person says of them, and the log of what changed.

/** Text of a fresh UUIDv7 of a time in milliseconds, as the rest of the studio makes them. */
const newId = (at: string) => `lower(printf('%08x-%04x-7%s-%s%s-%s', ${at} >> 16, ${at} & 65535, substr(hex(randomblob(2)), 2),
    substr('89ab', 1 + (random() & 3), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6))))`;

/** "3B" of a take's recipe; empty where it does not say its shot. Shots beyond Z are rare and count in numbers. */
const shotLabel = `CASE WHEN json_extract(take.recipe_json, '$.shot.shotNumber') IS NULL THEN ''
    ELSE ', ' || json_extract(take.recipe_json, '$.shot.sceneNumber') || CASE WHEN json_extract(take.recipe_json, '$.shot.shotNumber') <= 26
      THEN char(64 + json_extract(take.recipe_json, '$.shot.shotNumber')) ELSE '.' || json_extract(take.recipe_json, '$.shot.shotNumber') END END`;

/** Takes that an older library has become assets: clips, and frames that are approved. Bytes are measured, and names made to sort, at the next start. */
const fromTakes = (kind: "clip" | "image", where: string) => `
  INSERT INTO asset (id, hash, kind, content_type, name, name_key, bytes, width, height, frames, rate_num, rate_den, state, state_at, origin,
    rating, draft, engine, model, quality, seed, project_id, shot_id, take_id, added_at)
  SELECT ${newId("take.created_at")}, ${kind === "clip" ? "take.clip" : "take.still"}, '${kind}', '${kind === "clip" ? "video/mp4" : "image/webp"}',
    project.title || ${shotLabel}, lower(project.title || ${shotLabel}), 0,
    json_extract(take.recipe_json, '$.width'), json_extract(take.recipe_json, '$.height'),
    ${kind === "clip" ? "take.frames, 16, 1" : "NULL, NULL, NULL"}, 'kept', take.created_at, 'made',
    coalesce(json_extract(take.recipe_json, '$.rating'), 'general'), coalesce(json_extract(take.recipe_json, '$.draft'), 0),
    json_extract(take.recipe_json, '$.engine'), json_extract(take.recipe_json, '$.model'), json_extract(take.recipe_json, '$.quality'),
    json_extract(take.recipe_json, '$.seed'), take.project_id, take.shot_id, take.id, take.created_at
  FROM take JOIN project ON project.id = take.project_id
  WHERE ${where} ORDER BY take.created_at, take.id;
`;

/** Rows of a relation between assets and something else, each change of which is logged. */
const link = (table: string, target: string, words: 0 | 1) => `
  CREATE TABLE ${table} (
    asset INTEGER NOT NULL REFERENCES asset(number) ON DELETE CASCADE,
    target TEXT NOT NULL${target},
    PRIMARY KEY (asset, target)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX ${table}_by_target ON ${table}(target, asset);
  CREATE TRIGGER ${table}_added AFTER INSERT ON ${table} BEGIN INSERT INTO asset_change (asset, words) VALUES (new.asset, ${words}); END;
  CREATE TRIGGER ${table}_removed AFTER DELETE ON ${table} BEGIN INSERT INTO asset_change (asset, words) VALUES (old.asset, ${words}); END;
`;

export const assetTables = `
  /* A file of the library. Several assets may name one blob. Long texts stand in asset_text, so that lists stay narrow. */
  CREATE TABLE asset (
    /* In the order in which they came; never given twice. */
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL, /* image | clip | audio | document */
    content_type TEXT NOT NULL,
    name TEXT NOT NULL,
    /* The name as people sort it (shared/domain/asset.ts). */
    name_key TEXT NOT NULL,
    /* 0: not measured yet. */
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
    draft INTEGER NOT NULL DEFAULT 0,
    has_recipe INTEGER NOT NULL DEFAULT 0,
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
  CREATE INDEX asset_by_time ON asset(state, added_at, number);
  CREATE INDEX asset_by_name ON asset(name_key, number);
  CREATE INDEX asset_by_bytes ON asset(bytes, number);
  CREATE INDEX asset_by_hash ON asset(hash);
  CREATE INDEX asset_by_project ON asset(project_id) WHERE project_id IS NOT NULL;
  CREATE INDEX asset_by_shot ON asset(shot_id) WHERE shot_id IS NOT NULL;
  CREATE INDEX asset_by_parent ON asset(parent_id) WHERE parent_id IS NOT NULL;
  CREATE TABLE asset_text (
    asset INTEGER PRIMARY KEY REFERENCES asset(number) ON DELETE CASCADE,
    caption TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    /* The recipe (shared/domain/recipe.ts); null for what was not made by an engine and says nothing of itself. */
    recipe_json TEXT,
    /* What an imported file said of its making, as it stood there: {tool, text}. */
    found_json TEXT
  ) STRICT;

  /* Assets that changed in any way, in order: what feeds the lists and the search index, and is dropped once both have it. */
  CREATE TABLE asset_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    asset INTEGER NOT NULL,
    /* 1: what words are looked for in may be another. */
    words INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  /* Says which library a cache was made of. */
  CREATE TABLE library_fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  INSERT INTO library_fact (name, value) VALUES ('id', lower(hex(randomblob(16))));
  CREATE TRIGGER asset_added AFTER INSERT ON asset BEGIN INSERT INTO asset_change (asset, words) VALUES (new.number, 1); END;
  CREATE TRIGGER asset_changed AFTER UPDATE ON asset BEGIN
    INSERT INTO asset_change (asset, words) VALUES (new.number, old.name <> new.name OR old.project_id IS NOT new.project_id); END;
  CREATE TRIGGER asset_removed AFTER DELETE ON asset BEGIN INSERT INTO asset_change (asset, words) VALUES (old.number, 1); END;
  CREATE TRIGGER asset_text_changed AFTER UPDATE ON asset_text BEGIN INSERT INTO asset_change (asset, words) VALUES (new.asset, 1); END;

  CREATE TABLE tag (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    /* Without case and accents: names of one tag are the same by it. */
    name_key TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE collection (id TEXT PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
  CREATE TABLE saved_search (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    query_json TEXT NOT NULL,
    sort TEXT NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;
  ${link("asset_tag", " REFERENCES tag(id) ON DELETE CASCADE", 1)}
  ${link("asset_collection", " REFERENCES collection(id) ON DELETE CASCADE", 0)}
  ${link("asset_character", "", 1)}
  CREATE TRIGGER tag_renamed AFTER UPDATE OF name ON tag BEGIN
    INSERT INTO asset_change (asset, words) SELECT asset, 1 FROM asset_tag WHERE target = new.id; END;
  CREATE TRIGGER project_renamed AFTER UPDATE OF title ON project WHEN old.title <> new.title BEGIN
    INSERT INTO asset_change (asset, words) SELECT number, 1 FROM asset WHERE project_id = new.id; END;

  /* The undo log of the library. A step is written before it is done, and finished at the next start where it was cut short. */
  CREATE TABLE library_command (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    count INTEGER NOT NULL,
    changes_json TEXT NOT NULL,
    state TEXT NOT NULL, /* doing | done | undoing | undone */
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX library_command_by_state ON library_command(state, number);

  ${fromTakes("clip", "take.kind = 'clip' AND take.clip IS NOT NULL")}
  ${fromTakes(
    "image",
    `take.id IN (SELECT max(frame.id) FROM approval JOIN take AS frame ON frame.shot_id = approval.id AND frame.kind = 'frame'
      AND frame.still = approval.still GROUP BY approval.id)`,
  )}
  INSERT INTO asset_text (asset, recipe_json) SELECT asset.number, take.recipe_json FROM asset JOIN take ON take.id = asset.take_id;
  UPDATE asset SET has_recipe = 1;
  DELETE FROM asset_change;
`;
