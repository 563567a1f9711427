// Keeps one program running: waits until it says that it is ready, starts it again with back-off when it dies, ends it by its pid.
// A program is ready when it prints one line of JSON with "ready": true on its standard output.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

const windows = process.platform === "win32";
const firstPause = 500;
const longestPause = 15_000;
const livedWell = 60_000;
const graceToEnd = 15_000;
const longestLog = 5 * 1024 * 1024;

function openLog(file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    if (statSync(file).size > longestLog) renameSync(file, `${file}.1`);
  } catch {
    // No log yet.
  }
  // A full disk must not end the launcher: the log is then short, the programs run on.
  return createWriteStream(file, { flags: "a" }).on("error", () => undefined);
}

/** The arguments that make a Node program end with this launcher. */
export const endWithParent = ["--import", new URL("./end-with-parent.mjs", import.meta.url).href];

/** The outcome of a program that ended before it was ready: its own words for people, or where its log is; and its exit code. */
class NotReady extends Error {
  constructor(name, code, printed, log) {
    super(sentencesOf(printed) || `The ${name} ended before it was ready (exit code ${code}). Its log is ${log}.`);
    this.code = code;
  }
}

/** What a program said to a person on its error stream: not its JSON log lines, and nothing of a crash that it did not foresee. */
function sentencesOf(printed) {
  if (/^Node\.js v\d/m.test(printed)) return "";
  const lines = printed.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
  const trace = lines.findIndex((line) => /^(\w*Error\b|\s+at )/.test(line));
  return (trace < 0 ? lines : lines.slice(0, trace)).join("\n").trim();
}

/**
 * Starts a program and keeps it running.
 * @param {object} what
 * @param {string} what.name how the person knows it
 * @param {string} what.command
 * @param {(ready: any) => string[]} what.args gets the first ready line (undefined before it), so that a restart can ask for the same port
 * @param {Record<string, string | undefined>} what.env
 * @param {string} what.cwd
 * @param {string} what.log the file that gets what the program prints
 * @param {(words: string) => void} [what.onRestart] hears of a death
 * @param {(code: number) => void} [what.onEnd] hears when the program ends by its own will (exit code 0)
 */
export function supervise({ name, command, args, env, cwd, log, onRestart = () => undefined, onEnd = () => undefined }) {
  let child;
  let first;
  let pause = firstPause;
  let timer;
  let stopping = false;
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  const file = openLog(log);

  const begin = () => {
    const startedAt = Date.now();
    const tail = [];
    file.write(`--- ${new Date(startedAt).toISOString()} ${name} starts\n`);
    child = spawn(command, args(first), {
      cwd,
      env: { ...env, STUDIO_LAUNCHER: String(process.pid) },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // Its own group: a Ctrl-C in the terminal reaches it once, through the launcher, and not twice. Windows would open a console window.
      detached: !windows,
      windowsHide: true,
    });
    child.stderr.on("data", (bytes) => {
      file.write(bytes);
      tail.push(bytes.toString());
      while (tail.length > 40) tail.shift();
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = line.startsWith("{") ? parse(line) : undefined;
      if (said?.ready !== true) {
        file.write(`${line}\n`);
        return;
      }
      first ??= said;
      settle.resolve(said);
    });
    child.on("error", (error) => settle.reject(new NotReady(name, 127, `The ${name} could not be started: ${error.message}`, log)));
    child.on("close", (code, signal) => {
      file.write(`--- ${new Date().toISOString()} ${name} ended (${signal ?? code})\n`);
      if (stopping) return;
      if (first === undefined) {
        stopping = true;
        settle.reject(new NotReady(name, code ?? 1, tail.join(""), log));
      } else if (code === 0) {
        stopping = true;
        onEnd(0);
      } else {
        if (Date.now() - startedAt > livedWell) pause = firstPause;
        onRestart(`The ${name} stopped (${signal ?? `exit code ${code}`}); it starts again in ${pause / 1000} s. Its log is ${log}.`);
        timer = setTimeout(begin, pause);
        pause = Math.min(pause * 2, longestPause);
      }
    });
  };

  /** Ends the program: politely, then by force. */
  const stop = async () => {
    stopping = true;
    clearTimeout(timer);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    // Windows has no signals: the closed pipe tells the program to end.
    if (windows) child.stdio[3].end();
    else child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), graceToEnd);
    await ended;
    clearTimeout(force);
  };

  begin();
  return { ready, stop, pid: () => child?.pid };
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
