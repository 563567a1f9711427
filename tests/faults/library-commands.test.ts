// The commands on a library's files as a person types them, through the launcher, on a library that was damaged: what each says,
// what it leaves alone and with which code it ends.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { call, inFolder, shortStory, withStudio } from "../../main/studio.fixture.ts";

const root = path.resolve(import.meta.dirname, "../..");

function studio(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, "scripts/studio.mjs"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (bytes: Buffer) => (out += bytes.toString()));
    child.stderr.on("data", (bytes: Buffer) => (err += bytes.toString()));
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

test(
  "verify, sweep and repair of a damaged library, and of one that is open",
  () =>
    inFolder(async (data) => {
      const [first, second] = await withStudio(data, async (open) => {
        await call(open, "projects", "create", { story: shortStory });
        await open.stills.idle();
        const locked = await studio("verify", "--data", data);
        expect(locked.code).toBe(1);
        expect(locked.err).toContain(data);
        const prefixes = readdirSync(path.join(data, "blobs/sha256"));
        return prefixes.flatMap((prefix) => readdirSync(path.join(data, "blobs/sha256", prefix))) as [string, string];
      });
      const fileOf = (hash: string) => path.join(data, "blobs/sha256", hash.slice(0, 2), hash);
      writeFileSync(fileOf(first), "not a picture");
      rmSync(fileOf(second));
      const stray = path.join(data, "blobs/sha256/notes.txt");
      writeFileSync(stray, "of somebody");

      const verified = await studio("verify", "--json", "--data", data);
      expect(verified.code).toBe(1);
      const { findings } = JSON.parse(verified.out) as { findings: { kind: string; what: string }[] };
      expect(findings).toContainEqual(expect.objectContaining({ kind: "damaged", what: first }));
      expect(findings).toContainEqual(expect.objectContaining({ kind: "missing", what: second }));
      expect(findings).toContainEqual(expect.objectContaining({ kind: "damaged", what: stray }));

      const old = new Date(Date.now() - 72 * 3600 * 1000);
      utimesSync(stray, old, old);
      expect(await studio("sweep", "--dry-run", "--data", data)).toMatchObject({
        code: 0,
        out: expect.stringContaining("would be removed") as string,
      });
      expect(existsSync(stray)).toBe(true);

      expect(await studio("repair", "--data", data)).toMatchObject({ code: 0, out: expect.stringContaining("0 missing") as string });
      expect(await studio("verify", "--data", data)).toMatchObject({ code: 0, out: expect.stringContaining("All is well.") as string });
      expect(existsSync(stray)).toBe(false);
      const nowhere = path.join(data, "mistyped");
      expect(await studio("verify", "--data", nowhere)).toMatchObject({ code: 1, err: expect.stringContaining(nowhere) as string });
      expect(existsSync(nowhere)).toBe(false);
      expect(await studio("sweep", "--older", "0", "--data", data)).toMatchObject({
        code: 2,
        err: expect.stringContaining("1 to 8760") as string,
      });
    }),
  120_000,
);
