// What was discarded, over starts at which the clock stands elsewhere: set back it takes nothing away early and stays undoable; a day
// later the item is gone, and the library does not know it any more.
import { expect, test } from "vitest";
import { createDraftSchema } from "../../shared/contract/studio/draft.ts";
import { startTestFarm } from "../farm/farm.fixture.ts";
import { call, inFolder, testPorts, until } from "../studio.fixture.ts";
import { createStudio, type Studio } from "../studio.ts";

const day = 24 * 3600 * 1000;

test("a clock set back takes nothing discarded away early; a day later it is gone everywhere", () =>
  inFolder(async (folder) => {
    const farm = await startTestFarm();
    const at = async <T>(time: number, work: (studio: Studio) => Promise<T>): Promise<T> => {
      const studio = await createStudio({ ...testPorts(folder, farm.address), clock: { now: () => time } });
      try {
        return await work(studio);
      } finally {
        await studio.close();
      }
    };
    try {
      const now = Date.now();
      const { groupId, ids } = await at(now, async (studio) => {
        await until(() => studio.farm.status().state === "connected", "connected");
        const draft = createDraftSchema.parse({ task: "image", prompt: "Lighthouse on a headland", seed: 7, count: 3 });
        const group = (await call(studio, "create", "submit", { draft })).groupId;
        const items = async () => (await call(studio, "workspace", "group", { groupId: group })).items;
        await until(async () => (await items()).every(({ assetId }) => assetId !== null), "all results are here");
        const made = (await items()).map(({ assetId }) => assetId as string);
        await call(studio, "workspace", "discard", { assetIds: [made[1] as string] });
        return { groupId: group, ids: made };
      });
      const there = (studio: Studio) =>
        call(studio, "workspace", "group", { groupId }).then(({ items }) => items.map(({ assetId }) => assetId));
      expect(await at(now - 30 * day, there)).toEqual(ids);
      expect(await at(now + day / 2, there)).toEqual(ids);
      await at(now + day + 3_600_000, async (studio) => {
        expect(await there(studio)).toEqual([ids[0], ids[2]]);
        const gone = await studio.call({ namespace: "library", method: "asset", input: { assetId: ids[1] as string } });
        expect(gone).toMatchObject({ ok: false, error: { code: "not_found" } });
      });
    } finally {
      await farm.stop();
    }
  }));
