// Finds ffmpeg and runs it as a child process: cancel by signal, the end of stderr kept, progress passed on.
// Nothing here knows what is encoded; arguments come from the modules beside it.
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { cancelledError, failureFrom, missingError, unfitError } from "./error.ts";
import { type FfmpegProgress, progressReader } from "./progress.ts";

/** Full paths of the two programs. */
export interface MediaTools {
  ffmpeg: string;
  ffprobe: string;
}

/** Where to look. `environment` and `platform` are process.env and process.platform outside of tests. */
export interface ToolSearch {
  /** The ffmpeg that the user chose, or the folder that holds it. */
  chosen?: string | undefined;
  environment: Record<string, string | undefined>;
  platform: string;
}

async function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Finds ffmpeg and ffprobe: FFMPEG_PATH, then the chosen one, then PATH. A path may name the program or its folder;
 * ffprobe is looked for beside ffmpeg first. Throws MediaError ffmpeg_missing with the install line of the platform when there is
 * none, or one that is too old (before 5.1) or without x264.
 */
export async function findMediaTools(search: ToolSearch): Promise<MediaTools> {
  const ending = search.platform === "win32" ? ".exe" : "";
  const onPath = (search.environment.PATH ?? search.environment.Path ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const named = [search.environment.FFMPEG_PATH, search.chosen].flatMap((item) => (item === undefined || item === "" ? [] : [item]));
  const inFolder = (folder: string, program: string) => path.join(folder, program + ending);
  const first = async (candidates: string[], program: string): Promise<string> => {
    for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
    throw missingError(program, search.platform);
  };
  const isNamedProgram = (item: string) => /^ffmpeg([-.].*)?$/i.test(path.basename(item));
  const ffmpeg = await first(
    [
      ...named.flatMap((item) => [...(isNamedProgram(item) ? [item] : []), inFolder(item, "ffmpeg")]),
      ...onPath.map((folder) => inFolder(folder, "ffmpeg")),
    ],
    "ffmpeg",
  );
  const sibling = path.join(path.dirname(ffmpeg), path.basename(ffmpeg).replace("ffmpeg", "ffprobe"));
  const ffprobe = await first([sibling, ...onPath.map((folder) => inFolder(folder, "ffprobe"))], "ffprobe");
  const unfit = unfitError((await readProgram(ffmpeg, ["-version"])).toString("utf8"), search.platform);
  if (unfit !== null) throw unfit;
  return { ffmpeg, ffprobe };
}

/** Bytes of stderr that are kept: its end says why ffmpeg stopped. */
const tailBytes = 8192;
/** How long a child may take to stop by itself after SIGTERM. */
const killAfterMs = 3000;

/** A running child. `ended` settles once, when the process is gone. */
export interface RunningProgram {
  child: ChildProcess;
  /** Rejects with MediaError; resolves with the end of stderr. */
  ended: Promise<string>;
  /** SIGTERM, then SIGKILL after 3 s. `ended` then rejects as cancelled. */
  stop(): void;
}

/** Starts a program with piped stdin, stdout and stderr. The caller reads stdout and writes stdin. */
export function startProgram(program: string, args: string[], signal?: AbortSignal): RunningProgram {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  let tail = "";
  let stopped = false;
  let killer: NodeJS.Timeout | undefined;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-tailBytes);
  });
  // A child that dies closes its stdin: the reason is in its exit, not in our broken pipe.
  child.stdin.on("error", () => undefined);
  const stop = () => {
    if (stopped) return;
    stopped = true;
    child.stdin.destroy(); // ffmpeg waits for its input before it looks whether it was told to stop
    child.kill("SIGTERM");
    killer = setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    killer.unref();
  };
  const ended = new Promise<string>((resolve, reject) => {
    child.on("error", (error) => {
      const code = "code" in error ? error.code : undefined;
      const missing = code === "ENOENT" || code === "EACCES";
      reject(
        missing ? missingError(path.basename(program), process.platform) : failureFrom(path.basename(program), String(code), error.message),
      );
    });
    child.on("close", (code, killedBy) => {
      clearTimeout(killer);
      signal?.removeEventListener("abort", stop);
      if (stopped) reject(cancelledError());
      else if (code === 0) resolve(tail);
      else reject(failureFrom(path.basename(program), killedBy ?? `exit ${code}`, tail));
    });
  });
  ended.catch(() => undefined); // an encoder that fails between two writes is reported by the next one
  if (signal?.aborted === true) stop();
  else signal?.addEventListener("abort", stop, { once: true });
  return { child, ended, stop };
}

export interface RunOptions {
  signal?: AbortSignal | undefined;
  /** Called for each progress block; adds `-progress pipe:1`, so stdout must not be used for anything else. */
  onProgress?: ((progress: FfmpegProgress) => void) | undefined;
}

/** Runs ffmpeg to its end. Throws MediaError. Output files are overwritten. */
export async function runFfmpeg(tools: MediaTools, args: string[], options: RunOptions = {}): Promise<void> {
  const { onProgress } = options;
  const progressArgs = onProgress === undefined ? [] : ["-progress", "pipe:1"];
  const running = startProgram(tools.ffmpeg, [...quiet, ...progressArgs, ...args], options.signal);
  running.child.stdin?.end();
  if (onProgress === undefined) running.child.stdout?.resume();
  else {
    const read = progressReader();
    running.child.stdout?.setEncoding("utf8").on("data", (text: string) => read(text).forEach(onProgress));
  }
  await running.ended;
}

/** Runs a program and returns everything that it wrote to stdout. Throws MediaError. */
export async function readProgram(program: string, args: string[], signal?: AbortSignal): Promise<Buffer> {
  const running = startProgram(program, args, signal);
  running.child.stdin?.end();
  const parts: Buffer[] = [];
  running.child.stdout?.on("data", (part: Buffer) => parts.push(part));
  await running.ended;
  return Buffer.concat(parts);
}

/** Options before all others: only errors, no questions, overwrite, no terminal. */
export const quiet = ["-hide_banner", "-nostats", "-loglevel", "error", "-y"];
