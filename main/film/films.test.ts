import fc from "fast-check";
import path from "node:path";
import { expect, test } from "vitest";
import type { ProjectView } from "../../shared/contract/studio/views.ts";
import { projectViewSchema } from "../../shared/contract/studio/views.ts";
import { openBlobs } from "../library/blobs.ts";
import { call, inFolder, shortStory, testPorts, withStudio } from "../studio.fixture.ts";
import { createStudio, type Studio } from "../studio.ts";

const newFilm = (studio: Studio) => call(studio, "projects", "create", { story: shortStory });
const shotsOf = (film: ProjectView) => film.scenes.flatMap((scene) => scene.shots);
/** Everything that a creator decided: what undo must bring back. */
const decided = (film: ProjectView) => ({
  title: film.title,
  scenes: film.scenes.map(({ shots, ...scene }) => ({
    ...scene,
    shots: shots.map(({ frame: _frame, takes: _takes, state: _state, ...shot }) => shot),
  })),
});

test("a story becomes a film whose frames are drawn and kept, each for its own snapshot", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await newFilm(studio);
      expect(projectViewSchema.parse(made)).toEqual(made);
      expect(made.scenes.length).toBeGreaterThanOrEqual(2);
      await studio.stills.idle();
      const film = await call(studio, "projects", "open", { projectId: made.id });
      for (const shot of shotsOf(film)) {
        expect(shot.state).toBe("to-approve");
        expect(await studio.blobs.has(shot.frame?.still ?? "")).toBe(true);
      }
      expect(new Set(shotsOf(film).map((shot) => shot.frame?.still)).size).toBe(shotsOf(film).length);
    }),
  ));

test("an edit redraws its own shot and takes back its own approval; the others stay", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await newFilm(studio);
      const ids = shotsOf(made).map((shot) => shot.id);
      const before = await call(studio, "storyboard", "approve", { shotIds: ids });
      for (const shot of shotsOf(before)) {
        expect(shot.state).toBe("approved");
        expect(shot.approval).toMatchObject({ by: "tester", still: shot.frame?.still });
      }
      const [edited] = ids as [string];
      await call(studio, "storyboard", "updateShot", { shotId: edited, patch: { size: "close", action: "Anna waves at the sea." } });
      await studio.stills.idle();
      const after = await call(studio, "projects", "open", { projectId: made.id });
      for (const [index, shot] of shotsOf(after).entries()) {
        const old = shotsOf(before)[index];
        if (shot.id === edited) {
          expect(shot.state).toBe("to-approve");
          expect(shot.frame?.still).not.toBe(old?.frame?.still);
          expect(shot.takes).toBe(2);
        } else {
          expect(shot).toEqual(old);
        }
      }
      const undone = await call(studio, "projects", "undo", { projectId: made.id });
      expect(shotsOf(undone)[0]).toMatchObject({ state: "approved", frame: shotsOf(before)[0]?.frame });
    }),
  ));

test("a shot that comes between others leaves their approvals and redraws only what shows another number", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await newFilm(studio);
      await call(studio, "storyboard", "approve", { shotIds: shotsOf(made).map((shot) => shot.id) });
      const scene = made.scenes[0];
      const after = await call(studio, "storyboard", "insertShot", { sceneId: scene?.id ?? "", afterShotId: scene?.shots[0]?.id ?? null });
      expect(after.scenes[0]?.shots.map((shot) => shot.label)).toEqual(
        Array.from({ length: (scene?.shots.length ?? 0) + 1 }, (_, index) => `1${String.fromCharCode(65 + index)}`),
      );
      await studio.stills.idle();
      const drawn = await call(studio, "projects", "open", { projectId: made.id });
      const states = drawn.scenes.flatMap((one) => one.shots.map((shot) => shot.state));
      expect(states.filter((state) => state !== "approved")).toEqual(["to-approve"]);
    }),
  ));

test("several shots move in one step of undo, whatever scenes they come from, and stand together where they were put", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await newFilm(studio);
      const ids = (film: ProjectView) => film.scenes.map((scene) => scene.shots.map((shot) => shot.id));
      const all = ids(made).flat();
      const target = made.scenes.at(-1);
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 1 }), fc.nat(9), async (shotIds, index) => {
          const moved = await call(studio, "storyboard", "moveShots", { shotIds, sceneId: target?.id ?? "", index });
          const stay = (list: readonly string[]) => list.filter((id) => !shotIds.includes(id));
          const last = stay(ids(made).at(-1) ?? []);
          expect(ids(moved)).toEqual([...ids(made).slice(0, -1).map(stay), [...last.slice(0, index), ...shotIds, ...last.slice(index)]]);
          const same = JSON.stringify(ids(moved)) === JSON.stringify(ids(made));
          const back = same ? moved : await call(studio, "projects", "undo", { projectId: made.id });
          expect(ids(back)).toEqual(ids(made));
          expect(back.undo).toBe(made.undo);
        }),
        { numRuns: 12 },
      );
    }),
  ));

test("several shots are removed in one step of undo, with their approvals", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await newFilm(studio);
      const shotIds = shotsOf(made).map((shot) => shot.id);
      const approved = await call(studio, "storyboard", "approve", { shotIds });
      const left = await call(studio, "storyboard", "removeShots", { shotIds: shotIds.slice(1) });
      expect(shotsOf(left).map((shot) => shot.id)).toEqual(shotIds.slice(0, 1));
      expect(decided(await call(studio, "projects", "undo", { projectId: made.id }))).toEqual(decided(approved));
    }),
  ));

type Step = { kind: string; at: number; to: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    "action",
    "frames",
    "mood",
    "insert",
    "remove",
    "remove all",
    "move",
    "approve",
    "unapprove",
    "rename",
    "undo",
    "redo",
  ),
  at: fc.nat(50),
  to: fc.nat(50),
});

/** Runs one step; a step that cannot be is an answer with an error, and no change. */
async function take(studio: Studio, film: ProjectView, { kind, at, to }: Step): Promise<ProjectView> {
  const shots = shotsOf(film);
  const shot = shots[at % Math.max(1, shots.length)];
  const scene = film.scenes[to % film.scenes.length];
  const projectId = film.id;
  if (kind === "undo" || kind === "redo") {
    const result = await studio.call({ namespace: "projects", method: kind, input: { projectId } });
    return result.ok ? (result.value as ProjectView) : film;
  }
  if (kind === "rename") return call(studio, "projects", "rename", { projectId, title: `Film ${at}` });
  if (scene === undefined) return film;
  if (kind === "mood") {
    return call(studio, "storyboard", "updateScene", {
      sceneId: scene.id,
      patch: { mood: at % 2 === 0 ? "tense" : "calm", place: `place ${at}` },
    });
  }
  if (kind === "insert") return call(studio, "storyboard", "insertShot", { sceneId: scene.id, afterShotId: scene.shots[0]?.id ?? null });
  if (shot === undefined) return film;
  const shotId = shot.id;
  const together = shots.filter((_one, index) => (at + index) % (1 + (to % 3)) === 0).map((one) => one.id);
  if (together.length === 0) together.push(shotId);
  if (kind === "action") return call(studio, "storyboard", "updateShot", { shotId, patch: { action: `action ${to}` } });
  if (kind === "frames") return call(studio, "storyboard", "updateShot", { shotId, patch: { frames: 8 + to } });
  if (kind === "remove") return call(studio, "storyboard", "removeShots", { shotIds: [shotId] });
  if (kind === "move") return call(studio, "storyboard", "moveShots", { shotIds: together, sceneId: scene.id, index: at });
  if (kind === "remove all") return call(studio, "storyboard", "removeShots", { shotIds: together });
  if (kind === "approve") return call(studio, "storyboard", "approve", { shotIds: [shotId] });
  return call(studio, "storyboard", "unapprove", { shotIds: [shotId] });
}

test(
  "undoing everything gives the film as it was made; redoing everything gives what one had; a restart forgets nothing",
  () =>
    inFolder(async (folder) => {
      const films: { start: unknown; end: unknown; projectId: string }[] = [];
      await withStudio(folder, (studio) =>
        fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
            const made = await newFilm(studio);
            let film = made;
            for (const one of steps) film = await take(studio, film, one);
            // Redo what was undone at the end, so that the last state is the one of the whole log.
            while (film.redo !== null) film = await call(studio, "projects", "redo", { projectId: film.id });
            films.push({ start: decided(made), end: decided(film), projectId: made.id });
          }),
          { numRuns: 8 },
        ),
      );
      await withStudio(folder, async (studio) => {
        for (const { start, end, projectId } of films) {
          let film = await call(studio, "projects", "open", { projectId });
          expect(decided(film)).toEqual(end);
          while (film.undo !== null) film = await call(studio, "projects", "undo", { projectId });
          expect(decided(film)).toEqual(start);
          while (film.redo !== null) film = await call(studio, "projects", "redo", { projectId });
          expect(decided(film)).toEqual(end);
        }
      });
    }),
  90_000,
);

test("a change after an undo drops what could have been redone", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const { id: projectId } = await newFilm(studio);
      await call(studio, "projects", "rename", { projectId, title: "One" });
      await call(studio, "projects", "undo", { projectId });
      const film = await call(studio, "projects", "rename", { projectId, title: "Two" });
      expect(film.redo).toBeNull();
      expect(await studio.call({ namespace: "projects", method: "redo", input: { projectId } })).toMatchObject({
        ok: false,
        error: { code: "conflict" },
      });
    }),
  ));

test("a film in the trash is out of the list and comes back whole", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const film = await newFilm(studio);
      await call(studio, "projects", "remove", { projectId: film.id });
      expect((await call(studio, "projects", "list", {})).projects).toEqual([]);
      expect(await studio.call({ namespace: "projects", method: "open", input: { projectId: film.id } })).toMatchObject({ ok: false });
      await call(studio, "projects", "restore", { projectId: film.id });
      expect(decided(await call(studio, "projects", "open", { projectId: film.id }))).toEqual(decided(film));
    }),
  ));

test.each([
  ["an empty story", { story: " \n " }, "story_empty"],
  ["a story of 5 MB", { story: "a word ".repeat(750_000) }, "story_too_large"],
  [
    "a picture",
    { file: { name: "story.txt", base64: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]).toString("base64") } },
    "story_not_text",
  ],
  ["half a file", { file: { name: "story.txt", base64: "%%%" } }, "invalid_input"],
] as const)("%s is refused with a sentence, and nothing is kept", (_name, input, code) =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const result = await studio.call({ namespace: "projects", method: "create", input });
      expect(result).toMatchObject({ ok: false, error: { code } });
      expect((await call(studio, "projects", "list", {})).projects).toEqual([]);
    }),
  ),
);

test("an older picture can be chosen: the shot becomes what it shows, its approval comes back, and undo takes it back", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const made = await newFilm(studio);
      const shotId = shotsOf(made)[0]?.id ?? "";
      const approved = await call(studio, "storyboard", "approve", { shotIds: [shotId] });
      await call(studio, "storyboard", "updateShot", {
        shotId,
        patch: { size: "insert", action: "A lantern stands in the sand.", cast: [] },
      });
      await studio.stills.idle();
      const takes = async () => (await call(studio, "storyboard", "takes", { shotId })).takes;
      const [now, before] = await takes();
      expect([now, before]).toMatchObject([
        { current: true, stale: false },
        { current: false, stale: true, detail: expect.stringContaining("action") as string },
      ]);
      const chosen = await call(studio, "storyboard", "chooseTake", { shotId, takeId: before?.id ?? "" });
      expect(shotsOf(chosen)[0]).toEqual({ ...shotsOf(approved)[0], takes: 2 });
      expect((await takes()).map((take) => take.current)).toEqual([false, true]);
      const undone = await call(studio, "projects", "undo", { projectId: made.id });
      expect(shotsOf(undone)[0]).toMatchObject({ state: "to-approve", size: "insert", frame: { takeId: now?.id } });
      // A picture of another scene's light is not one shot's to bring back.
      await call(studio, "storyboard", "updateScene", { sceneId: made.scenes[0]?.id ?? "", patch: { weather: "snow" } });
      expect(
        await studio.call({ namespace: "storyboard", method: "chooseTake", input: { shotId, takeId: before?.id ?? "" } }),
      ).toMatchObject({ ok: false, error: { code: "conflict", message: expect.stringContaining("weather") as string } });
    }),
  ));

test("a sweep of the library leaves every picture that a take, an approval or undo may show", () =>
  inFolder(async (folder) => {
    const shown = await withStudio(folder, async (studio) => {
      const made = await newFilm(studio);
      const shotId = shotsOf(made)[0]?.id ?? "";
      await call(studio, "storyboard", "approve", { shotIds: shotsOf(made).map((shot) => shot.id) });
      await call(studio, "storyboard", "updateShot", { shotId, patch: { action: "Something else." } });
      await studio.stills.idle();
      const takes = await Promise.all(shotsOf(made).map((shot) => call(studio, "storyboard", "takes", { shotId: shot.id })));
      return takes.flatMap((one) => one.takes.map((take) => take.still ?? ""));
    });
    // A later start, long after.
    const later = { ...testPorts(folder), clock: { now: () => Date.now() + 48 * 3600 * 1000 } };
    const studio = await createStudio(later, { connect: false });
    const lost = await (await openBlobs(path.join(folder, "blobs"))).put(Buffer.from("nobody knows it"));
    const swept = await studio.sweep();
    expect(swept).toMatchObject({ removed: 1, kept: new Set(shown).size });
    for (const hash of shown) expect(await studio.blobs.has(hash)).toBe(true);
    expect(await studio.blobs.has(lost)).toBe(false);
    await studio.close();
  }));
