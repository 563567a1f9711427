// What a release has and has not: the back door of unpackaged builds is compiled out, and its core and threads start from the bundle.
import { execFileSync, fork } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LinkMessage, linkMessageSchema } from "../../shared/contract/studio/link.ts";

const root = path.resolve(import.meta.dirname, "../..");
const scratch = mkdtempSync(path.join(tmpdir(), "studio-release-"));

function build(out: string, ...options: string[]): void {
  const args = [path.join(root, "scripts/build.mjs"), "--only", "shell", "--quiet", "--out", path.join(scratch, out), ...options];
  execFileSync(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

/** Everything that a build wrote, as one text. */
function textOf(out: string): string {
  const files = readdirSync(path.join(scratch, out), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1")).join("\n");
}

/** The threads of the core: the file that starts each, and the source of the thread beside it. */
function threadsOfCore(): { starter: string; worker: string }[] {
  const sources = readdirSync(path.join(root, "main"), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(file),
  );
  return sources.flatMap((file) => {
    const text = readFileSync(path.join(root, "main", file), "utf8");
    const starts = text.match(/\bnew Worker\(/g)?.length ?? 0;
    const named = [...text.matchAll(/new URL\("\.\/([\w-]+)\.ts", import\.meta\.url\)/g)].map((match) => match[1] ?? "");
    if (starts !== named.length) throw new Error(`main/${file} starts ${starts} threads and names the sources of ${named.length}.`);
    return named.map((worker) => ({ starter: `main/${file}`, worker }));
  });
}

beforeAll(() => {
  build("release/dist");
  build("development", "--development");
  for (const part of ["package.json", "shared/samples"])
    cpSync(path.join(root, part), path.join(scratch, "release", part), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(scratch, "node_modules"), "junction");
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe("a release", () => {
  it("does not know STUDIO_CORE_NODE, which lets an unpackaged build run its core under another Node", () => {
    expect(textOf("development")).toContain("STUDIO_CORE_NODE");
    expect(textOf("release")).not.toContain("STUDIO_CORE_NODE");
  });

  it("carries every thread that the core starts, beside the core and named in the package", () => {
    const threads = threadsOfCore();
    expect(threads.map((thread) => thread.worker)).toContain("still-worker");
    const core = readFileSync(path.join(scratch, "release/dist/core.mjs"), "utf8");
    const packed = readFileSync(path.join(root, "electron-builder.yml"), "utf8");
    for (const { starter, worker } of threads) {
      expect(existsSync(path.join(scratch, `release/dist/${worker}.mjs`)), `${starter}: the build writes dist/${worker}.mjs`).toBe(true);
      expect(packed, `${starter}: electron-builder.yml packs it`).toContain(`  - dist/${worker}.mjs\n`);
      expect(core, `${starter}: the bundle looks for it`).toContain(`"./${worker}.mjs"`);
    }
  });

  it("has a core that starts from its bundle, with threads that draw, bring files in and check them", async () => {
    const env = { ...process.env, STUDIO_DATA: path.join(scratch, "data") };
    const core = fork(path.join(scratch, "release", "dist", "core.mjs"), [], {
      env,
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const ended = new Promise((resolve) => core.once("exit", resolve));
    const messages: LinkMessage[] = [];
    const heard = (holds: (message: LinkMessage) => boolean) =>
      new Promise<LinkMessage>((resolve, reject) => {
        const look = () => {
          const found = messages.find(holds);
          if (found !== undefined) resolve(found);
        };
        core.on("message", look);
        core.once("exit", (code) => reject(new Error(`The core ended with exit code ${code}.`)));
      });
    core.on("message", (message) => messages.push(linkMessageSchema.parse(message)));
    expect(await heard(() => true)).toMatchObject({ type: "ready" });
    const story = "INT. KITCHEN - NIGHT\n\nANNA pours tea and looks at the door.\n";
    core.send({ type: "call", id: 1, namespace: "projects", method: "create", input: { story } });
    expect(await heard((message) => message.type === "result" && message.id === 1)).toMatchObject({ result: { ok: true } });
    await heard((message) => message.type === "event" && /"still":"[0-9a-f]{64}"/.test(JSON.stringify(message.data)));
    // The other threads work from the bundle too: one brings a file in, one checks the store.
    const note = path.join(scratch, "note.txt");
    writeFileSync(note, "The kettle sings.\n");
    core.send({ type: "call", id: 2, namespace: "imports", method: "start", input: { paths: [note] } });
    expect(await heard((message) => message.type === "result" && message.id === 2)).toMatchObject({ result: { ok: true } });
    await heard(
      (message) => message.type === "event" && message.name === "imports.changed" && /"state":"done"/.test(JSON.stringify(message.data)),
    );
    core.send({ type: "call", id: 3, namespace: "storage", method: "verify", input: {} });
    expect(await heard((message) => message.type === "result" && message.id === 3)).toMatchObject({ result: { ok: true } });
    await heard(
      (message) => message.type === "event" && message.name === "storage.task" && /"state":"done"/.test(JSON.stringify(message.data)),
    );
    core.kill();
    await ended;
  });
});
