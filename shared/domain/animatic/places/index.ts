// Which grammar draws which place, outside and inside.
import type { Stage, StageSet } from "../stage.ts";
import type { PlaceName } from "../cues.ts";
import { bar } from "./bar.ts";
import { cave } from "./cave.ts";
import { beach, harbour } from "./coast.ts";
import { desert } from "./desert.ts";
import { bedroom, kitchen } from "./home.ts";
import { lanternRoom, lighthouseOnThePoint } from "./lighthouse.ts";
import { mountains } from "./peaks.ts";
import { carriage, trainOutside } from "./rail.ts";
import { shipBridge } from "./space.ts";
import { cityStreet, rooftop } from "./town.ts";
import { village } from "./village.ts";
import { forest } from "./woods.ts";
import { corridor, office } from "./work.ts";

type Grammar = (stage: Stage) => StageSet;

const grammars: Record<PlaceName, { exterior: Grammar; interior: Grammar }> = {
  lighthouse: { exterior: lighthouseOnThePoint, interior: lanternRoom },
  rooftop: { exterior: rooftop, interior: bedroom },
  cave: { exterior: cave, interior: cave },
  train: { exterior: trainOutside, interior: carriage },
  spaceship: { exterior: shipBridge, interior: shipBridge },
  harbour: { exterior: harbour, interior: office },
  beach: { exterior: beach, interior: kitchen },
  forest: { exterior: forest, interior: kitchen },
  desert: { exterior: desert, interior: bedroom },
  mountains: { exterior: mountains, interior: kitchen },
  village: { exterior: village, interior: kitchen },
  kitchen: { exterior: village, interior: kitchen },
  office: { exterior: cityStreet, interior: office },
  corridor: { exterior: cityStreet, interior: corridor },
  bar: { exterior: cityStreet, interior: bar },
  bedroom: { exterior: village, interior: bedroom },
  city: { exterior: cityStreet, interior: office },
};

/** Draws the set of a place. */
export function drawPlace(place: PlaceName, stage: Stage): StageSet {
  return grammars[place][stage.setting](stage);
}
