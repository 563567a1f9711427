import { expect, test } from "vitest";
import { z } from "zod";
import type { CastMember, ShotSnapshot } from "../domain/shot.ts";
import { CodedError, errorBodyOf, errorKinds } from "./errors.ts";
import { batchRequestSchema, jobRequestSchema } from "./farm-http.ts";
import { shotSnapshotSchema } from "./shot.ts";
import { studioContract } from "./studio/index.ts";

const shot: ShotSnapshot = {
  sceneNumber: 1,
  shotNumber: 1,
  size: "wide",
  angle: "eye",
  move: "static",
  setting: "exterior",
  place: "beach",
  time: "dawn",
  weather: "clear",
  mood: "calm",
  cast: [{ name: "Tomas", look: { colour: "#d8a02a", wear: "coat" } }],
  props: ["lamp"],
  action: "Tomas walks along the waterline.",
  dialogue: [{ speaker: "Tomas", text: "Hello." }],
  sceneSeed: 1,
  seed: 2,
};

test("a shot of the domain is a shot of the contract, and nothing unknown passes", () => {
  expect(shotSnapshotSchema.parse(shot)).toEqual(shot);
  const cast: CastMember[] = z.array(z.custom<CastMember>()).parse(shotSnapshotSchema.parse(shot).cast);
  expect(cast[0]?.name).toBe("Tomas");
  expect(shotSnapshotSchema.safeParse({ ...shot, lens: 35 }).success).toBe(false);
});

test("a job names the field that cannot be used", () => {
  const job = { kind: "video.generate", input: { segments: [{ prompt: "a beach", seed: 1, frames: 81, shot }] } };
  const result = jobRequestSchema.safeParse(job);
  expect(result.success).toBe(false);
  expect(result.error && errorBodyOf(result.error)).toMatchObject({ code: "invalid_input", fields: [{ path: "input.segments.0.frames" }] });
  expect(jobRequestSchema.parse({ ...job, input: { segments: [{ prompt: "a beach", seed: 1, frames: 80, shot }] } })).toMatchObject({
    quality: "draft",
    rating: "general",
  });
});

test("a batch has 1 to 64 jobs", () => {
  const job = { kind: "text.enhance" as const, input: { prompt: "a beach" } };
  expect(batchRequestSchema.safeParse({ jobs: [] }).success).toBe(false);
  expect(batchRequestSchema.safeParse({ jobs: Array(64).fill(job) }).success).toBe(true);
  expect(batchRequestSchema.safeParse({ jobs: Array(65).fill(job) }).success).toBe(false);
});

test("every error code has a sentence that ends, and an unknown failure shows nothing of its inside", () => {
  for (const kind of Object.values(errorKinds)) expect(kind.message).toMatch(/^[A-Za-z].*[.]$/);
  expect(errorBodyOf(new Error("password=hunter2 at /root/x.ts:1"))).toEqual({ code: "internal", message: errorKinds.internal.message });
  expect(errorBodyOf(new CodedError("port_in_use", "Port 4000 is taken."))).toEqual({
    code: "port_in_use",
    message: "Port 4000 is taken.",
  });
});

test("every call of the studio refuses a field that it does not know", () => {
  for (const methods of Object.values(studioContract)) {
    for (const { input } of Object.values(methods)) expect(input.safeParse({ surprise: 1 }).success).toBe(false);
  }
});
