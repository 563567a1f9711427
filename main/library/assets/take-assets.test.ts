import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { createIdMaker } from "../../../shared/domain/ids.ts";
import type { Recipe } from "../../../shared/domain/recipe.ts";
import { filmQueries } from "../film-queries.ts";
import { studioMigrations } from "../studio-schema.ts";
import { assetQueries } from "./asset-queries.ts";
import { hashFor, idFor, imageAsset, inFolder, openLibrary } from "./assets.fixture.ts";
import { createTakeAssets } from "./take-assets.ts";

const recipe = {
  engine: "draft",
  model: "rules",
  quality: "draft",
  rating: "general",
  prompt: "a lamp",
  seed: 7,
  width: 832,
  height: 480,
  references: [],
  draft: true,
  shot: { sceneNumber: 3, shotNumber: 2 },
} as unknown as Recipe;

const project = `INSERT INTO project (id, title, story, format, language, cast_json, not_understood_json, quality, revision, created_at, opened_at)
  VALUES (?, 'The Last Lamp', '', 'prose', 'en', '[]', '[]', 'draft', 1, 0, 0)`;
const takeSql = `INSERT INTO take (id, project_id, shot_id, kind, made_from, drawn_from, still, clip, segment, frames, recipe_json, job_id, created_at)
  VALUES (@id, @project, @shot, @kind, 'made', 'drawn', @still, @clip, @segment, @frames, @recipe, @job, @at)`;

for (const version of [1, 2, 3]) {
  test(`a library of version ${version} opens with its clips and approved frames as assets, once, and nothing else`, () =>
    inFolder(async (folder) => {
      const old = new Database(path.join(folder, "studio.db"));
      for (const step of studioMigrations.slice(0, version)) old.exec(step);
      old.pragma(`user_version = ${version}`);
      old.prepare(project).run(idFor(1));
      const take = old.prepare(takeSql);
      const common = { project: idFor(1), segment: 0, recipe: JSON.stringify(recipe), job: null };
      take.run({
        ...common,
        id: idFor(10),
        shot: idFor(2),
        kind: "frame",
        still: hashFor("approved"),
        clip: null,
        frames: 1,
        at: 1_700_000_000_000,
      });
      take.run({
        ...common,
        id: idFor(11),
        shot: idFor(2),
        kind: "frame",
        still: hashFor("other"),
        clip: null,
        frames: 1,
        at: 1_700_000_000_500,
      });
      take.run({
        ...common,
        id: idFor(12),
        shot: idFor(2),
        kind: "clip",
        still: null,
        clip: hashFor("clip"),
        frames: 80,
        at: 1_700_000_001_000,
      });
      old
        .prepare("INSERT INTO approval (id, project_id, at, by_name, still, made_from) VALUES (?, ?, 5, 'tester', ?, 'made')")
        .run(idFor(2), idFor(1), hashFor("approved"));
      old.close();
      for (let time = 0; time < 2; time += 1) {
        const { database, cache } = openLibrary(folder);
        const assets = assetQueries(database);
        const [clip, frame] = [assets.byHash(hashFor("clip")), assets.byHash(hashFor("approved"))];
        expect(database.prepare("SELECT count(*) FROM asset").pluck().get()).toBe(2);
        expect(clip).toMatchObject([
          {
            kind: "clip",
            name: "The Last Lamp, 3B",
            frames: 80,
            rate: { num: 16, den: 1 },
            takeId: idFor(12),
            engine: "draft",
            draft: true,
            seed: 7,
            addedAt: 1_700_000_001_000,
          },
        ]);
        expect(frame).toMatchObject([
          { kind: "image", takeId: idFor(10), state: "kept", origin: "made", hasRecipe: true, recipe: { prompt: "a lamp" } },
        ]);
        expect(clip[0]?.id).toMatch(/^018bcfe5-6be8-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        database.close();
        cache.close();
      }
      const backup = new Database(path.join(folder, `studio.db.v${version}.backup`), { readonly: true });
      expect(backup.prepare("SELECT count(*) FROM take").pluck().get()).toBe(3);
      backup.close();
      return Promise.resolve();
    }));
}

test("a clip that arrives and a frame that is approved become assets, once; what came from the library stays one", () => {
  const { database, cache } = openLibrary(":memory:");
  const assets = assetQueries(database);
  let now = 1000;
  const ids = createIdMaker({ now: () => (now += 1), randomBytes: (count) => new Uint8Array(count) });
  const films = filmQueries(database, createTakeAssets(assets, ids));
  database.prepare(project).run(idFor(1));
  const common = {
    projectId: idFor(1) as never,
    shotId: idFor(2) as never,
    madeFrom: "made",
    drawnFrom: "drawn",
    proxy: null,
    thumbnail: null,
    segment: 0,
    createdAt: 5,
    recipe,
  };
  const clip = {
    ...common,
    id: idFor(10) as never,
    kind: "clip",
    still: null,
    clip: hashFor("clip"),
    frames: 80,
    jobId: idFor(20),
  } as const;
  expect(films.insertTake(clip)).toBe(true);
  expect(films.insertTake({ ...clip, id: idFor(11) as never })).toBe(false);
  films.insertTake({ ...common, id: idFor(12) as never, kind: "frame", still: hashFor("frame"), clip: null, frames: 1, jobId: null });
  expect(database.prepare("SELECT kind, name FROM asset").all()).toEqual([{ kind: "clip", name: "The Last Lamp, 3B" }]);
  const approval = { id: idFor(2) as never, projectId: idFor(1) as never, at: 9, by: "tester", still: hashFor("frame"), madeFrom: "made" };
  const change = { table: "approval", before: null, after: approval } as const;
  for (const side of ["after", "before", "after"] as const) films.apply(idFor(1) as never, change, side);
  expect(assets.byHash(hashFor("frame"))).toMatchObject([{ kind: "image", addedAt: 9, takeId: idFor(12) }]);
  assets.insert(imageAsset(50, { hash: hashFor("sent"), kind: "clip" }));
  films.insertTake({ ...clip, id: idFor(13) as never, clip: hashFor("sent"), jobId: null });
  expect(assets.byHash(hashFor("sent"))).toHaveLength(1);
  database.close();
  cache.close();
});
