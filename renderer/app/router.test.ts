import { expect, test } from "vitest";
import { hashOf, parseRoute, screens } from "./router.ts";

test("a route survives its address", () => {
  for (const name of screens) expect(parseRoute(hashOf({ name, filmId: "0198-a" }))).toEqual({ name, filmId: "0198-a" });
  expect(parseRoute(hashOf({ name: "queue", filmId: null }))).toEqual({ name: "queue", filmId: null });
  expect(parseRoute(hashOf({ name: "start" }))).toEqual({ name: "start" });
});

test("an unknown address leads to the start, an unknown screen of a film to its storyboard", () => {
  expect(parseRoute("#/nowhere/at/all")).toEqual({ name: "start" });
  expect(parseRoute("#token=abc")).toEqual({ name: "start" });
  expect(parseRoute("#/film/x/nothing")).toEqual({ name: "storyboard", filmId: "x" });
});
