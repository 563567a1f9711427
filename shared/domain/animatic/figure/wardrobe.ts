// The people of a shot as they look beside each other: two whose names chose the same costume are told apart.
import type { Oklch } from "../colour.ts";
import { costumesFrom, traitsOf, type Traits } from "./traits.ts";
import type { CastMember } from "../../shot.ts";

const turn = Math.PI / 180;

/** Distance in OKLab. */
function apart(one: Oklch, other: Oklch): number {
  const a = one[1] * Math.cos(one[2] * turn) - other[1] * Math.cos(other[2] * turn);
  const b = one[1] * Math.sin(one[2] * turn) - other[1] * Math.sin(other[2] * turn);
  return Math.hypot(one[0] - other[0], a, b);
}

/** Nearer than this, two costumes read as one colour at thumbnail size. */
const tooNear = 0.085;

/**
 * Traits in the order of the cast. Given colours stay; of the others the first by name keeps its own, so
 * that the same people are dressed alike in every shot that they share.
 */
export function castTraits(cast: readonly CastMember[]): Traits[] {
  const traits = cast.map(traitsOf);
  if (cast.length < 2) return traits;
  const worn: Oklch[] = [];
  const guessed: number[] = [];
  cast.forEach((member, index) => {
    const own = traits[index];
    if (!own) return;
    if (member.look.colour === undefined) guessed.push(index);
    else worn.push(own.costume);
  });
  guessed.sort((a, b) => ((traits[a]?.name ?? "") < (traits[b]?.name ?? "") ? -1 : 1));
  for (const index of guessed) {
    const own = traits[index];
    if (!own) continue;
    const free = costumesFrom(own.costume).find((colour) => worn.every((other) => apart(colour, other) > tooNear));
    const costume = free ?? own.costume;
    traits[index] = { ...own, costume };
    worn.push(costume);
  }
  return traits;
}
