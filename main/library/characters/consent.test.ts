import Database from "better-sqlite3";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { consentEffectSchema } from "../../../shared/contract/studio/character-views.ts";
import type { ProjectView } from "../../../shared/contract/studio/views.ts";
import { createIdMaker } from "../../../shared/domain/ids.ts";
import { randomBytes } from "node:crypto";
import { call, inFolder, shortStory, testPorts, withStudio } from "../../studio.fixture.ts";
import { createStudio, type Studio } from "../../studio.ts";

const shotsOf = (film: ProjectView) => film.scenes.flatMap((scene) => scene.shots);
const ids = createIdMaker({ now: () => Date.now(), randomBytes });
const database = (folder: string) => new Database(path.join(folder, "library", "studio.db"));
const person = { origin: "own-photo", subject: "other-person" } as const;

/** A film whose first name is a character with a photo of a real person, with consent on record. */
async function filmWithConsent(studio: Studio, colour = "#884422") {
  const film = await call(studio, "projects", "create", { story: shortStory });
  await studio.stills.idle();
  const name = (await call(studio, "characters", "list", { projectId: film.id })).unlinked[0]?.name ?? "";
  const made = await call(studio, "characters", "create", { from: { projectId: film.id, name } });
  const bytes = await sharp({ create: { width: 32, height: 40, channels: 3, background: colour } })
    .png()
    .toBuffer();
  const evidence = await call(studio, "characters", "addEvidence", {
    source: { name: "sheet.pdf", base64: Buffer.from(`signed ${colour}`).toString("base64") },
  });
  const character = await call(studio, "characters", "addReference", {
    characterId: made.id,
    source: { name: "photo.png", base64: bytes.toString("base64") },
    angle: "front",
    statement: { ...person, evidence },
  });
  return { film, character, hash: character.pictures[0]?.hash ?? "", consentId: character.pictures[0]?.consentId ?? "" };
}

/** A clip of the shot that was made with `references`, as a farm's job would have made it. */
function clipTake(
  folder: string,
  film: ProjectView,
  shotId: string,
  references: string[],
  character: { id: string; version: number },
  clip: string,
): string {
  const open = database(folder);
  const id: string = ids();
  const recipe = {
    engine: "wan",
    model: "m",
    quality: "fast",
    rating: "general",
    prompt: "p",
    seed: 1,
    width: 64,
    height: 36,
    references,
    characters: [character],
    draft: false,
  };
  open
    .prepare(
      `INSERT INTO take (id, project_id, shot_id, kind, made_from, drawn_from, still, clip, proxy, thumbnail, segment, frames, recipe_json, job_id, created_at)
       VALUES (?, ?, ?, 'clip', 'x', NULL, NULL, ?, NULL, NULL, 0, 48, ?, NULL, ?)`,
    )
    .run(id, film.id, shotId, clip, JSON.stringify(recipe), Date.now());
  open.close();
  return id;
}

test("what revoking would mark is what it then marks, and nothing else; records stay for ever", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const { film, character, hash, consentId } = await filmWithConsent(studio);
      const [first, second] = shotsOf(film).map((shot) => shot.id) as [string, string];
      const used = [
        clipTake(folder, film, first, [hash], character, "a".repeat(64)),
        clipTake(folder, film, second, [hash], character, "b".repeat(64)),
      ];
      clipTake(folder, film, second, ["c".repeat(64)], character, "d".repeat(64));
      const before = await call(studio, "projects", "open", { projectId: film.id });
      expect(shotsOf(before)[0]?.clips).toHaveLength(1);
      const effect = consentEffectSchema.parse(await call(studio, "characters", "consentEffect", { consentId }));
      expect(effect).toMatchObject({ takes: 2, shots: 2, leaveCut: 1 });
      expect(effect.untouched).toBeGreaterThan(0);
      const shown = effect.films.flatMap((one) => one.scenes.flatMap((scene) => scene.shots.flatMap((shot) => shot.takeIds)));
      expect(shown.toSorted()).toEqual(used.toSorted());
      expect(await call(studio, "characters", "consentEffect", { consentId })).toEqual(effect);
      expect(await studio.call({ namespace: "characters", method: "revoke", input: { consentId, basis: "old" } })).toMatchObject({
        ok: false,
        error: { code: "conflict" },
      });
      const done = await call(studio, "characters", "revoke", { consentId, basis: effect.basis, reason: "asked for" });
      expect(done.effect).toEqual(effect);
      expect([...studio.films.rows(film.id).looks.marked.keys()].toSorted()).toEqual(used.toSorted());
      const after = await call(studio, "projects", "open", { projectId: film.id });
      expect(shotsOf(after)[0]?.clips).toEqual([]);
      expect(shotsOf(after)[0]?.detail).toMatch(/consent for .* was taken back on .*: a take cannot be used/);
      // The other clip of the second shot stays in the film.
      expect(shotsOf(after)[1]?.clips.map(({ clip }) => clip)).toEqual(["d".repeat(64)]);
      const { takes } = await call(studio, "storyboard", "takes", { shotId: first });
      expect(takes.find(({ id }) => id === used[0])?.detail).toContain("it cannot be used");
      expect(await studio.call({ namespace: "storyboard", method: "chooseTake", input: { shotId: first, takeId: used[0] } })).toMatchObject(
        {
          ok: false,
          error: { code: "conflict" },
        },
      );
      const listed = await call(studio, "characters", "takes", { characterId: character.id });
      expect(
        listed.takes
          .filter((take) => take.marked)
          .map(({ takeId }) => takeId)
          .toSorted(),
      ).toEqual(used.toSorted());
      const open = database(folder);
      for (const sql of [
        "DELETE FROM consent",
        "DELETE FROM consent_revocation",
        "UPDATE consent SET note = 'x'",
        "DELETE FROM character_version",
      ])
        expect(() => open.exec(sql)).toThrow();
      open.close();
      await call(studio, "characters", "removeReferences", { characterId: character.id, referenceIds: [character.pictures[0]?.id ?? ""] });
      expect(studio.films.rows(film.id).looks.marked.size).toBe(2);
      // A new consent makes a new record, and what was made with the picture may be used again.
      await call(studio, "characters", "undo", {});
      const evidence = await call(studio, "characters", "addEvidence", {
        source: { name: "new.pdf", base64: Buffer.from("again").toString("base64") },
      });
      const again = await call(studio, "characters", "recordConsent", {
        characterId: character.id,
        referenceIds: [character.pictures[0]?.id ?? ""],
        statement: { ...person, evidence },
      });
      expect(again.consents).toHaveLength(2);
      expect(studio.films.rows(film.id).looks.marked.size).toBe(0);
    }),
  ));

test("jobs that wait with a reference end when its consent is taken back, and no new one may use it", () =>
  inFolder(async (folder) => {
    const { film, consentId, hash } = await withStudio(folder, (studio) => filmWithConsent(studio));
    const open = database(folder);
    open.prepare("UPDATE project SET quality = 'fast' WHERE id = ?").run(film.id);
    open.close();
    await withStudio(folder, async (studio) => {
      const shotIds = shotsOf(film).map((shot) => shot.id);
      await call(studio, "storyboard", "approve", { shotIds });
      const { jobs } = await call(studio, "storyboard", "render", { projectId: film.id });
      const effect = await call(studio, "characters", "consentEffect", { consentId });
      expect(effect.jobs.map(({ jobId }) => jobId).toSorted()).toEqual(jobs.map(({ id }) => id).toSorted());
      const { jobsEnded } = await call(studio, "characters", "revoke", { consentId, basis: effect.basis });
      expect(jobsEnded.toSorted()).toEqual(jobs.map(({ id }) => id).toSorted());
      const listed = await call(studio, "jobs", "list", { projectId: film.id });
      expect(listed.jobs.every(({ state }) => state === "cancelled")).toBe(true);
      const quote = await call(studio, "create", "quote", {
        draft: { task: "image", prompt: "A harbour", references: [{ hash }] },
      });
      expect(quote.refused.map(({ reason }) => reason).join(" ")).toMatch(/taken back/);
      const again = studio.films.standing(studio.films.rows(film.id));
      expect(again.flatMap((shot) => shot.references)).toEqual([]);
    });
  }));

test("a consent that ends by its day marks as a revoked one does, also when the clock is set back afterwards", () =>
  inFolder(async (folder) => {
    const ports = testPorts(folder);
    let now = Date.parse("2026-03-12T10:00:00Z");
    const studio = await createStudio({ ...ports, clock: { now: () => now }, ids: createIdMaker({ now: () => now, randomBytes }) });
    try {
      const { film, character, hash } = await filmWithConsent(studio);
      const statement = { ...person, evidence: { hash, name: "sheet" }, expiresAt: "2026-06-01T00:00:00Z" };
      const referenceIds = character.pictures.map(({ id }) => id);
      await call(studio, "characters", "recordConsent", { characterId: character.id, referenceIds, statement });
      const take = clipTake(folder, film, shotsOf(film)[0]?.id ?? "", [hash], character, "a".repeat(64));
      expect(studio.films.rows(film.id).looks.marked.size).toBe(0);
      now = Date.parse("2026-06-02T00:00:00Z");
      expect([...studio.films.rows(film.id).looks.marked.keys()]).toEqual([take]);
      expect((await call(studio, "characters", "open", { characterId: character.id })).consent.state).toBe("expired");
      // Something is recorded at this time: it has come, whatever the clock says later.
      const other = await filmWithConsent(studio, "#224488");
      expect(other.character.consent.state).toBe("on-record");
      now = Date.parse("2026-05-01T00:00:00Z");
      expect([...studio.films.rows(film.id).looks.marked.keys()]).toEqual([take]);
      const refused = await studio.call({
        namespace: "characters",
        method: "recordConsent",
        input: {
          characterId: character.id,
          referenceIds,
          statement: { ...person, evidence: null, scope: { films: null, ratings: ["mature"] } },
        },
      });
      expect(refused).toMatchObject({ ok: false, error: { code: "invalid_input", fields: [{ path: "statement.evidence" }] } });
    } finally {
      await studio.close();
    }
  }));
