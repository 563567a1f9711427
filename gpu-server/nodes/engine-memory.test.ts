// An engine whose node is away is accepted for an hour, also by a coordinator that was started anew.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { EngineOffer } from "../../shared/contract/node-link.ts";
import { createEngineMemory, rememberedFor } from "./engine-memory.ts";

const folder = mkdtempSync(join(tmpdir(), "farm-engines-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const offer = (id: string, slots = 1): EngineOffer => ({ id, kinds: ["video.generate"], qualities: ["fast"], models: ["m"], slots });
const draft = offer("draft");
const wan = offer("wan");

test("engines of nodes that went stay for an hour and not longer, and a new start knows them", async () => {
  const file = join(folder, "engines.json");
  let now = 1_000_000;
  const clock = { now: () => now };
  const memory = createEngineMemory(file, clock);
  expect(memory.with([])).toEqual([]);
  expect(memory.with([draft, wan])).toEqual([draft, wan]);
  expect(memory.with([draft])).toEqual([draft, wan]);
  await vi.waitFor(() => expect(createEngineMemory(file, clock).with([])).toEqual([draft, wan]));
  now += rememberedFor - 1;
  const next = createEngineMemory(file, clock);
  expect(next.with([])).toEqual([draft, wan]);
  // What a node says now counts, not what it said.
  expect(next.with([offer("wan", 2)])).toEqual([offer("wan", 2), draft]);
  now += 2;
  expect(next.with([])).toEqual([offer("wan", 2)]);
  now += rememberedFor;
  expect(next.with([])).toEqual([]);
});

test("a file that is none, and a folder that is gone, leave a farm that works without", () => {
  const clock = { now: () => 5 };
  writeFileSync(join(folder, "broken.json"), '{"wan": true');
  expect(createEngineMemory(join(folder, "broken.json"), clock).with([wan])).toEqual([wan]);
  expect(createEngineMemory(join(folder, "gone", "engines.json"), clock).with([wan])).toEqual([wan]);
});
