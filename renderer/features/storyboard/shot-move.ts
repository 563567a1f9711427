// Shots on their way to another place: lifted by key or dragged, until they are dropped or put back.
import { useEffect, useEffectEvent } from "react";
import { create } from "zustand";
import type { SceneView } from "../../../shared/contract/studio/views.ts";
import type { Film } from "../../app/state/film.ts";
import { strings } from "../../app/strings.ts";
import { placeBeside, placeOf, scenesWith, stepped, type Place, type Step } from "./shot-order.ts";

interface MoveState {
  /** Lifted by key, in film order; their place is shown at once. */
  lifted: readonly string[];
  place: Place | null;
  /** Dragged by the pointer, with where they would drop. */
  dragged: readonly string[];
  target: { sceneId: string; shotId: string | null; after: boolean } | null;
  /** What happens, for the status line. */
  said: string | null;
}

const still: Omit<MoveState, "said"> = { lifted: [], place: null, dragged: [], target: null };
export const useMove = create<MoveState>(() => ({ ...still, said: null }));

/** The shots that move together with `shotId`: the whole selection where it is part of one, in film order. */
function together(film: Film, scenes: readonly SceneView[], shotId: string): string[] {
  const { chosen } = film.store.getState();
  if (!chosen.has(shotId)) return [shotId];
  return scenes.flatMap((scene) => scene.shots.filter((shot) => chosen.has(shot.id)).map((shot) => shot.id));
}

function nameOf(scenes: readonly SceneView[], ids: readonly string[]): string {
  const [first] = ids;
  const shot = scenes.flatMap((scene) => scene.shots).find((one) => one.id === first);
  return ids.length === 1 && shot ? strings.storyboard.shot(shot.label) : strings.start.shots(ids.length);
}

function say(
  scenes: readonly SceneView[],
  ids: readonly string[],
  place: Place,
  words: (what: string, place: number, of: number, scene: number) => string,
) {
  const scene = scenesWith(scenes, ids, place).find((one) => one.id === place.sceneId);
  return words(nameOf(scenes, ids), place.index + 1, scene?.shots.length ?? 0, scene?.number ?? 0);
}

/** Lifts a shot, with its selection. */
export function lift(film: Film, scenes: readonly SceneView[], shotId: string): void {
  const lifted = together(film, scenes, shotId);
  const place = placeOf(scenes, lifted);
  if (place !== null) useMove.setState({ ...still, lifted, place, said: say(scenes, lifted, place, strings.storyboard.lifted) });
}

/** Begins to drag a card. */
export function drag(film: Film, scenes: readonly SceneView[], shotId: string): void {
  useMove.setState({ ...still, dragged: together(film, scenes, shotId), said: null });
}

/** Says where the dragged shots would drop. */
export function aim(target: MoveState["target"]): void {
  const now = useMove.getState().target;
  if (now?.sceneId !== target?.sceneId || now?.shotId !== target?.shotId || now?.after !== target?.after) useMove.setState({ target });
}

/** Ends a drag without a drop. */
export function endDrag(): void {
  useMove.setState({ dragged: [], target: null });
}

async function keep(film: Film, scenes: readonly SceneView[], ids: readonly string[], place: Place): Promise<void> {
  const before = placeOf(scenes, ids);
  const same = ids.length === 1 && before?.sceneId === place.sceneId && before.index === place.index;
  useMove.setState({ dragged: [], target: null, said: say(scenes, ids, place, strings.storyboard.droppedAt) });
  if (!same) await film.moveShots([...ids], place.sceneId, place.index);
  useMove.setState({ lifted: [], place: null });
}

/** Drops what is dragged where it was aimed. */
export function drop(film: Film, scenes: readonly SceneView[]): void {
  const { dragged, target } = useMove.getState();
  const place = target === null || dragged.length === 0 ? null : placeBeside(scenes, dragged, target);
  if (place === null) endDrag();
  else void keep(film, scenes, dragged, place);
}

const arrows = new Set<string>(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

/** The keys while something is lifted; returns the scenes as they would be. `seen` is called after each step. */
export function useLifted(film: Film, scenes: SceneView[], seen: (shotId: string) => void): SceneView[] {
  const { lifted, place } = useMove();
  const up = place !== null;
  const press = useEffectEvent((event: KeyboardEvent) => {
    const [first] = lifted;
    if (place === null || first === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    if (arrows.has(event.key)) {
      const next = stepped(scenes, lifted, place, event.key as Step);
      if (next !== null) useMove.setState({ place: next, said: say(scenes, lifted, next, strings.storyboard.lifted) });
    } else if (event.key === " " || event.key === "Enter") {
      void keep(film, scenes, lifted, place);
    } else if (event.key === "Escape") {
      useMove.setState({ ...still, said: strings.storyboard.putBackSaid(nameOf(scenes, lifted)) });
    } else return;
    event.preventDefault();
    event.stopPropagation();
    seen(first);
  });
  useEffect(() => {
    if (!up) return;
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen, true);
    return () => window.removeEventListener("keydown", listen, true);
  }, [up]);
  // Leaving the screen puts everything back.
  useEffect(() => () => useMove.setState({ ...still, said: null }), []);
  return place === null ? scenes : scenesWith(scenes, lifted, place);
}
