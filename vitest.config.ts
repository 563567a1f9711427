// How tests run: unit tests beside the code, and one project for each folder of tests/.
// The long campaigns (tests/**/*.campaign.ts) run only when STUDIO_TEST_ALL is set (npm run test:all).
import { readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const all = process.env["STUDIO_TEST_ALL"] === "1";
const suites = readdirSync(new URL("./tests", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "fixtures")
  .map((entry) => entry.name);

export default defineConfig({
  test: {
    // Credits move in tests: the price list `local` is free.
    env: { FARM_PRICES: "test" },
    // Only ends what never happens: tests wait on events, for as long as a busy machine needs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["{shared,main,gpu-server,preload,renderer,scripts}/**/*.test.{ts,tsx,mjs}"] },
      },
      ...suites.map((name) => ({
        extends: true as const,
        test: {
          name,
          include: [`tests/${name}/**/*.test.{ts,tsx}`, ...(all ? [`tests/${name}/**/*.campaign.ts`] : [])],
          // What programs do takes as long as the machine needs; a test's own time ends what never happens.
          expect: { poll: { timeout: 60_000 } },
          testTimeout: all ? 600_000 : 120_000,
          hookTimeout: 120_000,
        },
      })),
    ],
  },
});
