// Groups stand newest first, whatever the order of their news, and what is not opened yet stays out.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { WorkspaceGroup } from "../../../shared/contract/studio/workspace.ts";
import { isShown, withGroups } from "./workspace.ts";

const group = (minute: number, kind: "image" | "clip" = "image", title = ""): WorkspaceGroup => ({
  id: `01a00000-0000-7000-8000-0000000000${String(minute).padStart(2, "0")}`,
  title,
  facts: "",
  kind: kind === "image" ? "image" : "clip",
  quality: "draft",
  projectId: null,
  createdAt: `2026-01-01T00:${String(minute).padStart(2, "0")}:00.000Z`,
  job: null,
  count: 1,
  items: [
    {
      index: 0,
      state: "waiting",
      assetId: null,
      name: "",
      kind,
      hash: null,
      poster: null,
      proxy: null,
      preview: null,
      progress: null,
      width: null,
      height: null,
      frames: null,
      seconds: null,
      seed: null,
      stars: 0,
      goneAt: null,
      sentTo: [],
    },
  ],
  chain: false,
});
const minutes = (groups: WorkspaceGroup[]) => groups.map((one) => Number(one.createdAt.slice(14, 16)));

test("news in any order leaves each group once, newest first, as it was told last", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 20 }), (order) => {
      const groups = order.reduce<WorkspaceGroup[]>((all, minute, at) => withGroups(all, [group(minute, "image", String(at))], true), []);
      const unique = [...new Set(order)].sort((one, other) => other - one);
      expect(minutes(groups)).toEqual(unique);
      for (const one of groups) expect(one.title).toBe(String(order.lastIndexOf(minutes([one])[0] ?? -1)));
    }),
  );
});

test("a group that is older than the open page stays out until its page is opened", () => {
  const page = [group(50), group(40)];
  expect(minutes(withGroups(page, [group(10), group(45), group(55)], false))).toEqual([55, 50, 45, 40]);
  expect(minutes(withGroups(page, [group(10)], true))).toEqual([50, 40, 10]);
});

test("the filter shows groups that hold the kind", () => {
  expect(isShown(group(1, "clip"), "clips")).toBe(true);
  expect(isShown(group(1, "image"), "clips")).toBe(false);
  expect(isShown(group(1, "image"), "all")).toBe(true);
});
