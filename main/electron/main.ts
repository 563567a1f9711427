// The desktop shell: one window on the studio's screens, the core beside it, and the walls between them.
// No product logic lives here: calls go to the core, events come back.
import path from "node:path";
import { BrowserWindow, app, dialog, protocol, session } from "electron";
import { dataFolderOf } from "../host/ports.ts";
import { answerCalls, tell } from "./bridge.ts";
import { nodeCore, utilityCore } from "./core-link.ts";
import { CoreProcess } from "./core-process.ts";
import { guardPages, guardSession } from "./guards.ts";
import { fileLog } from "./log.ts";
import { serveMedia } from "./media.ts";
import { setMenu } from "./menu.ts";
import { showNote } from "./notifications.ts";
import { pageAddress, servePage } from "./pages.ts";

/** Set by the build: false in a release, where what it guards is left out. */
declare const DEVELOPMENT: boolean;

const folder = app.getAppPath();
const data = dataFolderOf(process.env, process.platform, app.getPath("home"), process.cwd());
// One instance for each data folder: Electron's lock lies in its own user data.
app.setPath("userData", path.join(data, "window"));
process.env["STUDIO_DATA"] = data;

/** The launcher that keeps this window's farm running, where one started it. */
const launcher = process.env["STUDIO_LAUNCHER"] === String(process.ppid) ? process.ppid : undefined;
delete process.env["STUDIO_LAUNCHER"];

/** A page that lived so long may be loaded again when it dies. */
const pageLivedWellMs = 5000;

/** The launcher keeps what this process prints; without one it goes to the data folder itself. */
const log = launcher === undefined ? fileLog(path.join(data, "logs", "window.log")) : (text: string) => void process.stderr.write(text);

let window: BrowserWindow | undefined;
let quitting = false;

function openCore() {
  if (DEVELOPMENT && !app.isPackaged) {
    const node = process.env["STUDIO_CORE_NODE"];
    if (node) return nodeCore(node, path.join(folder, "main", "core.ts"));
  }
  return utilityCore(path.join(folder, "dist", "core.mjs"));
}

const core = new CoreProcess(openCore, {
  ready(restarted) {
    if (!restarted) return;
    tell(window, "notice", { level: "warning", text: "The studio's core stopped and has started again. What was saved is safe." });
    tell(window, "projects.changed", {});
    tell(window, "core.restarted", {});
  },
  event(name, payload) {
    if (name === "notification") showNote(() => window, payload);
    tell(window, name, payload);
  },
  refused(error) {
    process.stderr.write(`${error.message}\n`);
    quitting = true;
    void dialog.showMessageBox({ type: "error", message: "OurVidz Studio cannot start", detail: error.message }).then(() => app.exit(1));
  },
  log,
});

function openWindow(): void {
  window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 390,
    minHeight: 480,
    show: false,
    backgroundColor: "#161616",
    title: "OurVidz Studio",
    webPreferences: {
      preload: path.join(folder, "dist", "electron", "bridge.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    },
  });
  window.once("ready-to-show", () => {
    window?.show();
    // The launcher waits for this line.
    process.stdout.write(`${JSON.stringify({ ready: true, window: true })}\n`);
  });
  window.on("closed", () => {
    window = undefined;
  });
  let loadedAt = Date.now();
  window.webContents.on("render-process-gone", (_event, details) => {
    log(`The page ended: ${details.reason}.\n`);
    // A page that dies at once would die again: the window then stays empty and its menu can reload it.
    if (quitting || Date.now() - loadedAt < pageLivedWellMs) return;
    loadedAt = Date.now();
    window?.webContents.reload();
  });
  void window.loadURL(pageAddress);
}

protocol.registerSchemesAsPrivileged([
  { scheme: "studio", privileges: { standard: true, secure: true, supportFetchAPI: true } },
  { scheme: "studio-media", privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true } },
]);

if (app.requestSingleInstanceLock()) {
  guardPages();
  app.on("second-instance", () => {
    if (window === undefined) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("activate", () => {
    if (window === undefined && app.isReady()) openWindow();
  });
  app.on("before-quit", (event) => {
    if (quitting) return;
    event.preventDefault();
    quitting = true;
    void core.stop().then(() => app.quit());
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit());

  void app.whenReady().then(() => {
    guardSession(session.defaultSession);
    protocol.handle("studio", (request) => servePage(path.join(folder, "dist", "renderer"), request));
    protocol.handle("studio-media", (request) => serveMedia(core.media, request));
    setMenu(data);
    answerCalls(core);
    core.start();
    openWindow();
    // A launcher that was killed takes its farm along: the window goes too, and the next start opens all of it again.
    if (launcher !== undefined) setInterval(() => process.ppid !== launcher && app.quit(), 2000);
  });
} else {
  process.stderr.write("Another studio works on this data folder; its window is in front now.\n");
  app.exit(1);
}
