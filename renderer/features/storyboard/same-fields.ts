// When a part of the inspector must be drawn again: only when a field that it shows has changed, so
// that a letter in the action does not draw every select beside it.
import type { ShotView } from "../../../shared/contract/studio/views.ts";

/** A comparison for React.memo: equal when the named fields of the shot and every other prop are the same. */
export function sameFields<P extends { shot: ShotView }>(...names: (keyof ShotView)[]): (before: P, after: P) => boolean {
  return (before, after) =>
    names.every((name) => Object.is(before.shot[name], after.shot[name])) &&
    (Object.keys(after) as (keyof P)[]).every((key) => key === "shot" || Object.is(before[key], after[key]));
}
