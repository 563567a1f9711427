// Words of the frame around the screens: header, rail, status bar, palette, keys, and what is said of a lost link.
import { count } from "../../lib/format.ts";
import { credits } from "./common.ts";

export const link = {
  farmAway: "The farm is away.",
  farmRefuses: "The farm does not let this studio in.",
  farmBack: "The farm answers",
  farmStillAway: "The farm does not answer yet",
  tryNow: "Try now",
  farmAwayText: (waiting: number) =>
    waiting === 0
      ? "Keep working: edits and drafts run here, and what you render waits until it is back."
      : `Keep working: edits and drafts run here. ${count(waiting, "job")} ${waiting === 1 ? "waits" : "wait"} and ${waiting === 1 ? "goes" : "go"} out when it is back.`,
  reconnecting: "Reconnecting",
  reconnectingText: "The studio's core is away for a moment. Keep working: what you type is kept and sent when it is back.",
};

export const nav = {
  storyboard: "Storyboard",
  queue: "Queue",
  exports: "Exports",
  start: "Films",
  main: "Main",
  jobs: (n: number) => `${count(n, "job")} not over`,
};

export const header = {
  find: "Search or run a command",
  findShort: "Commands",
  filmMenu: (title: string) => `Film: ${title}`,
  rename: "Rename the film",
  otherFilms: "All films and new film",
  recent: "Recent films",
  farmReady: "Farm ready",
  farmConnecting: "Looking for the farm",
  farmOffline: "Offline",
  farmUnauthorised: "Farm: sign in again",
  creditsLabel: (n: number) => `${credits(n)}`,
  creditsHeld: (available: number, held: number) => `${credits(available)} free to spend, ${held} held for jobs under way`,
  appearance: "Appearance",
  themes: { dark: "Dark", light: "Light", system: "As the system" },
  onThisComputer: "Films are kept on this computer",
};

export const status = {
  saved: "All changes saved",
  saving: "Saving",
  waiting: "Not saved yet, tries again",
  allKeys: "All keys",
  singleKeys: "Keys of one letter",
  singleKeysHelp: "Turn this off if you steer by voice: letters then do nothing outside of fields.",
};

export const palette = { title: "Commands", placeholder: "Type a command, a scene or a shot", empty: "Nothing is called that." };

export const keys = {
  title: "All keys",
  approve: "Approve frame",
  approveScene: "Approve the scene's frames",
  shot: "Shot",
  scene: "Scene",
  play: "Play",
  edit: "Edit",
  redraw: "New seed",
  commands: "Commands",
  render: "Render approved shots",
  undo: "Undo",
  redo: "Redo",
  job: "Job",
  moveJob: "Move a job of yours",
  pause: "Pause or go on",
  cancelJob: "Cancel",
  open: "Open",
  paste: "Paste a story",
  export: "Export the film",
  moveShort: "Move",
  moveShot: "Move the shot or the selection",
  select: "Select several shots",
  fullStop: "Leave a field",
};
