// Where arrows lead in the workspace, and what is compared.
import { expect, test } from "vitest";
import type { WorkspaceGroup } from "../../../shared/contract/studio/workspace.ts";
import { nextPlace, placesOf, toCompare } from "./item-acts.ts";

// Two rows of three, then one of six narrow ones.
const boxes = [
  ...[0, 1, 2].map((at) => ({ key: `a${at}`, left: at * 100, top: 0, width: 90 })),
  ...[0, 1, 2, 3, 4, 5].map((at) => ({ key: `b${at}`, left: at * 50, top: 80, width: 45 })),
];

test("left and right go through all items in order and stop at the ends", () => {
  expect(nextPlace(boxes, "a2", "right")).toBe("b0");
  expect(nextPlace(boxes, "b0", "left")).toBe("a2");
  expect(nextPlace(boxes, "a0", "left")).toBeNull();
  expect(nextPlace(boxes, "b5", "right")).toBeNull();
});

test("up and down go to the nearest of the next row", () => {
  expect(nextPlace(boxes, "a1", "down")).toBe("b2");
  expect(nextPlace(boxes, "b5", "up")).toBe("a2");
  expect(nextPlace(boxes, "b3", "down")).toBeNull();
  expect(nextPlace(boxes, "gone", "down")).toBe("a0");
});

const group = (id: string, states: ("kept" | "staged" | "discarded" | "making")[]): WorkspaceGroup =>
  ({
    id,
    items: states.map((state, index) => ({ index, state, assetId: state === "making" ? null : `${id}-${index}` })),
  }) as unknown as WorkspaceGroup;

test("what is chosen is compared; without a choice the current item beside those of its group, four at most", () => {
  const places = placesOf([group("g", ["staged", "kept", "discarded", "making", "staged", "staged", "staged"]), group("h", ["staged"])]);
  expect(toCompare(places, new Set(), "g/1")).toEqual(["g-1", "g-0", "g-4", "g-5"]);
  expect(toCompare(places, new Set(["g/0", "h/0"]), "g/1")).toEqual(["g-0", "h-0"]);
  expect(toCompare(places, new Set(["h/0"]), null)).toEqual([]);
});
