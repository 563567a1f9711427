import { expect, test } from "vitest";
import { findCommands } from "./find-commands.ts";

const commands = [
  { id: "1", label: "Shot 2A: a lamp", also: "Int. Cave Nina", run: () => undefined },
  { id: "2", label: "Queue", run: () => undefined },
  { id: "3", label: "Approve all frames", run: () => undefined },
];
const ids = (query: string) => findCommands(commands, query).map((command) => command.id);

test("all words of the query must occur, in any order and case", () => {
  expect(ids("nina SHOT")).toEqual(["1"]);
  expect(ids("nina queue")).toEqual([]);
});

test("an empty query lists everything in its order", () => {
  expect(ids("  ")).toEqual(["1", "2", "3"]);
});

test("what starts with the query comes first", () => {
  expect(ids("a")).toEqual(["3", "1"]);
});
