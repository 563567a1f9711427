// What one shot may hold by the contract. A story may say more: the rest stays in the story's text.
import type { BreakdownScene, BreakdownShot } from "../../shared/domain/breakdown.ts";

const longest = { name: 120, prop: 60, place: 300, text: 4000, cast: 12, props: 12, lines: 20 } as const;

/** The first `length` UTF-16 units, never half a character. */
const cut = (text: string, length: number) => text.slice(0, length).replace(/[\ud800-\udbff]$/, "");

/** The shot within the limits of shotPatchSchema. */
export function fittedShot(shot: BreakdownShot): BreakdownShot {
  return {
    ...shot,
    cast: shot.cast.slice(0, longest.cast).map((member) => ({ ...member, name: cut(member.name, longest.name) })),
    props: shot.props.slice(0, longest.props).map((prop) => cut(prop, longest.prop)),
    action: cut(shot.action, longest.text),
    dialogue: shot.dialogue
      .slice(0, longest.lines)
      .map((line) => ({ ...line, speaker: cut(line.speaker, longest.name), text: cut(line.text, longest.text) })),
  };
}

/** The place of a scene within the limit of scenePatchSchema. */
export const fittedPlace = (scene: BreakdownScene) => cut(scene.place, longest.place);
