// Every kind and every shorthand of the domain: taken, priced and charged as the price list says, or refused by the name of
// the field at fault.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  batchRequestSchema,
  type Job,
  type JobRequest,
  jobRequestSchema,
  jobSchema,
  jobSubmissionSchema,
} from "../../shared/contract/farm-http.ts";
import { priceLists } from "../../shared/domain/credits.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { jobKinds, jobTypeNames, jobTypes } from "../../shared/domain/job.ts";
import { plans } from "../credits/plans.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { checkRows } from "../operations/check.ts";
import { preflight } from "../policy/preflight.ts";
import { measureOf } from "./measure.ts";
import { claimed, testFarm, type TestFarm } from "./testing.ts";

const hash = "a".repeat(64);
const inputs: { [Kind in JobRequest["kind"]]: Extract<JobRequest, { kind: Kind }>["input"] } = {
  "video.generate": { segments: [{ prompt: "A boat", seed: 1, frames: 80 }] },
  "image.generate": { prompt: "A boat", seed: 1 },
  "image.edit": { prompt: "A red boat", seed: 1, image: hash },
  "image.upscale": { image: hash },
  "video.upscale": { clip: hash },
  "audio.speech": { text: "We sail at dawn.", voice: "narrator" },
  "audio.effect": { prompt: "Waves", seconds: 8 },
  "audio.music": { prompt: "A slow tune", seconds: 60 },
  "text.enhance": { prompt: "A boat" },
  "text.storyboard": { story: "A boat leaves." },
  "text.chat": { messages: [{ role: "user", text: "Hello" }] },
};
const specOf = (kind: JobRequest["kind"], input: object = {}, more: object = {}) =>
  jobRequestSchema.parse({ kind, quality: "fast", ...more, input: { ...inputs[kind], ...input } });
const { shipped } = priceLists;

let database: TestDatabase;
let farm: TestFarm;
beforeAll(async () => {
  database = await testDatabase();
  farm = testFarm(database);
});
afterAll(() => database.close());

describe("prices", () => {
  test.each([
    [specOf("image.edit"), 1],
    [specOf("image.upscale"), 1],
    [specOf("video.upscale"), 1],
    [specOf("text.chat"), 0],
    // 14 characters a second: 420 are 30 s, and one more starts the next stretch.
    [specOf("audio.speech", { text: "a".repeat(420) }), 1],
    [specOf("audio.speech", { text: "a".repeat(421) }), 2],
    [specOf("audio.speech", { text: "a".repeat(421), speed: 2 }), 1],
    [specOf("audio.effect", { seconds: 10 }), 1],
    [specOf("audio.effect", { seconds: 10.5, variations: 3 }), 6],
    [specOf("audio.music", { seconds: 60 }), 2],
    [specOf("audio.music", { seconds: 61 }), 4],
  ])("%o costs %i", (spec, price) => expect(measureOf(shipped, spec).price).toBe(price));
  test("every kind has a measure, free as draft, and a ladder from nothing to its price", () => {
    for (const kind of jobKinds) {
      const { price, ladder, units } = measureOf(shipped, specOf(kind));
      expect(units).toBeGreaterThan(0);
      expect([ladder[0], ladder.at(-1)]).toEqual([0, price]);
      expect(ladder).toEqual(ladder.toSorted((a, b) => a - b));
      expect(measureOf(shipped, specOf(kind, {}, { quality: "draft" })).price).toBe(0);
    }
  });
});

describe("shorthand types", () => {
  test.each(jobTypeNames)("%s is its kind, engine, quality and rating", (type) => {
    const meant = jobTypes[type];
    expect(jobSubmissionSchema.parse({ type, input: inputs[meant.kind] })).toMatchObject({ type, ...meant });
    const other = jobSubmissionSchema.safeParse({ type, quality: "draft", input: inputs[meant.kind] });
    expect(other.error?.issues.map(({ path }) => path.join("."))).toEqual(["quality"]);
  });
  test("a type that is not there is named, in a batch with its place", () => {
    for (const type of ["video", "toString", 7]) {
      const { error } = batchRequestSchema.safeParse({ jobs: [{ type, input: {} }] });
      expect(error?.issues.map(({ path }) => path.join("."))).toContain("jobs.0.type");
    }
  });
  test("it stands in the job's record, and its engine is asked for by name", async () => {
    const account = await farm.account(10);
    const spec = jobSubmissionSchema.parse({ type: "video_fast", input: inputs["video.generate"] });
    const [job] = await farm.submission.submit(account, randomUUID(), [spec], null);
    expect(jobSchema.parse(job)).toMatchObject({ type: "video_fast", engine: "wan", kind: "video.generate", held: 1 });
  });
});

describe("what nobody serves is refused by the field's name, and nothing is held", () => {
  const parsed = (body: object) => jobSubmissionSchema.parse(body);
  test.each([
    ["kind_not_served", "quality", specOf("video.upscale")],
    ["kind_not_served", "quality", specOf("image.edit", {}, { quality: "draft" })],
    ["parameter_not_served", "input.negative", specOf("image.generate", { negative: "blur" }, { quality: "draft" })],
    ["parameter_not_served", "input.steps", specOf("image.generate", { steps: 20 }, { quality: "draft" })],
    ["parameter_not_served", "input.image", specOf("image.upscale", {}, { quality: "draft" })],
    ["parameter_not_served", "input.clip", specOf("video.upscale", {}, { quality: "draft" })],
    ["kind_not_served", "quality", specOf("audio.music", {}, { quality: "draft" })],
    ["kind_not_served", "engine", specOf("video.generate", {}, { engine: "draft" })],
    ["kind_not_served", "type", parsed({ type: "chat_enhance", input: inputs["text.enhance"] })],
    ["forbidden", "type", parsed({ type: "chat_unrestricted", input: inputs["text.chat"] })],
    ["forbidden", "rating", specOf("text.chat", {}, { rating: "mature" })],
    ["parameter_not_served", "input.width", specOf("image.generate", { width: 640 }, { quality: "draft" })],
    ["parameter_not_served", "input.height", specOf("video.generate", { width: 1280, height: 100 }, { quality: "draft" })],
    ["parameter_not_served", "model", specOf("audio.speech", {}, { model: "other" })],
  ])("%s names %s", async (code, path, spec) => {
    const account = await farm.account(10);
    await expect(farm.submission.submit(account, randomUUID(), [spec], null)).rejects.toMatchObject({ code, fields: [{ path }] });
    expect(await farm.credits.credits(account.id)).toMatchObject({ available: 10, held: 0 });
  });
  test("and what the plan does not include", async () => {
    const account = { ...(await farm.account(10)), plan: plans.starter };
    const long = specOf("video.generate", { segments: Array.from({ length: 7 }, () => ({ prompt: "A boat", seed: 1, frames: 80 })) });
    for (const [spec, path] of [
      [long, "input.segments"],
      [specOf("image.edit"), "kind"],
    ] as const) {
      await expect(farm.submission.submit(account, randomUUID(), [spec], null)).rejects.toMatchObject({
        code: "forbidden",
        fields: [{ path }],
      });
    }
    // This plan includes it: all that is missing is the picture.
    const pro = { ...account, plan: plans.pro };
    await expect(farm.submission.submit(pro, randomUUID(), [specOf("image.edit")], null)).rejects.toMatchObject({ code: "input_missing" });
  });
});

test.each([
  ["what was asked for", 2, [10, 10.5], 3],
  ["no more than was held, however long", 2, [200, 200], 4],
  ["one that did not arrive is not charged", 1, [10], 1],
])("sounds are charged by seconds delivered: %s", async (_what, delivered, seconds, captured) => {
  const account = await farm.account(20);
  const spec = specOf("audio.effect", { seconds: 20, variations: 2 });
  const [job] = await farm.submission.submit(account, randomUUID(), [spec], null);
  const id = (job as Job).id as JobId;
  expect(job?.held).toBe(4);
  const lease = await claimed(farm, account.id, id);
  const files = seconds.map((length, index) => ({ ...farm.file("audio", index), contentType: "audio/wav", seconds: length }));
  await farm.store.settle(id, lease.epoch, { state: "succeeded", files });
  expect(await farm.jobs.get(account.id, id)).toMatchObject({ state: delivered === 2 ? "succeeded" : "failed", captured });
  expect(await farm.credits.credits(account.id)).toMatchObject({ available: 20 - captured, held: 0 });
  expect(await checkRows(database.open("farm_operations"))).toEqual([]);
});

test("every text of every kind goes through the rules", () => {
  // Category words that the rules of the floor hold together.
  const words = "explicit sexual content with a minor";
  for (const [kind, input] of [
    ["image.edit", { prompt: words }],
    ["image.edit", { negative: words }],
    ["audio.speech", { text: words }],
    ["audio.speech", { style: words }],
    ["audio.effect", { prompt: words }],
    ["audio.music", { prompt: words }],
    ["audio.music", { lyrics: words }],
  ] as const) {
    expect(preflight(specOf(kind, input))?.finding.field).toBe(`input.${Object.keys(input)[0]}`);
  }
  expect(preflight(specOf("image.upscale", {}, { label: words }))?.finding.field).toBe("label");
});
