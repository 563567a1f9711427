// What a release has and has not: the back door of unpackaged builds is compiled out, and its core starts from the bundle.
import { execFileSync, fork } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
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

  it("has a core that starts from its bundle and draws a frame in its thread", async () => {
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
    core.kill();
    await ended;
  });
});
