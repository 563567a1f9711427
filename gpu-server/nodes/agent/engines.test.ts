// What a machine offers: its cores are all used, by jobs beside each other and segments beside each other, and
// a worker sees nothing that it needs not.
import { expect, test } from "vitest";
import { nodeEngines } from "./engines.ts";

test.each([1, 2, 3, 4, 8, 17])("on %i cores slots times segments fill the cores and never more", (cores) => {
  const [draft] = nodeEngines(["draft"], cores, {});
  const segments = Number(draft?.program.env.DRAFT_SEGMENTS);
  const busy = (draft?.slots ?? 0) * segments;
  expect(busy).toBeLessThanOrEqual(cores);
  expect(busy).toBeGreaterThan(cores - 2);
});

test("a worker gets no secret of its node", () => {
  const [draft] = nodeEngines([" draft"], 2, { PATH: "/bin", NODE_TOKEN_FILE: "/secret", DATABASE_URL: "postgres://" });
  expect(Object.keys(draft?.program.env ?? {}).toSorted()).toEqual(["DRAFT_SEGMENTS", "PATH"]);
});
