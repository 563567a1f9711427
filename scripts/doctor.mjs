// npm run doctor: checks what this machine has, says what is missing and how to get it. Installs nothing.
// Exit code 1 where something required is missing.
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { findChromium, howToGetChromium, howToGetXvfb } from "./setup/browser.mjs";
import { downloadFailed, findElectron, noWindowBecause } from "./setup/electron.mjs";
import { findFfmpeg, hasX264, howToGetFfmpeg } from "./setup/ffmpeg.mjs";
import { node24 } from "./setup/node24.mjs";
import { installed } from "./setup/node-modules.mjs";
import { readOptions } from "./setup/options.mjs";
import { dataFolder } from "./setup/paths.mjs";
import { quietly, which } from "./setup/run.mjs";

const options = readOptions({
  command: "npm run doctor --",
  about: "checks this machine",
  options: { json: { type: "boolean", text: "print the checks as JSON" } },
});
const gib = 1024 ** 3;
const roomNeeded = 2 * gib;
const data = dataFolder();

/** The nearest folder that exists, where a new one would be made. */
const nearest = (folder) => (existsSync(folder) ? folder : nearest(dirname(folder)));

/** @type {{name: string, required: boolean, check: () => Promise<{ok: boolean, found: string, remedy?: string}> | {ok: boolean, found: string, remedy?: string}}[]} */
const checks = [
  {
    name: "npm packages",
    required: true,
    check: () => ({ ok: installed(), found: installed() ? "installed" : "not installed", remedy: "npm start and npm test install them." }),
  },
  {
    name: "Node 24",
    required: true,
    check: () => {
      const path = node24();
      return { ok: true, found: `${quietly(path, ["--version"]).output.trim()} (${path})` };
    },
  },
  {
    name: "ffmpeg",
    required: true,
    check: () => {
      const { path, probe } = findFfmpeg();
      if (path === undefined || probe === undefined)
        return { ok: false, found: path ? "without ffprobe" : "missing", remedy: howToGetFfmpeg() };
      const version = /version (\S+)/.exec(quietly(path, ["-version"]).output)?.[1];
      return hasX264(path)
        ? { ok: true, found: `${version} with libx264 (${path})` }
        : { ok: false, found: `${version} without libx264 (${path})`, remedy: howToGetFfmpeg() };
    },
  },
  {
    name: "data folder",
    required: true,
    check: () => {
      const folder = nearest(data);
      try {
        accessSync(folder, constants.W_OK);
        if (folder === data) mkdirSync(join(data, "logs"), { recursive: true, mode: 0o700 });
        return { ok: true, found: data };
      } catch {
        return {
          ok: false,
          found: `${data} cannot be written`,
          remedy: "Give yourself the right to write it, or choose another with STUDIO_DATA.",
        };
      }
    },
  },
  {
    name: "disk space",
    required: true,
    check: () => {
      const { bavail, bsize } = statfsSync(nearest(data));
      const free = bavail * bsize;
      return {
        ok: free >= roomNeeded,
        found: `${(free / gib).toFixed(1)} GiB free`,
        remedy: "Clips and films need room: free at least 2 GiB.",
      };
    },
  },
  {
    name: "ports",
    required: true,
    check: () =>
      new Promise((resolve) => {
        const server = createServer();
        server.on("error", (error) =>
          resolve({ ok: false, found: error.message, remedy: "Programs on this machine must be allowed to listen on 127.0.0.1." }),
        );
        server.listen(0, "127.0.0.1", () => {
          server.close(() => resolve({ ok: true, found: "127.0.0.1 can be listened on" }));
        });
      }),
  },
  {
    name: "window",
    required: false,
    check: () => {
      const reason = noWindowBecause();
      if (reason !== undefined) return { ok: false, found: reason, remedy: "The studio opens in the browser instead." };
      const path = findElectron();
      if (path !== undefined) return { ok: true, found: path };
      const failed = downloadFailed();
      return failed === undefined
        ? { ok: true, found: "Electron is downloaded at the first start" }
        : { ok: false, found: failed, remedy: "Delete node_modules/.studio-no-electron to try again, or set ELECTRON_OVERRIDE_DIST_PATH." };
    },
  },
  {
    name: "Chromium",
    required: false,
    check: () => ({
      ok: findChromium() !== undefined,
      found: findChromium() ?? "missing (browser tests only)",
      remedy: howToGetChromium(),
    }),
  },
  {
    name: "Xvfb",
    required: false,
    check: () => ({ ok: which("Xvfb") !== undefined, found: which("Xvfb") ?? "missing (window test only)", remedy: howToGetXvfb() }),
  },
  {
    name: "secrets",
    required: false,
    check: () => ({
      ok: true,
      found: `keys of your accounts at farms are files in ${join(data, "secrets")}, readable by you alone`,
    }),
  },
];

const results = [];
for (const { name, required, check } of checks) {
  try {
    const { ok, found, remedy } = await check();
    results.push({ name, required, ok, found, ...(ok || remedy === undefined ? {} : { remedy }) });
  } catch (error) {
    results.push({ name, required, ok: false, found: "missing", remedy: error.message });
  }
}
const healthy = results.every((result) => result.ok || !result.required);
if (options.json) console.log(JSON.stringify({ healthy, checks: results }, null, 2));
else {
  for (const { name, required, ok, found, remedy } of results) {
    console.log(`${ok ? "ok      " : required ? "MISSING " : "optional"}  ${name.padEnd(13)} ${found}`);
    if (remedy !== undefined) console.log(`${" ".repeat(24)} ${remedy}`);
  }
  console.log(healthy ? "This machine has what the studio needs." : "Something required is missing; the lines above say how to get it.");
}
process.exitCode = healthy ? 0 : 1;
