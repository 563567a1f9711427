// The notice of files that the farm will forget: for those alone that are not here, with their number and the first day, once a day.
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { artifactListSchema } from "../../shared/contract/farm-artifacts.ts";
import { CodedError } from "../../shared/contract/errors.ts";
import { createExpiryLook } from "./expiring.ts";
import type { Connection } from "./outbox.ts";

const day = 24 * 3600 * 1000;
const start = Date.parse("2026-11-20T12:00:00Z");
const kinds = ["clip", "image", "audio", "text"] as const;

function artifact(kind: (typeof kinds)[number], serial: number) {
  const expiresAt = new Date(start + serial * day).toISOString();
  const facts = {
    id: randomUUID(),
    jobId: randomUUID(),
    kind,
    index: 0,
    bytes: 1,
    contentType: "video/mp4",
    expiresAt,
    url: "http://farm/x",
  };
  return { ...facts, sha256: serial.toString(16).padStart(64, "0"), variants: [], variantOf: null };
}

/** A studio at a farm that has `files`, told page by page; `held` says which are here. */
function studio(files: ReturnType<typeof artifact>[], held: (sha256: string) => boolean) {
  const state = { now: start, warnings: [] as string[], asked: 0, away: false };
  const notes = new Map<string, string>();
  const look = createExpiryLook({
    blobs: { has: async (sha256) => held(sha256) },
    clock: { now: () => state.now },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    note: (name) => notes.get(name) ?? null,
    putNote: (name, value) => void notes.set(name, value),
    warn: (text) => void state.warnings.push(text),
  });
  const client = {
    url: "http://farm",
    async expiring(days: number, cursor: string | null) {
      state.asked += 1;
      if (state.away) throw new CodedError("farm_unreachable");
      expect(days).toBe(7);
      const from = Number(cursor ?? 0);
      const next = from + 2 < files.length ? String(from + 2) : null;
      return artifactListSchema.parse({ artifacts: files.slice(from, from + 2), next });
    },
  };
  return { state, look: () => look({ client, accountId: "mine" } as unknown as Connection) };
}

test("it counts what is not here and names the first day; nothing is said when all is here", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...kinds), fc.boolean()), { maxLength: 7 }), async (list) => {
      const files = list.map(([kind], serial) => artifact(kind, serial));
      const here = new Set(files.filter((_, serial) => list[serial]?.[1]).map(({ sha256 }) => sha256));
      const { state, look } = studio(files, (sha256) => here.has(sha256));
      await look();
      const lost = files.filter(({ kind, sha256 }) => kind !== "text" && !here.has(sha256));
      expect(state.warnings).toHaveLength(lost.length === 0 ? 0 : 1);
      const [first] = lost;
      if (first === undefined) return;
      expect(state.warnings[0]).toMatch(
        new RegExp(`^${lost.length} files? on the farm .* the first on ${20 + files.indexOf(first)} November`),
      );
    }),
    { numRuns: 60 },
  );
});

test("once a day, however often the line comes back; a look that failed is made up for", async () => {
  const { state, look } = studio([artifact("clip", 0)], () => false);
  state.away = true;
  await look();
  state.away = false;
  for (let times = 0; times < 3; times += 1) await look();
  expect(state.warnings).toHaveLength(1);
  state.now += day + 1;
  await look();
  expect(state.warnings).toEqual(Array.from({ length: 2 }, () => state.warnings[0]));
  expect(state.asked).toBe(3);
});
