// Create and the workspace over a farm that misbehaves on demand: batches that fill, files that go along, what is refused, what is
// kept, and that nothing is lost or doubled.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import { rules } from "../../shared/domain/policy/index.ts";
import { startTestFarm, type TestFarm, testPicture } from "../farm/farm.fixture.ts";
import { call, inFolder, shortStory, testPorts, until, withStudio } from "../studio.fixture.ts";
import { createStudio, type Studio } from "../studio.ts";

const draft = (change: Partial<CreateDraft> = {}): CreateDraft => ({
  ...createDraftSchema.parse({ task: "image", prompt: "Lighthouse on a headland", seed: 7 }),
  ...change,
});

async function withFarm(work: (studio: Studio, farm: TestFarm, folder: string) => Promise<void>, atOnce = true): Promise<void> {
  const farm = await startTestFarm();
  farm.atOnce = atOnce;
  try {
    await inFolder((folder) =>
      withStudio(
        folder,
        async (studio) => {
          await until(() => studio.farm.status().state === "connected", "the farm is connected");
          await work(studio, farm, folder);
        },
        farm.address,
      ),
    );
  } finally {
    await farm.stop();
  }
}
const groupOf = (studio: Studio, groupId: string) => call(studio, "workspace", "group", { groupId });
async function made(studio: Studio, change: Partial<CreateDraft> = {}) {
  const { groupId } = await call(studio, "create", "submit", { draft: draft(change) });
  await until(async () => (await groupOf(studio, groupId)).items.every(({ assetId }) => assetId !== null), "all results are here");
  return groupOf(studio, groupId);
}
async function refusal(studio: Studio, change: Partial<CreateDraft>) {
  const result = await studio.call({ namespace: "create", method: "submit", input: { draft: draft(change) } });
  return result.ok ? null : result.error;
}

test("a batch fills as pictures arrive, each with the recipe that makes it again alone", () =>
  withFarm(async (studio, farm) => {
    const { groupId, job } = await call(studio, "create", "submit", { draft: draft({ count: 3 }), expectedCredits: 1 });
    expect(job).toMatchObject({ title: "3 images: Lighthouse on a headland", projectId: null, segments: 3 });
    await until(() => farm.jobs.size === 1, "the farm has the job");
    const [farmId] = [...farm.jobs.keys()];
    const preview = farm.begin(farmId as string, 0);
    await until(async () => (await groupOf(studio, groupId)).items[0]?.preview === preview, "the preview is here");
    expect((await groupOf(studio, groupId)).items.map(({ state }) => state)).toEqual(["making", "waiting", "waiting"]);
    farm.finish(farmId as string);
    await until(async () => (await call(studio, "workspace", "fresh", {})).fresh === 3, "three are staged");
    const { items, title, facts } = await groupOf(studio, groupId);
    expect({ title, facts }).toEqual({ title: "Lighthouse on a headland", facts: "Draft engine, draft, 3 images" });
    expect(items.map(({ state, seed, name, width }) => [state, seed, name, width])).toEqual([
      ["staged", 7, "Lighthouse on a headland 1", 1],
      ["staged", 8, "Lighthouse on a headland 2", 1],
      ["staged", 9, "Lighthouse on a headland 3", 1],
    ]);
    const again = await call(studio, "create", "draftOf", { assetId: items[2]?.assetId as string });
    expect(again).toEqual({
      draft: draft({ seed: 9, engine: "draft", model: "animatic-1", width: null, height: null }),
      notes: [],
    });
    expect(await call(studio, "jobs", "list", {})).toMatchObject({ jobs: [{ id: groupId, state: "succeeded", segmentsDone: 3 }] });
  }, false));

test("what failed halfway keeps what arrived; it is sent again with the same seed in a group of its own", () =>
  withFarm(async (studio, farm) => {
    const { groupId } = await call(studio, "create", "submit", { draft: draft({ count: 3 }) });
    await until(() => farm.jobs.size === 1, "the farm has the job");
    farm.finish([...farm.jobs.keys()][0] as string, 1);
    await until(async () => (await groupOf(studio, groupId)).items[0]?.state === "staged", "the first is here");
    const failed = await groupOf(studio, groupId);
    expect(failed.items.map(({ state }) => state)).toEqual(["staged", "lost", "lost"]);
    expect(failed.job).toMatchObject({ state: "failed", error: { code: "oom" }, refunded: 1 });
    const again = await call(studio, "jobs", "retry", { jobId: groupId });
    expect(again.id).not.toBe(groupId);
    await until(() => farm.jobs.size === 2, "it is sent again");
    const { groups } = await call(studio, "workspace", "groups", {});
    expect(groups.map(({ id }) => id)).toEqual([again.id, groupId]);
    expect(studio.farm.job(again.id)?.row.results?.map(({ recipe }) => recipe.seed)).toEqual([7, 8, 9]);
  }, false));

test("keep, discard and their undo; what was discarded is gone after a day and never comes again", () =>
  withFarm(async (studio, farm, folder) => {
    const { id: groupId, items } = await made(studio, { count: 3 });
    const [first, second, third] = items.map(({ assetId }) => assetId as string) as [string, string, string];
    const kept = await call(studio, "workspace", "keep", { assetIds: [first] });
    expect(kept).toMatchObject({ text: "1 image kept" });
    const discarded = await call(studio, "workspace", "discard", { assetIds: [second, third] });
    expect(discarded.groups[0]?.items.map(({ state, goneAt }) => [state, goneAt !== null])).toEqual([
      ["kept", false],
      ["discarded", true],
      ["discarded", true],
    ]);
    await call(studio, "workspace", "undo", { undoId: discarded.undoId });
    expect((await groupOf(studio, groupId)).items.map(({ state }) => state)).toEqual(["kept", "staged", "staged"]);
    const again = await studio.call({ namespace: "workspace", method: "undo", input: { undoId: discarded.undoId } });
    expect(again).toMatchObject({ ok: false, error: { code: "conflict" } });
    await call(studio, "workspace", "discard", { assetIds: [second] });
    await call(studio, "workspace", "keepAll", {});
    expect(await call(studio, "workspace", "fresh", {})).toEqual({ fresh: 0 });
    await studio.close();
    const later = Date.now() + 25 * 3600 * 1000;
    const ports = { ...testPorts(folder, farm.address), clock: { now: () => later } };
    const next = await createStudio(ports);
    try {
      await until(() => next.farm.status().state === "connected", "the farm is connected again");
      await next.farm.start();
      expect((await groupOf(next, groupId)).items.map(({ assetId }) => assetId)).toEqual([first, third]);
    } finally {
      await next.close();
    }
  }));

test("files of the library go to the farm before the job, once, and again when the farm forgot them", () =>
  withFarm(async (studio, farm) => {
    const hash = await studio.blobs.put(testPicture("a reference"));
    const references = [{ hash, assetId: null, weight: 0.7, role: null }];
    await made(studio, { quality: "high", references });
    expect(farm.brought).toEqual([hash]);
    await made(studio, { quality: "high", references, seed: 8 });
    expect(farm.brought).toEqual([hash]);
    farm.forget();
    const group = await made(studio, { quality: "high", references, seed: 9 });
    expect(farm.brought).toEqual([hash, hash]);
    const asset = group.items[0]?.assetId as string;
    expect((await call(studio, "create", "draftOf", { assetId: asset })).draft).toMatchObject({ references, engine: "sdxl", seed: 9 });
  }));

test("jobs with files wait while the farm is away, others are not held up, and a restart goes on", async () => {
  const farm = await startTestFarm();
  await inFolder(async (folder) => {
    let hash = "";
    await farm.stop();
    await withStudio(
      folder,
      async (studio) => {
        hash = await studio.blobs.put(testPicture("kept while away"));
        const references = [{ hash, assetId: null, weight: null, role: null }];
        await call(studio, "create", "submit", { draft: draft({ quality: "high", references }) });
        await call(studio, "create", "submit", { draft: draft({ seed: 1 }) });
        expect((await call(studio, "create", "abilities", {})).engines).toEqual([]);
        expect((await call(studio, "workspace", "groups", {})).groups.map(({ job }) => job?.state)).toEqual(["unsent", "unsent"]);
      },
      farm.address,
    );
    await farm.start();
    await withStudio(
      folder,
      async (studio) => {
        await until(async () => (await call(studio, "workspace", "fresh", {})).fresh === 2, "both are here");
        expect(farm.brought).toEqual([hash]);
        expect(new Set(farm.keys).size).toBe(2);
        expect(farm.jobs.size).toBe(2);
      },
      farm.address,
    );
    await farm.stop();
    await withStudio(
      folder,
      async (studio) => {
        // What its engines can do is known from the last time, and held to.
        const abilities = await call(studio, "create", "abilities", {});
        expect({ connected: abilities.connected, engines: abilities.engines.map(({ id }) => id) }).toEqual({
          connected: false,
          engines: ["draft", "sdxl"],
        });
        expect((await refusal(studio, { steps: 20 }))?.fields).toMatchObject([{ path: "steps" }]);
      },
      farm.address,
    );
  });
  await farm.stop();
});

test("what the engine does not honour is refused before anything is sent, by field, in its own words", () =>
  withFarm(async (studio, farm) => {
    const fieldsOf = async (change: Partial<CreateDraft>) => (await refusal(studio, change))?.fields?.map(({ path }) => path);
    expect(await fieldsOf({ prompt: "  " })).toEqual(["prompt"]);
    expect(await fieldsOf({ steps: 20, guidance: 4, negative: "ships" })).toEqual(["steps", "guidance", "negative"]);
    expect(await fieldsOf({ width: 512, height: 512 })).toEqual(["width"]);
    expect(await fieldsOf({ quality: "high", steps: 90 })).toEqual(["steps"]);
    expect(await fieldsOf({ quality: "high", sampler: "other" })).toEqual(["sampler"]);
    expect(await fieldsOf({ engine: "nobody" })).toEqual(["engine"]);
    expect(await fieldsOf({ engine: "sdxl" })).toEqual(["quality"]);
    expect(await fieldsOf({ quality: "high", model: "gone" })).toEqual(["model"]);
    expect(await fieldsOf({ task: "extend" })).toEqual(["clip", "task"]);
    const missing = { hash: "a".repeat(64), assetId: null };
    expect(await fieldsOf({ task: "edit", quality: "high", image: missing })).toEqual(["image"]);
    const text = await studio.blobs.put(Buffer.from("no picture"));
    expect(await fieldsOf({ task: "edit", quality: "high", image: { hash: text, assetId: null } })).toEqual(["image"]);
    expect((await refusal(studio, { steps: 20 }))?.message).toBe("The draft engine draws by rules.");
    expect(farm.keys).toEqual([]);
    // What belongs to another task is no fault of this one.
    expect(await refusal(studio, { frames: 200, clip: missing, mask: "b".repeat(64), strength: 0.1 })).toBeNull();
  }));

test("a price that is not the one shown sends nothing, and the quote says what a chain would cost", () =>
  withFarm(async (studio, farm) => {
    const chain = { frames: 240, width: null, height: null, lastFrame: null, prompt: "" };
    const quote = await call(studio, "create", "quote", { draft: draft({ chain }) });
    expect(quote.steps.map(({ title, now, credits }) => [title, now, credits])).toEqual([
      ["1 image, Draft engine", true, 1],
      ["Then a clip, Draft engine, 15 s", false, 2],
    ]);
    expect(quote).toMatchObject({ credits: 1, refused: [], blockedBy: null, available: 1000 });
    const wrong = await studio.call({ namespace: "create", method: "submit", input: { draft: draft(), expectedCredits: 0 } });
    expect(wrong).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(farm.keys).toEqual([]);
    const group = await made(studio, { chain });
    expect(group.chain).toBe(true);
    const clip = await call(studio, "create", "clipFrom", { assetId: group.items[0]?.assetId as string });
    expect(clip.draft).toMatchObject({ task: "clip", frames: 240, seed: 7, firstFrame: null, prompt: "Lighthouse on a headland" });
    expect(clip.notes).toHaveLength(1);
  }));

test("clips of several segments arrive as takes do, with their length, and one becomes a clip of a shot that undo takes back", () =>
  withFarm(async (studio) => {
    const first = await made(studio, { task: "clip", frames: 120 });
    await until(async () => (await groupOf(studio, first.id)).items.every(({ poster }) => poster !== null), "their stills are here");
    const group = await groupOf(studio, first.id);
    expect(group.items.map(({ kind, frames, poster }) => [kind, frames, poster !== null])).toEqual([
      ["clip", 60, true],
      ["clip", 60, true],
    ]);
    const film = await call(studio, "projects", "create", { story: shortStory });
    const shotId = film.scenes[0]?.shots[0]?.id as string;
    const shotNow = async () => (await call(studio, "projects", "open", { projectId: film.id })).scenes[0]?.shots[0];
    const before = await shotNow();
    const sent = await call(studio, "workspace", "sendToShot", { assetId: group.items[0]?.assetId as string, shotId });
    expect(sent.text).toBe("Sent to shot 1A");
    expect(sent.group?.items[0]).toMatchObject({ state: "kept", sentTo: ["Shot 1A, as a take"] });
    expect((await shotNow())?.clips).toMatchObject([{ takeId: sent.takeId, clip: group.items[0]?.hash, stale: false }]);
    const back = await call(studio, "projects", "undo", { projectId: film.id });
    expect(back.scenes[0]?.shots[0]?.clips).toEqual(before?.clips);
    await call(studio, "projects", "redo", { projectId: film.id });
    expect((await shotNow())?.clips).toHaveLength(1);
  }));

test("an image becomes the picture of a shot, asks for approval anew, and the drawn one comes back by undo and by choice", () =>
  withFarm(async (studio) => {
    const group = await made(studio);
    const film = await call(studio, "projects", "create", { story: shortStory });
    const shotId = film.scenes[0]?.shots[0]?.id as string;
    await call(studio, "storyboard", "approve", { shotIds: [shotId] });
    const shotNow = async () => (await call(studio, "projects", "open", { projectId: film.id })).scenes[0]?.shots[0];
    const drawn = (await shotNow())?.frame;
    const sent = await call(studio, "workspace", "sendToShot", { assetId: group.items[0]?.assetId as string, shotId });
    expect(await shotNow()).toMatchObject({
      frame: { takeId: sent.takeId, still: group.items[0]?.hash },
      approval: null,
      state: "to-approve",
    });
    await call(studio, "projects", "undo", { projectId: film.id });
    expect(await shotNow()).toMatchObject({ frame: drawn, state: "approved" });
    await call(studio, "projects", "redo", { projectId: film.id });
    await call(studio, "storyboard", "chooseTake", { shotId, takeId: drawn?.takeId as string });
    expect(await shotNow()).toMatchObject({ frame: drawn });
    await call(studio, "storyboard", "chooseTake", { shotId, takeId: sent.takeId });
    expect(await shotNow()).toMatchObject({ frame: { takeId: sent.takeId } });
  }));

test("without a farm masks are kept, what is made waits and can be given up", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const mask = await call(studio, "create", "keepMask", { base64: testPicture("mask").toString("base64") });
      expect(mask).toMatchObject({ width: 1, height: 1 });
      expect(mask.share).toBeGreaterThan(0);
      const abilities = await call(studio, "create", "abilities", {});
      expect(abilities).toMatchObject({ connected: false, engines: [] });
      expect(abilities.waits).toMatch(/No farm/);
      const { groupId, job } = await call(studio, "create", "submit", { draft: draft() });
      expect(job.state).toBe("unsent");
      expect((await groupOf(studio, groupId)).items[0]?.state).toBe("waiting");
      await call(studio, "jobs", "cancel", { jobId: groupId });
      expect((await groupOf(studio, groupId)).job?.state).toBe("cancelled");
    }),
  ));

test("an exact copy has the very same bytes, without a job, staged in a group of its own", () =>
  withFarm(async (studio) => {
    const { items } = await made(studio);
    const { assetId, groupId } = await call(studio, "create", "exactCopy", { assetId: items[0]?.assetId as string });
    const copy = await groupOf(studio, groupId);
    expect(copy).toMatchObject({
      kind: "copy",
      job: null,
      facts: "Exact copy",
      items: [{ assetId, state: "staged", hash: items[0]?.hash }],
    });
    const hash = copy.items[0]?.hash as string;
    expect(await readFile(studio.blobs.pathOf(hash))).toEqual(await readFile(studio.blobs.pathOf(items[0]?.hash as string)));
  }));

test("better words come from the farm with what was changed; blocked words are named before they leave", () =>
  withFarm(async (studio, farm) => {
    expect(await call(studio, "create", "enhance", { prompt: "A boat" })).toEqual({
      prompt: "A better prompt",
      changes: ["The prompt said nothing of light. Added: low light."],
      engine: "draft",
    });
    expect(await call(studio, "jobs", "list", {})).toEqual({ jobs: [] });
    expect(farm.keys).toHaveLength(1);
    const category = rules.find(({ ratings }) => ratings.includes("general"))?.tests.blocks[0] as string;
    const blocked = await studio.call({ namespace: "create", method: "enhance", input: { prompt: category } });
    expect(blocked).toMatchObject({ ok: false, error: { code: "policy_blocked", fields: [{ path: "prompt" }] } });
    expect((await refusal(studio, { prompt: category }))?.fields?.[0]?.path).toBe("prompt");
    expect(farm.keys).toHaveLength(1);
  }));

test("the draft is as it was left, after a restart too", () =>
  inFolder(async (folder) => {
    const left = draft({ prompt: "Half a thou", count: 6, chain: { frames: 80, width: null, height: null, lastFrame: null, prompt: "" } });
    await withStudio(folder, (studio) => call(studio, "create", "keepDraft", { draft: left }));
    await withStudio(folder, async (studio) => expect(await call(studio, "create", "current", {})).toEqual({ draft: left }));
  }));

test("groups are paged by their place, newest first, without one missing or doubled", () =>
  withFarm(async (studio) => {
    const ids: string[] = [];
    for (let seed = 0; seed < 5; seed += 1) ids.unshift((await call(studio, "create", "submit", { draft: draft({ seed }) })).groupId);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await call(studio, "workspace", "groups", { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.groups.map(({ id }) => id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(seen).toEqual(ids);
    expect((await call(studio, "workspace", "groups", { show: "clips" })).groups).toEqual([]);
  }));

test("a picture whose consent was taken back or has ended is refused by its place, and nothing of it leaves", () =>
  withFarm(async (studio, farm) => {
    const picture = testPicture("a person");
    const hash = await studio.blobs.put(picture);
    const references = [{ hash, assetId: null, weight: null, role: null }];
    const cast = await call(studio, "characters", "create", { profile: { name: "Ilse" } });
    const added = await call(studio, "characters", "addReference", {
      characterId: cast.id,
      source: { name: "ilse.png", base64: picture.toString("base64") },
      angle: "front",
      statement: { origin: "own-photo", subject: "self" },
    });
    expect(await refusal(studio, { quality: "high", references })).toBeNull();
    const consentId = added.consents[0]?.id as string;
    const { basis } = await call(studio, "characters", "consentEffect", { consentId });
    await call(studio, "characters", "revoke", { consentId, basis });
    expect((await refusal(studio, { quality: "high", references, seed: 8 }))?.fields).toMatchObject([{ path: "references.0" }]);
    expect(farm.keys.length).toBeLessThanOrEqual(1);
  }));
