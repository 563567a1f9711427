import { randomUUID } from "node:crypto";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { ExportView, ProjectView } from "../../shared/contract/studio/views.ts";
import type { ProjectId, ShotId } from "../../shared/domain/ids.ts";
import { lumasOf, writeFlatClip } from "../../shared/media/media.fixture.ts";
import { startHost } from "../host/server.ts";
import { openDatabase } from "../library/database.ts";
import { filmQueries } from "../library/film-queries.ts";
import type { TakeWithRecipe } from "../library/rows.ts";
import { studioMigrations } from "../library/studio-schema.ts";
import { call, inFolder, shortStory, testPorts, until, withStudio } from "../studio.fixture.ts";
import { createStudio, type Studio } from "../studio.ts";

const shotsOf = (film: ProjectView) => film.scenes.flatMap((scene) => scene.shots);

/** A film whose shots have real clips of flat grey, the shot's number times ten bright; `without` stay without. */
async function renderedFilm(folder: string, frames: number, without: number[] = []): Promise<ProjectView> {
  const film = await withStudio(folder, async (studio) => {
    let made = await call(studio, "projects", "create", { story: shortStory });
    for (const shot of shotsOf(made)) made = await call(studio, "storyboard", "updateShot", { shotId: shot.id, patch: { frames } });
    for (const index of shotsOf(made).keys()) {
      if (without.includes(index)) continue;
      const file = path.join(folder, `clip-${index}.mp4`);
      await writeFlatClip(
        file,
        Array.from({ length: frames }, () => 40 + index * 25),
      );
      const hash = await studio.blobs.put(await readFile(file));
      const placed = studio.films.standing(studio.films.rows(made.id))[index];
      if (placed === undefined) throw new Error("a shot is missing");
      deliver(folder, studio, {
        ...testTake(folder, made, placed.row.id),
        frames,
        madeFrom: placed.clips[0] ?? "",
        clip: hash,
        createdAt: index + 10,
      });
    }
    return made;
  });
  return film;
}

/** A clip take of 24 frames that was made from something that no shot is any more. */
function testTake(folder: string, film: ProjectView, shotId: string): TakeWithRecipe {
  return {
    id: testPorts(folder).ids(),
    projectId: film.id as ProjectId,
    shotId: shotId as ShotId,
    kind: "clip",
    madeFrom: "another time",
    drawnFrom: null,
    still: null,
    clip: null,
    proxy: null,
    thumbnail: null,
    segment: 0,
    frames: 24,
    jobId: randomUUID(),
    createdAt: 1,
    recipe: {
      engine: "draft",
      model: "test",
      quality: "draft",
      rating: "general",
      prompt: "x",
      seed: 1,
      width: 320,
      height: 180,
      references: [],
      draft: true,
    },
  };
}

/** Writes a take as a finished download does. */
function deliver(folder: string, _studio: Studio, take: TakeWithRecipe): void {
  const database = openDatabase({ file: path.join(folder, "library", "studio.db"), migrations: studioMigrations, synchronous: "FULL" });
  filmQueries(database).insertTake(take);
  database.close();
}

async function finished(studio: Studio, id: string): Promise<ExportView> {
  await until(() => !["queued", "running"].includes(studio.exports.get(id).state), "the export ends", 60_000);
  return studio.exports.get(id);
}

test("a film is exported whole: frames exact, dissolves between scenes, captions beside it, and it says what it is", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 32);
    await withStudio(folder, async (studio) => {
      const started = await call(studio, "exports", "start", { projectId: film.id });
      const done = await finished(studio, started.id);
      expect(done.error).toBeNull();
      const dissolves = film.scenes.length - 1;
      const frames = shotsOf(film).length * 32 - dissolves * 8;
      expect(done).toMatchObject({
        state: "done",
        progress: 1,
        report: {
          frames,
          expectedFrames: frames,
          rate: "16/1",
          constantRate: true,
          faststart: true,
          decoded: true,
          provenance: "unsigned",
          missing: [],
        },
      });
      const lumas = await lumasOf(done.file);
      expect(lumas.length).toBe(frames);
      // Body frames are the clips' own; frames of a dissolve lie between its neighbours.
      for (const [index] of film.scenes[0]?.shots.entries() ?? []) expect(lumas[index * 32 + 10]).toBeCloseTo(40 + index * 25, -1);
      expect(await readFile(done.captions ?? "", "utf8")).toContain("Is anybody there?");
      expect((await readdir(path.dirname(done.file))).toSorted()).toEqual(
        [path.basename(done.file), path.basename(done.captions ?? "")].toSorted(),
      );
    });
  }));

test("a finished film plays from its own file, with ranges, and not when the file is gone", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24);
    await withStudio(folder, async (studio) => {
      const host = await startHost(studio, { port: 0, token: "t".repeat(40), rendererFolder: null, version: "0" });
      const started = await call(studio, "exports", "start", { projectId: film.id });
      expect(started.play).toBeNull();
      expect((await fetch(`${host.media}export/${started.id}`)).status).toBe(404);
      const done = await finished(studio, started.id);
      const bytes = await readFile(done.file);
      const address = host.media + (done.play ?? "");
      const part = await fetch(address, { headers: { range: "bytes=4-7" } });
      expect([part.status, await part.text(), part.headers.get("content-type")]).toEqual([206, "ftyp", "video/mp4"]);
      const whole = await fetch(address);
      expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
      const known = { headers: { "if-none-match": whole.headers.get("etag") ?? "" } };
      expect((await fetch(address, known)).status).toBe(304);
      // Another film under the same name is another film.
      await writeFile(done.file, bytes.subarray(0, 900));
      expect((await fetch(address, known)).status).toBe(200);
      expect((await fetch(address.replace("/media/", "/media/0"))).status).toBe(404);
      await rm(done.file);
      expect((await fetch(address)).status).toBe(404);
      expect((await call(studio, "exports", "list", {})).exports[0]).toMatchObject({ state: "done", play: null });
      await host.close();
    });
  }));

test("an older clip can be chosen: the film uses it and says that it is stale, until the shot changes; undo takes it back", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24);
    const shotId = shotsOf(film)[0]?.id ?? "";
    const bytes = path.join(folder, "older.mp4");
    await writeFlatClip(
      bytes,
      Array.from({ length: 24 }, () => 200),
    );
    await withStudio(folder, async (studio) => {
      const first = (await call(studio, "storyboard", "takes", { shotId })).takes.find((take) => take.kind === "clip");
      const known = shotsOf(await call(studio, "projects", "open", { projectId: film.id }))[0];
      expect(known?.state).toBe("rendered");
      const older = { ...testTake(folder, film, shotId), clip: await studio.blobs.put(await readFile(bytes)) };
      deliver(folder, studio, older);
      const chosen = await call(studio, "storyboard", "chooseTake", { shotId, takeId: older.id });
      expect(shotsOf(chosen)[0]).toMatchObject({
        state: "stale",
        detail: "an older take is chosen",
        clips: [{ takeId: older.id, stale: true }],
      });
      // What the creator chose over a clip that is right is not bought again.
      const approved = await call(studio, "storyboard", "approve", { shotIds: shotsOf(film).map((shot) => shot.id) });
      expect(approved.quote.segments).toBe(0);
      const done = await finished(studio, (await call(studio, "exports", "start", { projectId: film.id })).id);
      expect((await lumasOf(done.file))[5]).toBeCloseTo(200, -1);
      // Another shot is what it was made for: the choice rests, and comes back with the shot.
      const edited = await call(studio, "storyboard", "updateShot", { shotId, patch: { action: "Another action." } });
      expect(shotsOf(edited)[0]?.clips[0]?.stale).toBe(true);
      const back = await call(studio, "projects", "undo", { projectId: film.id });
      expect(shotsOf(back)[0]?.clips[0]?.takeId).toBe(older.id);
      await call(studio, "projects", "undo", { projectId: film.id });
      const undone = await call(studio, "projects", "undo", { projectId: film.id });
      expect(shotsOf(undone)[0]).toMatchObject({ state: "rendered", clips: [{ takeId: first?.id, stale: false }] });
    });
  }));

test("a second export renders no piece again and gives the same bytes", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24);
    await withStudio(folder, async (studio) => {
      const first = await finished(studio, (await call(studio, "exports", "start", { projectId: film.id })).id);
      expect(first.pieces.reused).toBeLessThan(first.pieces.total);
      const second = await finished(studio, (await call(studio, "exports", "start", { projectId: film.id })).id);
      expect(second.pieces).toEqual({ done: first.pieces.total, total: first.pieces.total, reused: first.pieces.total });
      expect(second.file).not.toBe(first.file);
      expect(await readFile(second.file)).toEqual(await readFile(first.file));
    });
  }));

test("an export that a kill cut off goes on at the next start, with every finished piece", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24);
    const studio = await createStudio(testPorts(folder), { connect: false });
    const { id } = await call(studio, "exports", "start", { projectId: film.id });
    await until(() => studio.exports.get(id).pieces.done > 0, "a piece is done");
    await studio.close();
    await withStudio(folder, async (again) => {
      const done = await finished(again, id);
      expect(done.state).toBe("done");
      expect(done.pieces.reused).toBeGreaterThan(0);
    });
  }));

test("a cancelled export leaves nothing behind and can be tried again", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24);
    await withStudio(folder, async (studio) => {
      const { id, file } = await call(studio, "exports", "start", { projectId: film.id });
      await call(studio, "exports", "cancel", { exportId: id });
      await until(async () => (await readdir(path.dirname(file))).length === 0, "the folder is clean");
      expect(studio.exports.get(id).state).toBe("cancelled");
      await call(studio, "exports", "retry", { exportId: id });
      expect((await finished(studio, id)).state).toBe("done");
    });
  }));

test("a film with a shot that is not rendered is exported only when one says so, and names it", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24, [1]);
    await withStudio(folder, async (studio) => {
      const label = shotsOf(film)[1]?.label ?? "";
      const refused = await studio.call({ namespace: "exports", method: "start", input: { projectId: film.id } });
      expect(refused).toMatchObject({ ok: false, error: { code: "film_incomplete", message: expect.stringContaining(label) as string } });
      const { id } = await call(studio, "exports", "start", { projectId: film.id, allowMissing: true });
      expect((await finished(studio, id)).report?.missing).toEqual([label]);
    });
  }));

test("what is wrong with the target is said before any work", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24);
    const notes = path.join(folder, "notes.mp4");
    await writeFile(notes, "my notes");
    await mkdir(path.join(folder, "taken.mp4"));
    await withStudio(folder, async (studio) => {
      const cases = [
        [path.join(folder, "missing", "film.mp4"), "output_folder_missing"],
        [path.join(folder, "taken.mp4"), "output_exists"],
        [path.join(folder, `${"x".repeat(300)}.mp4`), "output_not_writable"],
        [notes, "output_exists"],
        ["film.mp4", "invalid_input"],
      ] as const;
      for (const [file, code] of cases) {
        const result = await studio.call({ namespace: "exports", method: "start", input: { projectId: film.id, file } });
        expect(result, file).toMatchObject({ ok: false, error: { code } });
      }
      expect((await call(studio, "exports", "list", {})).exports).toEqual([]);
      expect(await readFile(notes, "utf8")).toBe("my notes");
      // A film that is there already may be replaced.
      const file = path.join(folder, "film.mp4");
      for (let time = 0; time < 2; time += 1) {
        expect((await finished(studio, (await call(studio, "exports", "start", { projectId: film.id, file })).id)).state).toBe("done");
      }
      expect((await stat(file)).size).toBeGreaterThan(1000);
    });
  }));

test("a machine without ffmpeg is told how to get it", () =>
  inFolder(async (folder) => {
    const film = await renderedFilm(folder, 24);
    const empty = path.join(folder, "empty");
    await mkdir(empty);
    await chmod(empty, 0o755);
    const studio = await createStudio({ ...testPorts(folder), environment: { PATH: empty } }, { connect: false });
    const result = await studio.call({ namespace: "exports", method: "start", input: { projectId: film.id } });
    await studio.close();
    expect(result).toMatchObject({ ok: false, error: { code: "ffmpeg_missing", message: expect.stringMatching(/install/i) as string } });
  }));
