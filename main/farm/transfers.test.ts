// Transfers under a person's hand: held back, let go, limited, over restarts; and what a file says of its trouble.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { TransferList } from "../../shared/contract/studio/transfers.ts";
import { call, inFolder, shortStory, until, withStudio } from "../studio.fixture.ts";
import type { Studio } from "../studio.ts";
import { startTestFarm } from "./farm.fixture.ts";
import { createRate } from "./rate.ts";
import { createThrottle } from "./throttle.ts";

const list = (studio: Studio) => call(studio, "transfers", "list", {});
const states = ({ transfers }: TransferList) => transfers.map((file) => file.state);

/** A film whose clips the farm has made; nothing has come down yet, because all is held back. */
async function rendered(studio: Studio): Promise<string> {
  const film = await call(studio, "projects", "create", { story: shortStory });
  await studio.stills.idle();
  await call(studio, "storyboard", "approve", { shotIds: film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id)) });
  await until(() => studio.farm.status().state === "connected", "connected");
  await call(studio, "transfers", "pauseAll", {});
  await call(studio, "storyboard", "render", { projectId: film.id });
  const every = async () => (await call(studio, "jobs", "list", {})).jobs.every((job) => job.state === "succeeded");
  await until(async () => (await every()) && (await list(studio)).open >= 2, "the farm has all files");
  return film.id;
}

test(
  "all held back stays so over a restart; then one is held back alone while the rest arrives; then it comes too",
  () =>
    inFolder(async (folder) => {
      const farm = await startTestFarm({ fileBytes: 50_000 });
      await withStudio(folder, rendered, farm.address);
      let one = "";
      await withStudio(
        folder,
        async (studio) => {
          await until(() => studio.farm.status().state === "connected", "connected");
          const held = await list(studio);
          expect(held.allPaused).toBe(true);
          expect(new Set(states(held))).toEqual(new Set(["paused"]));
          one = held.transfers[0]?.id ?? "";
          // Others are let go one by one: this one stays held back.
          const others = held.transfers.flatMap((file) => (file.id === one ? [] : [file.id]));
          await call(studio, "transfers", "resume", { ids: others });
          expect((await list(studio)).allPaused).toBe(false);
          await until(
            async () => (await list(studio)).transfers.every((file) => file.state === (file.id === one ? "paused" : "done")),
            "the rest arrived",
          );
        },
        farm.address,
      );
      await withStudio(
        folder,
        async (studio) => {
          await until(() => studio.farm.status().state === "connected", "connected");
          expect((await list(studio)).transfers.find((file) => file.id === one)?.state).toBe("paused");
          await call(studio, "transfers", "resume", { ids: [one] });
          await until(async () => states(await list(studio)).every((state) => state === "done"), "all arrived");
          expect((await list(studio)).open).toBe(0);
        },
        farm.address,
      );
      await farm.stop();
    }),
  120_000,
);

test(
  "a lost connection is said with how much is here, and it goes on by itself there",
  () =>
    inFolder(async (folder) => {
      const farm = await startTestFarm({ fileBytes: 60_000 });
      await withStudio(
        folder,
        async (studio) => {
          await rendered(studio);
          farm.cutAfter = 25_000;
          farm.sent = 0;
          await call(studio, "transfers", "resumeAll", {});
          await until(
            async () => (await list(studio)).transfers.some((file) => file.error?.startsWith("The connection was lost after") === true),
            "it is said",
          );
          await until(async () => states(await list(studio)).every((state) => state === "done"), "all arrived", 40_000);
          expect((await list(studio)).transfers.every((file) => file.error === null)).toBe(true);
        },
        farm.address,
      );
      await farm.stop();
    }),
  120_000,
);

test("under a limit, whatever its size and however many share it, nobody starves and the whole stays below it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 100_000, max: 2_000_000 }), fc.integer({ min: 1, max: 4 }), async (limit, streams) => {
      const clock = { now: () => Date.now() };
      const throttle = createThrottle(() => limit, clock);
      const signal = new AbortController().signal;
      const taken = Array.from({ length: streams }, () => 0);
      const began = Date.now();
      await Promise.all(
        taken.map(async (_, index) => {
          while (Date.now() - began < 300) {
            await throttle.take(throttle.piece, signal);
            taken[index] = (taken[index] ?? 0) + throttle.piece;
          }
        }),
      );
      const seconds = (Date.now() - began) / 1000;
      // A piece for each stream may be ahead of its time, and a quarter of a second's worth may come at once.
      expect(taken.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(limit * (seconds + 0.25) + (streams + 1) * throttle.piece);
      expect(Math.max(...taken) - Math.min(...taken)).toBeLessThanOrEqual(2 * throttle.piece);
    }),
    { numRuns: 6 },
  );
});

test("a limit that is lifted, or an end, lets go what waits; a clock that is set back holds nothing for ever", async () => {
  let limit: number | null = 1;
  let now = 1_000_000;
  const throttle = createThrottle(() => limit, { now: () => now });
  const end = new AbortController();
  const first = throttle.take(1000, end.signal);
  end.abort();
  await first;
  const second = throttle.take(1000, new AbortController().signal);
  now -= 3_600_000;
  limit = null;
  await second;
});

test("the rate of what comes in is what came in, also with a clock that jumps", () => {
  const rate = createRate();
  expect(rate.now(0)).toBe(null);
  for (let at = 0; at <= 4000; at += 100) rate.add(10_000, at);
  expect(rate.now(4000)).toBeGreaterThan(80_000);
  expect(rate.now(4000)).toBeLessThan(125_000);
  rate.add(10_000, 1000);
  expect(rate.now(1000)).toBe(50_000);
  expect(rate.now(60_000)).toBe(null);
});
