// The library behind its screens: lists, search, changes with undo, tags, collections, saved searches.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Handlers } from "../../../shared/contract/studio/index.ts";
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import type { Connection } from "../database.ts";
import type { AssetQueries } from "./asset-queries.ts";
import type { AssetRow } from "./asset-rows.ts";

interface LibraryPorts {
  database: Connection;
  assets: AssetQueries;
}

const cardOf = (row: AssetRow): AssetCard => ({
  id: row.id,
  kind: row.kind,
  hash: row.hash,
  thumb: false,
  thumbhash: null,
  aspect: row.width === null || row.height === null ? null : row.width / row.height,
  duration: row.frames === null || row.rate === null ? null : (row.frames * row.rate.den) / row.rate.num,
  stars: row.stars,
  name: row.name,
  state: row.state,
  rating: row.rating,
  engine: row.engine,
  draft: row.recipe?.draft === true,
  hasRecipe: row.recipe !== null,
  bytes: row.bytes,
  addedAt: new Date(row.addedAt).toISOString(),
  stateAt: new Date(row.stateAt).toISOString(),
});

/** Creates the room. */
export function createLibraryRoom({ database, assets }: LibraryPorts): { handlers: Handlers["library"] } {
  const first = database
    .prepare<[number], string>("SELECT id FROM asset WHERE state = 'kept' ORDER BY added_at DESC, id DESC LIMIT ?")
    .pluck();
  const sums = database.prepare<[], { total: number; bytes: number }>(
    "SELECT count(*) AS total, coalesce(sum(bytes), 0) AS bytes FROM asset WHERE state = 'kept'",
  );
  const later = (): never => {
    throw new CodedError("method_unknown");
  };
  const cards = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const row = assets.asset(id);
      return row === null ? [] : [cardOf(row)];
    });
  return {
    handlers: {
      page: ({ limit }) => {
        const { total, bytes } = sums.get() ?? { total: 0, bytes: 0 };
        return { assets: cards(first.all(limit)), next: null, start: 0, total, bytes, took: 0, indexing: null };
      },
      cards: ({ ids }) => ({ assets: cards(ids) }),
      history: () => ({ undo: null, redo: null }),
      tags: () => ({ tags: [] }),
      collections: () => ({ collections: [] }),
      searches: () => ({ searches: [] }),
      place: later,
      range: later,
      calendar: later,
      facets: later,
      asset: later,
      change: later,
      trash: later,
      restore: later,
      emptyTrash: later,
      undo: later,
      redo: later,
      renameTag: later,
      mergeTags: later,
      removeTag: later,
      createCollection: later,
      renameCollection: later,
      removeCollection: later,
      orderCollections: later,
      saveSearch: later,
      renameSearch: later,
      removeSearch: later,
      compare: later,
      similar: later,
      useRecipe: later,
    },
  };
}
