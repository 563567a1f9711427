// The open film: its view, the selected shot, unsaved edits, and every command that changes it.
import { createStore, type StoreApi } from "zustand/vanilla";
import { errorKinds, type ErrorBody } from "../../../shared/contract/errors.ts";
import type { ScenePatch, ShotPatch } from "../../../shared/contract/studio/index.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import type { ProjectView, ShotView } from "../../../shared/contract/studio/views.ts";
import type { StudioLink } from "../../lib/link.ts";
import { strings } from "../strings.ts";
import { errorText, type Notify } from "../toasts.ts";
import { readJournal, retryDelay, saveDelay, writeJournal, type Edits } from "./edits.ts";

export interface FilmState {
  filmId: string | null;
  view: ProjectView | null;
  error: ErrorBody | null;
  selected: string | null;
  /** Shots chosen together with the selected one, in no order; empty where only that one is meant. */
  chosen: ReadonlySet<string>;
  edits: Edits;
  /** The shot whose clip or draft move plays. */
  playing: string | null;
  /** True while a render is being submitted. */
  rendering: boolean;
}

export interface Film {
  store: StoreApi<FilmState>;
  open(filmId: string): Promise<void>;
  /** Asks for the film again and sends what is unsaved. */
  refresh(): Promise<void>;
  close(): void;
  select(shotId: string | null): void;
  /** Adds a shot to the chosen ones or takes it out; "range" chooses all from the selected shot to this one. */
  choose(shotId: string, how: "toggle" | "range"): void;
  chooseNone(): void;
  play(shotId: string | null): void;
  /** Keeps a change of a shot: drawn at once, sent a moment later. */
  edit(shotId: string, patch: ShotPatch): void;
  /** Sends what is unsaved now and waits for the answers. */
  flush(): Promise<void>;
  approve(shotIds: string[]): Promise<void>;
  unapprove(shotIds: string[]): Promise<void>;
  rename(title: string): Promise<ErrorBody | null>;
  updateScene(sceneId: string, patch: ScenePatch): Promise<void>;
  insertShot(sceneId: string, afterShotId: string | null): Promise<void>;
  removeShots(shotIds: string[]): Promise<void>;
  /** Moves shots to a place (0-based, without them) of a scene, in the order given: one step of undo. */
  moveShots(shotIds: string[], sceneId: string, index: number): Promise<void>;
  chooseTake(shotId: string, takeId: string): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  render(shotIds?: string[], expectedCredits?: number): Promise<boolean>;
}

/** Every shot of a film in its order. */
export function shotsOf(view: ProjectView): ShotView[] {
  return view.scenes.flatMap((scene) => scene.shots);
}

const orderOf = (view: ProjectView | null) => view?.scenes.map((scene) => scene.shots.map((shot) => shot.id).join()).join(";");

/** The open film over `link`; unsaved edits are kept in `storage` too. */
export function createFilm(link: StudioLink, notify: Notify, storage: Storage): Film {
  const store = createStore<FilmState>(() => ({
    filmId: null,
    view: null,
    error: null,
    selected: null,
    chosen: new Set<string>(),
    edits: {},
    playing: null,
    rendering: false,
  }));
  const fail = (error: ErrorBody) => notify({ title: strings.errors.notDone, text: errorText(error), tone: "fail" });

  const accept = (view: ProjectView) => {
    const state = store.getState();
    if (state.filmId !== view.id || (state.view && state.view.id === view.id && state.view.revision > view.revision)) return;
    const shots = shotsOf(view);
    const selected = shots.some((shot) => shot.id === state.selected) ? state.selected : (shots[0]?.id ?? null);
    const chosen = [...state.chosen].filter((id) => shots.some((shot) => shot.id === id));
    store.setState({ view, error: null, selected, chosen: chosen.length === state.chosen.size ? state.chosen : new Set(chosen) });
  };
  /** One command: unsaved letters go first, the answer replaces the view, an error is told. */
  const command = async (run: (filmId: string) => Promise<CallResult<ProjectView>>): Promise<ProjectView | null> => {
    await flush();
    const { filmId } = store.getState();
    if (filmId === null) return null;
    const result = await run(filmId);
    if (!result.ok) {
      fail(result.error);
      return null;
    }
    accept(result.value);
    return result.value;
  };

  const undo = async () => void (await command((projectId) => link.call("projects", "undo", { projectId })));
  const takeBack = { label: strings.common.undo, run: () => void undo() };

  let reopening = false;
  let reopenAgain = false;
  const reopen = async () => {
    if (reopening) {
      reopenAgain = true;
      return;
    }
    const { filmId } = store.getState();
    if (filmId === null) return;
    reopening = true;
    const result = await link.call("projects", "open", { projectId: filmId });
    reopening = false;
    if (store.getState().filmId === filmId) {
      if (result.ok) accept(result.value);
      else if (store.getState().view === null) store.setState({ error: result.error });
    }
    // Also where another film was opened meanwhile: that one has not been asked for yet.
    if (reopenAgain) {
      reopenAgain = false;
      await reopen();
    }
  };

  // Unsaved edits: one timer and at most one request a shot.
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const sending = new Map<string, Promise<void>>();
  const setEdits = (edits: Edits) => {
    store.setState({ edits });
    writeJournal(storage, edits);
  };
  const save = async (shotId: string): Promise<void> => {
    clearTimeout(timers.get(shotId));
    timers.delete(shotId);
    await sending.get(shotId);
    const edit = store.getState().edits[shotId];
    if (edit === undefined || sending.has(shotId)) return;
    const sent = edit.patch;
    const request = (async () => {
      const result = await link.call("storyboard", "updateShot", { shotId, patch: sent });
      const { edits } = store.getState();
      const now = edits[shotId];
      if (now === undefined) return;
      if (!result.ok) {
        // A shot that is gone takes its unsaved words with it; anything else keeps them.
        if (result.error.code === "not_found") {
          const { [shotId]: _gone, ...others } = edits;
          setEdits(others);
          return;
        }
        setEdits({ ...edits, [shotId]: { ...now, error: result.error } });
        if (errorKinds[result.error.code].retryable) schedule(shotId, retryDelay);
        return;
      }
      // Letters typed meanwhile stay in the patch; fields that are as sent are kept by the core now.
      const left = Object.fromEntries(
        Object.entries(now.patch).filter(([name, value]) => value !== sent[name as keyof ShotPatch]),
      ) as ShotPatch;
      const rest = { ...edits };
      if (Object.keys(left).length === 0) delete rest[shotId];
      else rest[shotId] = { patch: left, error: null };
      accept(result.value);
      setEdits(rest);
    })();
    sending.set(shotId, request);
    await request;
    sending.delete(shotId);
  };
  const schedule = (shotId: string, delay: number) => {
    clearTimeout(timers.get(shotId));
    timers.set(
      shotId,
      setTimeout(() => void save(shotId), delay),
    );
  };
  const flush = async () => {
    await Promise.all(Object.keys(store.getState().edits).map((shotId) => save(shotId)));
  };

  link.on("project.changed", ({ projectId, revision }) => {
    const { filmId, view } = store.getState();
    if (projectId === filmId && (view === null || revision > view.revision))
      setTimeout(() => {
        const now = store.getState().view;
        if (now === null || revision > now.revision) void reopen();
      }, 60);
  });
  link.on("shot.changed", ({ projectId, shot }) => {
    const { view, filmId } = store.getState();
    if (projectId !== filmId || view === null) return;
    store.setState({
      view: {
        ...view,
        scenes: view.scenes.map((scene) =>
          scene.id === shot.sceneId ? { ...scene, shots: scene.shots.map((one) => (one.id === shot.id ? shot : one)) } : scene,
        ),
      },
    });
  });
  const refresh = async () => {
    await Promise.all([reopen(), flush()]);
  };
  link.onStatus((status) => {
    if (status.state === "ready") void refresh();
  });

  return {
    store,
    open: async (filmId) => {
      if (store.getState().filmId === filmId && store.getState().view !== null) return;
      store.setState({ filmId, view: null, error: null, selected: null, chosen: new Set(), playing: null });
      const journal = readJournal(storage);
      setEdits(Object.fromEntries(Object.entries(journal).map(([id, patch]) => [id, { patch, error: null }])));
      await reopen();
      await flush();
    },
    refresh,
    close: () => {
      void flush();
      store.setState({ filmId: null, view: null, error: null, selected: null, chosen: new Set(), playing: null });
    },
    select: (selected) =>
      store.setState((state) => ({ selected, chosen: new Set(), playing: state.playing === selected ? state.playing : null })),
    choose: (shotId, how) =>
      store.setState(({ view, selected, chosen }) => {
        if (view === null || selected === null) return { selected: shotId };
        if (how === "range") {
          const ids = shotsOf(view).map((shot) => shot.id);
          const [from = 0, to = 0] = [ids.indexOf(selected), ids.indexOf(shotId)].sort((one, other) => one - other);
          return { chosen: new Set(ids.slice(from, to + 1)) };
        }
        const next = new Set(chosen.size === 0 ? [selected] : chosen);
        if (next.has(shotId)) next.delete(shotId);
        else next.add(shotId);
        if (next.size < 2) return { chosen: new Set(), selected: [...next][0] ?? shotId };
        return { chosen: next, selected: next.has(selected) ? selected : ([...next].at(-1) ?? shotId) };
      }),
    chooseNone: () => store.setState({ chosen: new Set() }),
    play: (playing) => store.setState({ playing }),
    edit: (shotId, patch) => {
      const { edits } = store.getState();
      setEdits({ ...edits, [shotId]: { patch: { ...edits[shotId]?.patch, ...patch }, error: null } });
      schedule(shotId, saveDelay);
    },
    flush,
    approve: async (shotIds) => {
      const done = await command(() => link.call("storyboard", "approve", { shotIds }));
      if (done)
        notify({
          title: strings.storyboard.approvedToast(shotIds.length),
          tone: "ok",
          action: {
            label: strings.common.undo,
            run: () => void command(() => link.call("storyboard", "unapprove", { shotIds })),
          },
        });
    },
    unapprove: async (shotIds) => void (await command(() => link.call("storyboard", "unapprove", { shotIds }))),
    rename: async (title) => {
      const { filmId } = store.getState();
      if (filmId === null) return null;
      const result = await link.call("projects", "rename", { projectId: filmId, title });
      if (!result.ok) return result.error;
      accept(result.value);
      return null;
    },
    updateScene: async (sceneId, patch) => void (await command(() => link.call("storyboard", "updateScene", { sceneId, patch }))),
    insertShot: async (sceneId, afterShotId) => {
      const before = new Set(store.getState().view?.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id)));
      const view = await command(() => link.call("storyboard", "insertShot", { sceneId, afterShotId }));
      const added = view && shotsOf(view).find((shot) => !before.has(shot.id));
      if (added) store.setState({ selected: added.id });
    },
    removeShots: async (shotIds) => {
      const view = await command(() => link.call("storyboard", "removeShots", { shotIds }));
      if (view) notify({ title: strings.storyboard.removedToast(shotIds.length), action: takeBack });
    },
    moveShots: async (shotIds, sceneId, index) => {
      let before: ProjectView | null = null;
      const view = await command(() => {
        before = store.getState().view;
        return link.call("storyboard", "moveShots", { shotIds, sceneId, index });
      });
      // Dropped where they were: no step of undo, and nothing to tell.
      if (view !== null && orderOf(view) !== orderOf(before))
        notify({ title: strings.storyboard.movedToast(shotIds.length), action: takeBack });
    },
    chooseTake: async (shotId, takeId) => {
      const view = await command(() => link.call("storyboard", "chooseTake", { shotId, takeId }));
      if (view) notify({ title: strings.storyboard.tookTake, tone: "ok", action: takeBack });
    },
    undo,
    redo: async () => void (await command((projectId) => link.call("projects", "redo", { projectId }))),
    render: async (shotIds, expectedCredits) => {
      await flush();
      const { filmId } = store.getState();
      if (filmId === null) return false;
      store.setState({ rendering: true });
      const result = await link.call("storyboard", "render", {
        projectId: filmId,
        ...(shotIds ? { shotIds } : {}),
        ...(expectedCredits === undefined ? {} : { expectedCredits }),
      });
      store.setState({ rendering: false });
      if (!result.ok) {
        fail(result.error);
        void reopen();
        return false;
      }
      accept(result.value.project);
      return true;
    },
  };
}
