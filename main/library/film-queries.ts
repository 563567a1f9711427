// Named queries over projects, scenes, shots, approvals, takes and the undo log. Prepared once; nothing
// else in the product writes SQL about them.
import type { ProjectId, ShotId } from "../../shared/domain/ids.ts";
import type { TakeListener } from "./assets/take-assets.ts";
import type { Connection } from "./database.ts";
import type { ApprovalRow, ChoiceRow, CommandRow, FilmChange, ProjectRow, SceneRow, ShotRow, TakeRow, TakeWithRecipe } from "./rows.ts";

type Raw = Record<string, string | number | null>;
const json = (value: unknown) => JSON.stringify(value);
const parse = (value: string | number | null | undefined) => JSON.parse(String(value)) as unknown;
const span = (start: string | number | null | undefined, end: string | number | null | undefined) =>
  start === null || start === undefined ? null : { start: Number(start), end: Number(end) };

function projectOf(raw: Raw): ProjectRow {
  return {
    id: raw.id,
    title: raw.title,
    story: raw.story,
    format: raw.format,
    language: raw.language,
    cast: parse(raw.cast_json),
    notUnderstood: parse(raw.not_understood_json),
    quality: raw.quality,
    revision: raw.revision,
    createdAt: raw.created_at,
    openedAt: raw.opened_at,
    removedAt: raw.removed_at,
    origin: raw.origin,
  } as ProjectRow;
}

function sceneOf(raw: Raw): SceneRow {
  return {
    id: raw.id,
    projectId: raw.project_id,
    position: raw.position,
    heading: raw.heading,
    setting: raw.setting,
    place: raw.place,
    time: raw.time,
    weather: raw.weather,
    mood: raw.mood,
    seed: raw.seed,
    source: span(raw.source_start, raw.source_end),
  } as SceneRow;
}

function shotOf(raw: Raw): ShotRow {
  return {
    id: raw.id,
    projectId: raw.project_id,
    sceneId: raw.scene_id,
    position: raw.position,
    size: raw.size,
    angle: raw.angle,
    move: raw.move,
    frames: raw.frames,
    cast: parse(raw.cast_json),
    props: parse(raw.props_json),
    action: raw.action,
    dialogue: parse(raw.dialogue_json),
    seed: raw.seed,
    source: span(raw.source_start, raw.source_end),
  } as ShotRow;
}

function approvalOf(raw: Raw): ApprovalRow {
  return { id: raw.id, projectId: raw.project_id, at: raw.at, by: raw.by_name, still: raw.still, madeFrom: raw.made_from } as ApprovalRow;
}

function takeOf(raw: Raw): TakeRow {
  return {
    id: raw.id,
    projectId: raw.project_id,
    shotId: raw.shot_id,
    kind: raw.kind,
    madeFrom: raw.made_from,
    drawnFrom: raw.drawn_from,
    still: raw.still,
    clip: raw.clip,
    proxy: raw.proxy,
    thumbnail: raw.thumbnail,
    segment: raw.segment,
    frames: raw.frames,
    jobId: raw.job_id,
    createdAt: raw.created_at,
  } as TakeRow;
}

const takeColumns =
  "id, project_id, shot_id, kind, made_from, drawn_from, still, clip, proxy, thumbnail, segment, frames, job_id, created_at";

export type FilmQueries = ReturnType<typeof filmQueries>;

/** Prepares the queries on an open studio.db. `takes` hears of clips that come and frames that are approved. */
export function filmQueries(database: Connection, takes?: TakeListener) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const statements = {
    insertProject:
      one(`INSERT INTO project (id, title, story, format, language, cast_json, not_understood_json, quality, revision, created_at, opened_at, removed_at, origin)
      VALUES (@id, @title, @story, @format, @language, @cast, @notUnderstood, @quality, @revision, @createdAt, @openedAt, NULL, @origin)`),
    project: one("SELECT * FROM project WHERE id = ?"),
    title: one("SELECT title FROM project WHERE id = ?"),
    lastStill: one("SELECT still FROM take WHERE shot_id = ? AND kind = 'frame' ORDER BY created_at DESC, id DESC LIMIT 1"),
    projectByOrigin: one("SELECT * FROM project WHERE origin = ? AND removed_at IS NULL"),
    projects: one(
      "SELECT id, title, '' AS story, format, language, '[]' AS cast_json, '[]' AS not_understood_json, quality, revision, created_at, opened_at, removed_at, origin FROM project WHERE removed_at IS NULL ORDER BY opened_at DESC",
    ),
    setTitle: one("UPDATE project SET title = ? WHERE id = ?"),
    setOpened: one("UPDATE project SET opened_at = ? WHERE id = ?"),
    setRemoved: one("UPDATE project SET removed_at = ?, origin = NULL WHERE id = ?"),
    bumpRevision: one("UPDATE project SET revision = revision + 1 WHERE id = ? RETURNING revision"),
    scenes: one("SELECT * FROM scene WHERE project_id = ? ORDER BY position"),
    scene: one("SELECT * FROM scene WHERE id = ?"),
    putScene:
      one(`INSERT INTO scene (id, project_id, position, heading, setting, place, time, weather, mood, seed, source_start, source_end)
      VALUES (@id, @projectId, @position, @heading, @setting, @place, @time, @weather, @mood, @seed, @sourceStart, @sourceEnd)
      ON CONFLICT (id) DO UPDATE SET position = excluded.position, heading = excluded.heading, setting = excluded.setting,
        place = excluded.place, time = excluded.time, weather = excluded.weather, mood = excluded.mood, seed = excluded.seed`),
    deleteScene: one("DELETE FROM scene WHERE id = ?"),
    shots: one(
      "SELECT shot.* FROM shot JOIN scene ON scene.id = shot.scene_id WHERE shot.project_id = ? ORDER BY scene.position, shot.position",
    ),
    shot: one("SELECT * FROM shot WHERE id = ?"),
    putShot:
      one(`INSERT INTO shot (id, project_id, scene_id, position, size, angle, move, frames, cast_json, props_json, action, dialogue_json, seed, source_start, source_end)
      VALUES (@id, @projectId, @sceneId, @position, @size, @angle, @move, @frames, @cast, @props, @action, @dialogue, @seed, @sourceStart, @sourceEnd)
      ON CONFLICT (id) DO UPDATE SET scene_id = excluded.scene_id, position = excluded.position, size = excluded.size, angle = excluded.angle,
        move = excluded.move, frames = excluded.frames, cast_json = excluded.cast_json, props_json = excluded.props_json,
        action = excluded.action, dialogue_json = excluded.dialogue_json, seed = excluded.seed`),
    deleteShot: one("DELETE FROM shot WHERE id = ?"),
    approvals: one("SELECT * FROM approval WHERE project_id = ?"),
    putApproval:
      one(`INSERT INTO approval (id, project_id, at, by_name, still, made_from) VALUES (@id, @projectId, @at, @by, @still, @madeFrom)
      ON CONFLICT (id) DO UPDATE SET at = excluded.at, by_name = excluded.by_name, still = excluded.still, made_from = excluded.made_from`),
    deleteApproval: one("DELETE FROM approval WHERE id = ?"),
    choices: one("SELECT * FROM choice WHERE project_id = ?"),
    putChoice: one(`INSERT INTO choice (id, project_id, take_id, basis, at) VALUES (@id, @projectId, @takeId, @basis, @at)
      ON CONFLICT (id) DO UPDATE SET take_id = excluded.take_id, basis = excluded.basis, at = excluded.at`),
    deleteChoice: one("DELETE FROM choice WHERE id = ?"),
    takes: one(`SELECT ${takeColumns} FROM take WHERE project_id = ? ORDER BY created_at DESC, id DESC`),
    takesOfShot: one("SELECT * FROM take WHERE shot_id = ? ORDER BY created_at DESC, id DESC"),
    take: one("SELECT * FROM take WHERE id = ?"),
    frameTake: one(`SELECT ${takeColumns} FROM take WHERE shot_id = ? AND kind = 'frame' AND drawn_from = ? ORDER BY id DESC LIMIT 1`),
    frameOfStill: one("SELECT * FROM take WHERE shot_id = ? AND kind = 'frame' AND still = ? ORDER BY id DESC LIMIT 1"),
    insertTake:
      one(`INSERT INTO take (id, project_id, shot_id, kind, made_from, drawn_from, still, clip, proxy, thumbnail, segment, frames, recipe_json, job_id, created_at)
      VALUES (@id, @projectId, @shotId, @kind, @madeFrom, @drawnFrom, @still, @clip, @proxy, @thumbnail, @segment, @frames, @recipe, @jobId, @createdAt)
      ON CONFLICT (job_id, shot_id, segment) DO NOTHING`),
    insertCommand: one("INSERT INTO command (project_id, label, changes_json, at) VALUES (?, ?, ?, ?)"),
    dropUndone: one("DELETE FROM command WHERE project_id = ? AND undone = 1"),
    lastDone: one("SELECT * FROM command WHERE project_id = ? AND undone = 0 ORDER BY number DESC LIMIT 1"),
    firstUndone: one("SELECT * FROM command WHERE project_id = ? AND undone = 1 ORDER BY number LIMIT 1"),
    setUndone: one("UPDATE command SET undone = ? WHERE number = ?"),
  };
  const command = (raw: Raw | undefined): CommandRow | null =>
    raw === undefined ? null : { number: Number(raw.number), label: String(raw.label), changes: parse(raw.changes_json) as FilmChange[] };
  const putScene = (row: SceneRow) =>
    statements.putScene.run({ ...row, source: undefined, sourceStart: row.source?.start ?? null, sourceEnd: row.source?.end ?? null });
  const putShot = (row: ShotRow) =>
    statements.putShot.run({
      ...row,
      source: undefined,
      cast: json(row.cast),
      props: json(row.props),
      dialogue: json(row.dialogue),
      sourceStart: row.source?.start ?? null,
      sourceEnd: row.source?.end ?? null,
    });

  return {
    transaction: <T>(work: () => T): T => database.transaction(work).immediate(),
    insertProject: (row: ProjectRow) =>
      statements.insertProject.run({ ...row, removedAt: undefined, cast: json(row.cast), notUnderstood: json(row.notUnderstood) }),
    project(id: string): ProjectRow | null {
      const raw = statements.project.get(id);
      return raw === undefined ? null : projectOf(raw);
    },
    title(id: string): string | null {
      const raw = statements.title.get(id);
      return raw === undefined ? null : String(raw.title);
    },
    /** The newest kept frame of a shot. */
    lastStill(shotId: string): string | null {
      const still = statements.lastStill.get(shotId)?.still;
      return still === undefined || still === null ? null : String(still);
    },
    projectByOrigin(origin: string): ProjectRow | null {
      const raw = statements.projectByOrigin.get(origin);
      return raw === undefined ? null : projectOf(raw);
    },
    /** Without stories; last opened first. */
    projects: () => statements.projects.all().map(projectOf),
    setOpened: (id: string, at: number) => void statements.setOpened.run(at, id),
    setRemoved: (id: string, at: number | null) => void statements.setRemoved.run(at, id),
    bumpRevision: (id: string) => Number(statements.bumpRevision.get(id)?.revision ?? 0),
    scenes: (projectId: string) => statements.scenes.all(projectId).map(sceneOf),
    scene(id: string): SceneRow | null {
      const raw = statements.scene.get(id);
      return raw === undefined ? null : sceneOf(raw);
    },
    shots: (projectId: string) => statements.shots.all(projectId).map(shotOf),
    shot(id: string): ShotRow | null {
      const raw = statements.shot.get(id);
      return raw === undefined ? null : shotOf(raw);
    },
    putScene,
    putShot,
    approvals: (projectId: string) => statements.approvals.all(projectId).map(approvalOf),
    choices: (projectId: string) =>
      statements.choices
        .all(projectId)
        .map((raw) => ({ id: raw.id, projectId: raw.project_id, takeId: raw.take_id, basis: raw.basis, at: raw.at }) as ChoiceRow),
    takes: (projectId: string) => statements.takes.all(projectId).map(takeOf),
    takesOfShot: (shotId: string): TakeWithRecipe[] =>
      statements.takesOfShot.all(shotId).map((raw) => ({ ...takeOf(raw), recipe: parse(raw.recipe_json) }) as TakeWithRecipe),
    take(id: string): TakeWithRecipe | null {
      const raw = statements.take.get(id);
      return raw === undefined ? null : ({ ...takeOf(raw), recipe: parse(raw.recipe_json) } as TakeWithRecipe);
    },
    /** The kept frame of exactly this drawing. */
    frameTake(shotId: string, drawnFrom: string): TakeRow | null {
      const raw = statements.frameTake.get(shotId, drawnFrom);
      return raw === undefined ? null : takeOf(raw);
    },
    /** False when the same job already delivered this segment. */
    insertTake: (row: TakeWithRecipe): boolean =>
      database.transaction(() => {
        if (statements.insertTake.run({ ...row, recipe: json(row.recipe) }).changes !== 1) return false;
        if (row.kind === "clip") takes?.clipCame(row, String(statements.title.get(row.projectId)?.title ?? ""));
        return true;
      })(),
    /** Writes one side of a change. */
    apply(projectId: ProjectId, change: FilmChange, side: "before" | "after"): void {
      if (change.table === "title") {
        statements.setTitle.run(change[side], projectId);
        return;
      }
      const id = (change.before ?? change.after)?.id as ShotId;
      if (change.table === "scene") {
        if (change[side] === null) statements.deleteScene.run(id);
        else putScene(change[side]);
      } else if (change.table === "shot") {
        if (change[side] === null) statements.deleteShot.run(id);
        else putShot(change[side]);
      } else if (change.table === "choice") {
        if (change[side] === null) statements.deleteChoice.run(id);
        else statements.putChoice.run(change[side]);
      } else if (change[side] === null) statements.deleteApproval.run(id);
      else {
        statements.putApproval.run(change[side]);
        const frame = statements.frameOfStill.get(id, change[side].still);
        if (frame !== undefined) {
          const take = { ...takeOf(frame), recipe: parse(frame.recipe_json) } as TakeWithRecipe;
          takes?.frameApproved(take, String(statements.title.get(projectId)?.title ?? ""), change[side].at);
        }
      }
    },
    insertCommand(projectId: string, label: string, changes: FilmChange[], at: number): void {
      statements.dropUndone.run(projectId);
      statements.insertCommand.run(projectId, label, json(changes), at);
    },
    lastDone: (projectId: string) => command(statements.lastDone.get(projectId)),
    firstUndone: (projectId: string) => command(statements.firstUndone.get(projectId)),
    setUndone: (number: number, undone: boolean) => void statements.setUndone.run(undone ? 1 : 0, number),
  };
}
