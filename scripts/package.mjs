// npm run package: builds a release and packs it with electron-builder; its options may follow (--linux, --dir, ...).
// electron-builder is not in the lock, because an install must stay under 700 MB: npm exec fetches the pinned version.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { node24, programEnv } from "./setup/node24.mjs";
import { root } from "./setup/paths.mjs";
import { setUp } from "./setup/program.mjs";
import { foreground } from "./setup/run.mjs";

const version = "26.17.0";

await setUp();
const env = programEnv();
const build = fileURLToPath(new URL("./build.mjs", import.meta.url));
const built = await foreground(node24(), [build], { cwd: root, env });
if (built !== 0) process.exit(built);
const words = [
  "exec",
  "--yes",
  `--package=electron-builder@${version}`,
  "--",
  "electron-builder",
  "--config",
  join(root, "electron-builder.yml"),
];
process.exitCode = await foreground("npm", [...words, ...process.argv.slice(2)], { cwd: root, env, shell: process.platform === "win32" });
