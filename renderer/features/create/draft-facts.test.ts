// What a draft may set after the engines of a farm, and what a preset changes of it.
import { expect, test } from "vitest";
import type { Abilities, EngineAbility, Preset } from "../../../shared/contract/studio/create.ts";
import { createDraftSchema, createTasks, type CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { changedSince, chosenOf, enginesFor, lackOf, makeText, presetDraft, sizeOf, soundOff, withPreset } from "./draft-facts.ts";

const draft = (change: Partial<CreateDraft> = {}): CreateDraft => ({ ...createDraftSchema.parse({ task: "image" }), ...change });
const off = (reason: string) => ({ state: "off" as const, reason });
const parameters: EngineAbility["tasks"][number]["parameters"] = {
  model: off("one model"),
  size: {
    state: "size",
    sizes: [
      { width: 1024, height: 576 },
      { width: 640, height: 360 },
    ],
    default: 1,
  },
  count: { state: "choice", options: ["1", "3", "6"], default: "1", note: null },
  seed: { state: "number", min: 0, max: 9, step: 1, default: null, note: null },
  steps: off("no steps"),
  guidance: off("no guidance"),
  sampler: off("no sampler"),
  negative: off("no words"),
  references: off("no references"),
  weight: off("no weight"),
  role: off("no role"),
  strength: off("no strength"),
  mask: off("no mask"),
  firstFrame: off("no frame"),
  lastFrame: off("no frame"),
  frames: off("no length"),
};
const engine: EngineAbility = {
  id: "draft",
  name: "Draft engine",
  kinds: ["image.generate"],
  qualities: ["draft"],
  models: [],
  tasks: createTasks.map((task) => ({ task, off: task === "image" ? null : "It only draws.", note: null, parameters })),
  wait: null,
};
const abilities: Abilities = {
  connected: true,
  farm: "Farm",
  waits: null,
  offline: [],
  engines: [engine],
  tasks: createTasks.map((task) => ({
    task,
    off: task === "image" ? null : `No engine of this farm does ${task}.`,
    engines: { draft: task === "image" ? "draft" : null, fast: null, high: null },
  })),
};
const preset = (change: Partial<CreateDraft>): Preset => ({
  id: "01a00000-0000-7000-8000-000000000001",
  name: "Dawn",
  draft: draft(change),
  createdAt: "2026-01-01T00:00:00.000Z",
  changedAt: "2026-01-01T00:00:00.000Z",
});

test("the engine is the one that is named, else the farm's choice for the quality", () => {
  expect(chosenOf(abilities, draft()).engine?.id).toBe("draft");
  expect(chosenOf(abilities, draft()).off).toBeNull();
  expect(chosenOf(abilities, draft({ engine: "draft", quality: "high" })).off).toMatch(/high/);
  expect(chosenOf(abilities, draft({ quality: "fast" })).off).toMatch(/fast/);
  expect(chosenOf(abilities, draft({ engine: "gone" })).off).toMatch(/gone/);
});

test("a task that no engine does says the farm's own reason, also of its parameters", () => {
  const edit = chosenOf(abilities, draft({ task: "edit" }));
  expect(edit.off).toBe("No engine of this farm does edit.");
  expect(edit.parameter("mask")).toEqual(off("No engine of this farm does edit."));
});

test("parameters carry what the engine says of them, before the farm answered that it is asked", () => {
  expect(chosenOf(abilities, draft()).parameter("steps")).toEqual(off("no steps"));
  expect(chosenOf(null, draft()).parameter("steps").state).toBe("off");
  expect(enginesFor(abilities, "image").map((one) => one.id)).toEqual(["draft"]);
  expect(enginesFor(abilities, "clip")).toEqual([]);
});

test("sound says why it is off, with an audio engine and without", () => {
  const withAudio = { ...abilities, engines: [engine, { ...engine, id: "audio", kinds: ["audio.music" as const] }] };
  expect(soundOff(abilities)).not.toBe(soundOff(withAudio));
});

test("the size is the draft's own, else the engine's default, else none", () => {
  const ability = parameters.size;
  expect(sizeOf(draft({ width: 1024, height: 576 }), ability)).toEqual({ width: 1024, height: 576 });
  expect(sizeOf(draft(), ability)).toEqual({ width: 640, height: 360 });
  expect(sizeOf(draft(), off("an edit keeps its size"))).toBeNull();
});

test("a preset sets settings and leaves words, seed, files and places alone", () => {
  const mine = draft({ prompt: "A lamp", seed: 5, projectId: "01a00000-0000-7000-8000-000000000002", count: 6 });
  const dawn = preset(presetDraft(draft({ prompt: "theirs", seed: 9, count: 3, negative: "ships" })));
  const next = withPreset(mine, dawn);
  expect(next).toMatchObject({ prompt: "A lamp", seed: 5, projectId: mine.projectId, count: 3, negative: "ships" });
  expect(changedSince(dawn, next)).toEqual([]);
  expect(changedSince(dawn, { ...next, prompt: "Another", count: 1, steps: 30 })).toEqual(["steps", "count"]);
});

test("a preset from elsewhere that brings words and a seed sets both", () => {
  const next = withPreset(draft({ prompt: "Mine", seed: 1 }), preset({ prompt: "A pier", seed: 7 }));
  expect([next.prompt, next.seed]).toEqual(["A pier", 7]);
});

test("the button says what is made, and what is missing is said before the farm is asked", () => {
  expect(makeText(draft({ count: 3 }))).toBe("Make 3 images");
  expect(makeText(draft())).toBe("Make 1 image");
  expect(lackOf(draft())).not.toBeNull();
  expect(lackOf(draft({ prompt: "A lamp" }))).toBeNull();
  expect(lackOf(draft({ task: "edit", prompt: "A lamp" }))).toMatch(/picture/);
  expect(lackOf(draft({ task: "clip", firstFrame: { hash: "a".repeat(64), assetId: null } }))).toBeNull();
});
