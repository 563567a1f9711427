// Gives the rasteriser the one font that the product ships (Inter), so that a picture does not depend on the fonts of the
// machine. librsvg asks fontconfig, and fontconfig reads FONTCONFIG_FILE: a file of ours names a folder of ours first, then
// the system's folders, only for letters that Inter does not have.
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { threadId } from "node:worker_threads";
import { unpackWoff2 } from "./woff2.ts";

const systemFolders: Record<string, string[]> = {
  darwin: ["/System/Library/Fonts", "/Library/Fonts"],
  win32: ["WINDOWSFONTDIR"],
};
const unixFolders = ["/usr/share/fonts", "/usr/local/share/fonts"];

/** Our files are named so that a rule can refuse any other Inter of the machine. */
const prefix = "ourvidz-";

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function configuration(folder: string): string {
  const folders = [path.join(folder, "fonts"), ...(systemFolders[process.platform] ?? unixFolders)];
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    ...folders.map((each) => `<dir>${escape(each)}</dir>`),
    `<cachedir>${escape(path.join(folder, "cache"))}</cachedir>`,
    "<selectfont><rejectfont><glob>*/[Ii]nter*</glob></rejectfont></selectfont>",
    "</fontconfig>",
    "",
  ].join("\n");
}

/** Writes a file so that a reader sees all of it or none. */
async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  // Threads of one process write at the same time, too.
  const part = `${file}.${process.pid}.${threadId}`;
  await writeFile(part, content);
  await rename(part, file);
}

/** A folder that only this user can write: the same in every run when nobody else has taken its name. */
async function ownFolder(version: string): Promise<string> {
  const user = process.getuid?.() ?? 0;
  const folder = path.join(tmpdir(), `ourvidz-font-${version}-${user}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await stat(folder);
  if (process.getuid !== undefined && (uid !== user || (mode & 0o022) !== 0)) return mkdtemp(path.join(tmpdir(), "ourvidz-font-"));
  await chmod(folder, 0o700);
  return folder;
}

async function install(): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve("@fontsource-variable/inter/package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const folder = await ownFolder(version);
  const fonts = path.join(folder, "fonts");
  await mkdir(fonts, { recursive: true });
  await mkdir(path.join(folder, "cache"), { recursive: true });
  const source = path.join(path.dirname(manifest), "files");
  const present = new Set(await readdir(fonts));
  for (const name of (await readdir(source)).filter((each) => /-wght-(normal|italic)\.woff2$/.test(each))) {
    const target = `${prefix}${name.replace("woff2", "ttf")}`;
    if (!present.has(target)) await writeWhole(path.join(fonts, target), unpackWoff2(await readFile(path.join(source, name))));
  }
  const file = path.join(folder, "fonts.conf");
  await writeWhole(file, configuration(folder));
  process.env.FONTCONFIG_FILE = file;
}

let ready: Promise<void> | undefined;

/**
 * Unpacks the shipped font (once a machine, about 0.1 s) and points fontconfig at it. It must have resolved before the first
 * text of the process is rasterised. A worker thread must be started with `env: SHARE_ENV`: the copy of the environment that a
 * worker has otherwise does not reach native code.
 */
export function loadShippedFont(): Promise<void> {
  ready ??= install();
  return ready;
}
