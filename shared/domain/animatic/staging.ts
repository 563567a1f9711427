// What a shot asks for, read once before anything is drawn: props by the names of their drawings, and a
// size and angle that can be drawn with the people and things that there are.
import type { PlaceName } from "./cues.ts";
import { framings } from "./lens.ts";
import { findProp } from "./props/index.ts";
import type { ShotSnapshot } from "../shot.ts";

// a boat that is folded, pocketed or made of paper (en, es, fr, de, it, pt)
const paperWords =
  /\b(?:paper|fold|folds|folded|folding|pocket|papel|pliega|plegad\w*|papier|pli\w{1,3}|poche|falt\w+|tasche|carta|pieg\w+|tasca|dobr\w+|bolso)\b/i;
const lightWords =
  /\b(?:lights?|candles?|flames?|lanterns?|luces|velas?|llamas?|lumi\w+|bougies?|flammes?|lichter?n?|kerzen?|luci|candele|fiamme|luzes|chamas)\b/i;

/** Places where a lamp is carried, not plugged in. */
const dark: ReadonlySet<PlaceName> = new Set(["cave", "gallery", "steps", "attic", "workshop"]);
/** Places where a boat is a boat. */
const water: ReadonlySet<PlaceName> = new Set(["beach", "harbour", "lighthouse", "river", "openSea"]);

function propsOf(shot: ShotSnapshot, place: PlaceName): string[] {
  const names = shot.props.flatMap((word) => findProp(word)?.word ?? []);
  // a thing that fills the frame on a surface is small enough to lie there
  const action = shot.action.slice(0, 4000);
  const paper =
    shot.size === "insert" || paperWords.test(action) || names.includes("page") || names.includes("candle") || !water.has(place);
  const resolved = names.map((name) => {
    if (name === "boat" && paper && place !== "openSea") return "paperboat";
    if (name === "lamp" && (shot.setting === "exterior" || dark.has(place))) return "lantern";
    return name;
  });
  // the sheet that a paper boat is folded from is the boat
  const unique = new Set(resolved);
  if (unique.has("paperboat")) unique.delete("page");
  return [...unique];
}

/** A thing that the action names: "CLOSE ON the kettle". */
function namedInAction(action: string): string[] {
  for (const word of action.slice(0, 4000).split(/[^\p{L}]+/u, 60)) {
    const name = word.length > 2 ? findProp(word)?.word : undefined;
    if (name !== undefined) return [name];
  }
  return [];
}

export interface Staging {
  /** The shot as it is drawn. */
  shot: ShotSnapshot;
  /** Small lights come over the water. */
  floatingLights: boolean;
}

export function stageShot(shot: ShotSnapshot, place: PlaceName): Staging {
  const props = propsOf(shot, place);
  let { size, angle } = shot;
  // words that name nothing known show a hand or a part of the place, never a thing that is not there
  if (size === "insert" && props.length === 0) props.push(...namedInAction(shot.action));
  // nobody to be close to: show the thing, else the place
  if (framings[size].tight && size !== "insert" && shot.cast.length === 0) {
    if (props.length === 0) props.push(...namedInAction(shot.action));
    size = props.length === 0 ? "full" : "insert";
  }
  // a plan from above tells people by their shadows; without people it tells nothing
  if (angle === "overhead" && shot.cast.length === 0) angle = "high";
  const floatingLights =
    place === "openSea" && (props.includes("paperboat") || props.includes("candle") || lightWords.test(shot.action.slice(0, 4000)));
  return { shot: { ...shot, size, angle, props }, floatingLights };
}
