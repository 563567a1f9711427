import { describe, expect, test } from "vitest";
import { libraryQuerySchema, type LibraryQuery } from "../../../shared/contract/studio/library-views.ts";
import { chipsOf } from "./query-chips.ts";

const film = "019a0000-0000-7000-8000-000000000001";
const tag = "019a0000-0000-7000-8000-000000000002";
const full: LibraryQuery = {
  text: "harbour",
  kinds: ["image", "clip"],
  engines: ["sdxl"],
  qualities: ["high"],
  ratings: ["general"],
  states: ["kept"],
  origins: ["imported"],
  projectId: film,
  characterId: film,
  collectionId: film,
  tagIds: [tag, film],
  stars: 4,
  addedFrom: "2026-01-01T00:00:00Z",
  addedTo: "2026-02-01T00:00:00Z",
  minBytes: 1,
  maxBytes: 1_000_000,
  minSide: 1024,
  hasRecipe: true,
  draft: false,
  untagged: true,
  duplicates: "same-file",
};
const facets = {
  projects: [{ id: film, name: "Varholm", count: 3 }],
  characters: [],
  tags: [{ id: tag, name: "night", count: 1 }],
  collections: [],
};

describe("chips of a query", () => {
  test("every filter of the contract has a chip, and taking all away leaves the words alone", () => {
    expect(Object.keys(libraryQuerySchema.shape).sort()).toEqual(Object.keys(full).sort());
    let query: Record<string, unknown> = { ...full };
    for (;;) {
      const [chip] = chipsOf(query as LibraryQuery, facets);
      if (chip === undefined) break;
      query = Object.fromEntries(
        Object.entries({ ...query, ...chip.without }).filter(
          ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
        ),
      );
    }
    expect(query).toEqual({ text: "harbour" });
  });

  test("a chip says its filter in words, with the names of things", () => {
    const said = chipsOf(full, facets).map((chip) => `${chip.label} ${chip.value}`);
    expect(said).toContain("Kind Image, clip");
    expect(said).toContain("Film Varholm");
    expect(said).toContain("Tag night");
    expect(said).toContain("Stars 4 and up");
    expect(said).toContain("Added 1 Jan 2026 to 31 Jan 2026");
  });
});
