import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdMaker } from "../../../shared/domain/ids.ts";
import type { Recipe } from "../../../shared/domain/recipe.ts";
import { createEvents } from "../../events.ts";
import { openBlobs } from "../blobs.ts";
import { assetQueries } from "./asset-queries.ts";
import { hashFor, idFor, imageAsset, inFolder, libraryPorts, openLibrary } from "./assets.fixture.ts";
import { createLibraryRoom } from "./library-room.ts";

/** Runs `work` with the library's room over real files. */
async function inLibrary<T>(work: (library: Awaited<ReturnType<typeof openRoom>>) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const library = await openRoom(folder, ":memory:");
    try {
      return await work(library);
    } finally {
      await library.close();
    }
  });
}

async function openRoom(folder: string, place: string = folder) {
  const { database, cache } = openLibrary(place);
  const assets = assetQueries(database);
  const events = createEvents();
  const heard: string[] = [];
  events.listen((name) => void heard.push(name));
  const blobs = await openBlobs(path.join(folder, "blobs"));
  const room = createLibraryRoom({ database, cache, assets, blobs, events, ports: libraryPorts });
  return {
    folder,
    database,
    cache,
    assets,
    heard,
    room,
    call: room.handlers,
    page: async (query = {}, sort: "newest" | "oldest" | "name" | "stars" | "largest" = "newest", limit = 500) => {
      const page = await room.handlers.page({ query, sort, cursor: null, limit });
      return page.assets.map((card) => card.name);
    },
    async close() {
      await room.close();
      database.close();
      cache.close();
    },
  };
}

const recipe = (prompt: string, more: Partial<Recipe> = {}): Recipe => ({
  engine: "sdxl",
  model: "base",
  quality: "fast",
  rating: "general",
  prompt,
  seed: 1,
  width: 832,
  height: 480,
  references: [],
  draft: false,
  ...more,
});

test("a library lists what is kept, newest first, with its sums; what is staged or trashed is listed when asked for", () =>
  inLibrary(async ({ assets, call, page }) => {
    for (let number = 1; number <= 5; number += 1) assets.insert(imageAsset(number));
    assets.insert(imageAsset(6, { state: "staged" }));
    assets.setState(idFor(2), "trashed", 5);
    const first = await call.page({ query: {}, sort: "newest", cursor: null, limit: 2 });
    expect(first.assets.map((card) => card.name)).toEqual(["picture 5", "picture 4"]);
    expect(first).toMatchObject({ total: 4, bytes: 1001 + 1003 + 1004 + 1005, start: 0 });
    const second = await call.page({ query: {}, sort: "newest", cursor: first.next, limit: 2 });
    expect(second).toMatchObject({ next: null, start: 2 });
    expect(second.assets.map((card) => card.name)).toEqual(["picture 3", "picture 1"]);
    expect(await page({ states: ["trashed"] })).toEqual(["picture 2"]);
    expect(await page({ states: ["staged", "kept"] })).toHaveLength(5);
  }));

test("words are found in prompts, names, tags, captions, notes and titles of films, in any script; what is left out is not", () =>
  inLibrary(async ({ assets, call, room, page, database }) => {
    database
      .prepare(
        `INSERT INTO project (id, title, story, format, language, cast_json, not_understood_json, quality, revision, created_at, opened_at)
         VALUES (?, 'The Last Lamp', '', 'prose', 'en', '[]', '[]', 'draft', 1, 0, 0)`,
      )
      .run(idFor(900));
    assets.insert(imageAsset(1, { name: "one", recipe: recipe("A lighthouse beam sweeps a calm night sea", { negative: "blur" }) }));
    assets.insert(imageAsset(2, { name: "two", caption: "Ærøskøbing, café at the harbour" }));
    assets.insert(imageAsset(3, { name: "three", note: "東京タワーの夜" }));
    assets.insert(imageAsset(4, { name: "four", projectId: idFor(900) as never }));
    assets.insert(imageAsset(5, { name: "five", caption: "हिन्दी में चित्र; ภาพไทยสวยงาม; مُحَمَّد; Ιθάκη; Москва" }));
    room.tag(idFor(2), "Storm 🌊");
    const found: [string, string[]][] = [
      ["lighthouse", ["one"]],
      ["LIGHT", ["one"]],
      ["light ", []],
      ["calm night", ["one"]],
      ['"calm sea"', []],
      ['"calm night sea"', ["one"]],
      ["blur", ["one"]],
      ["aeroskobing", ["two"]],
      ["cafe harbour", ["two"]],
      ["storm", ["two"]],
      ["🌊", ["two"]],
      ["京", ["three"]],
      ["東京", ["three"]],
      ["タワー", ["three"]],
      ["京都", []],
      ["last lamp", ["four"]],
      ["हिन्दी", ["five"]],
      ["ไทย", ["five"]],
      ["محمد", ["five"]],
      ["ιθακη", ["five"]],
      ["москва", ["five"]],
      ["-lighthouse -storm ", ["five", "four", "three"]],
      ["night -sea", []],
      ["!!! ...", ["five", "four", "three", "two", "one"]],
    ];
    for (const [text, names] of found) expect([text, await page({ text })]).toEqual([text, names]);
    await call.change({ select: { ids: [idFor(1)] }, change: { name: "renamed", note: "zebra" } });
    expect(await page({ text: "zebra" })).toEqual(["renamed"]);
    expect(await page({ text: "one" })).toEqual([]);
  }));

test("a search never throws, whatever is typed", () =>
  inLibrary(async ({ assets, page }) => {
    assets.insert(imageAsset(1, { name: "only", caption: "word" }));
    const words = fc.array(
      fc.constantFrom(
        '"',
        "-",
        "*",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        ")",
        "^",
        ":",
        "'",
        "\u0000",
        "\ud800",
        "東",
        "word",
        " ",
        "{",
        "e\u0301",
      ),
      {
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          words.map((list) => list.join("")),
          fc.string({ unit: "binary", maxLength: 60 }),
        ),
        async (text) => {
          expect((await page({ text })).length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200 },
    );
  }));

const assetArbitrary = fc.record({
  stars: fc.integer({ min: 0, max: 5 }),
  name: fc.constantFrom("b", "a", "A10", "a2", "é", "Z"),
  bytes: fc.integer({ min: 1, max: 4 }),
  at: fc.integer({ min: 0, max: 5 }),
});
const sorts = ["newest", "oldest", "name", "stars", "largest"] as const;

test("pages by key miss nothing and double nothing while assets come in, in every order", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(assetArbitrary, { maxLength: 30 }),
      fc.array(assetArbitrary, { maxLength: 10 }),
      fc.constantFrom(...sorts),
      async (before, during, sort) =>
        inLibrary(async ({ assets, call }) => {
          const add = (row: (typeof before)[number], number: number) =>
            assets.insert(imageAsset(number, { stars: row.stars, name: row.name, bytes: row.bytes, addedAt: 1000 + row.at }));
          for (const [index, row] of before.entries()) add(row, index + 1);
          const whole = await call.page({ query: {}, sort, cursor: null, limit: 500 });
          const seen: string[] = [];
          let cursor: string | null = null;
          let next = 0;
          do {
            const page: Awaited<ReturnType<typeof call.page>> = await call.page({ query: {}, sort, cursor, limit: 3 });
            seen.push(...page.assets.map((card) => card.id));
            cursor = page.next;
            const come = during[next];
            if (come !== undefined) add(come, 100 + next);
            next += 1;
          } while (cursor !== null);
          expect(new Set(seen).size).toBe(seen.length);
          const old = new Set(whole.assets.map((card) => card.id));
          expect(seen.filter((id) => old.has(id))).toEqual(whole.assets.map((card) => card.id));
        }),
    ),
    { numRuns: 25 },
  ));

test("what was written before a search is found by it, and every place of the list is that of its page", () =>
  inLibrary(async ({ assets, call }) => {
    for (let number = 1; number <= 40; number += 1) assets.insert(imageAsset(number, { stars: number % 6 }));
    for (const sort of sorts) {
      const { assets: cards } = await call.page({ query: {}, sort, cursor: null, limit: 500 });
      const jump = await call.page({ query: {}, sort, cursor: null, start: 17, limit: 5 });
      expect(jump.assets).toEqual(cards.slice(17, 22));
      expect((await call.place({ query: {}, sort, assetId: cards[23]?.id ?? "" })).index).toBe(23);
      expect((await call.range({ query: {}, sort, from: 9, to: 4 })).ids).toEqual(cards.slice(4, 10).map((card) => card.id));
    }
  }));

/** Everything that a person can see of the library, to compare before and after. */
function snapshot(database: Awaited<ReturnType<typeof openRoom>>["database"]) {
  const all = (sql: string) => database.prepare(sql).all();
  return {
    assets: all("SELECT * FROM asset ORDER BY number"),
    texts: all("SELECT * FROM asset_text ORDER BY asset"),
    tags: all("SELECT * FROM tag ORDER BY id"),
    tagged: all("SELECT * FROM asset_tag ORDER BY asset, target"),
    collections: all("SELECT * FROM collection ORDER BY id"),
    collected: all("SELECT * FROM asset_collection ORDER BY asset, target"),
    searches: all("SELECT * FROM saved_search ORDER BY id"),
    shots: all("SELECT * FROM shot ORDER BY id"),
    drafts: all("SELECT * FROM create_draft ORDER BY slot"),
  };
}

test("undo is exact, step by step, and redo brings the same back, also after a restart", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.constantFrom("stars", "name", "tag", "untag", "trash", "restore", "collect", "merge", "caption"),
          fc.integer({ min: 0, max: 7 }),
          fc.integer({ min: 1, max: 5 }),
        ),
        { minLength: 1, maxLength: 8 },
      ),
      async (steps) =>
        inFolder(async (folder) => {
          let library = await openRoom(folder);
          for (let number = 1; number <= 8; number += 1) library.assets.insert(imageAsset(number, { stars: number % 3 }));
          const { id: collection } = await library.call.createCollection({ name: "best" });
          const states = [snapshot(library.database)];
          for (const [what, first, count] of steps) {
            const select = { ids: Array.from({ length: count }, (_, index) => idFor(1 + ((first + index) % 8))) };
            const { call } = library;
            if (what === "stars") await call.change({ select, change: { stars: count } });
            if (what === "name") await call.change({ select, change: { name: `name ${count}` } });
            if (what === "caption") await call.change({ select, change: { caption: `words ${count}`, rating: "mature" } });
            if (what === "tag") await call.change({ select, change: { addTags: [`tag ${count}`, "Tag 1"] } });
            if (what === "untag")
              await call.change({ select, change: { removeTags: (await call.tags({})).tags.slice(0, 2).map((tag) => tag.id) } });
            if (what === "trash") await call.trash({ select });
            if (what === "restore") await call.restore({ select });
            if (what === "collect") await call.change({ select, change: { addCollections: [collection] } });
            if (what === "merge") {
              const [one, two] = (await call.tags({})).tags;
              if (one !== undefined && two !== undefined) await call.mergeTags({ tagId: one.id, intoId: two.id });
            }
            const now = snapshot(library.database);
            if (JSON.stringify(now) !== JSON.stringify(states.at(-1))) states.push(now);
          }
          await library.close();
          library = await openRoom(folder);
          for (const state of states.slice(0, -1).toReversed()) {
            await library.call.undo({});
            expect(snapshot(library.database)).toEqual(state);
          }
          for (const state of states.slice(1)) {
            await library.call.redo({});
            expect(snapshot(library.database)).toEqual(state);
          }
          expect(await library.call.history({})).toMatchObject({ redo: null });
          await library.close();
        }),
    ),
    { numRuns: 10 },
  ));

test("a change of very many is one step; cut short, it is finished at the next start", () =>
  inFolder(async (folder) => {
    let library = await openRoom(folder);
    library.database.transaction(() => {
      for (let number = 1; number <= 1500; number += 1) library.assets.insert(imageAsset(number));
    })();
    const changing = Promise.resolve(library.call.change({ select: { query: {} }, change: { stars: 4, addTags: ["many"] } })).catch(
      () => undefined,
    );
    // The first slice is written when its turn comes; the studio ends in the middle of it.
    await new Promise((resolve) => void setImmediate(() => setImmediate(resolve)));
    await library.close();
    await changing;
    library = await openRoom(folder);
    await expect.poll(async () => (await library.call.facets({ query: { tagIds: [] } })).stars).toEqual([{ value: 4, count: 1500 }]);
    await expect.poll(async () => (await library.call.tags({})).tags).toMatchObject([{ name: "many", count: 1500 }]);
    expect(await library.call.history({})).toEqual({ undo: "changes of 1 500 files", redo: null });
    expect(await library.call.undo({})).toMatchObject({ count: 1500, undo: null });
    expect((await library.call.facets({ query: {} })).stars).toEqual([{ value: 0, count: 1500 }]);
    await library.close();
  }));

test("what another part changed since is left as it is by undo", () =>
  inLibrary(async ({ assets, call, database }) => {
    assets.insert(imageAsset(1));
    assets.insert(imageAsset(2));
    await call.change({ select: { ids: [idFor(1), idFor(2)] }, change: { stars: 5 } });
    database.prepare("UPDATE asset SET stars = 1 WHERE id = ?").run(idFor(2));
    await call.undo({});
    const { assets: cards } = await call.cards({ ids: [idFor(1), idFor(2)] });
    expect(cards.map((card) => card.stars)).toEqual([0, 1]);
  }));

test("the trash is emptied of what lies in it and of nothing else", () =>
  inLibrary(async ({ assets, call, page }) => {
    for (let number = 1; number <= 3; number += 1) assets.insert(imageAsset(number));
    await call.trash({ select: { ids: [idFor(1), idFor(2)] } });
    expect(await call.emptyTrash({ ids: [idFor(1), idFor(3)] })).toMatchObject({ count: 1 });
    expect(await page({ states: ["trashed", "kept"] })).toEqual(["picture 3", "picture 2"]);
    expect(await call.restore({ select: { ids: [idFor(2)] } })).toMatchObject({ count: 1, undo: "restore 1 file" });
    expect(await call.emptyTrash({})).toMatchObject({ count: 0 });
  }));

test("filters: each finds what it says, and counts leave out their own filter", () =>
  inLibrary(async ({ assets, call, page, room }) => {
    assets.insert(imageAsset(1, { name: "still", recipe: recipe("a", { engine: "draft", draft: true, quality: "draft" }), stars: 3 }));
    assets.insert(
      imageAsset(2, {
        name: "clip",
        kind: "clip",
        frames: 80,
        rate: { num: 16, den: 1 },
        recipe: recipe("b", { engine: "wan" }),
        stars: 5,
        bytes: 9_000_000,
      }),
    );
    assets.insert(imageAsset(3, { name: "file", origin: "imported", rating: "mature", width: 4000, hash: hashFor("file 1") }));
    room.tag(idFor(3), "Night");
    const [night] = (await call.tags({})).tags;
    expect(await page({ kinds: ["clip"] })).toEqual(["clip"]);
    expect(await page({ engines: ["wan", "draft"] })).toEqual(["clip", "still"]);
    expect(await page({ ratings: ["mature"] })).toEqual(["file"]);
    expect(await page({ stars: 4 })).toEqual(["clip"]);
    expect(await page({ hasRecipe: false })).toEqual(["file"]);
    expect(await page({ draft: true })).toEqual(["still"]);
    expect(await page({ minBytes: 9_000_000, maxBytes: 9_000_000 })).toEqual(["clip"]);
    expect(await page({ minSide: 3000 })).toEqual(["file"]);
    expect(await page({ tagIds: [night?.id ?? ""] })).toEqual(["file"]);
    expect(await page({ untagged: true })).toEqual(["clip", "still"]);
    expect(await page({ duplicates: "same-file" })).toEqual(["file", "still"]);
    expect(await page({ origins: ["imported"], qualities: [] })).toEqual(["file"]);
    expect(
      await page({ addedFrom: new Date(1_700_000_002_000).toISOString(), addedTo: new Date(1_700_000_003_000).toISOString() }),
    ).toEqual(["clip"]);
    const facets = await call.facets({ query: { kinds: ["clip"] } });
    expect(facets).toMatchObject({
      total: 1,
      kinds: [
        { value: "image", count: 2 },
        { value: "clip", count: 1 },
      ],
      engines: [{ value: "wan", count: 1 }],
      tags: [],
    });
    expect((await call.similar({ assetId: idFor(1) })).duplicates.map((card) => card.name)).toEqual(["file"]);
  }));

test("pictures that look alike are found, nearest first, and filtered", () =>
  inLibrary(async ({ assets, call, page, room }) => {
    for (let number = 1; number <= 4; number += 1) assets.insert(imageAsset(number));
    expect(await call.similar({ assetId: idFor(1) })).toMatchObject({ near: [], known: false });
    room.setFingerprint(hashFor("file 1"), "00ff00ff00ff00ff");
    room.setFingerprint(hashFor("file 2"), "00ff00ff00ff00f0");
    room.setFingerprint(hashFor("file 3"), "01ff00ff00ff00ff");
    room.setFingerprint(hashFor("file 4"), "ffffffff00000000");
    const { near, known } = await call.similar({ assetId: idFor(1) });
    expect(known).toBe(true);
    expect(near.map(({ asset, distance }) => [asset.name, distance])).toEqual([
      ["picture 3", 1],
      ["picture 2", 4],
    ]);
    expect(await page({ duplicates: "look-alike" })).toEqual(["picture 3", "picture 2", "picture 1"]);
  }));

test("a search index that was lost, or is of another library, is made again", () =>
  inFolder(async (folder) => {
    let library = await openRoom(folder);
    for (let number = 1; number <= 130; number += 1) library.assets.insert(imageAsset(number, { caption: "harbour" }));
    await expect.poll(async () => (await library.page({ text: "harbour" })).length).toBe(130);
    await library.close();
    library = await openRoom(folder);
    library.cache.prepare("DELETE FROM note").run();
    await library.close();
    library = await openRoom(folder);
    library.assets.insert(imageAsset(131, { caption: "harbour" }));
    await expect.poll(async () => (await library.page({ text: "harbour" })).length).toBe(131);
    expect(library.heard).toContain("library.indexing");
    await library.close();
  }));

test("days and months are counted in the person's own time zone", () =>
  inLibrary(async ({ assets, call }) => {
    // 31 October 23:30 in Oslo, an hour before it is in UTC what it is there next day.
    assets.insert(imageAsset(1, { addedAt: Date.parse("2026-10-31T22:30:00Z") }));
    assets.insert(imageAsset(2, { addedAt: Date.parse("2026-10-31T23:30:00Z") }));
    assets.insert(imageAsset(3, { addedAt: Date.parse("2026-11-02T12:00:00Z") }));
    expect(await call.calendar({ query: {}, sort: "newest", unit: "day", timeZone: "Europe/Oslo" })).toEqual({
      total: 3,
      spans: [
        { span: "2026-11-02", count: 1, start: 0 },
        { span: "2026-11-01", count: 1, start: 1 },
        { span: "2026-10-31", count: 1, start: 2 },
      ],
    });
    expect((await call.calendar({ query: {}, sort: "oldest", unit: "month", timeZone: "UTC" })).spans).toEqual([
      { span: "2026-10", count: 2, start: 0 },
      { span: "2026-11", count: 1, start: 2 },
    ]);
    await expect(
      Promise.resolve(call.calendar({ query: {}, sort: "newest", unit: "day", timeZone: "Moon/Tranquility" })),
    ).rejects.toMatchObject({ code: "invalid_input" });
  }));

test("using a recipe, comparing and looking at details change nothing of the library", () =>
  inLibrary(async (library) => {
    library.assets.insert(imageAsset(1, { recipe: recipe("a calm sea", { seed: 225, guidance: 5 } as Partial<Recipe>) }));
    library.assets.insert(
      imageAsset(2, { recipe: recipe("a calm sea", { seed: 226, references: [hashFor("file 1")] }), parentId: idFor(1) }),
    );
    await library.page({ text: "calm" });
    const before = snapshot(library.database);
    expect(await library.call.useRecipe({ assetId: idFor(1) })).toMatchObject({ recipe: { prompt: "a calm sea", seed: 225 } });
    const { fields } = await library.call.compare({ ids: [idFor(1), idFor(2)] });
    expect(fields[0]).toEqual({ field: "prompt", values: ["a calm sea", "a calm sea"], same: true });
    expect(fields.find((field) => field.field === "seed")).toEqual({ field: "seed", values: ["225", "226"], same: false });
    expect(fields.find((field) => field.field === "guidance")).toEqual({ field: "guidance", values: ["5", null], same: false });
    const detail = await library.call.asset({ assetId: idFor(2) });
    expect(detail).toMatchObject({ parent: { name: "picture 1" }, references: [{ asset: { name: "picture 1" } }] });
    expect(await library.call.asset({ assetId: idFor(1) })).toMatchObject({ children: [{ name: "picture 2" }] });
    expect(snapshot(library.database)).toEqual(before);
  }));

test("tags that differ in case or accents are one; a taken name is said", () =>
  inLibrary(async ({ assets, call }) => {
    assets.insert(imageAsset(1));
    await call.change({ select: { ids: [idFor(1)] }, change: { addTags: ["Café", "cafe", "CAFÉ"] } });
    await call.change({ select: { ids: [idFor(1)] }, change: { addTags: ["night"] } });
    const { tags } = await call.tags({});
    expect(tags.map(({ name, count }) => [name, count])).toEqual([
      ["Café", 1],
      ["night", 1],
    ]);
    await expect(Promise.resolve(call.renameTag({ tagId: tags[1]?.id ?? "", name: "CAFE" }))).rejects.toMatchObject({ code: "conflict" });
    await expect(
      Promise.resolve(call.removeTag({ tagId: createIdMaker({ now: () => 1, randomBytes: (count) => new Uint8Array(count) })() })),
    ).rejects.toMatchObject({ code: "not_found" });
  }));

test("collections keep their order, saved searches what they ask", () =>
  inLibrary(async ({ assets, call }) => {
    assets.insert(imageAsset(1));
    const { id: one } = await call.createCollection({ name: "one" });
    const { id: two } = await call.createCollection({ name: "two", select: { query: {} } });
    const { collections } = await call.orderCollections({ collectionIds: [two] });
    expect(collections.map(({ id, count, cover }) => [id, count, cover?.name ?? null])).toEqual([
      [two, 1, "picture 1"],
      [one, 0, null],
    ]);
    const { searches } = await call.saveSearch({ name: "best", query: { text: "sea", stars: 4 }, sort: "stars" });
    expect(searches).toMatchObject([{ name: "best", query: { text: "sea", stars: 4 }, sort: "stars" }]);
    await call.undo({});
    expect((await call.searches({})).searches).toEqual([]);
  }));
