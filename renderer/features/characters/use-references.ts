// Pictures becoming references: each takes an angle that is still free, and what nobody has said anything of is asked for.
import { useCallback } from "react";
import type { FileSource } from "../../../shared/contract/studio/characters.ts";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { angles, type Angle } from "../../../shared/domain/character.ts";
import { useAct } from "./use-character.ts";

/** The first angle without a picture; an expression where every one has one. */
function freeAngle(view: CharacterView): Angle {
  return angles.find((one) => !view.pictures.some((picture) => picture.angle === one)) ?? "expression";
}

export interface Added {
  /** How many became references. */
  count: number;
  /** References that were added and ask where they come from. */
  unsaid: string[];
}

/** Adds pictures to a character, one after the other; the first of a character without any becomes its main one. */
export function useAddReferences(): (view: CharacterView, sources: readonly FileSource[], angle: Angle | null) => Promise<Added> {
  const act = useAct();
  return useCallback(
    async (view, sources, angle) => {
      const before = new Set(view.pictures.map((picture) => picture.id));
      let now = view;
      for (const source of sources) {
        const input = { characterId: view.id, source, angle: angle ?? freeAngle(now), main: now.pictures.length === 0 };
        now = (await act("addReference", input)) ?? now;
      }
      const added = now.pictures.filter((one) => !before.has(one.id));
      return { count: added.length, unsaid: added.filter((one) => one.consent.state === "unstated").map((one) => one.id) };
    },
    [act],
  );
}
