// Words that several screens say: buttons, errors, the states of shots and jobs.
import type { ShotState } from "../../../shared/contract/studio/views.ts";
import { count, length, ordinal, percent } from "../../lib/format.ts";

/** "1 credit", "12 credits". */
export const credits = (number: number) => count(number, "credit");

export const common = {
  undo: "Undo",
  redo: "Redo",
  close: "Close",
  cancel: "Cancel",
  tryAgain: "Try again",
  more: "More",
  credits,
  creditsFree: (number: number) => (number === 0 ? "free" : credits(number)),
  details: "Details for support",
  loading: "Opening",
  none: "None",
  waitTries: (seconds: number) => `Too many tries. Wait ${length(seconds)}, then try again.`,
  waitOver: "You can try again now.",
  waitShort: (seconds: number) => `Wait ${length(seconds)}`,
};

export const errors = {
  notDone: "That was not done",
  screenTitle: "This screen stopped",
  screenText:
    "A part of the window failed while it was drawn. Your film is kept: everything up to the last letter is saved by the studio's core.",
  reload: "Open the screen again",
  home: "Go to the start",
  noToken: "This page needs its address",
  noTokenText:
    "The studio lets only the address in that it printed when it started. Look in the window where you ran npm start and open that address.",
  refused: "The studio cannot open here",
  filmTitle: "This film cannot be opened",
};

export const states = {
  draft: "Draft",
  "to-approve": "To approve",
  approved: "Approved",
  unsent: "Waiting to send",
  unknown: "Checking",
  queued: "Queued",
  rendering: "Rendering",
  rendered: "Rendered",
  stale: "Stale",
  failed: "Failed",
  blocked: "Blocked",
  cancelled: "Cancelled",
} satisfies Record<ShotState, string>;

export const stateWord = {
  queued: (place: number | null) => (place === null ? "Queued" : `Queued, ${ordinal(place)}`),
  inLine: (place: number | null) => (place === null ? "In line" : `In line, ${ordinal(place)}`),
  rendering: (part: number | null) => (part === null ? "Rendering" : `Rendering ${percent(part)}`),
  running: (part: number | null) => (part === null ? "Running" : `Running ${percent(part)}`),
  stale: (cause: string | null) => (cause === null ? "Stale" : `Stale: ${cause}`),
  marked: (state: string) => `${state}: consent ended`,
  failedRefunded: "Failed, refunded",
  done: "Done",
  pausedByYou: "Paused by you",
  lastSeen: (part: number) => `Running, last seen ${percent(part)}`,
};
