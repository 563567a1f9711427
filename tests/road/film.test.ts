// The whole road from the command line: story -> core -> farm -> node -> worker -> export, with real parts.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFarmData } from "../farm-data.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const story = `The Letter

At dawn ANNA, thirty, in a green coat, walks along the beach with a lantern.

"Is anybody there?" says Anna.

That night, inside the lighthouse, Anna sits at a table and reads a letter. A storm beats on the windows.
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "road-"));
  writeFileSync(join(folder, "story.txt"), story);
});
afterAll(() => {
  for (const data of ["data", "data-bad", "data-plan"]) removeFarmData(join(folder, data, "farm"));
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  code: number | null;
  out: string;
  err: string;
}

function film(args: string[], env: Record<string, string> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "scripts/film.mjs"), ...args], {
      cwd: folder,
      env: { ...process.env, INIT_CWD: folder, FARM_PRICES: "test", STUDIO_DATA: join(folder, "data"), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

test("a story becomes a finished film with captions, and its credits are captured", async () => {
  const run = await film(["--story", "story.txt", "--out", "film.mp4", "--json"]);
  expect(run.code, run.err.slice(-2000)).toBe(0);
  const summary = JSON.parse(run.out.trim().split("\n").at(-1) ?? "") as { complete: boolean; credits: { captured: number; held: number } };
  expect(summary).toMatchObject({ complete: true });
  const probe = JSON.parse(
    execFileSync("ffprobe", ["-v", "error", "-count_frames", "-show_streams", "-of", "json", join(folder, "film.mp4")]).toString(),
  ) as {
    streams: {
      codec_name: string;
      nb_read_frames: string;
      width: number;
      height: number;
      r_frame_rate: string;
      pix_fmt: string;
      color_space: string;
    }[];
  };
  const video = probe.streams[0];
  expect(video).toMatchObject({
    codec_name: "h264",
    width: 1280,
    height: 720,
    r_frame_rate: "16/1",
    pix_fmt: "yuv420p",
    color_space: "bt709",
  });
  expect(Number(video?.nb_read_frames)).toBeGreaterThan(80);
  const captions = readFileSync(join(folder, "film.vtt"), "utf8");
  expect(captions.startsWith("WEBVTT")).toBe(true);
  expect(captions).toContain("Is anybody there?");
  expect(summary.credits.captured).toBeGreaterThan(0);
}, 240_000);

test("the same command again finds everything made, charges nothing more and writes the film again", async () => {
  rmSync(join(folder, "film.mp4"));
  const run = await film(["--story", "story.txt", "--out", "film.mp4", "--json"]);
  expect(run.code, run.err.slice(-2000)).toBe(0);
  const summary = JSON.parse(run.out.trim().split("\n").at(-1) ?? "") as { credits: { captured: number } };
  expect(summary.credits.captured).toBe(0);
  expect(existsSync(join(folder, "film.mp4"))).toBe(true);
}, 120_000);

describe("bad input says what it is and what to do, before any work", () => {
  const cases: { name: string; prepare?: () => void; args: string[]; says: RegExp }[] = [
    { name: "no story", args: ["--out", "a.mp4"], says: /--story/ },
    { name: "a story that is not there", args: ["--story", "nowhere.txt", "--out", "a.mp4"], says: /nowhere\.txt/ },
    {
      name: "an empty story",
      prepare: () => writeFileSync(join(folder, "empty.txt"), " \n\n"),
      args: ["--story", "empty.txt", "--out", "a.mp4"],
      says: /story .*is empty/i,
    },
    {
      name: "a story of 5 MB",
      prepare: () => writeFileSync(join(folder, "big.txt"), "a long word ".repeat(440_000)),
      args: ["--story", "big.txt", "--out", "a.mp4"],
      says: /may have up to 2 MB/i,
    },
    {
      name: "a binary file",
      prepare: () => writeFileSync(join(folder, "binary.txt"), readFileSync(process.execPath).subarray(0, 4096)),
      args: ["--story", "binary.txt", "--out", "a.mp4"],
      says: /not plain text/i,
    },
    { name: "an unknown option", args: ["--story", "story.txt", "--out", "a.mp4", "--colour", "red"], says: /--colour/ },
    {
      name: "an output folder that is not there",
      args: ["--story", "story.txt", "--out", "missing/a.mp4"],
      says: /folder.*(not exist|missing)/i,
    },
    {
      name: "an output that is a folder",
      prepare: () => mkdirSync(join(folder, "dir.mp4"), { recursive: true }),
      args: ["--story", "story.txt", "--out", "dir.mp4"],
      says: /folder|output/i,
    },
    { name: "an unknown style", args: ["--story", "story.txt", "--out", "a.mp4", "--style", "neon-zebra"], says: /style/i },
    { name: "a length that is no number", args: ["--story", "story.txt", "--out", "a.mp4", "--minutes", "soon"], says: /--minutes/ },
    {
      name: "a farm that is not there",
      args: ["--story", "story.txt", "--out", "a.mp4", "--farm", "http://127.0.0.1:9", "--token", "x"],
      says: /farm/i,
    },
  ];
  test.each(cases)(
    "$name",
    async ({ prepare, args, says }) => {
      prepare?.();
      const run = await film(args, { STUDIO_DATA: join(folder, "data-bad") });
      expect(run.code).not.toBe(0);
      expect(run.err).toMatch(says);
      expect(run.err).not.toMatch(/\n\s+at .*\(.*:\d+:\d+\)/);
      expect(existsSync(join(folder, "a.mp4"))).toBe(false);
    },
    60_000,
  );
});

test("--plan prints the breakdown without a farm", async () => {
  const run = await film(["--story", "story.txt", "--plan", "--json"], { STUDIO_DATA: join(folder, "data-plan") });
  expect(run.code, run.err).toBe(0);
  const plan = JSON.parse(run.out) as {
    scenes: { shots: { frames: number; source: { start: number; end: number } }[]; cast: string[] }[];
    cast: { name: string }[];
    notUnderstood: unknown[];
  };
  expect(plan.scenes.length).toBeGreaterThanOrEqual(2);
  expect(plan.cast.map((person) => person.name)).toEqual(["Anna"]);
  for (const shot of plan.scenes.flatMap((scene) => scene.shots)) {
    expect(shot.frames).toBeGreaterThan(0);
    expect(story.slice(shot.source.start, shot.source.end).trim().length).toBeGreaterThan(0);
  }
  expect(existsSync(join(folder, "data-plan", "farm"))).toBe(false);
});
