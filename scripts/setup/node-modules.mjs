// Installs the npm packages when they are missing or older than the lock.
// npm's own record of what is installed (node_modules/.package-lock.json, written last) is the evidence.
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foreground } from "./run.mjs";
import { root } from "./paths.mjs";

const read = (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

/** Whether node_modules holds what the lock asks for: every package that is not optional, at its version. */
export function installed(folder = root) {
  const lock = read(join(folder, "package-lock.json"));
  const record = read(join(folder, "node_modules", ".package-lock.json"));
  if (lock === undefined || record === undefined) return false;
  const stamp = join(folder, "node_modules", ".studio-lock");
  const hash = createHash("sha256").update(lock).update(record).digest("hex");
  if (read(stamp) === hash) return true;
  const have = JSON.parse(record).packages;
  for (const [path, wanted] of Object.entries(JSON.parse(lock).packages)) {
    if (!path.includes("node_modules/")) continue;
    const found = have[path];
    if (found === undefined ? !wanted.optional && !wanted.devOptional && !wanted.peer : found.version !== wanted.version) return false;
  }
  try {
    writeFileSync(stamp, hash);
  } catch {
    // Installed by another user: the longer look is taken each time.
  }
  return true;
}

/** Installs what is missing; throws a sentence for the person where npm fails. */
export async function ensureNodeModules() {
  if (installed()) return;
  // npm would empty the folder that the link leads to, which another checkout works with.
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Error(
      "node_modules is a link to another checkout's packages, and they are not those of this lock. Install them there first.",
    );
  console.error("Installing the npm packages (once, about 650 MB on disk) ...");
  // Windows cannot replace the node.exe that may be running this very script, so there npm changes only what differs.
  const task = process.platform === "win32" && existsSync(join(root, "node_modules")) ? ["install", "--no-save"] : ["ci"];
  const args = [...task, "--loglevel=error", "--no-update-notifier", "--no-audit", "--no-fund"];
  const cli = process.env.npm_execpath;
  // The Node that runs npm itself lies outside node_modules, which npm is about to empty.
  const code =
    cli?.endsWith(".js") && existsSync(cli)
      ? await foreground(process.env.npm_node_execpath ?? process.execPath, [cli, ...args], { cwd: root, stdio: ["ignore", 2, 2] })
      : await foreground("npm", args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (code !== 0)
    throw new Error(
      `npm could not install the packages (exit code ${code}). Its message stands above; check the network and free disk space, then start again.`,
    );
  installed();
}
