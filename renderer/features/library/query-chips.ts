// A query as the chips that stand beside the search field: each says one thing and takes it away.
import type { Facets, LibraryQuery } from "../../../shared/contract/studio/library-views.ts";
import { libraryWords } from "../../app/strings/library.ts";
import { sentence } from "../../lib/format.ts";

export interface QueryChip {
  id: string;
  label: string;
  value: string;
  /** The members of the query as they are without it. */
  without: { [K in keyof LibraryQuery]?: LibraryQuery[K] | undefined };
}

type Names = Pick<Facets, "projects" | "characters" | "tags" | "collections">;

const words = libraryWords.filterWords;
const dayText = (iso: string, before = false) =>
  new Date(Date.parse(iso) - (before ? 1 : 0)).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });

function nameIn(list: readonly { id: string; name: string }[] | undefined, id: string): string {
  return list?.find((one) => one.id === id)?.name ?? "…";
}

/** The chips of `query`; names come from `facets`, which may be on their way. */
export function chipsOf(query: LibraryQuery, facets: Names | null): QueryChip[] {
  const chips: QueryChip[] = [];
  const add = (id: string, label: string, value: string, without: QueryChip["without"]) => chips.push({ id, label, value, without });
  const list = (values: readonly string[]) => sentence(values.join(", "));
  if (query.kinds) add("kinds", words.kind, list(query.kinds.map((kind) => libraryWords.kinds[kind].toLowerCase())), { kinds: undefined });
  if (query.projectId !== undefined) add("film", words.film, nameIn(facets?.projects, query.projectId), { projectId: undefined });
  if (query.characterId !== undefined)
    add("character", words.character, nameIn(facets?.characters, query.characterId), { characterId: undefined });
  if (query.collectionId !== undefined)
    add("collection", words.collection, nameIn(facets?.collections, query.collectionId), { collectionId: undefined });
  for (const tagId of query.tagIds ?? [])
    add(`tag-${tagId}`, words.tag, nameIn(facets?.tags, tagId), { tagIds: query.tagIds?.filter((one) => one !== tagId) });
  if (query.stars !== undefined) add("stars", words.stars, words.andUp(query.stars), { stars: undefined });
  if (query.engines) add("engines", words.engine, query.engines.join(", "), { engines: undefined });
  if (query.qualities)
    add("qualities", words.quality, list(query.qualities.map((one) => libraryWords.qualities[one].toLowerCase())), {
      qualities: undefined,
    });
  if (query.ratings)
    add("ratings", words.rating, list(query.ratings.map((one) => libraryWords.ratings[one].toLowerCase())), { ratings: undefined });
  if (query.states) add("states", words.state, query.states.map((one) => libraryWords.states[one]).join(", "), { states: undefined });
  if (query.origins) add("origins", words.origin, query.origins.map((one) => libraryWords.origins[one]).join(", "), { origins: undefined });
  if (query.addedFrom !== undefined || query.addedTo !== undefined) {
    const [from, to] = [query.addedFrom, query.addedTo];
    const value =
      from === undefined
        ? words.until(dayText(to ?? "", true))
        : to === undefined
          ? words.since(dayText(from))
          : words.span(dayText(from), dayText(to, true));
    add("added", words.added, value, { addedFrom: undefined, addedTo: undefined });
  }
  if (query.minSide !== undefined) add("side", words.side, words.sidePixels(query.minSide), { minSide: undefined });
  if (query.minBytes !== undefined) add("bytes-from", words.size, words.bytesFrom(query.minBytes), { minBytes: undefined });
  if (query.maxBytes !== undefined) add("bytes-to", words.size, words.bytesTo(query.maxBytes), { maxBytes: undefined });
  if (query.hasRecipe !== undefined)
    add("recipe", words.recipe, query.hasRecipe ? words.withRecipe : words.withoutRecipe, { hasRecipe: undefined });
  if (query.draft !== undefined) add("draft", words.drafts, query.draft ? words.onlyDrafts : words.noDrafts, { draft: undefined });
  if (query.untagged === true) add("untagged", words.tag, words.untagged, { untagged: undefined });
  if (query.duplicates !== undefined)
    add("duplicates", words.duplicates, query.duplicates === "same-file" ? words.sameFile : words.lookAlike, { duplicates: undefined });
  return chips;
}
