// Finds ffmpeg with its H.264 encoder, or installs it where that is possible.
// FFMPEG_PATH names one that is not on PATH; ffprobe is expected beside it.
import { dirname, join } from "node:path";
import { isProgram, quietly, which } from "./run.mjs";
import { howToInstall, installSystemPackages } from "./system-packages.mjs";

const names = {
  "apt-get": ["ffmpeg"],
  dnf: ["ffmpeg"],
  pacman: ["ffmpeg"],
  brew: ["ffmpeg"],
  winget: ["Gyan.FFmpeg"],
};

/** What there is: `{path, probe}`, each undefined where missing. */
export function findFfmpeg(env = process.env) {
  const path = env.FFMPEG_PATH ? (isProgram(env.FFMPEG_PATH) ? env.FFMPEG_PATH : undefined) : which("ffmpeg", env);
  if (path === undefined) return { path: undefined, probe: undefined };
  const beside = join(dirname(path), process.platform === "win32" ? "ffprobe.exe" : "ffprobe");
  const probe = env.FFPROBE_PATH ?? (isProgram(beside) ? beside : which("ffprobe", env));
  return { path, probe };
}

/** Whether an ffmpeg can encode H.264 as clips and exports need it. */
export function hasX264(path) {
  return quietly(path, ["-hide_banner", "-encoders"]).output.includes("libx264");
}

/** One line that says how to get ffmpeg here. */
export function howToGetFfmpeg() {
  const line = howToInstall(names);
  return line === undefined
    ? "Install ffmpeg with libx264 from ffmpeg.org, or name it in FFMPEG_PATH."
    : `Install ffmpeg: ${line} (or name one in FFMPEG_PATH).`;
}

/** Finds or installs ffmpeg and prints one line where there is none; the programs then say what they cannot do. */
export async function ensureFfmpeg() {
  let found = findFfmpeg();
  if (found.path === undefined && process.env.FFMPEG_PATH) {
    console.error(`FFMPEG_PATH names ${process.env.FFMPEG_PATH}, which is not a program. Correct it or remove it.`);
    return found;
  }
  if (found.path === undefined && (await installSystemPackages(names, "ffmpeg"))) found = findFfmpeg();
  if (found.path === undefined) console.error(`ffmpeg is missing: stories and frames work, clips and exports do not. ${howToGetFfmpeg()}`);
  return found;
}
