// The films of the library: create, open, edit by commands with undo, approve. Every call answers with the
// film as it is afterwards; every change is one transaction and one entry of the log.
import type { ProjectCard, ProjectView, ShotView } from "../../shared/contract/studio/views.ts";
import type { ScenePatch, ShotPatch } from "../../shared/contract/studio/index.ts";
import { CodedError } from "../../shared/contract/errors.ts";
import type { IdMaker, TakeId } from "../../shared/domain/ids.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";
import type { ShotSnapshot } from "../../shared/domain/shot.ts";
import { breakDown, checkStory, detectFormat } from "../../shared/story/index.ts";
import type { Events } from "../events.ts";
import type { JobRecord } from "../farm/job-record.ts";
import { asStorageError } from "../library/database.ts";
import type { FilmQueries } from "../library/film-queries.ts";
import {
  type ApprovalRow,
  choiceId,
  type ChoiceRow,
  type FilmChange,
  type FilmRows,
  type SceneRow,
  type TakeWithRecipe,
} from "../library/rows.ts";
import type { Clock } from "../ports.ts";
import { counted } from "../words.ts";
import type { FilmCards } from "./cards.ts";
import { filmOf, seedOf } from "./create.ts";
import { backToPicture, editScene, editShot, insertShot, moveShots, removeShots } from "./edits.ts";
import type { FilmLooks } from "./film-looks.ts";
import { type FarmFacts, quoteOf } from "./quote.ts";
import { fits, frameChoiceId, isSent, sentFrom } from "./sent-take.ts";
import { type StandingShot, standingOf } from "./standing.ts";
import type { Stills } from "./stills.ts";
import { projectCard, projectView, shotView, takeDetail } from "./view.ts";

interface FilmPorts {
  films: FilmQueries;
  clock: Clock;
  ids: IdMaker;
  events: Events;
  userName: string;
  drawingVersion: string;
  /** Jobs of a project, oldest first. */
  jobsOf(projectId: string): JobRecord[];
  farmFacts(): FarmFacts;
  cards: FilmCards;
  /** The film's characters, their looks, and takes that may not be used any more. */
  looks(projectId: string, scenes: readonly SceneRow[]): FilmLooks;
}

export interface StorySource {
  story?: string | undefined;
  file?: { name: string; bytes: Uint8Array } | undefined;
  title?: string | undefined;
  minutes?: number | undefined;
  origin?: string | undefined;
}

/** A story's bytes broken down. Throws CodedError story_empty, story_too_large, story_not_text. */
export function readStory(bytes: Uint8Array, fileName: string | undefined, minutes: number | undefined) {
  const checked = checkStory(bytes, fileName ?? "pasted text");
  if (!checked.ok) throw new CodedError(checked.code, checked.message, { fields: [{ path: "story", message: checked.message }] });
  const { text } = checked;
  const format = detectFormat(text, fileName);
  const breakdown = breakDown(text, {
    format,
    ...(fileName === undefined ? {} : { fileName }),
    ...(minutes === undefined ? {} : { minutes }),
  });
  if (breakdown.scenes.length === 0)
    throw new CodedError("story_empty", "No scene was found in the story. Write at least one sentence that happens somewhere.");
  return { text, format, breakdown };
}

/** A picture or clip of the library that becomes a take of a shot. */
export interface SentTake {
  kind: "frame" | "clip";
  hash: string;
  proxy: string | null;
  thumbnail: string | null;
  /** Of a clip; a picture has one. */
  frames: number;
  /** Of a clip: the first where none is named. */
  segment: number | undefined;
  recipe: Recipe;
}

export type Films = ReturnType<typeof createFilms>;

/** The film services. `stills` is set afterwards by `attach`, because drawing tells films what was drawn. */
export function createFilms(ports: FilmPorts) {
  const { films, clock, ids, events } = ports;
  let stills: Stills | null = null;

  const rows = (projectId: string): FilmRows => {
    const project = films.project(projectId);
    if (project === null) throw new CodedError("not_found", "That film is not in the library any more.");
    const takes: FilmRows["takes"] = new Map();
    for (const take of films.takes(projectId)) {
      const list = takes.get(take.shotId);
      if (list === undefined) takes.set(take.shotId, [take]);
      else list.push(take);
    }
    const scenes = films.scenes(projectId);
    return {
      project,
      scenes,
      shots: films.shots(projectId),
      approvals: new Map(films.approvals(projectId).map((row) => [row.id as string, row])),
      choices: new Map(films.choices(projectId).map((row) => [row.id, row])),
      takes,
      looks: ports.looks(projectId, scenes),
    };
  };
  const standing = (film: FilmRows) => standingOf(film, ports.jobsOf(film.project.id), ports.drawingVersion);
  const madeFrom = (takeId: string): ShotSnapshot | null => films.take(takeId)?.recipe.shot ?? null;
  const viewOf = (film: FilmRows): ProjectView => {
    const shots = standing(film);
    const jobs = ports.jobsOf(film.project.id);
    const quote = quoteOf(film.scenes, shots, jobs, film.project.quality, ports.farmFacts());
    const log = { undo: films.lastDone(film.project.id)?.label ?? null, redo: films.firstUndone(film.project.id)?.label ?? null };
    return projectView(film, shots, quote, log, madeFrom);
  };
  const changed = (projectId: string): ProjectView => {
    const film = rows(projectId);
    stills?.want(standing(film));
    events.send("project.changed", { projectId, revision: film.project.revision });
    events.send("projects.changed", {});
    return viewOf(film);
  };
  /** Applies changes, logs them and answers with the film. No changes: no log entry. */
  const run = (projectId: string, label: string, changes: FilmChange[], beside: () => void = () => undefined): ProjectView => {
    if (changes.length === 0) return viewOf(rows(projectId));
    try {
      films.transaction(() => {
        const project = films.project(projectId);
        if (project === null) throw new CodedError("not_found");
        beside();
        for (const change of changes) films.apply(project.id, change, "after");
        films.insertCommand(projectId, label, changes, clock.now());
        films.bumpRevision(projectId);
      });
    } catch (error) {
      throw asStorageError(error);
    }
    return changed(projectId);
  };
  const projectOfShot = (shotId: string): string => {
    const shot = films.shot(shotId);
    if (shot === null) throw new CodedError("not_found", "That shot is not in the film any more.");
    return shot.projectId;
  };
  const projectOfScene = (sceneId: string): string => {
    const scene = films.scene(sceneId);
    if (scene === null) throw new CodedError("not_found", "That scene is not in the film any more.");
    return scene.projectId;
  };
  const labelOf = (film: FilmRows, shotId: string) => standing(film).find((shot) => shot.row.id === shotId)?.label ?? "";
  /** "shot 3B", "4 shots". */
  const namesOf = (film: FilmRows, shotIds: readonly string[]) =>
    shotIds.length === 1 ? `shot ${labelOf(film, shotIds[0] as string)}` : `${shotIds.length} shots`;
  /** An approval stands for a picture: with another one it is asked for again. */
  const withoutApproval = (film: FilmRows, shot: StandingShot): FilmChange[] => {
    const before = film.approvals.get(shot.row.id);
    return before === undefined ? [] : [{ table: "approval", before, after: null }];
  };
  const frameChanges = (film: FilmRows, shot: StandingShot, takeId: TakeId): FilmChange[] => {
    const id = frameChoiceId(shot.row.id);
    const after: ChoiceRow = { id, projectId: film.project.id, takeId, basis: shot.content, at: clock.now() };
    return [{ table: "choice", before: film.choices.get(id) ?? null, after }, ...withoutApproval(film, shot)];
  };
  const undoOrRedo = (projectId: string, side: "before" | "after"): ProjectView => {
    const entry = side === "before" ? films.lastDone(projectId) : films.firstUndone(projectId);
    if (entry === null) throw new CodedError("conflict", side === "before" ? "There is nothing to undo." : "There is nothing to redo.");
    films.transaction(() => {
      const project = films.project(projectId);
      if (project === null) throw new CodedError("not_found");
      const ordered = side === "before" ? entry.changes.toReversed() : entry.changes;
      for (const change of ordered) films.apply(project.id, change, side);
      films.setUndone(entry.number, side === "before");
      films.bumpRevision(projectId);
    });
    return changed(projectId);
  };

  return {
    attach(drawer: Stills): void {
      stills = drawer;
    },
    rows,
    standing,
    view: (projectId: string) => viewOf(rows(projectId)),
    byOrigin: (origin: string) => films.projectByOrigin(origin),

    /** Breaks a story down and keeps it. Throws CodedError story_empty, story_too_large, story_not_text. */
    create(source: StorySource): ProjectView {
      const bytes = source.file?.bytes ?? new TextEncoder().encode(source.story ?? "");
      const { text, format, breakdown } = readStory(bytes, source.file?.name, source.minutes);
      const film = filmOf({ text, format, breakdown, title: source.title, origin: source.origin }, { ids, now: clock.now() });
      try {
        films.transaction(() => {
          films.insertProject(film.project);
          for (const scene of film.scenes) films.putScene(scene);
          for (const shot of film.shots) films.putShot(shot);
        });
      } catch (error) {
        throw asStorageError(error);
      }
      return changed(film.project.id);
    },
    list(): Promise<ProjectCard[]> {
      return ports.cards.of(
        films.projects(),
        (projectId) => ports.jobsOf(projectId),
        (project) => {
          if (films.project(project.id)?.removedAt !== null) return null;
          const film = rows(project.id);
          return projectCard(project, film.scenes.length, standing(film));
        },
      );
    },
    open(projectId: string): ProjectView {
      const film = rows(projectId);
      if (film.project.removedAt !== null) throw new CodedError("not_found", "That film is in the trash. Restore it to open it.");
      try {
        films.setOpened(projectId, clock.now());
      } catch (error) {
        // A full disk must not keep a film from being looked at.
        const known = asStorageError(error);
        if (!(known instanceof CodedError)) throw error;
      }
      stills?.want(standing(film));
      return viewOf(film);
    },
    rename(projectId: string, title: string): ProjectView {
      const before = rows(projectId).project.title;
      return run(projectId, "rename", before === title ? [] : [{ table: "title", before, after: title }]);
    },
    setRemoved(projectId: string, removed: boolean): void {
      rows(projectId);
      films.setRemoved(projectId, removed ? clock.now() : null);
      events.send("projects.changed", {});
    },
    undo: (projectId: string) => undoOrRedo(projectId, "before"),
    redo: (projectId: string) => undoOrRedo(projectId, "after"),

    updateShot(shotId: string, patch: ShotPatch): ProjectView {
      const film = rows(projectOfShot(shotId));
      return run(film.project.id, `edit shot ${labelOf(film, shotId)}`, editShot(film, shotId, patch));
    },
    updateScene(sceneId: string, patch: ScenePatch): ProjectView {
      const film = rows(projectOfScene(sceneId));
      const number = film.scenes.findIndex((scene) => scene.id === sceneId) + 1;
      return run(film.project.id, `edit scene ${number}`, editScene(film, sceneId, patch));
    },
    insertShot(sceneId: string, afterShotId: string | null): ProjectView {
      const film = rows(projectOfScene(sceneId));
      const id = ids<"shot">();
      return run(film.project.id, "add shot", insertShot(film, sceneId, afterShotId, { id, seed: seedOf(id) }));
    },
    removeShots(shotIds: readonly string[]): ProjectView {
      const film = rows(projectOfShot(shotIds[0] as string));
      return run(film.project.id, `remove ${namesOf(film, shotIds)}`, removeShots(film, shotIds));
    },
    moveShots(shotIds: readonly string[], sceneId: string, index: number): ProjectView {
      const film = rows(projectOfShot(shotIds[0] as string));
      return run(film.project.id, `move ${namesOf(film, shotIds)}`, moveShots(film, shotIds, sceneId, index));
    },
    /** Approves the exact pictures that the shots show now; pictures still missing are drawn first. */
    async approve(shotIds: readonly string[]): Promise<ProjectView> {
      const projectId = projectOfShot(shotIds[0] as string);
      const wanted = new Set(shotIds);
      await stills?.ensure(standing(rows(projectId)).filter((shot) => wanted.has(shot.row.id)));
      const film = rows(projectId);
      const shots = standing(film).filter((shot) => wanted.has(shot.row.id));
      if (shots.length !== wanted.size)
        throw new CodedError("not_found", "One of the shots is not in this film any more. Reload it and approve again.");
      const changes = shots.flatMap((shot): FilmChange[] => {
        if (shot.approval !== null && shot.approval.still === shot.frame?.still) return [];
        if (!shot.frame?.still)
          throw new CodedError("conflict", `Shot ${shot.label} changed while its picture was drawn. Approve it again.`);
        const after: ApprovalRow = {
          id: shot.row.id,
          projectId: film.project.id,
          at: clock.now(),
          by: ports.userName,
          still: shot.frame.still,
          madeFrom: shot.content,
        };
        return [{ table: "approval", before: film.approvals.get(shot.row.id) ?? null, after }];
      });
      return run(projectId, changes.length === 1 ? `approve shot ${shots[0]?.label ?? ""}` : `approve ${changes.length} shots`, changes);
    },
    unapprove(shotIds: readonly string[]): ProjectView {
      const film = rows(projectOfShot(shotIds[0] as string));
      const changes = shotIds.flatMap((shotId): FilmChange[] => {
        const before = film.approvals.get(shotId);
        return before === undefined ? [] : [{ table: "approval", before, after: null }];
      });
      return run(film.project.id, changes.length === 1 ? "take back an approval" : `take back ${changes.length} approvals`, changes);
    },
    takes(shotId: string) {
      const film = rows(projectOfShot(shotId));
      const shot = standing(film).find((candidate) => candidate.row.id === shotId);
      return films.takesOfShot(shotId).map((take) => {
        const current = take.kind === "frame" ? shot?.frame?.id === take.id : shot?.newest[take.segment]?.id === take.id;
        const basis = take.kind === "frame" ? shot?.content : shot?.clips[take.segment];
        const stale = !fits(take, basis);
        return { take, current, stale, detail: shot === undefined ? null : takeDetail(shot, take, stale) };
      });
    },
    /** Makes an older take the current one. Throws CodedError not_found, conflict. */
    chooseTake(shotId: string, takeId: string): ProjectView {
      const film = rows(projectOfShot(shotId));
      const shot = standing(film).find((candidate) => candidate.row.id === shotId);
      const take = films.take(takeId);
      if (shot === undefined || take === null || take.shotId !== shotId)
        throw new CodedError("not_found", "That take is not one of this shot. Look at its takes again.");
      if (take.kind === "frame") {
        if (shot.frame?.id === take.id) return viewOf(film);
        if (isSent(take)) return run(film.project.id, `choose a picture of shot ${shot.label}`, frameChanges(film, shot, take.id));
        const chosen = film.choices.get(frameChoiceId(shotId));
        const back: FilmChange[] = chosen === undefined ? [] : [{ table: "choice", before: chosen, after: null }];
        if (back.length > 0 && take.madeFrom === shot.content)
          return run(film.project.id, `go back to the drawn picture of shot ${shot.label}`, [...back, ...withoutApproval(film, shot)]);
        if (take.recipe.shot === undefined)
          throw new CodedError("conflict", "It is not known what that picture was drawn from, so the shot cannot become it.");
        return run(
          film.project.id,
          `go back to a picture of shot ${shot.label}`,
          backToPicture(film, shotId, shot.snapshot, take.recipe.shot),
        );
      }
      const ended = film.looks.marked.get(take.id);
      if (ended !== undefined) throw new CodedError("conflict", `That take cannot be used: ${ended}.`);
      const basis = shot.clips[take.segment];
      if (basis === undefined)
        throw new CodedError("conflict", `Shot ${shot.label} is shorter now and has no place for that clip. Make it longer first.`);
      if (shot.newest[take.segment]?.id === take.id) return viewOf(film);
      const id = choiceId(shotId, take.segment);
      const after: ChoiceRow = { id, projectId: film.project.id, takeId: take.id, basis, at: clock.now() };
      return run(film.project.id, `choose a take of shot ${shot.label}`, [
        { table: "choice", before: film.choices.get(id) ?? null, after },
      ]);
    },
    /** Makes a picture or clip from elsewhere a take of a shot, and the one that the film uses: one step of undo. */
    sendTake(shotId: string, sent: SentTake): { takeId: TakeId; projectId: string; label: string } {
      const film = rows(projectOfShot(shotId));
      const shot = standing(film).find((candidate) => candidate.row.id === shotId);
      if (shot === undefined) throw new CodedError("not_found", "That shot is not in the film any more.");
      const { kind, hash, recipe } = sent;
      const segment = kind === "frame" ? 0 : (sent.segment ?? 0);
      const madeFrom = sentFrom(hash, recipe.draft);
      const known = (film.takes.get(shotId) ?? []).find(
        (take) => take.kind === kind && take.segment === segment && take.madeFrom === madeFrom,
      );
      const take: TakeWithRecipe = {
        id: known?.id ?? ids<"take">(),
        projectId: film.project.id,
        shotId: shot.row.id,
        kind,
        madeFrom,
        drawnFrom: null,
        still: kind === "frame" ? hash : null,
        clip: kind === "clip" ? hash : null,
        proxy: sent.proxy,
        thumbnail: sent.thumbnail,
        segment,
        frames: sent.frames,
        jobId: null,
        createdAt: clock.now(),
        recipe,
      };
      const basis = shot.clips[segment];
      if (kind === "clip" && basis === undefined)
        throw new CodedError("conflict", `Shot ${shot.label} has ${counted(shot.segments.length, "segment")} and no place for that clip.`, {
          fields: [{ path: "segment", message: `Choose a segment from 1 to ${shot.segments.length}.` }],
        });
      const id = choiceId(shotId, segment);
      const clip: ChoiceRow = { id, projectId: film.project.id, takeId: take.id, basis: basis ?? "", at: clock.now() };
      run(
        film.project.id,
        `send a ${kind === "frame" ? "picture" : "clip"} to shot ${shot.label}`,
        kind === "frame" ? frameChanges(film, shot, take.id) : [{ table: "choice", before: film.choices.get(id) ?? null, after: clip }],
        () => {
          if (known === undefined) films.insertTake(take);
        },
      );
      return { takeId: take.id, projectId: film.project.id, label: shot.label };
    },
    /** Something that the film's pictures depend on changed outside of its own log: looks, characters, consent. */
    changedOutside(projectId: string): void {
      if (films.project(projectId) === null) return;
      films.bumpRevision(projectId);
      changed(projectId);
    },
    /** One shot as it is now, told to the screens. */
    shotChanged(projectId: string, shotIds: ReadonlySet<string>): void {
      if (films.project(projectId) === null) return;
      for (const shot of standing(rows(projectId))) {
        if (shotIds.has(shot.row.id)) events.send("shot.changed", { projectId, shot: shotView(shot, madeFrom) });
      }
    },
    shotViewOf(shot: StandingShot): ShotView {
      return shotView(shot, madeFrom);
    },
  };
}
