// The library behind its screens: the services of this folder over what the rooms share, and the contract's handlers.
import { stat } from "node:fs/promises";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Handlers } from "../../../shared/contract/studio/index.ts";
import type { LibrarySelection } from "../../../shared/contract/studio/library-views.ts";
import { compareAssets } from "../../../shared/domain/compare.ts";
import type { Events } from "../../events.ts";
import type { StudioPorts } from "../../ports.ts";
import type { Blobs } from "../blobs.ts";
import type { Connection } from "../database.ts";
import { createAssetChanges } from "./asset-changes.ts";
import type { AssetQueries } from "./asset-queries.ts";
import type { AssetRow } from "./asset-rows.ts";
import { createAssetViews, type ReadThumbs } from "./asset-views.ts";
import { breath, createCatalogue } from "./catalogue.ts";
import { catalogueQueries } from "./catalogue-queries.ts";
import { commandQueries } from "./command-queries.ts";
import { createCommands } from "./commands.ts";
import { createLibraryLists } from "./library-lists.ts";
import { createLists, tagNamed } from "./lists.ts";
import { createLookAlikes } from "./look-alikes.ts";
import { createWordIndex } from "./word-index.ts";

interface LibraryPorts {
  /** studio.db */
  database: Connection;
  /** cache.db */
  cache: Connection;
  assets: AssetQueries;
  blobs: Blobs;
  events: Events;
  ports: Pick<StudioPorts, "clock" | "ids" | "logger">;
}

export interface LibraryRoom {
  handlers: Handlers["library"];
  /** Says where thumbnails are asked for. */
  setThumbs: (read: ReadThumbs) => void;
  /** Writes how a picture looks: 64 bits as 16 hexadecimal digits. */
  setFingerprint: (hash: string, bits: string) => void;
  /** Tags an asset that comes in, outside of the undo log. */
  tag: (assetId: string, name: string) => void;
  close(): Promise<void>;
}

/** Creates the room; lists and search index are filled in the background. */
export function createLibraryRoom({ database, cache, assets, blobs, events, ports }: LibraryPorts): LibraryRoom {
  const { clock, ids, logger } = ports;
  let readThumbs: ReadThumbs = () => new Map();
  const reads = catalogueQueries(database);
  const queries = commandQueries(database);
  const words = createWordIndex(cache, reads);
  const alikes = createLookAlikes(cache, reads, breath);
  const warn = (what: string) => (error: unknown) => logger.warn(what, { reason: error instanceof Error ? error.message : "" });
  const catalogue = createCatalogue({
    queries: reads,
    words,
    alikes,
    changed: (numbers) => {
      measure();
      events.send("library.changed", { ids: numbers === null ? null : assets.lines(numbers).map((line) => line.id) });
    },
    indexing: (indexing) => events.send("library.indexing", { indexing }),
    failed: warn("the library's lists could not be kept up"),
  });
  const views = createAssetViews({ database, assets, queries, thumbs: (hashes) => readThumbs(hashes) });
  const commands = createCommands({
    queries,
    clock,
    touched: assets.changed,
    listsChanged: () => events.send("library.lists", {}),
    historyChanged: (history) => events.send("library.history", history),
  });
  const lists = createLists({ queries, commands, ids });
  const changes = createAssetChanges({ queries, commands, ids, clock });
  const reading = createLibraryLists({ catalogue, reads, queries, assets, views, words });
  assets.listen(catalogue.touched);

  let closed = false;
  let measuring: Promise<void> | null = null;
  /** Bytes of assets that came from a migration or a film: SQL knows no files. */
  function measure(): void {
    measuring ??= (async () => {
      for (let last = 0; ;) {
        const rows = closed ? [] : assets.unmeasured(last);
        for (const { number, hash, name } of rows) {
          const found = await stat(blobs.pathOf(hash)).catch(() => null);
          if (closed) return;
          if (found !== null) assets.setSize(number, found.size, name);
          last = number;
        }
        if (rows.length === 0) return;
      }
    })()
      .catch(warn("files could not be measured"))
      .finally(() => {
        measuring = null;
      });
  }
  const begun = setImmediate(() => {
    if (closed) return;
    void commands.finish().catch(warn("a change of the library could not be finished"));
    measure();
    catalogue.touched();
  });

  const rowOf = (id: string): AssetRow => {
    const row = assets.asset(id);
    if (row === null) throw new CodedError("not_found", "That is not in the library any more. Reload the list.");
    return row;
  };
  /** Numbers of what is chosen, as the library is now. */
  const chosen = async (select: LibrarySelection): Promise<number[]> => {
    if ("ids" in select) return assets.linesById(select.ids).map((line) => line.number);
    const { slots } = await catalogue.list(select.query, "newest");
    const except = new Set(assets.linesById(select.except ?? []).map((line) => line.number));
    return Array.from(slots, (slot) => catalogue.columns.number[slot] as number).filter((number) => !except.has(number));
  };
  const tagList = async () => {
    const { counts } = await catalogue.facets({});
    return { tags: queries.tags().map(({ id, name }) => ({ id, name, count: counts.tag.get(id) ?? 0 })) };
  };
  const collectionList = async () => {
    const { counts } = await catalogue.facets({});
    const collections = queries.collections().map(({ id, name }) => {
      const cover = queries.cover(id);
      const card = cover === null ? null : (views.cards(assets.lines([cover]))[0] ?? null);
      return { id, name, count: counts.collection.get(id) ?? 0, cover: card };
    });
    return { collections };
  };
  const searchList = () => ({ searches: lists.searches() });

  return {
    setThumbs(read) {
      readThumbs = read;
    },
    setFingerprint: alikes.setFingerprint,
    tag(assetId, name) {
      queries.transaction(() => {
        const { tag, made } = tagNamed(queries, ids, name);
        if (made !== null) queries.apply(made, "after", 0, 1);
        assets.link("asset_tag", assetId, tag.id);
      });
    },
    handlers: {
      ...reading,
      cards: ({ ids: wanted }) => ({ assets: views.cards(assets.linesById(wanted)) }),
      asset: ({ assetId }) => views.detail(rowOf(assetId)),
      change: async ({ select, change }) => changes.change(await chosen(select), change),
      trash: async ({ select }) => changes.trash(await chosen(select)),
      restore: async ({ select }) => changes.restore(await chosen(select)),
      emptyTrash: ({ ids: only }) => commands.empty(only === undefined ? null : assets.linesById(only).map((line) => line.number)),
      history: () => commands.history(),
      undo: () => commands.undo(),
      redo: () => commands.redo(),

      tags: tagList,
      renameTag: async ({ tagId, name }) => {
        await lists.renameTag(tagId, name);
        return tagList();
      },
      mergeTags: async ({ tagId, intoId }) => {
        await lists.mergeTags(tagId, intoId);
        return tagList();
      },
      removeTag: async ({ tagId }) => {
        await lists.removeTag(tagId);
        return tagList();
      },
      collections: collectionList,
      createCollection: async ({ name, select }) => ({
        id: await lists.createCollection(name, select === undefined ? [] : await chosen(select)),
        ...(await collectionList()),
      }),
      renameCollection: async ({ collectionId, name }) => {
        await lists.renameCollection(collectionId, name);
        return collectionList();
      },
      removeCollection: async ({ collectionId }) => {
        await lists.removeCollection(collectionId);
        return collectionList();
      },
      orderCollections: async ({ collectionIds }) => {
        await lists.orderCollections(collectionIds);
        return collectionList();
      },
      searches: searchList,
      saveSearch: async ({ name, query, sort }) => ({ id: await lists.saveSearch(name, query, sort), ...searchList() }),
      renameSearch: async ({ searchId, name }) => {
        await lists.renameSearch(searchId, name);
        return searchList();
      },
      removeSearch: async ({ searchId }) => {
        await lists.removeSearch(searchId);
        return searchList();
      },
      compare: ({ ids: wanted }) => {
        const rows = wanted.map(rowOf);
        const fields = compareAssets(
          rows.map((row) => ({
            recipe: row.recipe === null ? null : { ...row.recipe },
            facts: {
              size: row.width === null || row.height === null ? null : `${row.width} × ${row.height}`,
              length: row.frames === null || row.rate === null ? null : `${row.frames} at ${row.rate.num / row.rate.den}`,
            },
          })),
        );
        return { assets: views.cards(rows), fields };
      },
      similar: async ({ assetId }) => {
        const row = rowOf(assetId);
        const shown = (hash: string) => assets.byHash(hash).filter((other) => other.state === "kept" || other.state === "staged");
        const like = row.kind === "image" || row.kind === "clip" ? await alikes.like(row.hash) : [];
        const near = (like ?? []).slice(0, 200).flatMap(({ hash, distance }) => shown(hash).map((other) => ({ other, distance })));
        const cards = views.cards(near.map(({ other }) => other));
        return {
          duplicates: views.cards(shown(row.hash).filter((other) => other.id !== assetId)),
          near: cards.map((asset, index) => ({ asset, distance: near[index]?.distance ?? 0 })),
          known: like !== null,
        };
      },
      useRecipe: ({ assetId }) => {
        const row = rowOf(assetId);
        if (row.recipe === null)
          throw new CodedError(
            "conflict",
            "It is not known how this was made: the file says nothing of it. Start from it as a picture instead.",
          );
        return { asset: views.cards([row])[0] as ReturnType<typeof views.cards>[number], recipe: { ...row.recipe } };
      },
    },
    async close() {
      closed = true;
      clearImmediate(begun);
      await commands.close();
      await catalogue.close();
    },
  };
}
