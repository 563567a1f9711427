// The Node 24 that runs the programs: this one where it is new enough, else the one that came with the npm packages.
// macOS has no such package, so there the person installs it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { quietly, which } from "./run.mjs";
import { root } from "./paths.mjs";

const major = (version) => Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);

/** The path of a Node 24 or newer; throws a sentence for the person where there is none. */
export function node24() {
  if (major(process.versions.node) >= 24) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const carried = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(carried)) return carried;
  const onPath = which("node");
  if (onPath !== undefined && major(quietly(onPath, ["--version"]).output) >= 24) return onPath;
  throw new Error(
    process.platform === "darwin"
      ? "OurVidz Studio needs Node 24 or newer on macOS. Install it with 'brew install node@24' or from nodejs.org, then start again."
      : `OurVidz Studio needs Node 24, and none comes with the packages for ${process.platform} on ${process.arch}. Install Node 24 or newer from nodejs.org, then start again.`,
  );
}

/**
 * The environment of a program run under that Node: its folder and the packages' programs come first on PATH.
 * @param {Record<string, string>} [extra]
 * @returns {Record<string, string | undefined>}
 */
export function programEnv(extra = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const separator = process.platform === "win32" ? ";" : ":";
  const folders = [join(node24(), ".."), join(root, "node_modules", ".bin"), process.env[key] ?? ""];
  return { ...process.env, [key]: folders.join(separator), ...extra };
}
