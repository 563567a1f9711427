// A note on a password is never praise that it has not earned.
import { expect, test } from "vitest";
import { passwordNote } from "./password.ts";

const kind = (password: string, ...known: string[]) => passwordNote(password, known).kind;

test("too short and too long are said with how much", () => {
  expect(passwordNote("lantern", [])).toEqual({ kind: "short", missing: 5 });
  expect(passwordNote("x".repeat(130), [])).toEqual({ kind: "long", over: 2 });
});

test.each([
  ["aaaaaaaaaaaaaaaa", "repeats"],
  ["storm1storm1storm1", "repeats"],
  ["Password1234!", "common"],
  ["qwertyuiop12", "row"],
  ["abcdefghijkl", "row"],
  ["anna.keeper99", "known"],
  ["lamp wind pier salt", "fine"],
  ["9f!Kq2-vLw7#", "fine"],
])("%s is called %s", (password, expected) => {
  expect(kind(password, "Anna Keeper", "anna.keeper@example.com")).toBe(expected);
});
