// Disks that are really full: the library's and the one that the film goes to. What happened is said with the name of
// the disk, nothing is lost, and all goes on when there is room.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestFarm } from "../../main/farm/farm.fixture.ts";
import { call, inFolder, shortStory, until, withStudio } from "../../main/studio.fixture.ts";

const root = path.resolve(import.meta.dirname, "../..");
const disks: string[] = [];
let base = "";

/** A small file system of its own; null with the reason where this user may not make one. */
function smallDisk(megabytes: number): string {
  const disk = mkdtempSync(path.join(base, "disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", disk], { stdio: "pipe" });
  disks.push(disk);
  return disk;
}

/** Why no disk can be made here; null where one can. */
const cannot = ((): string | null => {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "only root on Linux may mount a small disk";
  const probe = mkdtempSync(path.join(tmpdir(), "disk-probe-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", probe], { stdio: "pipe" });
    execFileSync("umount", [probe]);
    return null;
  } catch {
    return "mounting is not allowed here";
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
})();

beforeAll(() => {
  base = mkdtempSync(path.join(tmpdir(), "full-disk-"));
});
afterAll(() => {
  for (const disk of disks) execFileSync("umount", ["-l", disk]);
  rmSync(base, { recursive: true, force: true });
});

/** Fills a disk but for `leave` bytes; `rm` of the file makes room. */
function fill(disk: string, leave: number): string {
  const file = path.join(disk, "filler");
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
  return file;
}

function film(args: string[]): Promise<{ code: number | null; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, "main/cli/film.ts"), ...args], {
      env: { ...process.env, FARM_PRICES: "test" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let err = "";
    child.stderr.on("data", (bytes: Buffer) => (err += bytes.toString()));
    child.on("close", (code) => resolve({ code, err }));
  });
}

const title = (words: string) => (cannot === null ? words : `${words} (skipped: ${cannot})`);

test.skipIf(cannot !== null)(
  title("a full library refuses each change with the disk's name, keeps what it has, and goes on with room"),
  () =>
    inFolder(async () => {
      const disk = smallDisk(24);
      const data = path.join(disk, "data");
      const farm = await startTestFarm({ fileBytes: 400_000 });
      const notices: string[] = [];
      let filler = "";
      const kept = await withStudio(
        data,
        async (studio) => {
          studio.events.listen((name, event) => name === "notice" && notices.push((event as { text: string }).text));
          const made = await call(studio, "projects", "create", { story: shortStory });
          const shotIds = made.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id));
          const approved = await call(studio, "storyboard", "approve", { shotIds });
          await until(() => studio.farm.status().state === "connected", "connected");
          filler = fill(disk, 500_000);
          await call(studio, "storyboard", "render", { projectId: made.id });
          await until(() => notices.length > 0, "the full disk is said");
          expect(notices[0]).toContain(disk);
          // Not a byte is left: no change can be kept, and each says so.
          const rest = path.join(disk, "rest");
          try {
            for (;;) writeFileSync(rest, Buffer.alloc(4096), { flag: "a" });
          } catch {
            // Full.
          }
          const refused: unknown[] = [];
          for (let number = 0; number < 400 && refused.length === 0; number += 1) {
            const result = await studio.call({
              namespace: "storyboard",
              method: "updateShot",
              input: { shotId: shotIds[0] ?? "", patch: { action: `${"A long action. ".repeat(200)}${number}` } },
            });
            if (!result.ok) refused.push(result.error);
          }
          expect(refused).toMatchObject([{ code: "disk_full", message: expect.stringContaining(disk) as string }]);
          const now = await call(studio, "projects", "open", { projectId: made.id });
          expect(now.scenes[1]).toMatchObject({ heading: approved.scenes[1]?.heading });
          rmSync(filler);
          rmSync(rest);
          // Room: the clips come by themselves, and edits are kept again.
          await call(studio, "storyboard", "updateShot", { shotId: shotIds[0] ?? "", patch: { action: "It goes on." } });
          await until(
            async () =>
              (await call(studio, "projects", "open", { projectId: made.id })).scenes
                .flatMap((scene) => scene.shots)
                .every((shot) => shot.id === shotIds[0] || shot.state === "rendered"),
            "every clip arrived",
            60_000,
          );
          return call(studio, "projects", "open", { projectId: made.id });
        },
        farm.address,
      );
      await withStudio(data, async (studio) => {
        const again = await call(studio, "projects", "open", { projectId: kept.id });
        expect(again.scenes[0]?.shots[0]?.action).toBe("It goes on.");
        expect((await studio.blobs.verify()).damaged).toEqual([]);
      });
      await farm.stop();
    }),
  120_000,
);

test.skipIf(cannot !== null)(
  title("npm run film on a full disk ends with a sentence that names it, and the same command goes on"),
  async () => {
    const story = path.join(base, "story.txt");
    writeFileSync(story, shortStory);
    // The library's disk: room for the databases, none for pictures and clips.
    const library = smallDisk(48);
    mkdirSync(path.join(library, "data"));
    const filler = fill(library, 600_000);
    const out = path.join(base, "film.mp4");
    const args = ["--story", story, "--out", out, "--data", path.join(library, "data"), "--approve", "none"];
    const full = await film(args);
    expect(full.code).toBe(1);
    expect(full.err).toContain("disk");
    expect(full.err).toContain(library);
    rmSync(filler);
    expect(await film(args)).toMatchObject({ code: 0 });
  },
  120_000,
);

test.skipIf(cannot !== null)(
  title("a film that does not fit on its disk is refused before and during the export, and the disk is left clean"),
  async () => {
    const story = path.join(base, "story.txt");
    writeFileSync(story, shortStory);
    const target = smallDisk(2);
    const data = path.join(base, "data");
    const args = ["--story", story, "--out", path.join(target, "film.mp4"), "--data", data];
    const filler = fill(target, 100_000);
    const first = await film(args);
    expect(first.code).toBe(1);
    expect(first.err).toContain(target);
    expect(existsSync(path.join(data, "blobs"))).toBe(false);
    rmSync(filler);
    // Room for the look beforehand, not for the film.
    const second = fill(target, 1_100_000);
    const during = await film(args);
    expect(during.code).toBe(1);
    expect(during.err).toContain(target);
    expect(readdirSync(target)).toEqual(["filler"]);
    rmSync(second);
    execFileSync("mount", ["-o", "remount,size=60m", target]);
    expect(await film(args)).toMatchObject({ code: 0 });
  },
  240_000,
);
