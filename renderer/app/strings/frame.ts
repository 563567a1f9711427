// Words of the frame around the screens: header, rail, status bar, palette, keys, and what is said of a lost link.
import { count } from "../../lib/format.ts";
import { credits } from "./common.ts";

export const link = {
  farmAway: "The farm is away.",
  signedOut: "You are signed out.",
  noFarm: "No farm is connected.",
  safe: "Nothing is lost: films are kept on this computer, and drafts work.",
  signedOutWaits: (waiting: number) =>
    waiting === 0
      ? "What you render waits here until you sign in."
      : `${count(waiting, "job")} ${waiting === 1 ? "waits" : "wait"} here until you sign in.`,
  noFarmWaits: (waiting: number) =>
    waiting === 0
      ? "What you render waits here until a farm is connected."
      : `${count(waiting, "job")} ${waiting === 1 ? "waits" : "wait"} here until a farm is connected.`,
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
  workspace: "Workspace",
  create: "Create",
  library: "Library",
  characters: "Characters",
  settings: "Settings",
  more: "More",
  storyboard: "Storyboard",
  queue: "Queue",
  exports: "Exports",
  account: "Account",
  "sign-in": "Sign in",
  start: "Films",
  main: "Main",
  jobs: (n: number) => `${count(n, "job")} not over`,
};

export const header = {
  find: "Search or run a command",
  filmMenu: (title: string) => `Film: ${title}`,
  rename: "Rename the film",
  otherFilms: "All films and new film",
  recent: "Recent films",
  farmReady: "Farm ready",
  farmConnecting: "Looking for the farm",
  farmOffline: "Offline",
  farmSignedOut: "Signed out",
  farmNone: "No farm",
  creditsLabel: (n: number) => `${credits(n)}`,
  creditsHeld: (available: number, held: number) => `${credits(available)} free to spend, ${held} held for jobs under way`,
  appearance: "Appearance",
  themes: { dark: "Dark", light: "Light", system: "As the system" },
  back: "Back",
  accountMenu: (name: string) => `Account: ${name}`,
  openAccount: "Open the account",
  signIn: "Sign in",
  signOut: "Sign out",
  connectFarm: "Connect a farm",
  otherFarm: "Go to another farm",
  owner: "Owner of this computer's farm",
  signedOut: "Signed out",
  signedOutText: "Your films stay on this computer. What you render waits until you sign in.",
  onThisComputer: "Films are kept on this computer",
};

export const status = {
  saved: "All changes saved",
  saving: "Saving",
  waiting: "Not saved yet, tries again",
  keptIn: (place: string) => `The key to the account is kept in ${place}`,
  allKeys: "All keys",
  singleKeys: "Keys of one letter",
  singleKeysHelp: "Turn this off if you steer by voice: letters then do nothing outside of fields.",
};

export const palette = { title: "Commands", placeholder: "Type a command, a scene or a shot", empty: "Nothing is called that." };

export const keys = {
  title: "All keys",
  newCharacter: "New character",
  importCard: "Import card",
  persona: "Edit persona",
  look: "New look",
  toCast: "Back to cast",
  movement: "Entry",
  explain: "Explain",
  saveMovements: "Save as CSV",
  back: "Back",
  pasteCode: "Paste the code",
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
  keepItem: "Keep",
  discardItem: "Discard",
  compareItems: "Compare",
  recipe: "Recipe",
  make: "Make",
  item: "Item",
  lookAt: "Look at it large",
  chooseItem: "Choose for comparing",
  writePrompt: "Write the prompt",
  brush: "Brush",
  eraser: "Eraser",
  lasso: "Lasso",
  rectangle: "Rectangle",
  brushSize: "Brush size",
  invertMask: "Invert",
  paintKeys: "Paint with keys",
};
