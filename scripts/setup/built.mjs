// Builds the screens (and for a window the shell) when their sources changed since the last build.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { node24, programEnv } from "./node24.mjs";
import { root } from "./paths.mjs";
import { foreground } from "./run.mjs";

const sources = {
  renderer: ["renderer", "shared", "package-lock.json", "scripts/build.mjs"],
  shell: ["main", "preload", "shared", "package-lock.json", "scripts/build.mjs"],
};

/** A hash over path, size and time of every source file: enough to see a change, cheap to take. */
function fingerprint(part) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (name !== "node_modules" && !name.endsWith(".test.ts")) visit(join(path, name));
    } else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const path of sources[part]) visit(join(root, path));
  return hash.digest("hex");
}

/** Builds the named parts that are missing or out of date; throws a sentence where a build fails. */
export async function ensureBuilt(parts) {
  for (const part of parts) {
    const stamp = join(root, "dist", `.${part}`);
    const now = fingerprint(part);
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) continue;
    console.log(part === "renderer" ? "Building the screens ..." : "Building the window ...");
    const code = await foreground(node24(), [join(root, "scripts", "build.mjs"), "--only", part, "--quiet", "--development"], {
      cwd: root,
      env: programEnv(),
    });
    if (code !== 0) throw new Error(`The ${part} could not be built; the message stands above.`);
    writeFileSync(stamp, now);
  }
}
