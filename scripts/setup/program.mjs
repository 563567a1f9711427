// Runs one of the product's programs under Node 24 with the options that the person typed.
// Relative paths mean the folder in which the person typed the command, not the root of the checkout.
import { join } from "node:path";
import { ensureFfmpeg } from "./ffmpeg.mjs";
import { ensureNodeModules } from "./node-modules.mjs";
import { node24, programEnv } from "./node24.mjs";
import { root, typedIn } from "./paths.mjs";
import { foreground } from "./run.mjs";

/** Installs what is missing, runs the program in the foreground and ends this process with its exit code. */
export async function runProgram(file, args = process.argv.slice(2)) {
  await setUp();
  const ffmpeg = await ensureFfmpeg();
  const env = programEnv(ffmpeg.path === undefined ? {} : { FFMPEG_PATH: ffmpeg.path });
  process.exitCode = await foreground(node24(), [join(root, file), ...args], { cwd: typedIn, env });
}

/** Installs the npm packages and finds Node 24, or says in one sentence why not and ends the process. */
export async function setUp() {
  try {
    await ensureNodeModules();
    node24();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
