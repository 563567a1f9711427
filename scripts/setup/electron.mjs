// The Electron that shows the desktop window: an own one (ELECTRON_OVERRIDE_DIST_PATH), the one already installed,
// or the electron package's own download, tried once. Where none can be had, the studio opens in the browser.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { hasDesktop } from "./browser.mjs";
import { node24, programEnv } from "./node24.mjs";
import { isProgram, quietly } from "./run.mjs";

const folder = join(root, "node_modules", "electron");
// In node_modules, so that a fresh install forgets it together with the package it speaks of.
const failedFile = join(root, "node_modules", ".studio-no-electron");
const timeToProbe = 5_000;
const timeToDownload = 300_000;

const inside = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" }[process.platform] ?? "electron";

/** The Electron binary that is there now, or undefined. */
export function findElectron(env = process.env) {
  const own = env.ELECTRON_OVERRIDE_DIST_PATH;
  const file = join(own ?? join(folder, "dist"), inside);
  return isProgram(file) ? file : undefined;
}

/** Why no window can be shown on this machine, whatever Electron there is; undefined where one can. */
export function noWindowBecause(env = process.env) {
  if (!hasDesktop(env)) return "there is no desktop here";
  // Chromium's sandbox refuses root, and a studio without its sandbox is not offered.
  if (process.platform === "linux" && process.getuid?.() === 0) return "Electron's sandbox does not run as root";
  return undefined;
}

/** Whether an earlier download failed: it is not tried at each start. */
export function downloadFailed() {
  return existsSync(failedFile) ? readFileSync(failedFile, "utf8") : undefined;
}

/** `{path}` of an Electron binary, or `{reason}` in words that fit after "because". */
export async function ensureElectron(env = process.env) {
  const reason = noWindowBecause(env);
  if (reason !== undefined) return { reason };
  const found = findElectron(env);
  if (found !== undefined) return { path: found };
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return { reason: `ELECTRON_OVERRIDE_DIST_PATH holds no ${inside}` };
  const before = downloadFailed();
  if (before !== undefined) return { reason: before };
  if (!(await reachable(env))) return remember("Electron's download cannot be reached");
  console.log("Downloading Electron for the desktop window (once, about 120 MB) ...");
  const result = quietly(node24(), [join(folder, "install.js")], { cwd: root, env: programEnv(), timeout: timeToDownload });
  const path = findElectron(env);
  return result.ok && path !== undefined ? { path } : remember("Electron could not be downloaded");
}

function remember(reason) {
  try {
    writeFileSync(failedFile, reason);
  } catch {
    // Installed by another user: the next start tries again.
  }
  return { reason };
}

/** Whether the download's host answers at all: without a network this is known in a moment, not after a long wait. */
async function reachable(env) {
  const mirror = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror;
  try {
    await fetch(mirror ?? "https://github.com/electron/electron/releases", { method: "HEAD", signal: AbortSignal.timeout(timeToProbe) });
    return true;
  } catch {
    return false;
  }
}
