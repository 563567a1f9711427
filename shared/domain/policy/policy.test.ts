import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkFields, checkText, rules } from "./index.ts";

const block = (text: string, rating: "general" | "mature" = "general") => checkText(text, { rating, field: "prompt" });

describe("every rule holds its own examples", () => {
  for (const rule of rules) {
    const rating = rule.ratings[0] ?? "general";
    test.each(rule.tests.blocks)(`${rule.id} blocks: %s`, (text) => {
      const finding = block(text, rating);
      expect(finding).not.toBeNull();
      const expected = rule.category === "floor" || rule.category === "mature" ? rule.id : finding?.rule;
      expect(finding?.rule).toBe(expected);
      expect(finding?.field).toBe("prompt");
    });
    test.each(rule.tests.passes)(`${rule.id} lets pass: %s`, (text) => expect(block(text, rating)).toBeNull());
  }
});

test("both sample stories pass whole and shot by shot: children in general-audience work are welcome", () => {
  for (const name of ["paper-boats.txt", "last-train.fountain"]) {
    const story = readFileSync(new URL(`../../samples/${name}`, import.meta.url), "utf8");
    expect(block(story)).toBeNull();
    for (const line of story.split("\n")) expect(checkText(line, { rating: "general", field: "action", minorPresent: true })).toBeNull();
  }
});

test("the floor holds whatever disguise the words wear", () => {
  const disguises: ((word: string) => string)[] = [
    (word) => word.toUpperCase(),
    (word) => [...word].join("\u200b"),
    (word) => [...word].join(" "),
    (word) => [...word].join("."),
    (word) => word.replaceAll("e", "3").replaceAll("a", "4"),
    (word) => word.replaceAll("e", "е").replaceAll("a", "а"),
    (word) => word.replaceAll("u", "ú"),
    (word) => [...word].map((char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0)).join(""),
  ];
  for (const one of disguises) {
    for (const two of disguises) {
      const pair = [`${one("sexual")} content`, `with a ${two("child")}`];
      for (const text of [pair.join(" "), pair.toReversed().join(" ")]) expect(block(text)?.rule, text).toBe("floor.minor-sexual");
    }
  }
});

test("the floor holds in every rating, and mature adds its own wall", () => {
  for (const rating of ["general", "mature"] as const) expect(block("sexual violence", rating)?.rule).toBe("floor.non-consent");
  expect(block("a child walks by", "general")).toBeNull();
  expect(block("a child walks by", "mature")?.rule).toBe("mature.no-minors");
});

test("words in different fields of one shot are read together, and a young person in the cast counts", () => {
  const apart = [
    { field: "prompt", text: "a sexual scene" },
    { field: "shot.action", text: "Nina is nine years old." },
  ];
  expect(checkFields(apart, { rating: "general" })?.rule).toBe("floor.minor-sexual");
  expect(checkFields([{ field: "prompt", text: "a sensual, sexual mood" }], { rating: "mature", minorPresent: true })?.rule).toBe(
    "floor.minor-sexual",
  );
});

test("words pages apart in a long story are not put together", () => {
  const filler = "The sea is calm and the lamp turns. ".repeat(50);
  expect(block(`The child sleeps.\n\n${filler}\n\nThe sexual politics of the court fill the newspapers.`)).toBeNull();
  expect(block(`${filler}\n\nA sexual scene with a child.\n\n${filler}`)?.rule).toBe("floor.minor-sexual");
});

test("the span points into the original text, and no text makes the check fail", () => {
  const text = "A long road. Ｓｅｘｕａｌ\u200b violence.";
  const finding = block(text);
  expect(text.slice(finding?.span.start, finding?.span.end).normalize("NFKC").replace("\u200b", "")).toBe("Sexual violence");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (any) => {
      const found = checkText(any, { rating: "mature", field: "x" });
      if (found) expect(found.span.start >= 0 && found.span.end <= any.length).toBe(true);
    }),
  );
});
