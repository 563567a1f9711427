// Step 5 of studio.db: characters with versions, references with consent, looks over scenes, and which takes used them.

export const characterTables = `
  /* A cast member. What it is stands in its versions; this row says which one holds. */
  CREATE TABLE character (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL, /* of the version that holds */
    version INTEGER NOT NULL,
    /* Imported as somebody under 18: never in mature work, whatever is written later. */
    under_age INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    removed_at INTEGER,
    merged_into TEXT
  ) STRICT;
  CREATE INDEX character_by_name ON character(removed_at, merged_into, name);
  CREATE INDEX character_by_merge ON character(merged_into) WHERE merged_into IS NOT NULL;
  /* Every change, whole: {profile, references, looks} (shared/domain/character.ts). Never changed, never removed. */
  CREATE TABLE character_version (
    character_id TEXT NOT NULL REFERENCES character(id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    label TEXT NOT NULL,
    content_json TEXT NOT NULL,
    PRIMARY KEY (character_id, number)
  ) STRICT;
  CREATE TRIGGER character_version_stays BEFORE UPDATE ON character_version
    BEGIN SELECT RAISE(ABORT, 'a version never changes'); END;
  CREATE TRIGGER character_version_remains BEFORE DELETE ON character_version
    BEGIN SELECT RAISE(ABORT, 'a version is never removed'); END;
  /* The card that a character came from, as it was: its text byte for byte, its other files by hash. */
  CREATE TABLE character_card (
    character_id TEXT PRIMARY KEY REFERENCES character(id),
    spec TEXT NOT NULL, /* v1 | v2 | v3 */
    format TEXT NOT NULL, /* json | png | charx */
    text TEXT NOT NULL,
    files_json TEXT NOT NULL, /* [{name, hash, bytes}] of a CHARX, in its order */
    read_json TEXT NOT NULL, /* the profile as it was read: what differs was changed here */
    at INTEGER NOT NULL
  ) STRICT;
  /* A picture that is or was a reference: its facts never change. */
  CREATE TABLE reference (
    id TEXT PRIMARY KEY,
    asset_id TEXT,
    hash TEXT NOT NULL,
    content_type TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    added_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX reference_by_hash ON reference(hash);
  /* References of the versions that hold. */
  CREATE TABLE character_reference (
    character_id TEXT NOT NULL REFERENCES character(id),
    reference_id TEXT NOT NULL REFERENCES reference(id),
    position INTEGER NOT NULL,
    PRIMARY KEY (character_id, reference_id)
  ) STRICT;
  CREATE INDEX character_reference_by_reference ON character_reference(reference_id);
  /* What was said of references, for ever: a newer record for the same picture takes the place of an older one. */
  CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    origin TEXT NOT NULL, /* made | own-photo | licensed | other */
    subject TEXT NOT NULL, /* fictional | self | other-person */
    evidence_hash TEXT,
    evidence_name TEXT,
    films_json TEXT, /* ids of films; null: every film */
    ratings TEXT NOT NULL, /* general,mature */
    given_at INTEGER NOT NULL,
    expires_at INTEGER,
    note TEXT NOT NULL,
    recorded_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE consent_reference (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    consent_id TEXT NOT NULL REFERENCES consent(id),
    reference_id TEXT NOT NULL REFERENCES reference(id),
    hash TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX consent_reference_by_hash ON consent_reference(hash, number);
  CREATE INDEX consent_reference_by_consent ON consent_reference(consent_id);
  CREATE TABLE consent_revocation (
    consent_id TEXT PRIMARY KEY REFERENCES consent(id),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    /* What it marked, as it was shown before. */
    effect_json TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER consent_stays BEFORE UPDATE ON consent BEGIN SELECT RAISE(ABORT, 'a consent record never changes'); END;
  CREATE TRIGGER consent_remains BEFORE DELETE ON consent BEGIN SELECT RAISE(ABORT, 'a consent record is never removed'); END;
  CREATE TRIGGER consent_reference_stays BEFORE UPDATE ON consent_reference BEGIN SELECT RAISE(ABORT, 'a consent record never changes'); END;
  CREATE TRIGGER consent_reference_remains BEFORE DELETE ON consent_reference BEGIN SELECT RAISE(ABORT, 'a consent record is never removed'); END;
  CREATE TRIGGER consent_revocation_stays BEFORE UPDATE ON consent_revocation BEGIN SELECT RAISE(ABORT, 'a revocation never changes'); END;
  CREATE TRIGGER consent_revocation_remains BEFORE DELETE ON consent_revocation BEGIN SELECT RAISE(ABORT, 'a revocation is never removed'); END;
  /* Names of a film's story and the characters that they are. */
  CREATE TABLE film_cast (
    id TEXT PRIMARY KEY, /* project:name key */
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    name_key TEXT NOT NULL,
    name TEXT NOT NULL,
    character_id TEXT NOT NULL REFERENCES character(id)
  ) STRICT;
  CREATE INDEX film_cast_by_project ON film_cast(project_id);
  CREATE INDEX film_cast_by_character ON film_cast(character_id);
  /* A look stands from a scene to another one (null: to the film's end). */
  CREATE TABLE look_span (
    id TEXT PRIMARY KEY, /* project:character:look:first scene */
    project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    character_id TEXT NOT NULL REFERENCES character(id),
    look_id TEXT NOT NULL,
    from_scene_id TEXT NOT NULL,
    to_scene_id TEXT
  ) STRICT;
  CREATE INDEX look_span_by_project ON look_span(project_id);
  CREATE INDEX look_span_by_character ON look_span(character_id);
  /* Pictures of looks that this computer has drawn, by what they were drawn from. */
  CREATE TABLE look_thumbnail (
    drawn_from TEXT PRIMARY KEY,
    hash TEXT NOT NULL
  ) STRICT;
  /* One undo log for all characters, kept across restarts. */
  CREATE TABLE character_command (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    changes_json TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX character_command_by_state ON character_command(undone, number);
  /* Which files takes and assets were made with, and which characters they show: read out of their recipes as they are written. */
  CREATE TABLE take_reference (
    take_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (take_id, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX take_reference_by_hash ON take_reference(hash, take_id);
  CREATE TABLE take_character (
    take_id TEXT NOT NULL,
    character_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (take_id, character_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX take_character_by_character ON take_character(character_id, take_id DESC);
  CREATE TABLE asset_reference (
    asset_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (asset_id, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX asset_reference_by_hash ON asset_reference(hash, asset_id);
  CREATE TRIGGER take_uses AFTER INSERT ON take BEGIN
    INSERT OR IGNORE INTO take_reference (take_id, hash)
      SELECT NEW.id, one FROM (
        SELECT CASE type WHEN 'object' THEN coalesce(json_extract(value, '$.hash'), json_extract(value, '$.file')) ELSE value END AS one
        FROM json_each(NEW.recipe_json, '$.references')
      ) WHERE one IS NOT NULL;
    INSERT OR IGNORE INTO take_character (take_id, character_id, version)
      SELECT NEW.id, json_extract(value, '$.id'), json_extract(value, '$.version') FROM json_each(NEW.recipe_json, '$.characters');
  END;
  CREATE TRIGGER take_uses_no_more AFTER DELETE ON take BEGIN
    DELETE FROM take_reference WHERE take_id = OLD.id;
    DELETE FROM take_character WHERE take_id = OLD.id;
  END;
  /* Takes of before. */
  INSERT OR IGNORE INTO take_reference (take_id, hash)
    SELECT take.id, one.value FROM take, json_each(take.recipe_json, '$.references') AS one WHERE one.type = 'text';
  /* The same of assets; whom an asset shows is among what a person says of it (asset_character). */
  CREATE TRIGGER asset_uses AFTER INSERT ON asset_text WHEN NEW.recipe_json IS NOT NULL BEGIN
    INSERT OR IGNORE INTO asset_reference (asset_id, hash)
      SELECT asset.id, one FROM asset, (
        SELECT CASE type WHEN 'object' THEN coalesce(json_extract(value, '$.hash'), json_extract(value, '$.file')) ELSE value END AS one
        FROM json_each(NEW.recipe_json, '$.references')
      ) WHERE asset.number = NEW.asset AND one IS NOT NULL;
    INSERT OR IGNORE INTO asset_character (asset, target)
      SELECT NEW.asset, json_extract(value, '$.id') FROM json_each(NEW.recipe_json, '$.characters') WHERE json_extract(value, '$.id') IS NOT NULL;
  END;
  CREATE TRIGGER asset_uses_no_more AFTER DELETE ON asset BEGIN
    DELETE FROM asset_reference WHERE asset_id = OLD.id;
  END;
  CREATE TRIGGER character_renamed AFTER UPDATE OF name ON character WHEN OLD.name <> NEW.name BEGIN
    INSERT INTO asset_change (asset) SELECT asset FROM asset_character WHERE target = NEW.id; END;
  INSERT OR IGNORE INTO asset_reference (asset_id, hash)
    SELECT asset.id, one.value FROM asset JOIN asset_text ON asset_text.asset = asset.number, json_each(asset_text.recipe_json, '$.references') AS one
    WHERE asset_text.recipe_json IS NOT NULL AND one.type = 'text';
`;
