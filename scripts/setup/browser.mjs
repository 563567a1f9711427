// Chromium and Xvfb for the tests, and the way to open an address in the person's own browser.
// CHROMIUM_PATH names a Chromium that is not on PATH.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { isProgram, which } from "./run.mjs";
import { howToInstall, installSystemPackages } from "./system-packages.mjs";

const chromiumNames = { "apt-get": ["chromium"], dnf: ["chromium"], pacman: ["chromium"], brew: ["--cask", "chromium"] };
const xvfbNames = { "apt-get": ["xvfb"], dnf: ["xorg-x11-server-Xvfb"], pacman: ["xorg-server-xvfb"] };

/** The path of a Chromium, Chrome or Edge, or undefined. */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return isProgram(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined;
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"]) {
    const found = which(name, env);
    if (found !== undefined) return found;
  }
  const mac = ["Chromium", "Google Chrome", "Microsoft Edge"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const win = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [join(folder, "Google/Chrome/Application/chrome.exe"), join(folder, "Microsoft/Edge/Application/msedge.exe")]);
  return (process.platform === "darwin" ? mac : process.platform === "win32" ? win : []).find((file) => isProgram(file));
}

/** One line that says how to get a Chromium here. */
export function howToGetChromium() {
  const line = howToInstall(chromiumNames);
  return line === undefined
    ? "Install Chrome or Chromium, or name one in CHROMIUM_PATH."
    : `Install Chromium: ${line} (or name one in CHROMIUM_PATH).`;
}

/** One line that says how to get Xvfb here. */
export function howToGetXvfb() {
  const line = howToInstall(xvfbNames);
  return line === undefined ? "Xvfb exists on Linux only." : `Install Xvfb: ${line}.`;
}

/** A Chromium for the browser tests, installed where it may be; undefined where there is none. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined || process.env.CHROMIUM_PATH) return found;
  return (await installSystemPackages(chromiumNames, "Chromium for the browser tests")) ? findChromium() : undefined;
}

/** Xvfb for the window test, installed where it may be; undefined where there is none. */
export async function ensureXvfb() {
  if (process.platform !== "linux") return undefined;
  const found = which("Xvfb");
  if (found !== undefined) return found;
  return (await installSystemPackages(xvfbNames, "Xvfb for the window test")) ? which("Xvfb") : undefined;
}

/** Whether a person sits before a desktop that can show a window. */
export function hasDesktop(env = process.env) {
  if (env.CI || env.SSH_CONNECTION) return false;
  return process.platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens an address in the person's browser; a failure is silent, because the address is printed anyway. */
export function openInBrowser(url) {
  const [command, args] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? ["rundll32", ["url.dll,FileProtocolHandler", url]]
        : ["xdg-open", [url]];
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
