import fc from "fast-check";
import { expect, test } from "vitest";
import { scenePatchSchema, shotPatchSchema } from "../../shared/contract/studio/index.ts";
import { createIdMaker } from "../../shared/domain/ids.ts";
import { breakDown } from "../../shared/story/index.ts";
import { filmOf } from "./create.ts";

const ids = createIdMaker({ now: () => 1_800_000_000_000, randomBytes: (count) => new Uint8Array(count) });

function film(text: string) {
  return filmOf({ text, format: "prose", breakdown: breakDown(text) }, { ids, now: 1_800_000_000_000 });
}

/** Every scene and shot of a new film may be edited and sent: it lies within what the contract allows. */
function expectFits(text: string): void {
  const { scenes, shots } = film(text);
  for (const { setting, place, time, weather, mood } of scenes)
    expect(scenePatchSchema.safeParse({ setting, place, time, weather, mood }).error).toBeUndefined();
  for (const { size, angle, move, frames, cast, props, action, dialogue, seed } of shots)
    expect(shotPatchSchema.safeParse({ size, angle, move, frames, cast, props, action, dialogue, seed }).error).toBeUndefined();
}

test("names, places, speeches and crowds of any length make shots that the contract allows", () => {
  const name = `A${"nna".repeat(700)}`;
  expectFits(`${name}, thirty, walks along the beach. "Come," says ${name}. ${name} smiles.`);
  expectFits(`At dawn ANNA, thirty, stands in the ${"very old ".repeat(200)}house.\n\n"${"Come with me now. ".repeat(900)}" says Anna.`);
  const crowd = Array.from({ length: 40 }, (_, index) => `PERSON${String.fromCharCode(65 + (index % 26))}${index}`);
  expectFits(`At night ${crowd.join(", ")} sit in the kitchen. ${crowd.map((person) => `"Yes," says ${person}.`).join(" ")}`);
  fc.assert(
    fc.property(fc.lorem({ maxCount: 60, mode: "sentences" }), fc.string({ unit: "grapheme", maxLength: 400 }), (words, odd) =>
      expectFits(`${words}\n\n${odd}`),
    ),
    { numRuns: 40 },
  );
});
