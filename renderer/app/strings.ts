// Every word that a person reads, in one catalogue, a file a screen. Buttons say verb, object, number and price;
// errors say what happened, what is safe and what to do. The words of what is opened on demand stay with it:
// strings/account.ts and strings/sign-in.ts.
import { common, errors, states, stateWord } from "./strings/common.ts";
import { exportWords } from "./strings/exports.ts";
import { header, keys, link, nav, palette, status } from "./strings/frame.ts";
import { queue } from "./strings/queue.ts";
import { start } from "./strings/start.ts";
import { storyboard } from "./strings/storyboard.ts";

export const strings = {
  product: "OurVidz Studio",
  common,
  errors,
  link,
  nav,
  header,
  status,
  palette,
  states,
  stateWord,
  start,
  storyboard,
  keys,
  queue,
  exports: exportWords,
};
