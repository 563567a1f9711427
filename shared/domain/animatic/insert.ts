// The insert: one thing, large, on a surface, in a pool of light, and a hand beside it.
import type { PlaceName } from "./cues.ts";
import { drawDetail, restingHand } from "./details.ts";
import { drawProp, findProp, type NamedProp } from "./props/index.ts";
import { pool, surface, surfaceY } from "./surface.ts";
import type { Stage } from "./stage.ts";
import type { ShotSnapshot } from "../shot.ts";

/** Flat things lie a little higher on the surface than the foot of standing ones. */
const footOf = (prop: NamedProp): number => surfaceY + (prop.flat ? 66 : 92);

export function drawInsert(stage: Stage, shot: ShotSnapshot, place: PlaceName): string {
  const { side } = stage;
  const [prop, second] = shot.props.map(findProp).filter((one) => one !== undefined);
  const lead = shot.cast[0];
  const ground = surface(stage, place);
  if (!prop) return drawDetail(stage, lead, ground);
  const size = prop.insert;
  const reach = (size * (prop.reach ?? 60)) / 100;
  // a little off the middle, from shot to shot
  const x = 640 + ((shot.seed % 5) - 2) * 22;
  return (
    ground +
    pool(stage, x, footOf(prop), reach, prop.glows ?? false) +
    companion(stage, prop, second, x, size) +
    drawProp(stage, prop, x, footOf(prop), size) +
    (lead ? restingHand(stage, lead, x + side * (reach + 130), surfaceY + 150, side, 1.05) : "")
  );
}

/** A second thing, smaller and behind: a candle stands in the paper boat, anything else beside the first. */
function companion(stage: Stage, prop: NamedProp, second: NamedProp | undefined, x: number, size: number): string {
  if (!second) return "";
  const aboard = prop.word === "paperboat" && second.word === "candle";
  if (aboard) return drawProp(stage, second, x - size * 0.34, footOf(prop) - size * 0.2, size * 0.5);
  const [besideX, besideY] = [x - stage.side * size * 1.15, surfaceY + 30];
  return (
    pool(stage, besideX, besideY, second.insert * 0.34, second.glows ?? false) +
    drawProp(stage, second, besideX, besideY, second.insert * 0.6)
  );
}
