// kill -9 of the core while it moves, sweeps and migrates its library and downloads: the next start has one good library,
// in which verify finds nothing missing and nothing twice.
import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { startTestFarm } from "../../main/farm/farm.fixture.ts";
import { call, inFolder, shortStory, until, withStudio } from "../../main/studio.fixture.ts";
import type { Studio } from "../../main/studio.ts";
import { kept, makeEarlier } from "../fixtures/library/earlier.ts";
import { filesBelow, killedWhen, placeText } from "./library-steps.ts";

/** What verify finds. */
async function found(studio: Studio): Promise<string[]> {
  await call(studio, "storage", "verify", {});
  let findings: string[] | null = null;
  await until(async () => {
    const { task } = await call(studio, "storage", "state", {});
    if (task?.state === "failed") throw new Error(task.error?.message);
    if (task?.state === "done") findings = (task.verify?.findings ?? []).map((one) => `${one.kind} ${one.what} ${one.text}`);
    return findings !== null;
  }, "verify ends");
  return findings ?? [];
}

/** A film whose frames are all drawn, beside some files of weight. */
async function filmIn(data: string): Promise<string> {
  return withStudio(data, async (studio) => {
    const film = await call(studio, "projects", "create", { story: shortStory });
    await studio.stills.idle();
    for (let number = 0; number < 40; number += 1) await studio.blobs.put(Buffer.alloc(200_000, `weight ${number}`));
    return film.id;
  });
}

test(
  "a core that is killed at any step of a move leaves one good library, and the move goes on from there",
  () =>
    inFolder(async (folder) => {
      const data = path.join(folder, "data");
      const target = path.join(folder, "disk");
      const film = await filmIn(data);
      const steps: [string, () => boolean][] = [
        ["the move is written down", () => placeText(data).includes('"moving"')],
        ["some files are copied", () => filesBelow(path.join(target, "blobs")) > 10],
        ["the databases are copied", () => existsSync(path.join(target, "library", "studio.db"))],
        ["the place has just changed", () => placeText(data).includes('"movedFrom": {')],
      ];
      let reached = 0;
      for (const [step, when] of steps) {
        if (placeText(data).includes('"movedFrom": {')) break;
        const { killed } = await killedWhen(data, `await finished("move", { folder: ${JSON.stringify(target)} });`, when);
        reached += killed ? 1 : 0;
        await withStudio(data, async (studio) => {
          expect(await found(studio), step).toEqual([]);
          expect((await call(studio, "projects", "open", { projectId: film })).title, step).toBe("The Letter");
        });
      }
      expect(reached).toBeGreaterThan(1);
      await withStudio(data, async (studio) => {
        if ((await call(studio, "storage", "state", {})).folder !== target) await call(studio, "storage", "move", { folder: target });
        await until(async () => (await call(studio, "storage", "state", {})).movedFrom !== null, "the library has moved");
        expect(await found(studio)).toEqual([]);
        await call(studio, "storage", "confirmMove", {});
        expect(existsSync(path.join(data, "blobs"))).toBe(false);
        expect((await call(studio, "projects", "open", { projectId: film })).title).toBe("The Letter");
      });
    }),
  240_000,
);

test(
  "a core that is killed in the middle of a sweep has removed nothing that is used, and the next sweep ends the work",
  () =>
    inFolder(async (folder) => {
      const film = await filmIn(folder);
      const blobs = path.join(folder, "blobs", "sha256");
      mkdirSync(path.join(blobs, "00"), { recursive: true });
      const old = new Date(Date.now() - 72 * 3600 * 1000);
      for (let number = 0; number < 20_000; number += 1) {
        const file = path.join(blobs, "00", `00${String(number).padStart(62, "0")}`);
        writeFileSync(file, "x");
        utimesSync(file, old, old);
      }
      const before = filesBelow(blobs);
      const { killed } = await killedWhen(
        folder,
        'await finished("sweep", { dryRun: false });',
        () =>
          !existsSync(path.join(blobs, "00", `00${"1900".padStart(62, "0")}`)) ||
          !existsSync(path.join(blobs, "00", `00${"0".padStart(62, "0")}`)),
      );
      const after = filesBelow(blobs);
      expect(killed).toBe(true);
      expect(after).toBeLessThan(before);
      await withStudio(folder, async (studio) => {
        await studio.sweep();
        expect(filesBelow(path.join(blobs, "00"))).toBeLessThan(5);
        expect(await found(studio)).toEqual([]);
        expect((await call(studio, "projects", "open", { projectId: film })).scenes).toHaveLength(2);
      });
    }),
  240_000,
);

test(
  "a core that is killed while it brings an older library up to date is as before, or up to date, and whole",
  () =>
    inFolder(async (folder) => {
      const backup = (version: number) => path.join(folder, String(version), "library", `studio.db.v${version}.backup`);
      const moments = [
        (version: number) => existsSync(`${backup(version)}.half`),
        (version: number) => existsSync(backup(version)),
        (version: number) =>
          existsSync(backup(version)) &&
          statSync(path.join(folder, String(version), "library", "studio.db-wal"), { throwIfNoEntry: false }) !== undefined,
      ];
      for (const [index, moment] of moments.entries()) {
        const version = index + 1;
        const data = path.join(folder, String(version));
        makeEarlier(data, version);
        await killedWhen(data, "", () => moment(version));
        await withStudio(data, async (studio) => {
          expect((await call(studio, "projects", "open", { projectId: kept.project })).title).toBe(kept.title);
          expect((await call(studio, "storyboard", "takes", { shotId: kept.shot })).takes.length).toBeGreaterThan(1);
        });
      }
    }),
  240_000,
);

test(
  "downloads of a core that is killed again and again arrive once, whole, and verify finds nothing twice",
  () =>
    inFolder(async (folder) => {
      const data = path.join(folder, "data");
      const farm = await startTestFarm({ fileBytes: 300_000 });
      try {
        const tokenFile = path.join(folder, "token");
        writeFileSync(tokenFile, (await farm.address.token()) ?? "");
        const id = await withStudio(
          data,
          async (studio) => {
            const film = await call(studio, "projects", "create", { story: shortStory });
            await studio.stills.idle();
            await call(studio, "storyboard", "approve", { shotIds: film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id)) });
            await until(() => studio.farm.status().state === "connected", "connected");
            await call(studio, "app", "changeSettings", { bandwidth: 400 });
            await call(studio, "storyboard", "render", { projectId: film.id });
            await until(() => [...studio.farm.transferRows()].length > 0, "files are known");
            return film.id;
          },
          farm.address,
        );
        const size = () => filesBelow(path.join(data, "blobs", "partial"));
        let at = 0;
        for (let round = 0; round < 3; round += 1) {
          const began = Date.now();
          await killedWhen(
            data,
            "await new Promise((resolve) => setTimeout(resolve, 20_000));",
            () => size() > 0 && Date.now() - began > 700 + 300 * round,
            {
              url: farm.address.url,
              tokenFile,
            },
          );
          at += 1;
        }
        expect(at).toBe(3);
        await withStudio(
          data,
          async (studio) => {
            await call(studio, "app", "changeSettings", { bandwidth: null });
            await until(
              async () =>
                (await call(studio, "projects", "open", { projectId: id })).scenes
                  .flatMap((scene) => scene.shots)
                  .every((shot) => shot.state === "rendered"),
              "every clip arrived",
              60_000,
            );
            expect(await found(studio)).toEqual([]);
          },
          farm.address,
        );
      } finally {
        await farm.stop();
      }
    }),
  240_000,
);
