// Edits of a film as changes of rows: pure, each change with its inverse in it, applied and undone alike.
import type { SceneId, ShotId } from "../../shared/domain/ids.ts";
import type { ScenePatch, ShotPatch } from "../../shared/contract/studio/index.ts";
import { changesBetween } from "../../shared/domain/stale.ts";
import type { CastMember, ShotSnapshot } from "../../shared/domain/shot.ts";
import { CodedError } from "../../shared/contract/errors.ts";
import type { FilmChange, FilmRows, SceneRow, ShotRow } from "../library/rows.ts";
import { dressed } from "./film-looks.ts";
import { headingOf } from "./snapshot.ts";

function shotOf(film: FilmRows, shotId: string): ShotRow {
  const shot = film.shots.find((row) => row.id === shotId);
  if (shot === undefined) throw new CodedError("not_found", "That shot is not in the film any more.");
  return shot;
}

function sceneOf(film: FilmRows, sceneId: string): SceneRow {
  const scene = film.scenes.find((row) => row.id === sceneId);
  if (scene === undefined) throw new CodedError("not_found", "That scene is not in the film any more.");
  return scene;
}

/** Members of a patch that are set. */
function given<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** Changes fields of a shot. */
export function editShot(film: FilmRows, shotId: string, patch: ShotPatch): FilmChange[] {
  const before = shotOf(film, shotId);
  const { cast, ...rest } = given(patch);
  // Members that zod left undefined are no members of the domain's types.
  const after: ShotRow = {
    ...before,
    ...(rest as Partial<ShotRow>),
    ...(cast === undefined ? {} : { cast: JSON.parse(JSON.stringify(cast)) as ShotRow["cast"] }),
  };
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ table: "shot", before, after }];
}

/** People of a picture without the looks that their characters wear in the scene anyway: those are no part of the shot. */
function undressed(pictured: ShotSnapshot["cast"], now: ShotSnapshot["cast"], own: ShotRow["cast"]): ShotRow["cast"] {
  const dress = (person: CastMember | undefined) => JSON.stringify([person?.look, person?.wears]);
  return pictured.map((person) => {
    const mine = own.find(({ name }) => name === person.name);
    const shown = now.find(({ name }) => name === person.name);
    if (mine === undefined || shown === undefined || dress(person) !== dress(shown)) return person;
    const { wears: _wears, ...rest } = person;
    return { ...rest, look: mine.look };
  });
}

/**
 * The shot as an older picture shows it: its own fields out of the take's snapshot. Throws CodedError conflict where the
 * picture shows another scene, or the shot already is so.
 */
export function backToPicture(film: FilmRows, shotId: string, now: ShotSnapshot, pictured: ShotSnapshot): FilmChange[] {
  const { size, angle, move, props, action, dialogue, seed } = pictured;
  const before = shotOf(film, shotId);
  const cast = undressed(pictured.cast, now.cast, before.cast);
  const own = { size, angle, move, cast, props, action, dialogue, seed };
  const { people } = dressed(cast, film.looks, now.sceneNumber);
  const elsewhere = changesBetween(pictured, { ...now, ...own, cast: people });
  if (elsewhere.length > 0) {
    throw new CodedError(
      "conflict",
      `That picture shows the scene as it was: ${elsewhere.join(", ")} changed since. Change the scene back first, then choose it again.`,
    );
  }
  if (changesBetween(pictured, now).length === 0)
    throw new CodedError("conflict", "The shot already is as that picture shows it; it was only drawn again. Nothing was changed.");
  return [{ table: "shot", before, after: { ...before, ...own } }];
}

/** Changes fields of a scene; its heading follows place, setting and time. */
export function editScene(film: FilmRows, sceneId: string, patch: ScenePatch): FilmChange[] {
  const before = sceneOf(film, sceneId);
  const set = given(patch);
  const after: SceneRow = { ...before, ...set };
  if (after.place !== before.place || after.setting !== before.setting || after.time !== before.time) after.heading = headingOf(after);
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ table: "scene", before, after }];
}

/** Shots of one scene in order, renumbered so that positions have no gaps: only those that moved are changes. */
function reordered(sceneId: SceneId, rows: readonly ShotRow[]): FilmChange[] {
  return rows.flatMap((before, position): FilmChange[] => {
    if (before.sceneId === sceneId && before.position === position) return [];
    return [{ table: "shot", before, after: { ...before, sceneId, position } }];
  });
}

/** A new shot after `afterShotId` (or first), set up like its neighbour, without its words. */
export function insertShot(film: FilmRows, sceneId: string, afterShotId: string | null, fresh: { id: ShotId; seed: number }): FilmChange[] {
  const scene = sceneOf(film, sceneId);
  const rows = film.shots.filter((shot) => shot.sceneId === scene.id);
  const place = afterShotId === null ? 0 : rows.findIndex((shot) => shot.id === afterShotId) + 1;
  if (afterShotId !== null && place === 0) throw new CodedError("not_found", "The shot before it is not in this scene any more.");
  const neighbour = rows[place - 1] ?? rows[0];
  const shot: ShotRow = {
    id: fresh.id,
    projectId: scene.projectId,
    sceneId: scene.id,
    position: place,
    size: neighbour?.size ?? "wide",
    angle: neighbour?.angle ?? "eye",
    move: "static",
    frames: neighbour?.frames ?? 64,
    cast: neighbour?.cast ?? [],
    props: neighbour?.props ?? [],
    action: "",
    dialogue: [],
    seed: fresh.seed,
    source: null,
  };
  const moved = rows
    .slice(place)
    .map((before): FilmChange => ({ table: "shot", before, after: { ...before, position: before.position + 1 } }));
  return [{ table: "shot", before: null, after: shot }, ...moved];
}

/** The named shots, each once. */
function shotsOf(film: FilmRows, shotIds: readonly string[]): ShotRow[] {
  return [...new Set(shotIds)].map((shotId) => shotOf(film, shotId));
}

/** Takes shots out of their scenes. Their takes stay, so that undo finds them again. */
export function removeShots(film: FilmRows, shotIds: readonly string[]): FilmChange[] {
  const gone = new Set(shotsOf(film, shotIds));
  const removals = [...gone].flatMap((shot): FilmChange[] => {
    const approval = film.approvals.get(shot.id);
    return [
      { table: "shot", before: shot, after: null },
      ...(approval === undefined ? [] : [{ table: "approval", before: approval, after: null } as const]),
    ];
  });
  return [...removals, ...closed(film, gone, null)];
}

/** Moves shots, in the order given, to a place of a scene of the same film: 0-based among those that stay, clamped. */
export function moveShots(film: FilmRows, shotIds: readonly string[], sceneId: string, index: number): FilmChange[] {
  const moving = shotsOf(film, shotIds);
  const scene = sceneOf(film, sceneId);
  const away = new Set(moving);
  const target = film.shots.filter((row) => row.sceneId === scene.id && !away.has(row));
  target.splice(Math.min(index, target.length), 0, ...moving);
  return [...reordered(scene.id, target), ...closed(film, away, scene.id)];
}

/** The scenes that `away` stood in, without them; the scene `but` is left out. */
function closed(film: FilmRows, away: ReadonlySet<ShotRow>, but: string | null): FilmChange[] {
  const scenes = new Set([...away].map((shot) => shot.sceneId).filter((sceneId) => sceneId !== but));
  return [...scenes].flatMap((sceneId) =>
    reordered(
      sceneId,
      film.shots.filter((row) => row.sceneId === sceneId && !away.has(row)),
    ),
  );
}
