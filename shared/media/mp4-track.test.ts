// The index as we read it and as ffprobe reads it are the same; a damaged index is an error and no crash.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { readProgram, runFfmpeg } from "./ffmpeg.ts";
import { joinClips } from "./join.ts";
import { inTemporaryFolder, testTools, writeFlatClip } from "./media.fixture.ts";
import { readMoov } from "./mp4.ts";
import { pictureTrackFrom, readPictureTrack } from "./mp4-track.ts";

vi.setConfig({ testTimeout: 120_000 }); // many short processes: slow on a busy machine

/** What ffprobe says of the first picture track. */
async function probed(file: string) {
  const { ffprobe } = await testTools();
  const ask = async (entries: string) =>
    (await readProgram(ffprobe, ["-v", "error", "-select_streams", "v:0", "-show_entries", entries, "-of", "csv=p=0", file]))
      .toString("utf8")
      .trim()
      .split("\n");
  const [rate = "", base = ""] = (await ask("stream=r_frame_rate,time_base"))[0]?.split(",") ?? [];
  const [num, den] = rate.split("/").map(Number);
  const frames = (await ask("packet=pts,flags")).map((line) => ({ pts: Number(line.split(",")[0]), key: line.includes(",K") }));
  return { timescale: Number(base.split("/")[1]), rate: { num, den }, frames: frames.toSorted((a, b) => a.pts - b.pts) };
}

const levels = (count: number) => Array.from({ length: count }, (_, i) => 40 + ((i * 37) % 150));

test("frames, times, key frames and rate are those that ffprobe finds: clips, joined films, other encoders", () =>
  inTemporaryFolder(async (folder) => {
    const tools = await testTools();
    const name = (each: string) => path.join(folder, each);
    await writeFlatClip(name("clip.mp4"), levels(21));
    await writeFlatClip(name("one.mp4"), levels(1));
    await writeFlatClip(name("ntsc.mp4"), levels(9), { num: 24_000, den: 1001 });
    await joinClips({ tools, files: [name("clip.mp4"), name("one.mp4"), name("clip.mp4")], out: name("film.mp4") });
    await runFfmpeg(tools, ["-i", name("clip.mp4"), "-c:v", "libx264", "-bf", "3", "-g", "5", name("pyramid.mp4")]);
    await runFfmpeg(tools, ["-i", name("clip.mp4"), "-f", "lavfi", "-i", "sine", "-shortest", "-c:v", "mpeg4", name("sound.mp4")]);
    for (const file of ["clip.mp4", "one.mp4", "ntsc.mp4", "film.mp4", "pyramid.mp4", "sound.mp4"]) {
      const { coding, ...track } = await readPictureTrack(name(file));
      expect(track, file).toEqual(await probed(name(file)));
      expect(coding, file).toBe(file === "sound.mp4" ? "mp4v" : "avc1");
    }
  }));

test("sound alone is no picture, and a text is no film", () =>
  inTemporaryFolder(async (folder) => {
    const tools = await testTools();
    await runFfmpeg(tools, ["-f", "lavfi", "-i", "sine=duration=0.2", path.join(folder, "tone.m4a")]);
    await writeFile(path.join(folder, "text.mp4"), "not a film");
    for (const file of ["tone.m4a", "text.mp4"])
      await expect(readPictureTrack(path.join(folder, file))).rejects.toMatchObject({ code: "not_media" });
  }));

test("a damaged index gives a track or the media error, never anything else", () =>
  inTemporaryFolder(async (folder) => {
    const file = path.join(folder, "clip.mp4");
    await writeFlatClip(file, levels(8));
    const { moov } = await readMoov(file);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(moov.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.nat(moov.length),
        (bytes, end) => {
          const broken = Buffer.from(moov).subarray(0, end);
          for (const [at, value] of bytes) if (at < end) broken[at] = value;
          try {
            pictureTrackFrom(broken);
          } catch (error) {
            expect(error).toMatchObject({ name: "MediaError", code: "not_media" });
          }
        },
      ),
      { numRuns: 2000 },
    );
  }));
