// Tags, collections and saved searches. Every change of them is a step of the library's log.
import { CodedError } from "../../../shared/contract/errors.ts";
import { type LibraryQuery, libraryQuerySchema, librarySortSchema } from "../../../shared/contract/studio/library-views.ts";
import { foldedKey } from "../../../shared/domain/asset.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { type CommandQueries, type LibraryChange, type TagRow } from "./command-queries.ts";
import { type Commands, relationChange } from "./commands.ts";

interface ListPorts {
  queries: CommandQueries;
  commands: Commands;
  ids: IdMaker;
}

const gone = (what: string) => new CodedError("not_found", `That ${what} is not there any more. Reload the list.`);
const taken = (field: string, message: string) => new CodedError("conflict", message, { fields: [{ path: field, message }] });

/** A tag by its name: the one that is there, or a new one with the part of a step that makes it. */
export function tagNamed(queries: CommandQueries, ids: IdMaker, name: string): { tag: TagRow; made: LibraryChange | null } {
  const nameKey = foldedKey(name);
  const known = queries.tagByKey(nameKey);
  if (known !== null) return { tag: known, made: null };
  const tag = { id: ids<"tag">(), name: name.trim().replace(/\s+/gu, " "), nameKey };
  return { tag, made: { table: "tag", before: null, after: tag } };
}

/** Services of the lists. */
export function createLists({ queries, commands, ids }: ListPorts) {
  const step = (label: string, changes: () => (LibraryChange | null)[]) => commands.run(() => ({ label, count: 1, changes: changes() }));
  const tagOf = (id: string): TagRow => {
    const tag = queries.tag(id);
    if (tag === null) throw gone("tag");
    return tag;
  };
  const collectionOf = (id: string) => {
    const row = queries.collection(id);
    if (row === null) throw gone("collection");
    return row;
  };
  const searchOf = (id: string) => {
    const row = queries.searches().find((search) => search.id === id);
    if (row === undefined) throw gone("search");
    return row;
  };
  return {
    renameTag: (tagId: string, name: string) =>
      step(`rename a tag to ${name}`, () => {
        const before = tagOf(tagId);
        const nameKey = foldedKey(name);
        const other = queries.tagByKey(nameKey);
        if (other !== null && other.id !== tagId) throw taken("name", `There is a tag "${other.name}" already. Merge the two instead.`);
        return before.name === name ? [] : [{ table: "tag", before, after: { id: tagId, name, nameKey } }];
      }),
    mergeTags: (tagId: string, intoId: string) =>
      step("merge tags", () => {
        if (tagId === intoId) throw taken("intoId", "A tag cannot be merged into itself. Choose another one.");
        const before = tagOf(tagId);
        tagOf(intoId);
        const assets = queries.related("tag", tagId);
        return [
          relationChange(queries, "tag", intoId, assets, true),
          relationChange(queries, "tag", tagId, assets, false),
          { table: "tag", before, after: null },
        ];
      }),
    removeTag: (tagId: string) =>
      step("remove a tag", () => {
        const before = tagOf(tagId);
        return [relationChange(queries, "tag", tagId, queries.related("tag", tagId), false), { table: "tag", before, after: null }];
      }),
    async createCollection(name: string, assets: readonly number[]): Promise<string> {
      const id = ids<"collection">();
      await commands.run(() => {
        const position = Math.max(-1, ...queries.collections().map((row) => row.position)) + 1;
        const relation: LibraryChange | null =
          assets.length === 0 ? null : { relation: "collection", target: id, assets: [...assets], added: true };
        return {
          label: `new collection ${name}`,
          count: assets.length,
          changes: [{ table: "collection", before: null, after: { id, name, position } }, relation],
        };
      });
      return id;
    },
    renameCollection: (id: string, name: string) =>
      step(`rename a collection to ${name}`, () => {
        const before = collectionOf(id);
        return before.name === name ? [] : [{ table: "collection", before, after: { ...before, name } }];
      }),
    removeCollection: (id: string) =>
      step("remove a collection", () => {
        const before = collectionOf(id);
        return [
          relationChange(queries, "collection", id, queries.related("collection", id), false),
          { table: "collection", before, after: null },
        ];
      }),
    orderCollections: (collectionIds: readonly string[]) =>
      step("order collections", () => {
        const all = queries.collections();
        const place = new Map(collectionIds.map((id, index) => [id, index]));
        // Those that are not named stay behind the ones that are, as they were.
        const ordered = all.toSorted((a, b) => (place.get(a.id) ?? collectionIds.length) - (place.get(b.id) ?? collectionIds.length));
        return ordered.flatMap(({ id, name, position }, index): LibraryChange[] =>
          position === index ? [] : [{ table: "collection", before: { id, name, position }, after: { id, name, position: index } }],
        );
      }),
    /** Saved searches that this version understands. */
    searches: () =>
      queries.searches().flatMap(({ id, name, query, sort }) => {
        const parsed = libraryQuerySchema.safeParse(JSON.parse(query));
        const order = librarySortSchema.safeParse(sort);
        return parsed.success ? [{ id, name, query: parsed.data, sort: order.success ? order.data : ("newest" as const) }] : [];
      }),
    async saveSearch(name: string, query: LibraryQuery, sort: string): Promise<string> {
      const id = ids<"search">();
      await step(`save the search ${name}`, () => {
        const position = Math.max(-1, ...queries.searches().map((row) => row.position)) + 1;
        return [{ table: "search", before: null, after: { id, name, query: JSON.stringify(query), sort, position } }];
      });
      return id;
    },
    renameSearch: (id: string, name: string) =>
      step(`rename a search to ${name}`, () => {
        const before = searchOf(id);
        return before.name === name ? [] : [{ table: "search", before, after: { ...before, name } }];
      }),
    removeSearch: (id: string) => step("remove a saved search", () => [{ table: "search", before: searchOf(id), after: null }]),
  };
}
