// One of a thing is said as one, wherever a number stands in words.
import { expect, test } from "vitest";
import { strings } from "../strings.ts";

/** What every function of the words says when each number is one; those that take more than numbers and words say nothing. */
function saidOfOne(words: unknown, path: string): [string, string][] {
  if (typeof words === "function") {
    try {
      const said: unknown = (words as (...all: unknown[]) => unknown)(1, 1, 1, 1);
      return typeof said === "string" ? [[path, said]] : [];
    } catch {
      return [];
    }
  }
  if (typeof words !== "object" || words === null) return [];
  return Object.entries(words).flatMap(([name, one]) => saidOfOne(one, `${path}.${name}`));
}

const things =
  "shots|jobs|credits|frames|scenes|films|takes|clips|files|pieces|drafts|passages|words|lines|things|movements|days|months|minutes|seconds|accounts|keys|devices|codes";

test("no count of one stands before several", () => {
  const said = saidOfOne(strings, "strings");
  expect(said.length).toBeGreaterThan(100);
  expect(said.filter(([, text]) => new RegExp(`(^|[^\\d.,])1 (\\w+ )?(${things})\\b`).test(text))).toEqual([]);
});
