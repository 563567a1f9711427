// What is typed into a shot and not yet kept by the core. Each letter is in the journal at once, is
// sent 400 ms after the last one, and leaves the journal only when the core has answered.
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { ShotPatch } from "../../../shared/contract/studio/index.ts";
import type { ShotView } from "../../../shared/contract/studio/views.ts";

/** Milliseconds after the last change before it is sent. */
export const saveDelay = 400;
/** Milliseconds before what could not be kept is sent again. */
export const retryDelay = 4000;
const journalKey = "studio.unsaved";

export interface ShotEdit {
  /** Changed since the last answer of the core, what is on its way included. */
  patch: ShotPatch;
  /** Why the core did not take it; null while it is under way. */
  error: ErrorBody | null;
}
export type Edits = Readonly<Record<string, ShotEdit>>;

/** The fields of a patch that a picture is drawn from. */
const drawn = ["size", "angle", "move", "cast", "props", "action", "dialogue", "seed"] as const;

const merged = new WeakMap<ShotEdit, { shot: ShotView; result: ShotView }>();

/** The shot as it stands with `edit` on top; the same object for the same two, so that it is drawn once. */
export function withEdit(shot: ShotView, edit: ShotEdit | undefined): ShotView {
  if (edit === undefined) return shot;
  const known = merged.get(edit);
  if (known?.shot === shot) return known.result;
  const changed = Object.fromEntries(Object.entries(edit.patch).filter(([, value]) => value !== undefined));
  const inPicture = Object.fromEntries(Object.entries(changed).filter(([name]) => (drawn as readonly string[]).includes(name)));
  const result = { ...shot, ...changed, snapshot: { ...shot.snapshot, ...inPicture } };
  merged.set(edit, { shot, result });
  return result;
}

/** Unsaved edits of an earlier visit to this page, so that a reload in the middle of a word loses nothing. */
export function readJournal(storage: Storage): Record<string, ShotPatch> {
  try {
    return JSON.parse(storage.getItem(journalKey) ?? "{}") as Record<string, ShotPatch>;
  } catch {
    return {};
  }
}

/** Writes all unsaved edits down. A full storage is no reason to stop typing. */
export function writeJournal(storage: Storage, edits: Edits): void {
  const unsaved = Object.fromEntries(Object.entries(edits).map(([id, edit]) => [id, edit.patch]));
  try {
    if (Object.keys(unsaved).length === 0) storage.removeItem(journalKey);
    else storage.setItem(journalKey, JSON.stringify(unsaved));
  } catch {
    // The edit still lives in memory and is sent as usual.
  }
}
