// A prompt without a snapshot still becomes the shot that it asks for.
import { expect, test } from "vitest";
import { shotSnapshotSchema } from "../contract/shot.ts";
import { shotOfImage, shotOfPrompt } from "./prompt.ts";

test.each([
  ["A woman walks along the beach at dawn", { time: "dawn", place: "beach", size: "full", cast: [{ posture: "walking" }] }],
  [
    "close-up of a girl in a red coat, snow, dusk",
    {
      setting: "exterior",
      time: "dusk",
      weather: "snow",
      size: "close",
      cast: [{ age: "child", look: { wear: "coat", colour: "#b8322e" } }],
    },
  ],
  [
    "Two friends sit in a kitchen at night, low angle",
    { time: "night", setting: "interior", angle: "low", cast: [{ posture: "sitting" }, {}] },
  ],
  ["An empty harbour in the rain, camera pans left", { weather: "rain", move: "pan-left", cast: [] }],
  ["Aerial view of mountains at golden hour", { size: "extreme-wide", time: "golden", cast: [] }],
])("%s", (prompt, wanted) => {
  expect(shotOfPrompt(prompt, 7, 1)).toMatchObject(wanted);
});

test.each(["x", "…", "a b c, d", "ПРИВЕТ 世界", "word ".repeat(1500)])("any prompt is a shot by the contract (%#)", (prompt) => {
  expect(() => shotSnapshotSchema.parse(shotOfPrompt(prompt, 4_294_967_295, 1))).not.toThrow();
});

test("each image of one job has a seed of its own, and is made again alone by it; a snapshot that was sent is kept", () => {
  const prompt = "A woman walks along the beach at dawn";
  const [first, second] = [0, 1].map((index) => shotOfImage({ prompt, seed: 4_294_967_295 }, index));
  expect(first).toEqual(shotOfPrompt(prompt, 4_294_967_295, 1));
  expect(second).toEqual(shotOfPrompt(prompt, 0, 1));
  const shot = { ...shotOfPrompt("A boat", 3, 7), place: "quay" };
  expect(shotOfImage({ prompt, seed: 9, shot }, 2)).toEqual({ ...shot, seed: 5 });
});
