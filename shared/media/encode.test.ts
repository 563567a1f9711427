// The farm's clip: the same frames give the same bytes, with exact time, closed groups of eight, colour tags and a proxy.
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { decodeCheck, framesAt } from "./decode.ts";
import { clipTimescale, openClipEncoder } from "./encode.ts";
import { MediaError } from "./error.ts";
import { runFfmpeg } from "./ffmpeg.ts";
import { flatFrame, inTemporaryFolder, lumasOf, testHeight, testTools, testWidth, writeFlatClip } from "./media.fixture.ts";
import { headersFrom, readMp4Headers } from "./mp4.ts";
import { probeMedia } from "./probe.ts";

vi.setConfig({ testTimeout: 240_000 }); // many short processes: slow on a busy machine

const rate = { num: 16, den: 1 };

describe("a clip", () => {
  it("has the same bytes when it is made twice, with its proxy and its recipe", async () => {
    await inTemporaryFolder(async (folder) => {
      const tools = await testTools();
      const make = async (name: string) => {
        const [out, proxyOut] = [path.join(folder, `${name}.mp4`), path.join(folder, `${name}-proxy.mp4`)];
        const metadata = { comment: JSON.stringify({ seed: 7, prompt: 'a "quoted" line;\nwith ünïcode = #' }) };
        const encoder = openClipEncoder({ tools, out, proxyOut, width: testWidth, height: testHeight, rate, threads: 2, metadata });
        for (let i = 0; i < 20; i++) await encoder.write(flatFrame(60 + i * 5).map((v, at) => v + ((at * i) % 9)));
        await encoder.finish();
        return { out, proxyOut, metadata };
      };
      const [first, second] = [await make("a"), await make("b")];
      expect((await readFile(first.out)).equals(await readFile(second.out))).toBe(true);
      expect((await readFile(first.proxyOut)).equals(await readFile(second.proxyOut))).toBe(true);
      expect((await probeMedia(tools, first.out)).tags.comment).toBe(first.metadata.comment);
      const proxy = await probeMedia(tools, first.proxyOut);
      expect(proxy.video).toMatchObject({ frames: 20, width: 640, height: 360, codec: "h264" });
    });
  });

  it("tells its time, size, colour and structure exactly", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = path.join(folder, "clip.mp4");
      await writeFlatClip(
        file,
        Array.from({ length: 45 }, (_, i) => 50 + i * 3),
      );
      const tools = await testTools();
      const info = await probeMedia(tools, file);
      expect(info.video).toEqual({
        codec: "h264",
        frames: 45,
        rate,
        width: testWidth,
        height: testHeight,
        pixelFormat: "yuv420p",
        timeBase: { num: 1, den: 16_000 },
        colour: { range: "tv", matrix: "bt709", primaries: "bt709", transfer: "bt709" },
      });
      expect(info).toMatchObject({ audio: null, movieTimescale: 16_000, fastStart: true, duration: 45 / 16 });
      const report = await decodeCheck(tools, file, 45);
      expect(report.keyFrames).toEqual([0, 8, 16, 24, 32, 40]);
      expect(report.ticksPerFrame).toBe(1000);
    });
  });

  it("has a whole number of ticks for each frame at every rate", () => {
    for (const each of [rate, { num: 24, den: 1 }, { num: 30, den: 1 }, { num: 24_000, den: 1001 }, { num: 60_000, den: 1001 }]) {
      expect((clipTimescale(each) * each.den) / each.num).toBe(Math.round((clipTimescale(each) * each.den) / each.num));
    }
  });

  it("refuses a frame of another size, and leaves nothing after an abort", async () => {
    await inTemporaryFolder(async (folder) => {
      const out = path.join(folder, "clip.mp4");
      const encoder = openClipEncoder({ tools: await testTools(), out, width: testWidth, height: testHeight, rate, threads: 1 });
      await encoder.write(flatFrame(80));
      await expect(encoder.write(new Uint8Array(100))).rejects.toThrow(RangeError);
      await encoder.abort();
      await expect(stat(out)).rejects.toThrow();
      await expect(encoder.write(flatFrame(80))).rejects.toMatchObject({ code: "cancelled" });
    });
  });

  it("says why it failed and leaves nothing when the file cannot be written", async () => {
    const tools = await testTools();
    const out = "/nowhere/clip.mp4";
    const encoder = openClipEncoder({ tools, out, width: testWidth, height: testHeight, rate, threads: 1 });
    const work = async () => {
      for (let i = 0; i < 400; i++) await encoder.write(flatFrame(80));
      await encoder.finish();
    };
    await expect(work()).rejects.toMatchObject({ code: "ffmpeg_failed", message: expect.stringContaining("No such file") });
  });
});

describe("looking at files", () => {
  it("takes the picture that is shown at a time", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = path.join(folder, "clip.mp4");
      const lumas = Array.from({ length: 30 }, (_, i) => 40 + i * 6);
      await writeFlatClip(file, lumas);
      const times = [0, 0.05, 0.0625, 1, 1.03, 29 / 16, 100];
      const pictures = await framesAt(await testTools(), file, times);
      for (const [i, time] of times.entries()) {
        const { channels } = await sharp(pictures[i]).stats();
        const expected = ((lumas[Math.min(29, Math.floor(time * 16))] ?? 0) - 16) * (255 / 219);
        expect(Math.abs((channels[0]?.mean ?? 0) - expected), `at ${time}`).toBeLessThan(2.5);
      }
    });
  });

  it("does not call a damaged, short or uneven file good", async () => {
    await inTemporaryFolder(async (folder) => {
      const tools = await testTools();
      const [clip, uneven, torn] = ["clip", "uneven", "torn"].map((name) => path.join(folder, `${name}.mp4`)) as [string, string, string];
      await writeFlatClip(
        clip,
        Array.from({ length: 24 }, (_, i) => 40 + i * 6),
      );
      await expect(decodeCheck(tools, clip, 25)).rejects.toMatchObject({ code: "ffmpeg_failed" });
      await runFfmpeg(tools, ["-i", clip, "-c", "copy", "-bsf:v", "setts=ts=TS+gte(N\\,12)*300", uneven]);
      await expect(decodeCheck(tools, uneven, 24)).rejects.toMatchObject({ code: "ffmpeg_failed" });
      const bytes = await readFile(clip);
      await writeFile(torn, bytes.fill(0, bytes.length - 600));
      await expect(decodeCheck(tools, torn, 24)).rejects.toBeInstanceOf(MediaError);
      await writeFile(torn, bytes.subarray(0, 300));
      await expect(decodeCheck(tools, torn, 24)).rejects.toMatchObject({ code: "not_media" });
    });
  });

  it("reads no header past the end of a damaged one", async () => {
    await inTemporaryFolder(async (folder) => {
      const clip = path.join(folder, "clip.mp4");
      await writeFlatClip(clip, [50, 60]);
      const bytes = await readFile(clip);
      const at = bytes.indexOf("moov") - 4;
      const moov = bytes.subarray(at + 8, at + bytes.readUInt32BE(at));
      expect(headersFrom(moov, true)).toEqual(await readMp4Headers(clip));
      for (let cut = 0; cut < moov.length; cut += 7) {
        try {
          headersFrom(moov.subarray(0, cut), true);
        } catch (error) {
          expect(error).toMatchObject({ code: "not_media" });
        }
      }
    });
  });

  it("tells the luma that was put in", async () => {
    await inTemporaryFolder(async (folder) => {
      const clip = path.join(folder, "clip.mp4");
      await writeFlatClip(clip, [16, 100, 235]);
      for (const [i, luma] of (await lumasOf(clip)).entries()) expect(Math.abs(luma - ([16, 100, 235][i] ?? 0))).toBeLessThan(1.5);
    });
  });
});
