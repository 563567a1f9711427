// Named queries over characters, versions, references and their places in films. Prepared once; consent has its own
// (consent-queries.ts). Nothing else in the product writes SQL about them.
import type { CharacterContent } from "../../../shared/domain/character.ts";
import type { CharacterId, SceneId } from "../../../shared/domain/ids.ts";
import type { Facing, ShotSize } from "../../../shared/domain/shot.ts";
import type { Connection } from "../database.ts";
import type {
  CardRow,
  CastRow,
  CharacterChange,
  CharacterCommand,
  CharacterRow,
  HeadState,
  ReferenceRow,
  SpanRow,
  VersionRow,
} from "./character-rows.ts";

type Raw = Record<string, string | number | null>;
const parse = (value: string | number | null | undefined) => JSON.parse(String(value)) as unknown;

const characterOf = (raw: Raw) =>
  ({
    id: raw.id,
    version: raw.version,
    underAge: raw.under_age === 1,
    createdAt: raw.created_at,
    changedAt: raw.changed_at,
    removedAt: raw.removed_at,
    mergedInto: raw.merged_into,
    content: parse(raw.content_json),
  }) as CharacterRow;
const referenceOf = (raw: Raw) =>
  ({
    id: raw.id,
    assetId: raw.asset_id,
    hash: raw.hash,
    contentType: raw.content_type,
    width: raw.width,
    height: raw.height,
    addedAt: raw.added_at,
  }) as ReferenceRow;
const castOf = (raw: Raw) =>
  ({ id: raw.id, projectId: raw.project_id, nameKey: raw.name_key, name: raw.name, characterId: raw.character_id }) as CastRow;
const spanOf = (raw: Raw) =>
  ({
    id: raw.id,
    projectId: raw.project_id,
    characterId: raw.character_id,
    lookId: raw.look_id,
    fromSceneId: raw.from_scene_id,
    toSceneId: raw.to_scene_id,
  }) as SpanRow;
const commandOf = (raw: Raw | undefined): CharacterCommand | null =>
  raw === undefined
    ? null
    : { number: Number(raw.number), label: String(raw.label), changes: parse(raw.changes_json) as CharacterChange[] };

/** A take that shows a character. */
export interface ShowingTake {
  id: string;
  projectId: string;
  shotId: string;
  kind: "frame" | "clip";
  /** The picture that shows it. */
  still: string | null;
  createdAt: number;
  draft: boolean;
  sceneNumber: number | null;
  shotNumber: number | null;
  version: number;
}
const takeOf = (raw: Raw) =>
  ({
    id: raw.id,
    projectId: raw.project_id,
    shotId: raw.shot_id,
    kind: raw.kind,
    still: raw.still ?? raw.thumbnail,
    createdAt: raw.created_at,
    draft: raw.draft === 1,
    sceneNumber: raw.scene_number,
    shotNumber: raw.shot_number,
    version: raw.version,
  }) as ShowingTake;

const columns = "c.id, c.version, c.under_age, c.created_at, c.changed_at, c.removed_at, c.merged_into, v.content_json";
const withContent = "character c JOIN character_version v ON v.character_id = c.id AND v.number = c.version";

export type CharacterQueries = ReturnType<typeof characterQueries>;

/** Prepares the queries on an open studio.db. */
export function characterQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const statements = {
    insert: one("INSERT INTO character (id, name, version, under_age, created_at, changed_at) VALUES (@id, @name, 1, @underAge, @at, @at)"),
    insertVersion: one(
      "INSERT INTO character_version (character_id, number, at, label, content_json) VALUES (@characterId, @number, @at, @label, @content)",
    ),
    character: one(`SELECT ${columns} FROM ${withContent} WHERE c.id = ?`),
    all: one(`SELECT ${columns} FROM ${withContent} WHERE c.removed_at IS NULL AND c.merged_into IS NULL ORDER BY c.name, c.id`),
    removed: one(
      `SELECT ${columns} FROM ${withContent} WHERE c.removed_at IS NOT NULL AND c.merged_into IS NULL ORDER BY c.removed_at DESC, c.id`,
    ),
    ofFilm: one(
      `SELECT DISTINCT ${columns} FROM film_cast f JOIN character c ON c.id = f.character_id
       JOIN character_version v ON v.character_id = c.id AND v.number = c.version
       WHERE f.project_id = ? AND c.removed_at IS NULL AND c.merged_into IS NULL ORDER BY c.name, c.id`,
    ),
    total: one("SELECT count(*) AS total FROM character WHERE removed_at IS NULL AND merged_into IS NULL"),
    mergedInto: one(
      `WITH RECURSIVE inside(id) AS (SELECT ? UNION SELECT c.id FROM character c JOIN inside i ON c.merged_into = i.id) SELECT id FROM inside`,
    ),
    setHead: one(
      `UPDATE character SET version = @version, removed_at = @removedAt, merged_into = @mergedInto, under_age = @underAge,
        changed_at = @at, name = @name WHERE id = @id`,
    ),
    dropReferences: one("DELETE FROM character_reference WHERE character_id = ?"),
    putReference: one("INSERT OR IGNORE INTO character_reference (character_id, reference_id, position) VALUES (?, ?, ?)"),
    versions: one("SELECT number, at, label FROM character_version WHERE character_id = ? ORDER BY number DESC"),
    version: one("SELECT content_json FROM character_version WHERE character_id = ? AND number = ?"),
    newestVersion: one("SELECT max(number) AS number FROM character_version WHERE character_id = ?"),
    takesByVersion: one("SELECT version, count(*) AS takes FROM take_character WHERE character_id = ? GROUP BY version"),
    insertReference: one(
      `INSERT INTO reference (id, asset_id, hash, content_type, width, height, added_at)
       VALUES (@id, @assetId, @hash, @contentType, @width, @height, @addedAt)`,
    ),
    reference: one("SELECT * FROM reference WHERE id = ?"),
    ownersOfHash: one(
      `SELECT DISTINCT cr.character_id FROM reference r JOIN character_reference cr ON cr.reference_id = r.id WHERE r.hash = ?`,
    ),
    cast: one("SELECT * FROM film_cast WHERE project_id = ? ORDER BY name_key"),
    castEntry: one("SELECT * FROM film_cast WHERE id = ?"),
    castOf: one("SELECT * FROM film_cast WHERE character_id = ? ORDER BY project_id, name_key"),
    putCast: one(
      `INSERT INTO film_cast (id, project_id, name_key, name, character_id) VALUES (@id, @projectId, @nameKey, @name, @characterId)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, character_id = excluded.character_id`,
    ),
    deleteCast: one("DELETE FROM film_cast WHERE id = ?"),
    spans: one("SELECT * FROM look_span WHERE project_id = ? ORDER BY id"),
    spansOf: one("SELECT * FROM look_span WHERE character_id = ? ORDER BY id"),
    span: one("SELECT * FROM look_span WHERE id = ?"),
    putSpan: one(
      `INSERT INTO look_span (id, project_id, character_id, look_id, from_scene_id, to_scene_id)
       VALUES (@id, @projectId, @characterId, @lookId, @fromSceneId, @toSceneId)
       ON CONFLICT (id) DO UPDATE SET to_scene_id = excluded.to_scene_id`,
    ),
    deleteSpan: one("DELETE FROM look_span WHERE id = ?"),
    films: one(
      `SELECT p.id, p.title, p.revision FROM project p WHERE p.removed_at IS NULL
       AND p.id IN (SELECT project_id FROM film_cast) ORDER BY p.opened_at DESC, p.id`,
    ),
    film: one("SELECT id, title, revision, cast_json FROM project WHERE id = ?"),
    scenes: one("SELECT id, heading FROM scene WHERE project_id = ? ORDER BY position"),
    filmPeople: one(
      `SELECT shot.id AS shot_id, shot.scene_id, shot.size, json_extract(person.value, '$.name') AS name,
        json_extract(person.value, '$.facing') AS facing FROM shot, json_each(shot.cast_json) AS person WHERE shot.project_id = ?`,
    ),
    filmLines: one(
      `SELECT shot.scene_id, json_extract(line.value, '$.speaker') AS speaker, json_extract(line.value, '$.text') AS text
       FROM shot JOIN scene ON scene.id = shot.scene_id, json_each(shot.dialogue_json) AS line
       WHERE shot.project_id = ? ORDER BY scene.position, shot.position, line.key`,
    ),
    takes: one(
      `SELECT DISTINCT t.id, t.project_id, t.shot_id, t.kind, t.still, t.thumbnail, t.clip, t.created_at,
        json_extract(t.recipe_json, '$.draft') AS draft, json_extract(t.recipe_json, '$.shot.sceneNumber') AS scene_number, json_extract(t.recipe_json, '$.shot.shotNumber') AS shot_number,
        (SELECT u.version FROM take_character u WHERE u.take_id = t.id AND u.character_id IN (SELECT value FROM json_each(@ids)) LIMIT 1) AS version
       FROM take_character u JOIN take t ON t.id = u.take_id
       WHERE u.character_id IN (SELECT value FROM json_each(@ids)) AND t.id < @before ORDER BY t.id DESC LIMIT @limit`,
    ),
    takesForShots: one(
      `SELECT DISTINCT t.id, t.project_id, t.shot_id, t.kind, t.still, t.thumbnail, t.clip, t.created_at,
        json_extract(t.recipe_json, '$.draft') AS draft, json_extract(t.recipe_json, '$.shot.sceneNumber') AS scene_number, json_extract(t.recipe_json, '$.shot.shotNumber') AS shot_number, u.version AS version
       FROM take_character u JOIN take t ON t.id = u.take_id
       WHERE u.character_id IN (SELECT value FROM json_each(@ids)) AND t.project_id = @projectId ORDER BY t.id`,
    ),
    projectExists: one("SELECT 1 FROM project WHERE id = ?"),
    card: one("SELECT * FROM character_card WHERE character_id = ?"),
    putCard: one(
      `INSERT INTO character_card (character_id, spec, format, text, files_json, read_json, at)
       VALUES (@characterId, @spec, @format, @text, @files, @read, @at)`,
    ),
    thumbnail: one("SELECT hash FROM look_thumbnail WHERE drawn_from = ?"),
    putThumbnail: one("INSERT INTO look_thumbnail (drawn_from, hash) VALUES (?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash"),
    insertCommand: one("INSERT INTO character_command (label, changes_json, at) VALUES (?, ?, ?)"),
    dropUndone: one("DELETE FROM character_command WHERE undone = 1"),
    lastDone: one("SELECT * FROM character_command WHERE undone = 0 ORDER BY number DESC LIMIT 1"),
    firstUndone: one("SELECT * FROM character_command WHERE undone = 1 ORDER BY number LIMIT 1"),
    setUndone: one("UPDATE character_command SET undone = ? WHERE number = ?"),
  };
  const contentOf = (characterId: string, number: number): CharacterContent | null => {
    const raw = statements.version.get(characterId, number);
    return raw === undefined ? null : (parse(raw.content_json) as CharacterContent);
  };
  const setHead = (id: string, head: HeadState, at: number): void => {
    const content = contentOf(id, head.version);
    if (content === null) throw new RangeError(`character ${id} has no version ${head.version}`);
    statements.setHead.run({ id, ...head, underAge: head.underAge ? 1 : 0, at, name: content.profile.name });
    statements.dropReferences.run(id);
    for (const [position, reference] of content.references.entries()) statements.putReference.run(id, reference.id, position);
  };
  return {
    transaction: <T>(work: () => T): T => database.transaction(work).immediate(),
    /** A new character with its first version. */
    insert(id: CharacterId, content: CharacterContent, label: string, at: number, underAge: boolean): void {
      statements.insert.run({ id, name: content.profile.name, underAge: underAge ? 1 : 0, at });
      statements.insertVersion.run({ characterId: id, number: 1, at, label, content: JSON.stringify(content) });
      setHead(id, { version: 1, removedAt: null, mergedInto: null, underAge }, at);
    },
    /** Appends a version; answers its number. The head stays where it is. */
    insertVersion(id: CharacterId, content: CharacterContent, label: string, at: number): number {
      const number = Number(statements.newestVersion.get(id)?.number ?? 0) + 1;
      statements.insertVersion.run({ characterId: id, number, at, label, content: JSON.stringify(content) });
      return number;
    },
    character(id: string): CharacterRow | null {
      const raw = statements.character.get(id);
      return raw === undefined ? null : characterOf(raw);
    },
    all: (): CharacterRow[] => statements.all.all().map(characterOf),
    removed: (): CharacterRow[] => statements.removed.all().map(characterOf),
    ofFilm: (projectId: string): CharacterRow[] => statements.ofFilm.all(projectId).map(characterOf),
    total: (): number => Number(statements.total.get()?.total ?? 0),
    /** The character and all that were merged into it. */
    withMerged: (id: string): string[] => statements.mergedInto.all(id).map((raw) => String(raw.id)),
    versions: (id: string): VersionRow[] => statements.versions.all(id) as unknown as VersionRow[],
    content: contentOf,
    takesByVersion: (id: string): Map<number, number> =>
      new Map(statements.takesByVersion.all(id).map((raw) => [Number(raw.version), Number(raw.takes)])),
    insertReference: (row: ReferenceRow): void => void statements.insertReference.run(row),
    reference(id: string): ReferenceRow | null {
      const raw = statements.reference.get(id);
      return raw === undefined ? null : referenceOf(raw);
    },
    /** Characters that have this picture as a reference now. */
    ownersOfHash: (hash: string): string[] => statements.ownersOfHash.all(hash).map((raw) => String(raw.character_id)),
    cast: (projectId: string): CastRow[] => statements.cast.all(projectId).map(castOf),
    castEntry(id: string): CastRow | null {
      const raw = statements.castEntry.get(id);
      return raw === undefined ? null : castOf(raw);
    },
    castOf: (characterId: string): CastRow[] => statements.castOf.all(characterId).map(castOf),
    spans: (projectId: string): SpanRow[] => statements.spans.all(projectId).map(spanOf),
    spansOf: (characterId: string): SpanRow[] => statements.spansOf.all(characterId).map(spanOf),
    span(id: string): SpanRow | null {
      const raw = statements.span.get(id);
      return raw === undefined ? null : spanOf(raw);
    },
    card(characterId: string): CardRow | null {
      const raw = statements.card.get(characterId);
      if (raw === undefined) return null;
      const { spec, format, text, at } = raw;
      return { characterId, spec, format, text, at, files: parse(raw.files_json), read: parse(raw.read_json) } as CardRow;
    },
    putCard: (card: CardRow): void =>
      void statements.putCard.run({ ...card, files: JSON.stringify(card.files), read: JSON.stringify(card.read) }),
    thumbnail(drawnFrom: string): string | null {
      const raw = statements.thumbnail.get(drawnFrom);
      return raw === undefined ? null : String(raw.hash);
    },
    putThumbnail: (drawnFrom: string, hash: string): void => void statements.putThumbnail.run(drawnFrom, hash),
    /** Films that know a character, last opened first. */
    films: () => statements.films.all().map((raw) => ({ id: String(raw.id), title: String(raw.title), revision: Number(raw.revision) })),
    film(projectId: string) {
      const raw = statements.film.get(projectId);
      if (raw === undefined) return null;
      const cast = parse(raw.cast_json) as { name: string; description: string }[];
      return { id: String(raw.id), title: String(raw.title), revision: Number(raw.revision), cast };
    },
    scenes: (projectId: string) => statements.scenes.all(projectId) as unknown as { id: SceneId; heading: string }[],
    /** Everybody in every shot of a film. */
    filmPeople: (projectId: string) =>
      statements.filmPeople.all(projectId).map((raw) => ({
        shotId: String(raw.shot_id),
        sceneId: String(raw.scene_id),
        size: raw.size as ShotSize,
        name: String(raw.name),
        facing: raw.facing as Facing | null,
      })),
    /** Every line of a film, in its order. */
    filmLines: (projectId: string) =>
      statements.filmLines
        .all(projectId)
        .map((raw) => ({ sceneId: String(raw.scene_id), speaker: String(raw.speaker), text: String(raw.text) })),
    /** Takes that show one of the characters, newest first, older than `before`. */
    takes: (ids: readonly string[], before: string, limit: number): ShowingTake[] =>
      statements.takes.all({ ids: JSON.stringify(ids), before, limit }).map(takeOf),
    takesOfFilm: (ids: readonly string[], projectId: string): ShowingTake[] =>
      statements.takesForShots.all({ ids: JSON.stringify(ids), projectId }).map(takeOf),
    /** Writes one side of a change. A film that is gone takes no more of it. */
    apply(change: CharacterChange, side: "before" | "after", at: number): void {
      if (change.table === "head") {
        setHead(change.id, change[side], at);
        return;
      }
      const row = change.before ?? change.after;
      if (row === null || statements.projectExists.get(row.projectId) === undefined) return;
      if (change.table === "cast") {
        if (change[side] === null) statements.deleteCast.run(row.id);
        else statements.putCast.run(change[side]);
      } else if (change[side] === null) statements.deleteSpan.run(row.id);
      else statements.putSpan.run(change[side]);
    },
    insertCommand(label: string, changes: CharacterChange[], at: number): void {
      statements.dropUndone.run();
      statements.insertCommand.run(label, JSON.stringify(changes), at);
    },
    lastDone: () => commandOf(statements.lastDone.get()),
    firstUndone: () => commandOf(statements.firstUndone.get()),
    setUndone: (number: number, undone: boolean): void => void statements.setUndone.run(undone ? 1 : 0, number),
  };
}
