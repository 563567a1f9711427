// Joining: exact frame counts, untouched frames, dissolves of the right mixture, and a refusal of what would not decode.
import { copyFile, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { decodeCheck } from "./decode.ts";
import { runFfmpeg } from "./ffmpeg.ts";
import { cutClip, firstUnlike, joinClips, renderTransition } from "./join.ts";
import { flatFrame, inTemporaryFolder, lumasOf, testTools, writeFlatClip } from "./media.fixture.ts";
import { readMp4Headers } from "./mp4.ts";
import { openClipEncoder } from "./encode.ts";
import { probeMedia } from "./probe.ts";

vi.setConfig({ testTimeout: 240_000 }); // many short processes: slow on a busy machine

const levels = (from: number, count: number, step = 1) => Array.from({ length: count }, (_, i) => from + i * step);
const near = (actual: number[], expected: number[], tolerance = 1.5) => {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(Math.abs(value - (expected[i] ?? 0)), `frame ${i}`).toBeLessThan(tolerance);
};

describe("joining clips", () => {
  it("keeps every frame of every clip, evenly spaced, whatever their lengths", async () => {
    await inTemporaryFolder(async (folder) => {
      const lengths = [24, 13, 1, 80, 7];
      const files: string[] = [];
      const expected: number[] = [];
      for (const [i, length] of lengths.entries()) {
        const file = path.join(folder, `it's ${i}.mp4`);
        const lumas = levels(40 + i * 20, length);
        await writeFlatClip(file, lumas, { num: 16, den: 1 }, 1 + (i % 2));
        files.push(file);
        expected.push(...lumas);
      }
      const out = path.join(folder, "joined.mp4");
      const tools = await testTools();
      await joinClips({ tools, files, out, metadata: { title: "The Boats", comment: "Draft made with AI tools." } });
      expect((await probeMedia(tools, out)).tags).toMatchObject({ title: "The Boats", comment: "Draft made with AI tools." });
      const report = await decodeCheck(tools, out, expected.length);
      expect(report).toMatchObject({ frames: 125, ticksPerFrame: 1000, duration: 125 / 16 });
      near(await lumasOf(out), expected);
      expect((await readMp4Headers(out)).fastStart).toBe(true);
    });
  });

  it.each([
    { num: 24, den: 1 },
    { num: 24_000, den: 1001 },
  ])("keeps the beat at $num/$den over many clips", async (rate) => {
    await inTemporaryFolder(async (folder) => {
      const clip = path.join(folder, "clip.mp4");
      await writeFlatClip(clip, levels(60, 17), rate);
      const out = path.join(folder, "joined.mp4");
      const tools = await testTools();
      await joinClips({ tools, files: Array.from({ length: 40 }, () => clip), out });
      await decodeCheck(tools, out, 40 * 17);
    });
  });

  it("refuses a clip whose parameter sets differ", async () => {
    await inTemporaryFolder(async (folder) => {
      const [a, b, out] = ["a.mp4", "b.mp4", "out.mp4"].map((name) => path.join(folder, name)) as [string, string, string];
      await writeFlatClip(a, levels(60, 8));
      const tools = await testTools();
      await runFfmpeg(tools, ["-i", a, "-c:v", "libx264", "-preset", "slow", b]);
      expect(await firstUnlike([a, a, b])).toBe(2);
      await expect(joinClips({ tools, files: [a, b], out })).rejects.toMatchObject({ code: "ffmpeg_failed" });
    });
  });

  it("carries headers that do not depend on content, length or threads", async () => {
    await inTemporaryFolder(async (folder) => {
      const tools = await testTools();
      const files: string[] = [];
      for (const [threads, frames] of [
        [1, 1],
        [2, 8],
        [4, 40],
      ] as const) {
        const out = path.join(folder, `${threads}.mp4`);
        const encoder = openClipEncoder({ tools, out, width: 320, height: 180, rate: { num: 16, den: 1 }, threads });
        for (let i = 0; i < frames; i++)
          await encoder.write(i % 2 === 0 ? flatFrame(20 + i) : flatFrame(230).map((v, at) => (v + at * 7919) & 255));
        await encoder.finish();
        files.push(out);
      }
      expect(await firstUnlike(files)).toBe(-1);
    });
  });
});

describe("cutting", () => {
  it("copies on groups of eight and encodes elsewhere, always exactly the frames asked for", async () => {
    await inTemporaryFolder(async (folder) => {
      const clip = path.join(folder, "clip.mp4");
      const lumas = levels(30, 45, 4);
      await writeFlatClip(clip, lumas);
      const tools = await testTools();
      for (const [from, frames, way] of [
        [0, 45, "copied"],
        [8, 16, "copied"],
        [40, 5, "copied"],
        [0, 8, "copied"],
        [3, 20, "encoded"],
        [8, 5, "encoded"],
        [44, 1, "encoded"],
      ] as const) {
        const out = path.join(folder, `${from}-${frames}.mp4`);
        expect(await cutClip({ tools, in: clip, from, frames, out, threads: 1 }), `${from}+${frames}`).toBe(way);
        await decodeCheck(tools, out, frames);
        near(await lumasOf(out), lumas.slice(from, from + frames), 2);
        expect(await firstUnlike([clip, out])).toBe(-1);
      }
      await expect(cutClip({ tools, in: clip, from: 40, frames: 6, out: path.join(folder, "x.mp4"), threads: 1 })).rejects.toThrow(
        RangeError,
      );
    });
  });
});

describe("a film of clips and dissolves", () => {
  it("has the exact frame count, the untouched frames and the right mixtures", async () => {
    await inTemporaryFolder(async (folder) => {
      const tools = await testTools();
      const names = ["a", "b", "c"].map((name) => path.join(folder, `${name}.mp4`)) as [string, string, string];
      const grey = [60, 120, 200] as const;
      for (const [i, name] of names.entries()) await writeFlatClip(name, levels(grey[i] ?? 0, 40, 0));
      const overlap = 8;
      const pieces: string[] = [];
      const expected: number[] = [];
      for (const [i, name] of names.entries()) {
        const from = i === 0 ? 0 : overlap;
        const to = i === 2 ? 40 : 40 - overlap;
        const body = path.join(folder, `body${i}.mp4`);
        expect(await cutClip({ tools, in: name, from, frames: to - from, out: body, threads: 1 })).toBe("copied");
        pieces.push(body);
        expected.push(...levels(grey[i] ?? 0, to - from, 0));
        const next = names[i + 1];
        if (next === undefined) continue;
        const out = path.join(folder, `dissolve${i}.mp4`);
        await renderTransition({
          tools,
          a: name,
          aFrom: 40 - overlap,
          b: next,
          bFrom: 0,
          frames: overlap,
          kind: "dissolve",
          out,
          threads: 1,
        });
        pieces.push(out);
        const [from1, to1] = [grey[i] ?? 0, grey[i + 1] ?? 0];
        expected.push(...Array.from({ length: overlap }, (_, frame) => from1 + ((to1 - from1) * (frame + 1)) / (overlap + 1)));
      }
      const film = path.join(folder, "film.mp4");
      await joinClips({ tools, files: pieces, out: film });
      await decodeCheck(tools, film, 3 * 40 - 2 * overlap);
      near(await lumasOf(film), expected, 2);
    });
  });

  it("leaves nothing behind when it fails", async () => {
    await inTemporaryFolder(async (folder) => {
      const [good, bad, out] = ["good.mp4", "bad.mp4", "out.mp4"].map((name) => path.join(folder, name)) as [string, string, string];
      await writeFlatClip(good, levels(60, 16));
      await copyFile(good, bad);
      const tools = await testTools();
      const controller = new AbortController();
      controller.abort();
      await expect(joinClips({ tools, files: [good, bad], out, signal: controller.signal })).rejects.toMatchObject({ code: "cancelled" });
      await expect(readFile(out)).rejects.toThrow();
      await expect(readFile(`${out}.part`)).rejects.toThrow();
      await expect(readFile(`${out}.txt`)).rejects.toThrow();
    });
  });
});
