// What the screens see of the library: cards, details, queries, counts.
import { z } from "zod";
import { assetKinds, assetOrigins, assetStates } from "../../domain/asset.ts";
import { qualities, ratings } from "../../domain/job.ts";

const id = z.uuid();
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.iso.datetime({ offset: true });

/**
 * Words, "phrases", -without and filters, all of which must hold; a list holds when one of its members does, except
 * `tagIds`, all of which an asset must carry. Empty lists filter nothing. Without `states` the library alone is listed.
 */
export const libraryQuerySchema = z.strictObject({
  /** The last word counts as begun while no space follows it. */
  text: z.string().max(1000, "A search has at most 1,000 characters.").optional(),
  kinds: z.array(z.enum(assetKinds)).max(4).optional(),
  engines: z.array(z.string().max(60)).max(50).optional(),
  qualities: z.array(z.enum(qualities)).max(3).optional(),
  ratings: z.array(z.enum(ratings)).max(2).optional(),
  states: z.array(z.enum(assetStates)).max(4).optional(),
  origins: z.array(z.enum(assetOrigins)).max(3).optional(),
  projectId: id.optional(),
  characterId: id.optional(),
  collectionId: id.optional(),
  tagIds: z.array(id).max(20).optional(),
  /** At least so many. */
  stars: z.number().int().min(1).max(5).optional(),
  /** Added at or after, and before. */
  addedFrom: at.optional(),
  addedTo: at.optional(),
  /** Bytes, both included. */
  minBytes: z.number().int().min(0).optional(),
  maxBytes: z.number().int().min(0).optional(),
  /** Longest side in pixels at least. */
  minSide: z.number().int().min(1).optional(),
  hasRecipe: z.boolean().optional(),
  draft: z.boolean().optional(),
  untagged: z.boolean().optional(),
  /** Those with another asset of the same file, or of a picture that looks like it. */
  duplicates: z.enum(["same-file", "look-alike"]).optional(),
});
export type LibraryQuery = z.infer<typeof libraryQuerySchema>;

/** `name`: as people count (2 before 10), without case. `stars`, `largest`: the most first. */
export const librarySorts = ["newest", "oldest", "name", "stars", "largest"] as const;
export const librarySortSchema = z.enum(librarySorts);
export type LibrarySort = z.infer<typeof librarySortSchema>;

/** Assets by their ids, or everything that a query finds but `except`. */
export const librarySelectionSchema = z.union([
  z.strictObject({
    ids: z.array(id).min(1, "Choose at least one.").max(20_000, "At most 20,000 can be named; choose all of a search instead."),
  }),
  z.strictObject({ query: libraryQuerySchema, except: z.array(id).max(20_000).optional() }),
]);
export type LibrarySelection = z.infer<typeof librarySelectionSchema>;

/**
 * What a tile needs. The file itself is at the host's media address `mediaUrl(hash)`; its thumbnail (WebP, longest side
 * 512) at `mediaUrl("thumb/" + hash)` once `thumb` is true; `thumbhash` (base64) paints the tile before that.
 */
export const assetCardSchema = z.object({
  id,
  kind: z.enum(assetKinds),
  hash: hashSchema,
  thumb: z.boolean(),
  thumbhash: z.string().nullable(),
  /** Width over height; null where it has no picture. */
  aspect: z.number().nullable(),
  /** Seconds; null where it does not play. */
  duration: z.number().nullable(),
  stars: z.number().int(),
  name: z.string(),
  state: z.enum(assetStates),
  rating: z.enum(ratings),
  engine: z.string().nullable(),
  /** Made by the draft engine: an honest animatic, not a final picture. */
  draft: z.boolean(),
  hasRecipe: z.boolean(),
  bytes: z.number(),
  addedAt: at,
  /** Trashed or discarded: since when. */
  stateAt: at,
});
export type AssetCard = z.infer<typeof assetCardSchema>;

const named = z.object({ id, name: z.string() });

/** Everything that is known of an asset. */
export const assetDetailSchema = assetCardSchema.extend({
  contentType: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Frames of a clip or samples of a sound, `rate` of them a second. */
  frames: z.number().int().nullable(),
  rate: z.object({ num: z.number().int(), den: z.number().int() }).nullable(),
  origin: z.enum(assetOrigins),
  caption: z.string(),
  note: z.string(),
  model: z.string().nullable(),
  quality: z.enum(qualities).nullable(),
  seed: z.number().int().nullable(),
  recipe: z.record(z.string(), z.unknown()).nullable(),
  /** What an imported file said of its making, as it stood there. */
  found: z.object({ tool: z.string(), text: z.string() }).nullable(),
  /** A light copy of a clip that plays at once (a blob); null where there is none. */
  proxy: hashSchema.nullable(),
  project: z.object({ id, title: z.string() }).nullable(),
  /** What it was made from, and what was made from it (newest first, at most 24). */
  parent: assetCardSchema.nullable(),
  children: z.array(assetCardSchema),
  /** Recipe references that lie in the library, in the recipe's order; null where the file is not there. */
  references: z.array(z.object({ hash: hashSchema, asset: assetCardSchema.nullable() })),
  tags: z.array(named),
  collections: z.array(named),
  characters: z.array(named),
  /** Shots and characters that use it, "9C". `as`: the approved frame, the clip the film plays, another take, a reference. */
  usedIn: z.array(
    z.object({
      as: z.enum(["frame", "clip", "take", "reference"]),
      project: z.object({ id, title: z.string() }).nullable(),
      shotId: id.nullable(),
      label: z.string().nullable(),
      character: named.nullable(),
    }),
  ),
  /** Other assets of the same file. */
  duplicates: z.number().int(),
});
export type AssetDetail = z.infer<typeof assetDetailSchema>;

export const indexingSchema = z.object({ done: z.number().int(), total: z.number().int() });

export const calendarSchema = z.object({
  /** "2026-11-25" or "2026-11". */
  spans: z.array(z.object({ span: z.string(), count: z.number().int(), start: z.number().int() })),
  total: z.number().int(),
});

const counted = <T extends z.ZodType>(value: T) => z.array(z.object({ value, count: z.number().int() }));
export const facetsSchema = z.object({
  total: z.number().int(),
  kinds: counted(z.enum(assetKinds)),
  engines: counted(z.string()),
  qualities: counted(z.enum(qualities)),
  ratings: counted(z.enum(ratings)),
  states: counted(z.enum(assetStates)),
  origins: counted(z.enum(assetOrigins)),
  /** Exactly so many stars. */
  stars: counted(z.number().int()),
  projects: z.array(z.object({ id, name: z.string(), count: z.number().int() })),
  characters: z.array(z.object({ id, name: z.string(), count: z.number().int() })),
  tags: z.array(z.object({ id, name: z.string(), count: z.number().int() })),
  collections: z.array(z.object({ id, name: z.string(), count: z.number().int() })),
});
export type Facets = z.infer<typeof facetsSchema>;

/** Labels of the steps, "5 stars for 12 assets"; null where there is nothing. */
export const historySchema = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });
export type LibraryHistory = z.infer<typeof historySchema>;

export const tagViewSchema = z.object({ id, name: z.string(), count: z.number().int() });
export const collectionViewSchema = z.object({
  id,
  name: z.string(),
  count: z.number().int(),
  /** The newest of it, for the cover. */
  cover: assetCardSchema.nullable(),
});
export const savedSearchViewSchema = z.object({ id, name: z.string(), query: libraryQuerySchema, sort: librarySortSchema });
