import Database from "better-sqlite3";
import { readFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { call, inFolder, shortStory, until, withStudio } from "../../studio.fixture.ts";

const picture = (background: string) =>
  sharp({ create: { width: 60, height: 80, channels: 3, background } })
    .png()
    .toBuffer();

test("takes are measured by colour and say so; a draft is said to be one and has no score", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const film = await call(studio, "projects", "create", { story: shortStory });
      const name = (await call(studio, "characters", "list", { projectId: film.id })).unlinked[0]?.name ?? "";
      const made = await call(studio, "characters", "create", { from: { projectId: film.id, name } });
      await call(studio, "characters", "addReference", {
        characterId: made.id,
        source: { name: "red.png", base64: (await picture("#aa3322")).toString("base64") },
        angle: "front",
        statement: { origin: "made", subject: "fictional" },
      });
      const shotId = film.scenes[0]?.shots[0]?.id ?? "";
      const open = new Database(path.join(folder, "library", "studio.db"));
      for (const [id, colour] of [
        ["t1", "#ab3423"],
        ["t2", "#2233aa"],
      ] as const) {
        const still = await studio.blobs.put(await picture(colour));
        const recipe = { draft: false, references: [], characters: [{ id: made.id, version: 1 }], shot: { sceneNumber: 1, shotNumber: 1 } };
        open
          .prepare(
            `INSERT INTO take (id, project_id, shot_id, kind, made_from, drawn_from, still, clip, proxy, thumbnail, segment, frames, recipe_json, job_id, created_at)
             VALUES (?, ?, ?, 'frame', 'x', NULL, ?, NULL, NULL, NULL, 0, 1, ?, NULL, 1)`,
          )
          .run(id, film.id, shotId, still, JSON.stringify(recipe));
      }
      open.close();
      await call(studio, "storyboard", "updateShot", { shotId, patch: { action: "She waits." } });
      await studio.stills.idle();
      const measured = () => call(studio, "characters", "consistency", { characterId: made.id, projectId: film.id });
      await until(async () => (await measured()).complete, "everything is measured");
      const found = await measured();
      const takes = new Map(found.scenes.flatMap((scene) => scene.takes.map((take) => [take.takeId, take] as const)));
      expect(takes.get("t1")?.closeness).toBeGreaterThan(0.9);
      expect(takes.get("t2")?.closeness).toBeLessThan(found.check);
      expect(found.measure).toContain("does not know faces");
      expect(found.measured).toBe(2);
      expect(found.drafts).toBeGreaterThan(0);
      expect([...takes.values()].filter(({ draft }) => draft).every(({ closeness }) => closeness === null)).toBe(true);
      const quote = await call(studio, "characters", "turnaroundQuote", { characterId: made.id });
      expect(quote.angles.map(({ angle }) => angle)).toEqual(["three-quarter", "profile", "back", "full-body", "expression"]);
      const consentId = (await call(studio, "characters", "open", { characterId: made.id })).pictures[0]?.consentId ?? "";
      const saved = await call(studio, "characters", "saveEffect", { consentId });
      expect(await readFile(saved.file, "utf8")).toContain("If the consent of");
    }),
  ));
