// The library's files end to end on a real studio: what is missing or damaged is found and mended, unused files go,
// a film is a folder of its own, and the whole library moves while it is open.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { StorageTask } from "../../../shared/contract/studio/storage.ts";
import { call, inFolder, shortStory, until, withStudio } from "../../studio.fixture.ts";
import type { Studio } from "../../studio.ts";

/** Begins work on the library and waits for its end. */
async function finished(studio: Studio, begin: Promise<StorageTask>): Promise<StorageTask> {
  await begin;
  let task: StorageTask | null = null;
  await until(async () => {
    task = (await call(studio, "storage", "state", {})).task;
    return task !== null && task.state !== "running";
  }, "the work on the library ends");
  return task as unknown as StorageTask;
}
const verified = async (studio: Studio) => (await finished(studio, call(studio, "storage", "verify", {}))).verify;

async function filmIn(studio: Studio, story = shortStory) {
  const film = await call(studio, "projects", "create", { story });
  await studio.stills.idle();
  return call(studio, "projects", "open", { projectId: film.id });
}
const stillsOf = (film: Awaited<ReturnType<typeof filmIn>>) =>
  film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.frame?.still ?? ""));

test("verify finds a missing, a damaged and a misplaced file with what uses them, and repair draws them again and puts them back", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const film = await filmIn(studio);
      expect(await verified(studio)).toMatchObject({ findings: [], findingsTotal: 0, files: stillsOf(film).length });
      const [gone = "", bad = "", lost = ""] = stillsOf(film);
      rmSync(studio.blobs.pathOf(gone));
      appendFileSync(studio.blobs.pathOf(bad), "!");
      mkdirSync(path.join(folder, "blobs/sha256/zz"));
      renameSync(studio.blobs.pathOf(lost), path.join(folder, "blobs/sha256/zz", lost));
      const report = await verified(studio);
      expect(report?.findings.map(({ kind, what }) => ({ kind, what }))).toEqual(
        expect.arrayContaining([
          { kind: "missing", what: gone },
          { kind: "damaged", what: bad },
        ]),
      );
      expect(report?.findings.find((one) => one.what === gone)?.usedBy[0]).toContain("The Letter");
      const { repair } = await finished(studio, call(studio, "storage", "repair", {}));
      expect(repair).toMatchObject({ redrawn: 2, setAside: 1, moved: 1, missing: [] });
      expect(await verified(studio)).toMatchObject({ findings: [] });
    }),
  ));

test("what cannot be had again is written down with what used it, and forgotten when it is back", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const film = await filmIn(studio);
      const [gone = ""] = stillsOf(film);
      const bytes = readFileSync(studio.blobs.pathOf(gone));
      rmSync(studio.blobs.pathOf(gone));
      // No recipe: nobody can draw it again.
      const { default: Database } = await import("better-sqlite3");
      const database = new Database(path.join(folder, "library/studio.db"));
      database.prepare("UPDATE take SET recipe_json = json_remove(recipe_json, '$.shot') WHERE still = ?").run(gone);
      const { repair } = await finished(studio, call(studio, "storage", "repair", {}));
      expect(repair?.missing).toEqual([{ hash: gone, usedBy: [expect.stringContaining("The Letter") as string] }]);
      expect(database.prepare("SELECT hash FROM missing_file").pluck().all()).toEqual([gone]);
      await studio.blobs.put(bytes);
      await finished(studio, call(studio, "storage", "repair", {}));
      expect(database.prepare("SELECT hash FROM missing_file").pluck().all()).toEqual([]);
      database.close();
    }),
  ));

test("a sweep first says what it would remove, then removes exactly that and nothing that anything names", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const film = await filmIn(studio);
      const old = new Date(Date.now() - 72 * 3600 * 1000);
      // As an earlier start left it: not given to this process.
      const unused = path.join(folder, "blobs/sha256/ab", `ab${"0".repeat(62)}`);
      mkdirSync(path.dirname(unused), { recursive: true });
      writeFileSync(unused, "nobody");
      for (const file of [unused, ...stillsOf(film).map(studio.blobs.pathOf)]) utimesSync(file, old, old);
      const dry = await finished(studio, call(studio, "storage", "sweep", { dryRun: true }));
      expect(dry.sweep).toMatchObject({ dryRun: true, removed: 1, bytes: 6, olderThanHours: 24 });
      expect(existsSync(unused)).toBe(true);
      expect((await finished(studio, call(studio, "storage", "sweep", { dryRun: false, olderThanHours: 100 }))).sweep).toMatchObject({
        removed: 0,
      });
      expect((await finished(studio, call(studio, "storage", "sweep", { dryRun: false }))).sweep).toMatchObject({ removed: 1, bytes: 6 });
      expect(existsSync(unused)).toBe(false);
      for (const still of stillsOf(film)) expect(await studio.blobs.has(still)).toBe(true);
    }),
  ));

test("a film is written as a folder that another library opens with its takes, approvals and undo log; twice it is a second film", () =>
  inFolder(async (folder) => {
    const [one, other] = [path.join(folder, "one"), path.join(folder, "other")];
    const written = await withStudio(one, async (studio) => {
      const film = await filmIn(studio);
      const shot = film.scenes[0]?.shots[0];
      await call(studio, "storyboard", "approve", { shotIds: [shot?.id ?? ""] });
      await call(studio, "projects", "rename", { projectId: film.id, title: 'Names: "odd" / \u{1f40b}' });
      await call(studio, "app", "changeProjectDefaults", { projectId: film.id, patch: { seeds: "keep" } });
      const task = await finished(studio, call(studio, "storage", "writeFolder", { projectId: film.id, folder: path.join(folder, "out") }));
      expect(task).toMatchObject({ state: "done" });
      return { folder: task.folder ?? "", film: await call(studio, "projects", "open", { projectId: film.id }) };
    });
    expect(readdirSync(written.folder).sort()).toEqual(["README.txt", "film.json", "files", "story.txt"].sort());
    expect(readFileSync(path.join(written.folder, "story.txt"), "utf8")).toBe(shortStory);
    const copied = path.join(folder, "copied to a stick");
    renameSync(written.folder, copied);
    await withStudio(other, async (studio) => {
      const task = await finished(studio, call(studio, "storage", "openFolder", { folder: copied }));
      expect(task).toMatchObject({ state: "done", projectId: written.film.id, error: null });
      const film = await call(studio, "projects", "open", { projectId: written.film.id });
      expect({ ...film, revision: 0, quote: null }).toEqual({ ...written.film, revision: 0, quote: null });
      expect(await call(studio, "app", "projectDefaults", { projectId: film.id })).toMatchObject({ own: { seeds: "keep" } });
      const undone = await call(studio, "projects", "undo", { projectId: film.id });
      expect(undone.title).toBe("The Letter");
      const again = await finished(studio, call(studio, "storage", "openFolder", { folder: copied }));
      expect(again.projectId).not.toBe(written.film.id);
      const second = await call(studio, "projects", "open", { projectId: again.projectId ?? "" });
      expect(second.scenes.flatMap((scene) => scene.shots.map((shot) => [shot.label, shot.state, shot.frame?.still]))).toEqual(
        written.film.scenes.flatMap((scene) => scene.shots.map((shot) => [shot.label, shot.state, shot.frame?.still])),
      );
      expect(await verified(studio)).toMatchObject({ findings: [] });
    });
  }));

test("a folder that is damaged, newer or not a film's is refused with a sentence and leaves the library as it was", () =>
  inFolder(async (folder) => {
    await withStudio(path.join(folder, "data"), async (studio) => {
      const film = await filmIn(studio);
      const { folder: out } = await finished(
        studio,
        call(studio, "storage", "writeFolder", { projectId: film.id, folder: path.join(folder, "out") }),
      );
      const file = path.join(out ?? "", "film.json");
      const whole = readFileSync(file, "utf8");
      const parsed = JSON.parse(whole) as {
        version: number;
        tables: Record<string, Record<string, unknown>[]>;
        files: Record<string, { file: string }>;
      };
      const open = async (text: string) => {
        writeFileSync(file, text);
        const task = await finished(studio, call(studio, "storage", "openFolder", { folder: out ?? "" }));
        expect((await call(studio, "projects", "list", {})).projects).toHaveLength(1);
        return task.error?.code;
      };
      expect(await open("{")).toBe("invalid_input");
      expect(await open("[]")).toBe("invalid_input");
      expect(await open(whole.replace('"version": 1', '"version": 9'))).toBe("data_newer");
      expect(await open(JSON.stringify({ ...parsed, tables: { ...parsed.tables, shot: [{ id: 3, project_id: {} }] } }))).toBe(
        "invalid_input",
      );
      expect(
        await open(
          JSON.stringify({
            ...parsed,
            tables: { ...parsed.tables, scene: parsed.tables.scene?.map((row) => ({ ...row, project_id: "x" })) },
          }),
        ),
      ).toBe("invalid_input");
      // A path that leads out of the folder brings nothing in; the film itself opens and says what it lacks.
      const secret = path.join(folder, "secret");
      writeFileSync(secret, "secret");
      const [hash = ""] = Object.keys(parsed.files);
      rmSync(studio.blobs.pathOf(hash));
      writeFileSync(file, JSON.stringify({ ...parsed, files: { ...parsed.files, [hash]: { file: "../../secret", bytes: 6 } } }));
      const task = await finished(studio, call(studio, "storage", "openFolder", { folder: out ?? "" }));
      expect(task.state).toBe("done");
      expect(await studio.blobs.has(hash)).toBe(false);
    });
  }));

test("the library moves while it is open, goes on at the new place after a restart, and the old one goes when that is confirmed", () =>
  inFolder(async (folder) => {
    const data = path.join(folder, "data");
    const target = path.join(folder, "disk", "Studio");
    const film = await withStudio(data, async (studio) => {
      const made = await filmIn(studio);
      for (const taken of [path.join(data, "blobs", "x"), data, "relative/path"])
        expect((await finished(studio, call(studio, "storage", "move", { folder: taken }))).error?.code).toBe("invalid_input");
      const task = await finished(studio, call(studio, "storage", "move", { folder: target }));
      expect(task).toMatchObject({ state: "done", error: null });
      expect(await call(studio, "storage", "state", {})).toMatchObject({ folder: target, movedFrom: { folder: data } });
      // Same studio, new place: what is written now lies there.
      await call(studio, "projects", "rename", { projectId: made.id, title: "Moved" });
      expect(existsSync(path.join(target, "opened-by.json"))).toBe(true);
      return made;
    });
    await withStudio(data, async (studio) => {
      expect((await call(studio, "projects", "open", { projectId: film.id })).title).toBe("Moved");
      expect(await verified(studio)).toMatchObject({ findings: [] });
      expect(existsSync(path.join(data, "library", "studio.db"))).toBe(true);
      expect(await call(studio, "storage", "confirmMove", {})).toMatchObject({ movedFrom: null, folder: target });
      expect(existsSync(path.join(data, "library"))).toBe(false);
      expect(existsSync(path.join(data, "blobs"))).toBe(false);
    });
    renameSync(target, `${target}-away`);
    await expect(withStudio(data, () => Promise.resolve())).rejects.toMatchObject({ code: "output_folder_missing" });
    expect(existsSync(path.join(data, "library"))).toBe(false);
    renameSync(`${target}-away`, target);
    await withStudio(data, async (studio) => {
      // And home again.
      expect(await finished(studio, call(studio, "storage", "move", { folder: data }))).toMatchObject({ state: "done" });
      expect((await call(studio, "projects", "open", { projectId: film.id })).title).toBe("Moved");
    });
  }));
