// Draft clips and stills: the same shot gives the same bytes, segments join without a seam, motion is finer than a pixel.
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { draw, stillSvg } from "../../domain/animatic/index.ts";
import { type Animatic, type CameraPose, frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import type { ShotMove, ShotSnapshot, Weather } from "../../domain/shot.ts";
import { decodeCheck } from "../decode.ts";
import { inTemporaryFolder, testTools } from "../media.fixture.ts";
import { probeMedia } from "../probe.ts";
import { renderDraftClip } from "./clip.ts";
import { project } from "../../domain/animatic/camera.ts";
import { openDraftFrames } from "./frames.ts";
import { renderDraftStill } from "./still.ts";

vi.setConfig({ testTimeout: 240_000 }); // many short processes: slow on a busy machine

const shot = (move: ShotMove, weather: Weather = "clear"): ShotSnapshot => ({
  sceneNumber: 2,
  shotNumber: 3,
  size: "wide",
  angle: "eye",
  move,
  setting: "exterior",
  place: "harbour",
  time: "dusk",
  weather,
  mood: "calm",
  cast: [{ name: "Ines", look: { colour: "#d8a02a", wear: "coat" }, posture: "walking", facing: "right" }],
  props: ["boat"],
  action: "Ines walks along the quay.",
  dialogue: [{ speaker: "Ines", text: "Then who lit the lamp last winter?" }],
  sceneSeed: 5,
  seed: 17,
});

const luma = (frame: Uint8Array) => frame.subarray(0, frameWidth * frameHeight);
const largestDifference = (a: Uint8Array, b: Uint8Array) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0);

describe("a draft clip", () => {
  it("has the same bytes when it is made twice, and tells its progress frame by frame", async () => {
    await inTemporaryFolder(async (folder) => {
      const tools = await testTools();
      const make = async (name: string) => {
        const files = {
          out: path.join(folder, `${name}.mp4`),
          proxyOut: path.join(folder, `${name}-proxy.mp4`),
          thumbnailOut: path.join(folder, `${name}.webp`),
        };
        const seen: number[] = [];
        await renderDraftClip(draw(shot("push-in", "rain")), {
          tools,
          frames: 12,
          threads: 2,
          ...files,
          metadata: { comment: '{"draft":true}' },
          onProgress: (done) => seen.push(done),
        });
        expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
        return files;
      };
      const [first, second] = [await make("a"), await make("b")];
      for (const file of ["out", "proxyOut", "thumbnailOut"] as const) {
        expect((await readFile(first[file])).equals(await readFile(second[file])), file).toBe(true);
      }
      await decodeCheck(tools, first.out, 12);
      expect((await probeMedia(tools, first.out)).tags.comment).toBe('{"draft":true}');
      expect(await sharp(first.thumbnailOut).metadata()).toMatchObject({ width: 320, height: 180, format: "webp" });
    });
  });

  it("leaves nothing when it is cancelled", async () => {
    await inTemporaryFolder(async (folder) => {
      const [out, proxyOut] = [path.join(folder, "clip.mp4"), path.join(folder, "proxy.mp4")];
      const controller = new AbortController();
      const onProgress = (done: number) => {
        if (done === 5) controller.abort();
      };
      const work = renderDraftClip(draw(shot("static")), {
        tools: await testTools(),
        frames: 200,
        out,
        proxyOut,
        threads: 1,
        signal: controller.signal,
        onProgress,
      });
      await expect(work).rejects.toMatchObject({ code: "cancelled" });
      for (const file of [out, proxyOut]) await expect(stat(file)).rejects.toThrow();
    });
  });

  it("lets the caller's event loop turn while it works", async () => {
    await inTemporaryFolder(async (folder) => {
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 1);
      await renderDraftClip(draw(shot("push-in")), {
        tools: await testTools(),
        frames: 24,
        out: path.join(folder, "clip.mp4"),
        threads: 1,
      });
      clearInterval(timer);
      expect(turns).toBeGreaterThan(20);
    });
  });

  it.each(["push-in", "static", "pan-left", "handheld"] as const)("has no seam between the segments of a long %s", async (move) => {
    const art = draw(shot(move, "snow"));
    const whole = await openDraftFrames(art, { start: 0, frames: 40, totalFrames: 40 });
    const second = await openDraftFrames(art, { start: 24, frames: 16, totalFrames: 40 });
    for (const frame of [24, 31, 39])
      expect(largestDifference(whole.frame(frame), second.frame(frame - 24)), `frame ${frame}`).toBeLessThanOrEqual(2);
  });
});

describe("motion", () => {
  it("keeps a disc within a tenth of a pixel of its path on a slow oblique dolly", async () => {
    const camera = (u: number): CameraPose => ({ x: 9 * u, y: 5 * u, z: 0.2 * u, turnX: 0, turnY: 0 });
    const art: Animatic = {
      defs: "",
      camera,
      planes: [
        { name: "sky", distance: 60, softness: 1, svg: '<rect x="-400" y="-300" width="2200" height="1300" fill="#000"/>' },
        { name: "main", distance: 3, softness: 1, svg: '<circle cx="800" cy="300" r="40" fill="#fff"/>' },
      ],
    };
    const frames = await openDraftFrames(art, { start: 0, frames: 40, totalFrames: 40 });
    for (let f = 0; f < 40; f++) {
      const picture = luma(frames.frame(f));
      let [mass, sumX, sumY] = [0, 0, 0];
      for (let y = 180; y < 420; y++) {
        for (let x = 640; x < 960; x++) {
          const weight = Math.max(0, (picture[y * frameWidth + x] ?? 0) - 19);
          [mass, sumX, sumY] = [mass + weight, sumX + weight * x, sumY + weight * y];
        }
      }
      const at = project(camera(f / 39), 3);
      expect(Math.abs(sumX / mass + 0.5 - (640 + 160 * at.scale + at.x)), `frame ${f} across`).toBeLessThan(0.1);
      expect(Math.abs(sumY / mass + 0.5 - (360 - 60 * at.scale + at.y)), `frame ${f} down`).toBeLessThan(0.1);
    }
  });

  it("shows at rest what the still shows", async () => {
    const art = draw(shot("push-in"));
    const { png } = await renderDraftStill(stillSvg({ ...art, planes: art.planes.filter((plane) => plane.cycle === undefined) }));
    const still = await sharp(png).removeAlpha().raw().toBuffer();
    const frames = await openDraftFrames(
      { ...art, planes: art.planes.filter((plane) => plane.cycle === undefined) },
      { start: 0, frames: 80, totalFrames: 80 },
    );
    const picture = luma(frames.frame(0));
    let sum = 0;
    for (let i = 0; i < picture.length; i++) {
      const [r, g, b] = [still[i * 3] ?? 0, still[i * 3 + 1] ?? 0, still[i * 3 + 2] ?? 0];
      sum += Math.abs(16 + (0.2126 * r + 0.7152 * g + 0.0722 * b) * (219 / 255) - (picture[i] ?? 0));
    }
    expect(sum / picture.length).toBeLessThan(1.5);
  });
});

describe("a still", () => {
  it("is an opaque PNG of the frame's size, the same bytes each time", async () => {
    const svg = stillSvg(draw(shot("static")));
    const { png } = await renderDraftStill(svg);
    expect(await sharp(png).metadata()).toMatchObject({ width: frameWidth, height: frameHeight, format: "png", channels: 3 });
    expect((await renderDraftStill(svg)).png.equals(png)).toBe(true);
  });

  it("says so when the text is no drawing", async () => {
    await expect(renderDraftStill("<svg")).rejects.toMatchObject({ code: "not_media" });
  });
});
