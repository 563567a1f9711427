import path from "node:path";
import { expect, test } from "vitest";
import { inFolder } from "../../studio.fixture.ts";
import { openDatabase } from "../database.ts";
import { studioMigrations } from "../studio-schema.ts";
import { characterQueries } from "./character-queries.ts";
import { consentQueries } from "./consent-queries.ts";

const hash = "a".repeat(64);
const recipe = {
  engine: "wan",
  model: "m",
  quality: "fast",
  rating: "general",
  prompt: "p",
  seed: 1,
  width: 64,
  height: 36,
  references: [hash],
  draft: false,
};

test("a library of before characters opens with its films, and what its takes used is known", () =>
  inFolder((folder) => {
    const file = path.join(folder, "studio.db");
    const old = openDatabase({ file, migrations: studioMigrations.slice(0, 3), synchronous: "FULL" });
    old.exec(`INSERT INTO project (id, title, story, format, language, cast_json, not_understood_json, quality, revision, created_at, opened_at, removed_at, origin)
      VALUES ('p', 'Film', 's', 'prose', 'en', '[{"name":"Anna","description":""}]', '[]', 'draft', 1, 1, 1, NULL, NULL)`);
    old
      .prepare(
        `INSERT INTO take (id, project_id, shot_id, kind, made_from, drawn_from, still, clip, proxy, thumbnail, segment, frames, recipe_json, job_id, created_at)
         VALUES ('t', 'p', 's', 'clip', 'x', NULL, NULL, ?, NULL, NULL, 0, 48, ?, NULL, 1)`,
      )
      .run("b".repeat(64), JSON.stringify(recipe));
    old.close();
    const now = openDatabase({ file, migrations: studioMigrations, synchronous: "FULL" });
    const consents = consentQueries(now);
    expect(consents.takesUsing([hash]).map(({ takeId }) => takeId)).toEqual(["t"]);
    expect(consents.takesOfFilm("p")).toEqual([{ takeId: "t", hash }]);
    const characters = characterQueries(now);
    expect(characters.all()).toEqual([]);
    expect(characters.film("p")).toMatchObject({ title: "Film", cast: [{ name: "Anna" }] });
    now.close();
    return Promise.resolve();
  }));
