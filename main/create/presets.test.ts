// Presets as files: a round trip keeps what they set, and a file from a stranger never breaks anything.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CreateDraft, createDraftSchema } from "../../shared/contract/studio/draft.ts";
import { call, inFolder, withStudio } from "../studio.fixture.ts";

const draft = (change: Partial<CreateDraft> = {}): CreateDraft => ({ ...createDraftSchema.parse({ task: "image" }), ...change });

test("presets are kept, renamed, replaced, removed and brought back; files of the library are no part of them", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const image = { hash: "a".repeat(64), assetId: null };
      const saved = await call(studio, "create", "savePreset", {
        name: "First light",
        draft: draft({ steps: 32, image, mask: "b".repeat(64) }),
      });
      expect(saved.draft).toEqual(draft({ steps: 32 }));
      const again = { namespace: "create", method: "savePreset", input: { name: "FIRST LIGHT", draft: draft() } };
      expect(await studio.call(again)).toMatchObject({ ok: false, error: { code: "conflict", fields: [{ path: "name" }] } });
      const replaced = await call(studio, "create", "savePreset", { name: "First Light", draft: draft({ steps: 12 }), replace: true });
      expect(replaced).toMatchObject({ id: saved.id, name: "First Light", draft: { steps: 12 } });
      await call(studio, "create", "removePreset", { presetId: saved.id });
      await call(studio, "create", "savePreset", { name: "First light", draft: draft() });
      expect((await call(studio, "create", "restorePreset", { presetId: saved.id })).name).toBe("First Light 2");
      expect((await call(studio, "create", "presets", {})).presets.map(({ name }) => name)).toEqual(["First light", "First Light 2"]);
    }),
  ));

test("a preset file that is read again gives the same presets under free names", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const settings = fc.record({
        task: fc.constantFrom("image", "edit", "upscale", "clip", "extend"),
        prompt: fc.string({ maxLength: 200, unit: "grapheme" }),
        negative: fc.string({ maxLength: 80 }),
        quality: fc.constantFrom("draft", "fast", "high"),
        steps: fc.option(fc.integer({ min: 1, max: 200 })),
        guidance: fc.option(fc.integer({ min: 0, max: 50 })),
        seed: fc.option(fc.integer({ min: 0, max: 0xffffffff })),
        count: fc.constantFrom(1, 3, 6),
        strength: fc.integer({ min: 5, max: 100 }).map((value) => value / 100),
        frames: fc.integer({ min: 1, max: 960 }),
      });
      await fc.assert(
        fc.asyncProperty(settings, async (set) => {
          const whole = createDraftSchema.parse(set);
          const { id } = await call(studio, "create", "savePreset", { name: "Mine", draft: whole, replace: true });
          const { text, fileName } = await call(studio, "create", "exportPresets", { presetIds: [id] });
          expect(fileName).toBe("Mine.ourvidz-presets.json");
          const { presets, skipped } = await call(studio, "create", "importPresets", { text });
          expect(skipped).toEqual([]);
          expect(presets.map((preset) => preset.draft)).toEqual([whole]);
          await call(studio, "create", "removePreset", { presetId: presets[0]?.id as string });
        }),
        { numRuns: 40 },
      );
    }),
  ));

test("a file from a stranger is refused in words or read as far as it can be, and what is here stays", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      await call(studio, "create", "savePreset", { name: "Mine", draft: draft({ prompt: "A pier" }) });
      const before = (await call(studio, "create", "presets", {})).presets[0];
      const members = fc.dictionary(
        fc.constantFrom("task", "prompt", "steps", "count", "references", "__proto__", "goesTo", "x"),
        fc.jsonValue(),
      );
      const entry = fc.oneof(
        fc.jsonValue(),
        fc.record({ name: fc.oneof(fc.string(), fc.jsonValue()), draft: fc.oneof(members, fc.jsonValue()) }),
      );
      const file = fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .record({
            format: fc.constantFrom("ourvidz-presets", "other"),
            version: fc.constantFrom(0, 1, 2, "1"),
            presets: fc.array(entry, { maxLength: 6 }),
          })
          .map((value) => JSON.stringify(value)),
      );
      await fc.assert(
        fc.asyncProperty(file, async (text) => {
          const result = await studio.call({ namespace: "create", method: "importPresets", input: { text } });
          if (!result.ok)
            expect(result.error).toMatchObject({ code: "invalid_input", message: expect.stringMatching(/^[A-Z].*\.$/) as string });
          const { presets } = await call(studio, "create", "presets", {});
          expect(presets).toContainEqual(before);
          for (const preset of presets) expect(createDraftSchema.parse(preset.draft)).toEqual(preset.draft);
          expect(new Set(presets.map(({ name }) => name.toLowerCase())).size).toBe(presets.length);
        }),
        { numRuns: 150 },
      );
      const good = {
        name: "Theirs",
        draft: { task: "clip", frames: 120, goesTo: { to: "shot", shotId: "01a00000-0000-7000-8000-000000000001" } },
      };
      const text = JSON.stringify({ format: "ourvidz-presets", version: 1, presets: [{ name: "Bad", draft: { task: "nothing" } }, good] });
      const read = await call(studio, "create", "importPresets", { text });
      expect(read.presets.map((preset) => preset.draft)).toMatchObject([{ task: "clip", frames: 120, goesTo: { to: "workspace" } }]);
      expect(read.skipped.map(({ name }) => name)).toEqual(["Bad"]);
    }),
  ));
