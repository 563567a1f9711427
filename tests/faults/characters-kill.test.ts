// The core's process is killed outright while characters are taken in; started again, each of them is there whole or not at
// all, and what was answered is there.
import fc from "fast-check";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { ZipFile } from "yazl";
import { call, withStudio } from "../../main/studio.fixture.ts";
import type { LinkMessage } from "../../shared/contract/studio/link.ts";

const entry = path.resolve(import.meta.dirname, "../../main/core.ts");

async function charx(): Promise<string> {
  const zip = new ZipFile();
  const assets = [0, 1, 2].map((number) => ({
    type: "icon",
    uri: `embeded://assets/${number}.png`,
    name: number === 0 ? "main" : `${number}`,
    ext: "png",
  }));
  zip.addBuffer(
    Buffer.from(JSON.stringify({ spec: "chara_card_v3", spec_version: "3.0", data: { name: "Ilse", description: "x", assets } })),
    "card.json",
  );
  for (const number of [0, 1, 2]) {
    const noise = { create: { width: 200, height: 250, channels: 3 as const, background: { r: number * 90, g: 50, b: 90 } } };
    zip.addBuffer(await sharp(noise).png().toBuffer(), `assets/${number}.png`);
    zip.addBuffer(randomBytes(400_000), `other/${number}.bin`);
  }
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("base64");
}

test("killed while a character is taken in: it is there whole or not at all", async () => {
  const base64 = await charx();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 160 }), async (delay) => {
      const folder = mkdtempSync(path.join(tmpdir(), "characters-kill-"));
      try {
        const data = path.join(folder, "data");
        const child = spawn(process.execPath, [entry], {
          env: { ...process.env, STUDIO_DATA: data },
          stdio: ["ignore", "ignore", "ignore", "ipc"],
        });
        const ended = new Promise((resolve) => child.once("exit", resolve));
        let answered = 0;
        await new Promise<void>((resolve, reject) => {
          child.once("exit", () => reject(new Error("the core ended before it was ready")));
          child.on("message", (message: LinkMessage) => {
            if (message.type === "ready") resolve();
            if (message.type === "result" && message.result.ok) answered += 1;
          });
        });
        for (let id = 1; id <= 4; id += 1)
          child.send({
            type: "call",
            id,
            namespace: "characters",
            method: "importCards",
            input: { files: [{ name: "ilse.charx", base64 }] },
          });
        await new Promise((resolve) => setTimeout(resolve, delay));
        child.kill("SIGKILL");
        await ended;
        await withStudio(data, async (studio) => {
          const { characters } = await call(studio, "characters", "list", {});
          expect(characters.length).toBeGreaterThanOrEqual(answered);
          for (const card of characters) {
            const view = await call(studio, "characters", "open", { characterId: card.id });
            expect(view.pictures).toHaveLength(3);
            expect(view.card?.files).toBe(7);
            expect(view.versions).toBe(1);
            for (const { hash } of view.pictures) expect(await studio.blobs.has(hash)).toBe(true);
            await call(studio, "characters", "exportCard", { characterId: card.id, format: "charx" });
          }
          expect((await studio.blobs.verify()).damaged).toEqual([]);
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 5 },
  );
});
