// The account's facts as words and as a table: nothing is lost on the way, and nothing in it is run by the program that reads it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MovementView } from "../../shared/contract/studio/account.ts";
import { movementsCsv } from "./credits.ts";
import { agentOf, deviceView, nextGrant, planView } from "./views.ts";

/** Rows of CSV as RFC 4180 reads them. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === "" && quoted === undefined && plain === "") break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

const movement = (title: string | null, words: string, free: number): MovementView => ({
  id: "1:held",
  kind: "held",
  at: "2026-11-24T12:00:00.000Z",
  free,
  held: -free,
  settled: null,
  balance: { free: 10 + free, held: -free },
  jobId: null,
  job: null,
  title,
  words,
});

test("a table of movements reads back as it was, and no cell of it begins a formula", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ title: fc.option(fc.string()), words: fc.string(), free: fc.integer({ min: -9, max: 0 }) })),
      (rows) => {
        const [head, ...read] = parsed(movementsCsv(rows.map(({ title, words, free }) => movement(title, words, free))));
        expect(read).toHaveLength(rows.length);
        for (const [index, { title, words, free }] of rows.entries()) {
          const cells = Object.fromEntries((head ?? []).map((name, column) => [name, read[index]?.[column] ?? ""]));
          expect(cells["Free change"]).toBe(String(free));
          for (const [cell, text] of [
            [cells["For"] ?? "", title ?? ""],
            [cells["Explained"] ?? "", words],
          ] as const) {
            expect([text, `'${text}`]).toContain(cell);
            expect(cell === text).toBe(!/^[=+\-@\t\r]/.test(text));
            expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          }
        }
      },
    ),
  );
});

describe("a plan", () => {
  const plan = { name: "creator", creditsPerMonth: 60, centsPerMonth: 3999, weight: 4, openJobs: 10, entitlements: ["long-video"] };
  test("says its price, its next credits and what becomes of the rest, over a year's end too", () => {
    const now = Date.UTC(2026, 11, 31, 23, 59);
    expect(nextGrant(plan, now)).toEqual({ credits: 60, at: "2027-01-01T00:00:00.000Z" });
    expect(planView(plan, now)).toMatchObject({
      entitlements: ["priority queue", "long video"],
      words: "60 credits a month for 39.99. The next 60 come on 1 January; what is left of this month's ends that day.",
    });
  });
  test("without credits has none that come", () => {
    const free = { ...plan, creditsPerMonth: 0, centsPerMonth: 0, weight: 1, entitlements: [] };
    expect(nextGrant(free, 0)).toBeNull();
    expect(planView(free, 0)).toMatchObject({ entitlements: [], words: expect.stringMatching(/^No credits/) as string });
  });
});

const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const safari =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
test.each([
  [agentOf("1.2.3", "darwin"), "OurVidz Studio on macOS", "studio"],
  [agentOf("1.2.3", "freebsd"), "OurVidz Studio on freebsd", "studio"],
  [chrome, "Chrome on Linux", "browser"],
  [safari, "Safari on iPhone", "browser"],
  ["render-script", "render-script", "other"],
  [null, "A program that gave no name", "other"],
])("the device %j is known as %s", (device, name, kind) => {
  const at = "2026-11-24T12:00:00.000Z";
  const session = { id: crypto.randomUUID(), current: false, device, address: null, createdAt: at, lastUsedAt: at, expiresAt: at };
  expect(deviceView(session)).toMatchObject({ name, kind });
});
