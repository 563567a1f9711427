// npm run studio (and npm start): the local farm and the studio, kept running together until the person ends them.
// The window where an Electron can be had, else the same studio in the browser.
import { accessSync, constants, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { openInBrowser, hasDesktop } from "./setup/browser.mjs";
import { ensureBuilt } from "./setup/built.mjs";
import { ensureElectron } from "./setup/electron.mjs";
import { ensureFfmpeg } from "./setup/ffmpeg.mjs";
import { node24, programEnv } from "./setup/node24.mjs";
import { readOptions, readPort } from "./setup/options.mjs";
import { dataFolder, root, typedIn } from "./setup/paths.mjs";
import { runProgram, setUp } from "./setup/program.mjs";
import { whenNpmEnds } from "./setup/run.mjs";
import { endWithParent, supervise } from "./setup/supervise.mjs";

/** Work on the library's files, without a screen: a program of its own. */
const commands = ["verify", "repair", "sweep", "open"];
if (commands.includes(process.argv[2])) {
  await runProgram("main/cli/storage.ts");
  process.exit();
}

const options = readOptions({
  command: "npm start --",
  about: "starts the studio and a local farm",
  options: {
    data: { type: "string", value: "DIR", text: "where the studio keeps its library (STUDIO_DATA)" },
    browser: { type: "boolean", text: "serve the studio to the browser even where a window is possible" },
    port: { type: "string", value: "N", text: "port of the browser's address (a free one without it)" },
    "take-over": { type: "boolean", text: "take the library over from another computer that is not heard of any more" },
    "no-open": { type: "boolean", text: "print the address and open nothing" },
  },
});
const port = readPort(options.port);
const data = options.data === undefined ? dataFolder() : resolve(typedIn, options.data);
const logs = join(data, "logs");
const running = [];
let ending;
let farmTrouble;

/** Ends everything in the order in which work flows: first what submits, then what renders. */
function end(code) {
  ending ??= (async () => {
    for (const one of running.reverse()) await one.stop();
    process.exit(code);
  })();
  return ending;
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(0));
whenNpmEnds(() => void end(0));

try {
  // Only its owner reads a data folder: stories and films lie in it.
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  accessSync(data, constants.W_OK);
} catch (error) {
  console.error(
    `The data folder ${data} cannot be written (${error.code}). Choose another with --data, or give yourself the right to write it.`,
  );
  process.exit(1);
}
await setUp();
const ffmpeg = await ensureFfmpeg();
const env = programEnv({
  STUDIO_DATA: data,
  ...(options["take-over"] ? { STUDIO_TAKE_OVER: "1" } : {}),
  ...(ffmpeg.path === undefined ? {} : { FFMPEG_PATH: ffmpeg.path }),
});
const electron = options.browser ? { reason: undefined } : await ensureElectron();
try {
  await ensureBuilt(electron.path === undefined ? ["renderer"] : ["renderer", "shell"]);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const again = (name) => (ready) => (ready === undefined ? [] : ["--port", new URL(ready[name]).port]);

/** Starts the farm of this computer; where it cannot start, the studio opens without it. */
async function startFarm() {
  if (env.STUDIO_FARM_URL) return {};
  const farm = supervise({
    name: "local farm",
    command: node24(),
    args: (ready) => [
      ...endWithParent,
      join(root, "gpu-server", "farm.ts"),
      "--role",
      "all",
      "--data",
      join(data, "farm"),
      ...again("url")(ready),
    ],
    cwd: root,
    env,
    log: join(logs, "farm.log"),
    onRestart: (words) => console.log(words),
    onEnd: () => console.log("The local farm has ended; what it was asked to do waits for the next start."),
  });
  running.push(farm);
  try {
    const { url, tokenFile } = await farm.ready;
    return { STUDIO_FARM_URL: url, STUDIO_FARM_TOKEN_FILE: tokenFile };
  } catch (error) {
    farmTrouble = `${error.message}\nThe local farm could not start, so the studio is open without it, and what it sends waits. Log: ${join(logs, "farm.log")}`;
    return {};
  }
}

/** Starts the studio in the browser and prints its address. */
async function startBrowserHost(farmEnv) {
  const host = supervise({
    name: "studio",
    command: node24(),
    args: (ready) => [
      ...endWithParent,
      join(root, "main", "host", "serve.ts"),
      ...(ready === undefined && port !== undefined ? ["--port", String(port)] : again("url")(ready)),
    ],
    cwd: root,
    env: { ...env, ...farmEnv },
    log: join(logs, "studio.log"),
    onRestart: (words) => console.log(words),
    onEnd: (code) => void end(code),
  });
  running.push(host);
  const { url } = await host.ready;
  console.log(`The studio is ready: ${url}`);
  if (!options["no-open"] && hasDesktop()) openInBrowser(url);
}

/** Starts the studio in its window; rejects where the window cannot be shown. */
async function startWindow(farmEnv) {
  const shell = supervise({
    name: "window",
    command: electron.path,
    args: () => [root],
    cwd: root,
    env: { ...env, ...farmEnv },
    log: join(logs, "window.log"),
    onRestart: (words) => console.log(words),
    onEnd: (code) => void end(code),
  });
  running.push(shell);
  await shell.ready;
  console.log("The studio's window is open.");
}

try {
  const farmEnv = await startFarm();
  let reason = electron.reason;
  if (electron.path !== undefined) {
    try {
      await startWindow(farmEnv);
    } catch (error) {
      reason = `the window did not open (${error.message.split("\n").at(-1)})`;
      running.pop();
    }
  }
  if (electron.path === undefined || reason !== undefined) {
    if (reason !== undefined) console.log(`The studio opens in the browser, because ${reason}.`);
    await startBrowserHost(farmEnv);
  }
  if (farmTrouble !== undefined) console.error(farmTrouble);
  console.log(`Your work is kept in ${data}. Press Ctrl-C to quit.`);
} catch (error) {
  if (ending === undefined) console.error(error.message);
  await end(error.code ?? 1);
}
