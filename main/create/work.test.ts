// A draft, its job and its recipes are the same thing three times: from the recipe comes the draft again.
import fc from "fast-check";
import { expect, test } from "vitest";
import { jobRequestSchema } from "../../shared/contract/farm-http.ts";
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import { canonicalJson } from "../../shared/domain/recipe.ts";
import { ofItsTask } from "./check.ts";
import { draftOfRecipe } from "./recipe-draft.ts";
import { draftField, filesOfDraft, firstWords, jobOf, resultsOf, resultsWithRecipes } from "./work.ts";

const hash = fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16).repeat(64));
const file = hash.map((value) => ({ hash: value, assetId: null }));
const anyDraft: fc.Arbitrary<CreateDraft> = fc
  .record({
    task: fc.constantFrom("image", "edit", "upscale", "clip", "extend"),
    prompt: fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ""),
    negative: fc.string({ maxLength: 30 }),
    quality: fc.constantFrom("draft", "fast", "high"),
    model: fc.option(fc.constant("film-look")),
    width: fc.constantFrom(null, 512, 1280),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    steps: fc.option(fc.integer({ min: 1, max: 200 })),
    guidance: fc.option(fc.integer({ min: 0, max: 50 })),
    sampler: fc.option(fc.constant("dpm")),
    count: fc.constantFrom(1, 3, 6),
    references: fc.array(
      fc.record({ hash, weight: fc.option(fc.constantFrom(0, 0.5, 1)), role: fc.option(fc.constantFrom("style", "character")) }),
      { maxLength: 4 },
    ),
    image: file,
    strength: fc.integer({ min: 5, max: 100 }).map((value) => value / 100),
    mask: fc.option(hash),
    firstFrame: fc.option(file),
    lastFrame: fc.option(file),
    clip: file,
    frames: fc.integer({ min: 1, max: 960 }),
  })
  .map((set) => ofItsTask(createDraftSchema.parse({ ...set, height: set.width === null ? null : 720 })));

test("every draft becomes a job of the contract, and its recipes give the draft back", () => {
  fc.assert(
    fc.property(anyDraft, (draft) => {
      const sent = { label: "job", seed: draft.seed ?? 0, engine: draft.engine ?? "", model: draft.model ?? "", source: null };
      const job = jobRequestSchema.parse(jobOf(draft, sent));
      const results = resultsWithRecipes(draft, sent);
      expect(results).toHaveLength(resultsOf(draft).count);
      const named = new Set(filesOfDraft(draft).map((one) => one.hash));
      for (const found of JSON.stringify(job).match(/[0-9a-f]{64}/g) ?? []) expect(named).toContain(found);
      const [recipe] = [results[0]?.recipe, results.at(-1)?.recipe].map((one) => one as NonNullable<typeof one>);
      const last = results.at(-1)?.recipe;
      const back = draftOfRecipe({
        recipe: { ...(recipe as NonNullable<typeof recipe>), ...(last?.lastFrame === undefined ? {} : { lastFrame: last.lastFrame }) },
        kind: resultsOf(draft).kind,
        assetIdOf: () => null,
        isHere: () => true,
      });
      const words = draft.task === "upscale" ? {} : { prompt: draft.prompt.trim(), negative: draft.negative.trim() };
      expect(back.draft).toEqual({ ...draft, ...words, count: 1, chain: null });
    }),
  );
});

test("a recipe of before stays the same text, and so does its hash", () => {
  const old = {
    engine: "draft",
    model: "1",
    quality: "draft",
    rating: "general",
    prompt: "A",
    seed: 1,
    width: 1,
    height: 1,
    references: [],
    draft: true,
  };
  expect(canonicalJson(old)).toBe(
    '{"draft":true,"engine":"draft","height":1,"model":"1","prompt":"A","quality":"draft","rating":"general","references":[],"seed":1,"width":1}',
  );
});

test("what is not here any more is said, and the rest of the recipe is used", () => {
  const recipe = {
    engine: "",
    model: "",
    quality: "high",
    rating: "general",
    prompt: "A",
    seed: 2 ** 40,
    width: 9000,
    height: 3,
    references: ["a".repeat(64)],
    draft: false,
  } as const;
  const { draft, notes } = draftOfRecipe({
    recipe: { ...recipe, references: [...recipe.references] },
    kind: "image",
    assetIdOf: () => null,
    isHere: () => false,
  });
  expect(draft).toMatchObject({ task: "image", prompt: "A", seed: null, width: null, references: [] });
  expect(notes).toEqual(["Reference 1 is not in this library any more."]);
});

test.each([
  ["jobs.0.input.segments.3.references.1.file", "references.1"],
  ["input.references.0.weight", "references.0"],
  ["input.segments.0.firstFrame", "firstFrame"],
  ["input.extend", "clip"],
  ["kind", "task"],
  ["input.steps", "steps"],
])("the farm's %s is the draft's %s", (path, field) => expect(draftField(path)).toBe(field));

test("titles are cut between words", () => {
  expect(firstWords("A lamp")).toBe("A lamp");
  expect(firstWords("The lamp room burns far too bright for morning, warm halo in the mist")).toBe(
    "The lamp room burns far too bright for morning, warm halo…",
  );
});
