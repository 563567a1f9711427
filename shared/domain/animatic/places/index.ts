// Which grammar draws which place, outside and inside.
import type { Stage, StageSet } from "../stage.ts";
import type { PlaceName } from "../cues.ts";
import { bar } from "./bar.ts";
import { hospital } from "./care.ts";
import { castleCourtyard, greatHall } from "./castle.ts";
import { cave, caveMouth } from "./cave.ts";
import { beach, harbour } from "./coast.ts";
import { desert } from "./desert.ts";
import { bedroom, kitchen } from "./home.ts";
import { lighthouseGallery, steps } from "./keepers.ts";
import { lanternRoom, lighthouseOnThePoint } from "./lighthouse.ts";
import { attic, livingRoom, workshop } from "./living.ts";
import { openSea, river } from "./openwater.ts";
import { countryRoad, garden, park } from "./park.ts";
import { mountains } from "./peaks.ts";
import { carriage, trainOutside } from "./rail.ts";
import { classroom, library } from "./school.ts";
import { market, shop } from "./shop.ts";
import { shipBridge } from "./space.ts";
import { platform, waitingRoom } from "./station.ts";
import { theatre } from "./theatre.ts";
import { cityStreet, rooftop } from "./town.ts";
import { valley } from "./valley.ts";
import { village } from "./village.ts";
import { forest } from "./woods.ts";
import { corridor, office } from "./work.ts";
import { churchInside, churchyard } from "./worship.ts";

type Grammar = (stage: Stage) => StageSet;

const grammars: Record<PlaceName, { exterior: Grammar; interior: Grammar }> = {
  gallery: { exterior: lighthouseGallery, interior: corridor },
  steps: { exterior: steps, interior: corridor },
  lighthouse: { exterior: lighthouseOnThePoint, interior: lanternRoom },
  rooftop: { exterior: rooftop, interior: attic },
  cave: { exterior: caveMouth, interior: cave },
  station: { exterior: platform, interior: waitingRoom },
  train: { exterior: trainOutside, interior: carriage },
  spaceship: { exterior: shipBridge, interior: shipBridge },
  openSea: { exterior: openSea, interior: openSea },
  harbour: { exterior: harbour, interior: workshop },
  beach: { exterior: beach, interior: livingRoom },
  garden: { exterior: garden, interior: livingRoom },
  park: { exterior: park, interior: livingRoom },
  forest: { exterior: forest, interior: livingRoom },
  desert: { exterior: desert, interior: livingRoom },
  valley: { exterior: valley, interior: livingRoom },
  river: { exterior: river, interior: livingRoom },
  church: { exterior: churchyard, interior: churchInside },
  castle: { exterior: castleCourtyard, interior: greatHall },
  market: { exterior: market, interior: shop },
  school: { exterior: park, interior: classroom },
  library: { exterior: cityStreet, interior: library },
  hospital: { exterior: cityStreet, interior: hospital },
  theatre: { exterior: cityStreet, interior: theatre },
  kitchen: { exterior: village, interior: kitchen },
  workshop: { exterior: village, interior: workshop },
  attic: { exterior: rooftop, interior: attic },
  office: { exterior: cityStreet, interior: office },
  bar: { exterior: cityStreet, interior: bar },
  corridor: { exterior: cityStreet, interior: corridor },
  bedroom: { exterior: village, interior: bedroom },
  mountains: { exterior: mountains, interior: livingRoom },
  village: { exterior: village, interior: livingRoom },
  country: { exterior: countryRoad, interior: livingRoom },
  city: { exterior: cityStreet, interior: livingRoom },
  home: { exterior: village, interior: livingRoom },
};

/** Draws the set of a place. */
export function drawPlace(place: PlaceName, stage: Stage): StageSet {
  return grammars[place][stage.setting](stage);
}
