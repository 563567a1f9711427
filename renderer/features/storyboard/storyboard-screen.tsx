// The storyboard: the film's head, its scenes, and the inspector of the selected shot, with the keys.
import { useMemo, useState } from "react";
import { keyName, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { go } from "../../app/router.ts";
import { shotsOf } from "../../app/state/film.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useSession, useStudio } from "../../app/studio.tsx";
import { setUi, useUi } from "../../app/ui-state.ts";
import { otherSeed } from "../../lib/seed.ts";
import { useWidth } from "../../lib/width.ts";
import { Button } from "../../ui/button.tsx";
import { headHasFocus } from "../../ui/inspector.tsx";
import { canApprove, neighbourInFilm, neighbourInScene } from "./film-facts.ts";
import { FilmHead } from "./film-head.tsx";
import { focusCard, SceneList } from "./scene-list.tsx";
import { MoveStatus, SelectionBar } from "./selection-bar.tsx";
import { sentNotice } from "./sent-notice.ts";
import { ShotInspector } from "./shot-inspector.tsx";
import { lift, useLifted } from "./shot-move.ts";
import { ShotList } from "./shot-list.tsx";
import { StoryView } from "./story-view.tsx";
import { focusAction } from "./word-fields.tsx";

/** The screen of the open film. */
export function StoryboardScreen() {
  const { film, notify } = useStudio();
  const view = useFilm((state) => state.view);
  const error = useFilm((state) => state.error);
  const selected = useFilm((state) => state.selected);
  const chosenCount = useFilm((state) => state.chosen.size);
  const farm = useSession((state) => state.farm?.state ?? null);
  const shown = useUi((state) => state.view);
  const layout = useWidth();
  // An element in state: the lists below measure it, and a ref of a parent is set after their effects.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const shot = useMemo(() => (view ? shotsOf(view).find((one) => one.id === selected) : undefined), [view, selected]);

  const to = (next: { id: string } | undefined) => {
    if (next === undefined) return;
    film.select(next.id);
    // The card may lie behind the sheet that one is in.
    if (headHasFocus()) return;
    // The row may only be drawn after the list has scrolled to it.
    requestAnimationFrame(() => requestAnimationFrame(() => focusCard(next.id)));
  };
  const scenes = view?.scenes ?? [];
  const focusGrip = (shotId: string) =>
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-grip="${shotId}"]`)?.focus()));
  const shownScenes = useLifted(film, scenes, focusGrip);
  const shownView = useMemo(() => (view && shownScenes !== view.scenes ? { ...view, scenes: shownScenes } : view), [view, shownScenes]);
  /** Draws the selection one shot further, away from the selected one. */
  const widen = (by: 1 | -1) => {
    const ids = scenes.flatMap((scene) => scene.shots.map((one) => one.id));
    const { chosen } = film.store.getState();
    const places = ids.flatMap((id, index) => (id === selected || chosen.has(id) ? [index] : []));
    const edge = ids.indexOf(selected ?? "") === places[0] ? places.at(-1) : places[0];
    const next = ids[(edge ?? 0) + by];
    if (next !== undefined) film.choose(next, "range");
  };
  const chosenIds = () => film.store.getState().chosen;
  const move = () => {
    if (selected === null || shown !== "frames") return;
    lift(film, scenes, selected);
    focusGrip(selected);
  };
  const remove = () => {
    const chosen = chosenIds();
    if (selected !== null) void film.removeShots(chosen.size > 0 ? [...chosen] : [selected]);
  };
  const approve = () => {
    const chosen = chosenIds();
    const together = scenes.flatMap((scene) => scene.shots.filter((one) => chosen.has(one.id) && canApprove(one)));
    if (together.length > 0) void film.approve(together.map((one) => one.id));
    if (chosen.size > 0 || !shot || !canApprove(shot)) return;
    void film.approve([shot.id]);
    to(neighbourInFilm(scenes, shot.id, 1));
  };
  const scene = scenes.find((one) => one.id === shot?.sceneId);
  const approveScene = () => {
    const waiting = scene?.shots.filter(canApprove) ?? [];
    if (waiting.length > 0) void film.approve(waiting.map((one) => one.id));
  };
  const edit = () => {
    setUi({ inspector: true });
    requestAnimationFrame(focusAction);
  };
  const redraw = () => shot && film.edit(shot.id, { seed: otherSeed() });
  const play = () => shot && film.play(film.store.getState().playing === shot.id ? null : shot.id);
  const words = strings.storyboard;
  useOffer(
    shot === undefined
      ? []
      : [
          ...(canApprove(shot)
            ? [
                {
                  id: "approve",
                  label: `${words.approveFrame} ${shot.label}`,
                  shortcut: keyName("a"),
                  run: () => void film.approve([shot.id]),
                },
              ]
            : []),
          ...(scene?.shots.some(canApprove)
            ? [{ id: "approve-scene", label: words.approveScene(scene.number), shortcut: keyName("shift+a"), run: approveScene }]
            : []),
          { id: "play", label: `${words.play}: ${words.shot(shot.label)}`, shortcut: keyName("Space"), run: play },
          { id: "edit", label: words.editWords(shot.label), shortcut: keyName("e"), run: edit },
          { id: "redraw", label: words.redraw, shortcut: keyName("r"), run: redraw },
          ...(shown === "frames" ? [{ id: "move", label: words.moveShot(shot.label), shortcut: keyName("m"), run: move }] : []),
          { id: "select-next", label: words.selectMore, shortcut: keyName("shift+ArrowRight"), run: () => widen(1) },
          { id: "select-before", label: words.selectLess, shortcut: keyName("shift+ArrowLeft"), run: () => widen(-1) },
          ...(chosenCount > 0 ? [{ id: "select-none", label: words.clearSelection, shortcut: "Esc", run: () => film.chooseNone() }] : []),
          { id: "add", label: words.addShotAfter, run: () => void film.insertShot(shot.sceneId, shot.id) },
          {
            id: "remove",
            label: chosenCount > 0 ? words.deleteShots(chosenCount) : words.removeShot,
            shortcut: keyName("Delete"),
            run: remove,
          },
          { id: "next", label: words.next, shortcut: keyName("ArrowRight"), run: () => to(neighbourInFilm(scenes, selected, 1)) },
          { id: "previous", label: words.previous, shortcut: keyName("ArrowLeft"), run: () => to(neighbourInFilm(scenes, selected, -1)) },
        ],
  );
  useKeys([
    { keys: "shift+ArrowRight", run: () => widen(1) },
    { keys: "shift+ArrowLeft", run: () => widen(-1) },
    { keys: "Escape", run: () => film.chooseNone() },
    { keys: "m", run: move },
    { keys: "Delete", run: remove },
    { keys: "ArrowRight", run: () => to(neighbourInFilm(scenes, selected, 1)) },
    { keys: "ArrowLeft", run: () => to(neighbourInFilm(scenes, selected, -1)) },
    { keys: "ArrowDown", run: () => to(shown === "frames" ? neighbourInScene(scenes, selected, 1) : neighbourInFilm(scenes, selected, 1)) },
    { keys: "ArrowUp", run: () => to(shown === "frames" ? neighbourInScene(scenes, selected, -1) : neighbourInFilm(scenes, selected, -1)) },
    { keys: "a", run: approve },
    { keys: "shift+a", run: approveScene },
    { keys: "Space", run: play },
    { keys: "e", run: edit },
    { keys: "r", run: redraw },
    {
      keys: "mod+Enter",
      run: () => {
        const quote = view?.quote;
        if (!view || !quote || quote.shots === 0 || quote.blockedBy !== null) {
          notify({ title: quote?.blockedBy ?? strings.storyboard.blockedReason.nothing, tone: "turn" });
          return;
        }
        void film.render(undefined, quote.credits).then((sent) => {
          if (sent) notify(sentNotice(farm, quote.shots, view.id));
        });
      },
    },
  ]);

  if (view === null || shownView === null)
    return (
      <main className="grid min-h-0 flex-1 place-items-center p-6" aria-busy={error === null}>
        {error === null ? (
          <p className="text-text-3" role="status">
            {strings.common.loading}
          </p>
        ) : (
          <div className="max-w-[520px]" role="alert">
            <h1 className="font-film text-26">{strings.errors.filmTitle}</h1>
            <p className="mt-2 text-14 text-text-2">{error.message}</p>
            <Button kind="primary" className="mt-5" onClick={() => go({ name: "start" })}>
              {strings.errors.home}
            </Button>
          </div>
        )}
      </main>
    );
  return (
    <main className="relative flex min-h-0 min-w-0 flex-1">
      <div
        className="relative flex min-h-0 min-w-0 flex-1 flex-col max-md:block max-md:overflow-y-auto"
        ref={layout === "narrow" ? setScroller : undefined}
      >
        <FilmHead view={view} />
        <div
          ref={layout === "narrow" ? undefined : setScroller}
          className="relative min-h-0 flex-1 max-md:pb-[110px] md:overflow-y-auto"
          {...(layout === "narrow" ? {} : { tabIndex: -1 })}
        >
          <Notes />
          {view.scenes.length === 0 ? (
            <div className="grid h-full place-items-center p-6">
              <div className="max-w-[520px] text-center">
                <h2 className="font-film text-26">{strings.storyboard.empty}</h2>
                <p className="mt-2 text-14 text-text-2">{strings.storyboard.emptyText}</p>
              </div>
            </div>
          ) : shown === "story" ? (
            <StoryView view={view} />
          ) : shown === "list" && layout !== "narrow" ? (
            <ShotList view={view} scroller={scroller} />
          ) : (
            <SceneList key={layout} view={shownView} scroller={scroller} />
          )}
        </div>
        <SelectionBar />
        <MoveStatus />
      </div>
      {shot === undefined ? null : <ShotInspector view={view} shot={shot} />}
    </main>
  );
}

/** What the breakdown could not place, said once above the scenes. */
function Notes() {
  const odd = useFilm((state) => state.view?.notUnderstood.length ?? 0);
  const shown = useUi((state) => state.view);
  if (odd === 0 || shown === "story") return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 border-b border-line px-5 py-2 text-12 text-text-2 max-md:px-4">
      {strings.storyboard.notUnderstood(odd)}
      <button type="button" className="link min-h-6" onClick={() => setUi({ view: "story" })}>
        {strings.storyboard.notUnderstoodSee}
      </button>
    </p>
  );
}
