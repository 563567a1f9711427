// Everything that a job may ask for is either honoured or refused by its field: nothing is passed over.
import { expect, test } from "vitest";
import type { KindAbility, ParameterAbility } from "./abilities.ts";
import { jobRequestSchema, type JobRequest } from "./farm-http.ts";
import { notHonoured } from "./honours.ts";

const hash = "a".repeat(64);
const size = (width: number, height: number) => ({ width, height });
const check = (job: JobRequest, parameters: Record<string, ParameterAbility>) =>
  notHonoured(jobRequestSchema.parse(job), [{ kind: job.kind, served: true, parameters }]);
const image = (input: object): JobRequest => ({ kind: "image.generate", input: { prompt: "A boat", seed: 7, ...input } });
const edit = (input: object): JobRequest => ({ kind: "image.edit", input: { prompt: "A boat", seed: 7, image: hash, ...input } });
const video = (input: object, segment: object = {}): JobRequest => ({
  kind: "video.generate",
  input: { segments: [{ prompt: "A boat", seed: 7, frames: 80, ...segment }], ...input },
});

test.each<[string, JobRequest, string]>([
  ["size", image(size(640, 480)), "input.width"],
  ["size", image({ height: 480 }), "input.height"],
  ["count", image({ count: 3 }), "input.count"],
  ["steps", image({ steps: 20 }), "input.steps"],
  ["guidance", image({ guidance: 0 }), "input.guidance"],
  ["sampler", image({ sampler: "euler" }), "input.sampler"],
  ["negative", image({ negative: "blur" }), "input.negative"],
  ["references", image({ references: [hash] }), "input.references"],
  ["references", image({ references: [{ file: hash, weight: 1 }] }), "input.references"],
  ["strength", edit({}), "input.strength"],
  ["mask", edit({ mask: hash }), "input.mask"],
  ["feather", edit({ feather: 0 }), "input.feather"],
  ["steps", edit({ steps: 20 }), "input.steps"],
  ["steps", video({ steps: 20 }), "input.steps"],
  ["extend", video({ extend: hash }), "input.extend"],
  ["join", video({}, { join: "continue" }), "input.segments.0.join"],
  ["frames", video({}), "input.segments.0.frames"],
  ["firstFrame", video({}, { firstFrame: hash }), "input.segments.0.firstFrame"],
  ["lastFrame", video({}, { lastFrame: hash }), "input.segments.0.lastFrame"],
  ["negative", video({}, { negative: "blur" }), "input.segments.0.negative"],
  ["references", video({}, { references: [hash] }), "input.segments.0.references"],
  ["scale", { kind: "image.upscale", input: { image: hash } }, "input.scale"],
])("%s that is not honoured is refused in the engine's words (%#)", (name, job, path) => {
  expect(check(job, { [name]: { served: false, reason: "Not here." } })).toEqual({ path, message: "Not here." });
  expect(check(job, { [name]: { served: true, weight: { min: 0, max: 2, default: 1 } } })).toBeNull();
});

test.each<[JobRequest, Record<string, ParameterAbility>, string, RegExp]>([
  [image({ steps: 60 }), { steps: { served: true, min: 1, max: 50 } }, "input.steps", /no more than 50.*60/],
  [image({ steps: 2 }), { steps: { served: true, min: 4, max: 50 } }, "input.steps", /no less than 4/],
  [image({ sampler: "x" }), { sampler: { served: true, choices: ["euler", "ddim"] } }, "input.sampler", /euler, ddim/],
  [image({ count: 6 }), { count: { served: true, choices: [1, 3] } }, "input.count", /1, 3/],
  [image(size(1024, 720)), { size: { served: true, sizes: [size(1024, 1024)] } }, "input.height", /1024x1024/],
  [image(size(1000, 1024)), { size: { served: true, min: 512, max: 2048, step: 16 } }, "input.width", /steps of 16/],
  [image(size(1024, 4096)), { size: { served: true, min: 512, max: 2048, step: 16 } }, "input.height", /512 to 2048/],
  [image({ references: [hash, hash, hash] }), { references: { served: true, most: 2 } }, "input.references", /at most 2/],
  [image({ references: [hash, { file: hash, weight: 1 }] }), { references: { served: true } }, "input.references.1.weight", /alike/],
  [
    image({ references: [{ file: hash, weight: 1.5 }] }),
    { references: { served: true, weight: { min: 0, max: 1, default: 0.5 } } },
    "input.references.0.weight",
    /0 to 1/,
  ],
  [
    image({ references: [{ file: hash, role: "pose" }] }),
    { references: { served: true, roles: ["face"] } },
    "input.references.0.role",
    /face/,
  ],
  [
    image({ references: [{ file: hash, role: "pose" }] }),
    { references: { served: true } },
    "input.references.0.role",
    /Leave the role out/,
  ],
  [video({}), { frames: { served: true, max: 40 } }, "input.segments.0.frames", /no more than 40/],
])("what is past the engine's range is refused by its field (%#)", (job, parameters, path, words) => {
  const found = check(job, parameters);
  expect(found?.path).toBe(path);
  expect(found?.message).toMatch(words);
});

test("a request of before, an engine that says nothing, and what is within the range pass", () => {
  const strict: Record<string, ParameterAbility> = Object.fromEntries(
    ["size", "count", "steps", "guidance", "sampler", "negative", "references"].map((name) => [name, { served: false, reason: "No." }]),
  );
  expect(check(image({}), strict)).toBeNull();
  expect(check(image({ negative: "" }), strict)).toBeNull();
  expect(notHonoured(jobRequestSchema.parse(image({ steps: 20 })), undefined)).toBeNull();
  const none: KindAbility[] = [{ kind: "image.edit", served: false, reason: "No." }];
  expect(notHonoured(jobRequestSchema.parse(image({ steps: 20 })), none)).toBeNull();
  expect(
    check(image({ steps: 20, ...size(1024, 1024) }), {
      steps: { served: true, min: 1, max: 50 },
      size: { served: true, sizes: [size(1024, 1024)] },
    }),
  ).toBeNull();
  expect(check(image({ height: 720 }), { size: { served: true, sizes: [size(1280, 720)] } })).toBeNull();
});
