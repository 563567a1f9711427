import sharp from "sharp";
import { expect, test } from "vitest";
import { characterViewSchema, continuitySchema } from "../../../shared/contract/studio/character-views.ts";
import type { ProjectView } from "../../../shared/contract/studio/views.ts";
import { call, inFolder, shortStory, withStudio } from "../../studio.fixture.ts";
import type { Studio } from "../../studio.ts";

const shotsOf = (film: ProjectView) => film.scenes.flatMap((scene) => scene.shots);
/** A small picture of one colour. */
const picture = (colour: string) =>
  sharp({ create: { width: 64, height: 80, channels: 3, background: colour } })
    .png()
    .toBuffer();
const sourceOf = async (colour: string) => ({ name: `${colour}.png`, base64: (await picture(colour)).toString("base64") });
const fictional = { origin: "made", subject: "fictional" } as const;

async function filmWithAnna(studio: Studio) {
  const film = await call(studio, "projects", "create", { story: shortStory });
  const listed = await call(studio, "characters", "list", { projectId: film.id });
  expect(listed.characters).toEqual([]);
  const name = listed.unlinked.find((one) => /anna/i.test(one.name))?.name ?? "";
  const anna = await call(studio, "characters", "create", { from: { projectId: film.id, name } });
  return { film, anna, name };
}

test("a name of a film becomes a character, seen where the film shows it", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const { film, anna } = await filmWithAnna(studio);
      expect(characterViewSchema.parse(anna)).toEqual(anna);
      expect(anna.cast).toEqual([{ projectId: film.id, title: film.title, name: anna.name }]);
      expect(anna.scenes).toBeGreaterThan(0);
      const where = continuitySchema.parse(await call(studio, "characters", "continuity", { projectId: film.id }));
      expect(where.rows.find((row) => row.characterId === anna.id)?.present.length).toBe(anna.scenes);
      const { characters, unlinked } = await call(studio, "characters", "list", { projectId: film.id });
      expect(characters.map((card) => card.id)).toEqual([anna.id]);
      expect(unlinked.map((one) => one.name)).not.toContain(anna.name);
    }),
  ));

test("a look makes exactly the shots of its scenes that show the character stale, and undo brings them back", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const { film, anna } = await filmWithAnna(studio);
      const before = await call(studio, "storyboard", "approve", { shotIds: shotsOf(film).map((shot) => shot.id) });
      const withLook = await call(studio, "characters", "addLook", {
        characterId: anna.id,
        look: { name: "Oilskin", look: { colour: "#aa2222", wear: "coat" }, costume: "a red oilskin", hair: "", props: ["lamp"] },
      });
      const lookId = withLook.looks.at(-1)?.id ?? "";
      const [first] = film.scenes;
      const unchanged = await call(studio, "projects", "open", { projectId: film.id });
      expect(shotsOf(unchanged).every((shot) => shot.state === "approved")).toBe(true);
      const where = await call(studio, "characters", "setSpan", {
        characterId: anna.id,
        lookId,
        projectId: film.id,
        fromSceneId: first?.id ?? "",
        toSceneId: first?.id ?? "",
      });
      expect(where.rows.find((row) => row.characterId === anna.id)?.bands).toEqual([{ lookId, name: "Oilskin", from: 1, to: 1 }]);
      await studio.stills.idle();
      const after = await call(studio, "projects", "open", { projectId: film.id });
      const touched = new Set(
        (first?.shots ?? []).filter((shot) => shot.cast.some((member) => member.name === anna.name)).map((shot) => shot.id),
      );
      expect(touched.size).toBeGreaterThan(0);
      for (const [index, shot] of shotsOf(after).entries()) {
        const old = shotsOf(before)[index];
        if (touched.has(shot.id)) {
          expect(shot.state).not.toBe("approved");
          const [member] = shot.snapshot.cast.filter((one) => one.name === anna.name);
          expect(member?.look.colour).toBe("#aa2222");
          expect(member?.wears).toBe("a red oilskin; lamp");
        } else expect(shot).toEqual(old);
      }
      const { takes } = await call(studio, "storyboard", "takes", { shotId: [...touched][0] ?? "" });
      expect(takes[0]?.recipe.characters).toEqual([{ id: anna.id, version: 2, look: lookId }]);
      expect(takes[1]?.detail).toBe("look changed");
      // A picture in another look is not what the shot would show: it says so, and nothing is changed.
      const older = await studio.call({
        namespace: "storyboard",
        method: "chooseTake",
        input: { shotId: [...touched][0] ?? "", takeId: takes[1]?.id ?? "" },
      });
      expect(older).toMatchObject({
        ok: false,
        error: { code: "conflict", message: expect.stringContaining("look changed since") as string },
      });
      await call(studio, "characters", "undo", {});
      const undone = await call(studio, "projects", "open", { projectId: film.id });
      expect(shotsOf(undone).map(({ state, frame }) => ({ state, frame }))).toEqual(
        shotsOf(before).map(({ state, frame }) => ({ state, frame })),
      );
    }),
  ));

test("references: added, ordered, taken out and brought back; every change is a version that can be compared and brought back", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await call(studio, "characters", "create", { profile: { name: "Ilse Varn" } });
      const one = await call(studio, "characters", "addReference", {
        characterId: made.id,
        source: await sourceOf("red"),
        angle: "front",
        statement: fictional,
      });
      expect(one.pictures).toMatchObject([{ angle: "front", main: true, width: 64, height: 80, consent: { state: "fictional" } }]);
      const two = await call(studio, "characters", "addReference", {
        characterId: made.id,
        source: await sourceOf("blue"),
        angle: "profile",
        main: true,
      });
      expect(two.pictures.map(({ main }) => main)).toEqual([false, true]);
      expect(two.consent.state).toBe("unstated");
      expect(two.missingAngles.map(({ angle }) => angle)).toEqual(["three-quarter", "back", "full-body", "expression"]);
      const removed = await call(studio, "characters", "removeReferences", {
        characterId: made.id,
        referenceIds: [two.pictures[1]?.id ?? ""],
      });
      expect(removed.pictures.map(({ id, main }) => ({ id, main }))).toEqual([{ id: one.pictures[0]?.id, main: true }]);
      await call(studio, "characters", "undo", {});
      const back = await call(studio, "characters", "open", { characterId: made.id });
      expect(back.pictures).toEqual(two.pictures);
      await call(studio, "characters", "update", { characterId: made.id, patch: { persona: "Counts steps." } });
      const { versions } = await call(studio, "characters", "versions", { characterId: made.id });
      expect(versions.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
      const { changes } = await call(studio, "characters", "compareVersions", { characterId: made.id, from: 1, to: 5 });
      expect(changes.map(({ field }) => field)).toEqual(["persona", "references"]);
      const first = await call(studio, "characters", "bringBack", { characterId: made.id, number: 1 });
      expect(first.profile).toEqual(made.profile);
      expect(first.version).toBe(6);
      const refused = await studio.call({
        namespace: "characters",
        method: "addReference",
        input: { characterId: made.id, source: { name: "x.png", base64: Buffer.from("no picture").toString("base64") }, angle: "back" },
      });
      expect(refused).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    }),
  ));

test("a character that leaves the cast leaves its films whole; merging and splitting are undone exactly", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const { film, anna } = await filmWithAnna(studio);
      await call(studio, "characters", "remove", { characterIds: [anna.id] });
      const after = await call(studio, "projects", "open", { projectId: film.id });
      expect(shotsOf(after).map(({ cast, action }) => ({ cast, action }))).toEqual(
        shotsOf(film).map(({ cast, action }) => ({ cast, action })),
      );
      expect((await call(studio, "characters", "list", { projectId: film.id })).characters).toEqual([]);
      await call(studio, "characters", "restore", { characterIds: [anna.id] });
      const other = await call(studio, "characters", "create", { profile: { name: "The Keeper", aliases: ["Keeper"] } });
      await call(studio, "characters", "addReference", {
        characterId: other.id,
        source: await sourceOf("green"),
        angle: "back",
        statement: fictional,
      });
      const state = async () => ({
        anna: await call(studio, "characters", "open", { characterId: anna.id }),
        other: await call(studio, "characters", "open", { characterId: other.id }),
        list: (await call(studio, "characters", "list", {})).characters.map(({ id }) => id),
      });
      const exact = ({ anna: one, other: two, list }: Awaited<ReturnType<typeof state>>) => ({
        list,
        both: [one, two].map(({ profile, pictures, looks, cast }) => ({
          profile,
          pictures,
          cast,
          looks: looks.map(({ id, name }) => ({ id, name })),
        })),
      });
      const before = exact(await state());
      const merged = await call(studio, "characters", "merge", { intoId: anna.id, fromId: other.id });
      expect(merged.profile.aliases).toEqual(["The Keeper", "Keeper"]);
      expect(merged.pictures).toHaveLength(1);
      const apart = await call(studio, "characters", "split", {
        characterId: anna.id,
        name: "Second",
        referenceIds: merged.pictures.map(({ id }) => id),
        cast: [{ projectId: film.id, name: anna.name }],
      });
      expect(apart.pictures).toHaveLength(1);
      expect(apart.cast.map(({ name }) => name)).toEqual([anna.name]);
      await call(studio, "characters", "undo", {});
      await call(studio, "characters", "undo", {});
      expect(exact(await state())).toEqual(before);
    }),
  ));

test("an age under 18 cannot be confirmed as adult, and texts are held against the rules with their member named", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await call(studio, "characters", "create", { profile: { name: "Nobody" } });
      const update = (patch: object) => studio.call({ namespace: "characters", method: "update", input: { characterId: made.id, patch } });
      for (const age of [
        { years: 16, statement: "", adult: true },
        { years: null, statement: "16", adult: true },
        { years: null, statement: "", adult: true },
      ])
        expect(await update({ age })).toMatchObject({ ok: false, error: { code: "policy_blocked" } });
      expect(await update({ age: { years: 34, statement: "34", adult: true } })).toMatchObject({ ok: true, value: { notMature: null } });
      expect(await update({ persona: "pornographic scene" })).toMatchObject({
        ok: false,
        error: { code: "policy_blocked", fields: [{ path: "persona" }] },
      });
    }),
  ));
