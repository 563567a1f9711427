// The command line on a computer without ffmpeg: said with the install line before any work; frames need none.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { shortStory } from "../../main/studio.fixture.ts";

const program = path.resolve(import.meta.dirname, "../../main/cli/film.ts");

test("npm run film without ffmpeg names the line that installs it before it does anything, and draws frames without it", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "no-ffmpeg-"));
  const empty = path.join(folder, "empty");
  const data = path.join(folder, "data");
  mkdirSync(empty);
  writeFileSync(path.join(folder, "story.txt"), shortStory);
  const film = (more: string[]) =>
    new Promise<{ code: number | null; err: string }>((resolve) => {
      const { FFMPEG_PATH: _unset, ...rest } = process.env;
      const args = [program, "--story", path.join(folder, "story.txt"), "--data", data, ...more];
      const child = spawn(process.execPath, args, { env: { ...rest, PATH: empty }, stdio: ["ignore", "ignore", "pipe"] });
      let err = "";
      child.stderr.on("data", (bytes: Buffer) => (err += bytes.toString()));
      child.on("close", (code) => resolve({ code, err }));
    });
  try {
    const refused = await film(["--out", path.join(folder, "film.mp4")]);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^ffmpeg was not found\. Install it with: .*install ffmpeg/);
    expect(existsSync(data)).toBe(false);
    expect(await film(["--approve", "none"])).toMatchObject({ code: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
