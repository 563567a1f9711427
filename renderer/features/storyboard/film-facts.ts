// What the storyboard says about a film as a whole: counts by state, and which shots can be approved.
import type { SceneView, ShotState, ShotView } from "../../../shared/contract/studio/views.ts";

/** The groups of the progress bar, in their order, with the states that fall into each. */
export const groups = [
  { name: "rendered", states: ["rendered"], state: "rendered", fill: "var(--ov-ok)" },
  { name: "rendering", states: ["rendering"], state: "rendering", fill: "var(--ov-busy)" },
  { name: "queued", states: ["queued", "unknown"], state: "queued", fill: "color-mix(in oklab, var(--ov-busy) 50%, var(--ov-panel))" },
  { name: "waiting", states: ["unsent"], state: "unsent", fill: "color-mix(in oklab, var(--ov-busy) 30%, var(--ov-panel))" },
  {
    name: "approved",
    states: ["approved", "cancelled"],
    state: "approved",
    fill: "color-mix(in oklab, var(--ov-ok) 50%, var(--ov-panel))",
  },
  { name: "toApprove", states: ["to-approve"], state: "to-approve", fill: "var(--ov-turn)" },
  { name: "stale", states: ["stale"], state: "stale", fill: "var(--ov-stale)" },
  { name: "failed", states: ["failed", "blocked"], state: "failed", fill: "var(--ov-fail)" },
  { name: "drafts", states: ["draft"], state: "draft", fill: "var(--ov-control)" },
] as const satisfies readonly { name: string; states: readonly ShotState[]; state: ShotState; fill: string }[];

/** Shots in each group, groups without any left out. */
export function countGroups(shots: readonly ShotView[]): { group: (typeof groups)[number]; shots: number }[] {
  return groups
    .map((group) => ({ group, shots: shots.filter((shot) => (group.states as readonly string[]).includes(shot.state)).length }))
    .filter((one) => one.shots > 0);
}

/** True when the shot's frame as it is now waits for an approval. */
export function canApprove(shot: ShotView): boolean {
  return shot.approval === null && shot.frame !== null;
}

/** True when the approval may still be taken back: nothing was sent for it yet. */
export function canTakeBack(shot: ShotView): boolean {
  return shot.approval !== null && ["approved", "cancelled", "failed", "blocked", "stale"].includes(shot.state);
}

/** The shot above or below in the neighbouring scene that has shots, at the same place in its row. */
export function neighbourInScene(scenes: readonly SceneView[], shotId: string | null, step: 1 | -1): ShotView | undefined {
  const at = scenes.findIndex((scene) => scene.shots.some((shot) => shot.id === shotId));
  if (at < 0) return scenes.flatMap((scene) => scene.shots)[0];
  const place = scenes[at]?.shots.findIndex((shot) => shot.id === shotId) ?? 0;
  for (let index = at + step; index >= 0 && index < scenes.length; index += step) {
    const row = scenes[index]?.shots ?? [];
    if (row.length > 0) return row[Math.min(place, row.length - 1)];
  }
  return undefined;
}

/** The next or previous shot in film order. */
export function neighbourInFilm(scenes: readonly SceneView[], shotId: string | null, step: 1 | -1): ShotView | undefined {
  const shots = scenes.flatMap((scene) => scene.shots);
  const at = shots.findIndex((shot) => shot.id === shotId);
  return at < 0 ? shots[0] : shots[at + step];
}

/** Words apart by commas as a list, without empty ones. */
export function wordsOf(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim().slice(0, 60))
    .filter(Boolean)
    .slice(0, 12);
}
