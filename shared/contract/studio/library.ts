// The library's screens: one list of everything, search and filters, tags, collections, saved searches, bulk
// changes with undo, trash, compare, duplicates. Views are in library-views.ts.
import { z } from "zod";
import {
  assetCardSchema,
  assetDetailSchema,
  calendarSchema,
  collectionViewSchema,
  facetsSchema,
  historySchema,
  indexingSchema,
  librarySelectionSchema,
  libraryQuerySchema,
  librarySortSchema,
  savedSearchViewSchema,
  tagViewSchema,
} from "./library-views.ts";
import { ratings } from "../../domain/job.ts";

const id = z.uuid();
const none = z.strictObject({});
const label = z.string().trim().min(1, "It needs a name.").max(80, "A name has at most 80 characters.");
const tagName = z.string().trim().min(1, "A tag needs a name.").max(60, "A tag has at most 60 characters.");

/** What can be changed of any number of assets at once; absent members stay as they are. */
const assetChangeSchema = z.strictObject({
  stars: z.number().int().min(0).max(5, "An asset has at most five stars.").optional(),
  name: z.string().trim().min(1, "An asset needs a name.").max(200, "A name has at most 200 characters.").optional(),
  caption: z.string().max(4000, "A caption has at most 4,000 characters.").optional(),
  note: z.string().max(20_000, "A note has at most 20,000 characters.").optional(),
  rating: z.enum(ratings).optional(),
  /** Null: of no film. */
  projectId: id.nullable().optional(),
  /** Tags by name; a new name makes the tag. Names that differ only in case or accents are one tag. */
  addTags: z.array(tagName).max(50).optional(),
  removeTags: z.array(id).max(50).optional(),
  addCollections: z.array(id).max(50).optional(),
  removeCollections: z.array(id).max(50).optional(),
  addCharacters: z.array(id).max(50).optional(),
  removeCharacters: z.array(id).max(50).optional(),
});
export type AssetChange = z.infer<typeof assetChangeSchema>;

/** What a change did: how many assets it touched (0: nothing changed, nothing to undo) and what undo and redo would do now. */
const changedSchema = historySchema.extend({ count: z.number().int() });

export const libraryContract = {
  /**
   * A part of the list. It begins after `cursor` (the `next` of a page before: never misses or doubles, whatever is
   * added meanwhile), or at place `start` (0-based, for a jump in the virtual grid), else at its beginning.
   * `total` and `bytes` are of everything that the query finds, always exact.
   * While the search index is being built, `indexing` says how far it is; words may then find less.
   */
  page: {
    input: z.strictObject({
      query: libraryQuerySchema.default({}),
      sort: librarySortSchema.default("newest"),
      cursor: z.string().max(600).nullable().default(null),
      start: z.number().int().min(0).optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      assets: z.array(assetCardSchema),
      /** Null at the end. */
      next: z.string().nullable(),
      /** Place of the first one in the list. */
      start: z.number().int(),
      total: z.number().int(),
      bytes: z.number(),
      /** How long the core looked, in milliseconds. */
      took: z.number(),
      indexing: indexingSchema.nullable(),
    }),
  },
  /** Place of an asset in the list ("14 of 2 846"); null where the query does not find it. */
  place: {
    input: z.strictObject({ query: libraryQuerySchema.default({}), sort: librarySortSchema.default("newest"), assetId: id }),
    output: z.object({ index: z.number().int().nullable(), total: z.number().int() }),
  },
  /** Ids from one place to another of the list, both included: a range that was chosen with shift. At most 20,000. */
  range: {
    input: z.strictObject({
      query: libraryQuerySchema.default({}),
      sort: librarySortSchema.default("newest"),
      from: z.number().int().min(0),
      to: z.number().int().min(0),
    }),
    output: z.object({ ids: z.array(id) }),
  },
  /** Cards of known ids, in their order, without those that are gone. */
  cards: { input: z.strictObject({ ids: z.array(id).max(500) }), output: z.object({ assets: z.array(assetCardSchema) }) },
  /**
   * Counts by day or month in the given time zone (IANA name), in the order of the list `newest` or `oldest`: the
   * headings of the grid and the date scrubber. `start` is the place in the list where each begins.
   */
  calendar: {
    input: z.strictObject({
      query: libraryQuerySchema.default({}),
      sort: z.enum(["newest", "oldest"]).default("newest"),
      unit: z.enum(["day", "month"]),
      timeZone: z.string().max(60).default("UTC"),
    }),
    output: calendarSchema,
  },
  /** What could be filtered by, with counts: each list counts what the query without its own filter finds. */
  facets: { input: z.strictObject({ query: libraryQuerySchema.default({}) }), output: facetsSchema },
  asset: { input: z.strictObject({ assetId: id }), output: assetDetailSchema },
  /** One undoable step for any number of assets. */
  change: {
    input: z.strictObject({ select: librarySelectionSchema, change: assetChangeSchema }),
    output: changedSchema,
  },
  /** To the trash; undoable, and `restore` brings them back at any time until the trash is emptied. */
  trash: { input: z.strictObject({ select: librarySelectionSchema }), output: changedSchema },
  /** Back from the trash, or what was discarded within the last day, into the library. */
  restore: { input: z.strictObject({ select: librarySelectionSchema }), output: changedSchema },
  /** Removes what lies in the trash for good, or only `ids` of it. Cannot be undone. */
  emptyTrash: { input: z.strictObject({ ids: z.array(id).max(20_000).optional() }), output: changedSchema },
  /** What undo and redo would do; kept across restarts. */
  history: { input: none, output: historySchema },
  undo: { input: none, output: changedSchema },
  redo: { input: none, output: changedSchema },

  /** Tags by name, with how many assets of the library carry each. */
  tags: { input: none, output: z.object({ tags: z.array(tagViewSchema) }) },
  renameTag: { input: z.strictObject({ tagId: id, name: tagName }), output: z.object({ tags: z.array(tagViewSchema) }) },
  /** Everything tagged `tagId` is tagged `intoId` instead. */
  mergeTags: { input: z.strictObject({ tagId: id, intoId: id }), output: z.object({ tags: z.array(tagViewSchema) }) },
  removeTag: { input: z.strictObject({ tagId: id }), output: z.object({ tags: z.array(tagViewSchema) }) },

  /** In the order that the creator gave them. */
  collections: { input: none, output: z.object({ collections: z.array(collectionViewSchema) }) },
  createCollection: {
    input: z.strictObject({ name: label, select: librarySelectionSchema.optional() }),
    output: z.object({ id, collections: z.array(collectionViewSchema) }),
  },
  renameCollection: {
    input: z.strictObject({ collectionId: id, name: label }),
    output: z.object({ collections: z.array(collectionViewSchema) }),
  },
  /** The assets stay in the library. */
  removeCollection: {
    input: z.strictObject({ collectionId: id }),
    output: z.object({ collections: z.array(collectionViewSchema) }),
  },
  orderCollections: {
    input: z.strictObject({ collectionIds: z.array(id).max(1000) }),
    output: z.object({ collections: z.array(collectionViewSchema) }),
  },

  searches: { input: none, output: z.object({ searches: z.array(savedSearchViewSchema) }) },
  saveSearch: {
    input: z.strictObject({ name: label, query: libraryQuerySchema, sort: librarySortSchema.default("newest") }),
    output: z.object({ id, searches: z.array(savedSearchViewSchema) }),
  },
  renameSearch: {
    input: z.strictObject({ searchId: id, name: label }),
    output: z.object({ searches: z.array(savedSearchViewSchema) }),
  },
  removeSearch: { input: z.strictObject({ searchId: id }), output: z.object({ searches: z.array(savedSearchViewSchema) }) },

  /**
   * Two to four assets side by side, field by field, in the order given. `field` is a dotted path of the recipe ("seed",
   * "shot.weather") or of the asset ("size", "length"); `values` are words, null where one has none.
   */
  compare: {
    input: z.strictObject({ ids: z.array(id).min(2, "Choose at least two to compare.").max(4, "Four can be compared at once.") }),
    output: z.object({
      assets: z.array(assetCardSchema),
      fields: z.array(z.object({ field: z.string(), values: z.array(z.string().nullable()), same: z.boolean() })),
    }),
  },
  /** Assets with the same file, and those that look like it: `distance` counts bits of 64 that differ, nearest first. */
  similar: {
    input: z.strictObject({ assetId: id }),
    output: z.object({
      duplicates: z.array(assetCardSchema),
      near: z.array(z.object({ asset: assetCardSchema, distance: z.number().int() })),
      /** False where the picture was not looked at yet: near ones are not known. */
      known: z.boolean(),
    }),
  },
  /** The recipe alone, for Create: it changes nothing. Conflict where the asset has none. */
  useRecipe: {
    input: z.strictObject({ assetId: id }),
    output: z.object({ asset: assetCardSchema, recipe: z.record(z.string(), z.unknown()) }),
  },
} as const;

/** Events of this part, from core to screens. */
export const libraryEvents = {
  /** Assets came, changed or went: ask again for what is shown. `ids` names those that are there; null: too many to name. */
  "library.changed": z.object({ ids: z.array(id).nullable() }),
  /** Tags, collections or saved searches changed. */
  "library.lists": z.object({}),
  /** What undo and redo would do changed. */
  "library.history": historySchema,
  /** How far the search index is; null when it is complete. */
  "library.indexing": z.object({ indexing: indexingSchema.nullable() }),
} as const;
