// Several nodes of one engine: what is promised is what each of them keeps.
import { expect, test } from "vitest";
import type { KindAbility, ParameterAbility } from "../../shared/contract/abilities.ts";
import type { EngineOffer } from "../../shared/contract/node-link.ts";
import { unitedOffers } from "./registry.ts";

const image = (parameters: Record<string, ParameterAbility>): KindAbility => ({ kind: "image.generate", served: true, parameters });
const offer = (abilities: KindAbility[] | undefined, manifest: string): EngineOffer => ({
  id: "sdxl",
  kinds: ["image.generate"],
  qualities: ["fast"],
  models: [manifest],
  slots: 1,
  ...(abilities ? { abilities } : {}),
  manifests: [{ id: manifest, name: manifest, kinds: ["image.generate"], licence: "open", bytes: 7 }],
});
const [small, large] = [
  { width: 640, height: 640 },
  { width: 1024, height: 1024 },
];

test("ranges, lists and weights shrink to what all keep; what one does not honour is not honoured", () => {
  const a = offer(
    [
      image({
        steps: { served: true, min: 1, max: 50 },
        size: { served: true, sizes: [small, large] },
        references: { served: true, most: 4, weight: { min: 0, max: 2, default: 1 }, roles: ["face", "style"] },
        mask: { served: true },
        sampler: { served: true, choices: ["euler", "ddim"] },
      }),
      { kind: "image.edit", served: false, reason: "no" },
    ],
    "a",
  );
  const b = offer(
    [
      image({
        steps: { served: true, min: 4, max: 80 },
        size: { served: true, sizes: [large] },
        references: { served: true, most: 2, weight: { min: 0.2, max: 1, default: 1 }, roles: ["style"] },
        mask: { served: false, reason: "no masks here" },
        sampler: { served: true },
      }),
      { kind: "image.edit", served: true, parameters: {} },
    ],
    "b",
  );
  const wanted = {
    steps: { served: true, min: 4, max: 50 },
    size: { served: true, sizes: [large] },
    references: { served: true, most: 2, weight: { min: 0.2, max: 1, default: 1 }, roles: ["style"] },
    mask: { served: false, reason: "no masks here" },
    sampler: { served: true, choices: ["euler", "ddim"] },
  };
  for (const offers of [
    [a, b],
    [b, a],
  ]) {
    const [united] = unitedOffers(offers);
    expect(united?.abilities?.find(({ kind }) => kind === "image.generate")).toEqual(image(wanted as Record<string, ParameterAbility>));
    expect(united?.abilities?.find(({ kind }) => kind === "image.edit")).toMatchObject({ served: true });
    expect(united?.slots).toBe(2);
    expect(united?.manifests?.map(({ id }) => id).sort()).toEqual(["a", "b"]);
  }
});

test("a node of an older version says nothing, and what the other says stands", () => {
  const known = offer([image({ mask: { served: true } })], "a");
  expect(unitedOffers([offer(undefined, "b"), known])[0]?.abilities).toEqual(known.abilities);
});
