// A library of every earlier version opens, whole, with a copy from before; and what can be made again is never the only
// place of what a person made.
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { earlierVersions, kept, makeEarlier } from "../fixtures/library/earlier.ts";
import { call, inFolder, shortStory, withStudio } from "../../main/studio.fixture.ts";
import { backupsOf, pruneBackups } from "../../main/library/database.ts";
import { studioMigrations } from "../../main/library/studio-schema.ts";

test.each(earlierVersions)(
  "a library of version %i opens with its film, takes, approval, jobs and undo log, and is copied first",
  (version) =>
    inFolder(async (folder) => {
      makeEarlier(folder, version);
      await withStudio(folder, async (studio) => {
        const film = await call(studio, "projects", "open", { projectId: kept.project });
        expect(film).toMatchObject({ title: kept.title, undo: "Rename the film", scenes: [{ shots: [{ id: kept.shot }] }] });
        const { takes } = await call(studio, "storyboard", "takes", { shotId: kept.shot });
        expect(takes.map((take) => take.id)).toEqual(expect.arrayContaining([kept.frame, kept.clip]));
        expect((await call(studio, "jobs", "list", {})).jobs).toMatchObject([{ id: kept.job, title: "Scene 1, shot A" }]);
        expect((await call(studio, "projects", "undo", { projectId: kept.project })).title).toBe("Before");
      });
      const database = new Database(path.join(folder, "library", "studio.db"));
      expect(database.pragma("user_version", { simple: true })).toBe(studioMigrations.length);
      expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
      expect(database.pragma("foreign_key_check")).toEqual([]);
      // Clips, and frames that were approved, are assets now.
      expect(database.prepare("SELECT hash FROM asset ORDER BY hash").pluck().all()).toEqual([kept.still, kept.clipHash]);
      database.close();
      const copy = new Database(path.join(folder, "library", `studio.db.v${version}.backup`));
      expect(copy.pragma("user_version", { simple: true })).toBe(version);
      copy.close();
    }),
);

test("of the copies from before updates the newest are kept", () =>
  inFolder((folder) => {
    const file = path.join(folder, "studio.db");
    for (const version of [1, 2, 3, 11]) writeFileSync(`${file}.v${version}.backup`, "");
    writeFileSync(`${file}.v9.backup.half`, "");
    pruneBackups(file, 2);
    expect(backupsOf(file).map((one) => one.version)).toEqual([11, 3]);
    return Promise.resolve();
  }));

test("with cache.db and thumbs.db gone or damaged, all that a person made or decided is still there", () =>
  inFolder(async (folder) => {
    const library = path.join(folder, "library");
    const rebuildable = () => readdirSync(library).filter((name) => /^(cache|thumbs)\.db/.test(name));
    const before = await withStudio(folder, async (studio) => {
      const film = await call(studio, "projects", "create", { story: shortStory });
      await studio.stills.idle();
      await call(studio, "storyboard", "approve", { shotIds: film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id)) });
      await call(studio, "app", "changeProjectDefaults", { projectId: film.id, patch: { quality: "high" } });
      await call(studio, "app", "changeSettings", { theme: "light", shortcuts: { "app:mod+k": "mod+j" } });
      await call(studio, "transfers", "pauseAll", {});
      return call(studio, "projects", "open", { projectId: film.id });
    });
    for (const damage of [true, false]) {
      for (const name of rebuildable()) {
        rmSync(path.join(library, name));
        if (damage && name.endsWith(".db")) writeFileSync(path.join(library, name), "no database at all, but a few words of text");
      }
      await withStudio(folder, async (studio) => {
        const film = await call(studio, "projects", "open", { projectId: before.id });
        expect({ ...film, quote: null }).toEqual({ ...before, quote: null });
        expect(await call(studio, "app", "projectDefaults", { projectId: before.id })).toMatchObject({ own: { quality: "high" } });
        expect(await call(studio, "app", "settings", {})).toMatchObject({ theme: "light", shortcuts: { "app:mod+k": "mod+j" } });
        expect((await call(studio, "transfers", "list", {})).allPaused).toBe(true);
      });
      expect(existsSync(path.join(library, "cache.db"))).toBe(true);
    }
  }));
