// One shot, drawn. The order is a storyboard artist's: light, lens, stage, people, props, weather, card.
import { blockShot, type Blocked } from "./blocking.ts";
import { cameraPath, holdBodies } from "./camera.ts";
import { cardPlane } from "./card.ts";
import { hex, mix } from "./colour.ts";
import { readPlace, type PlaceName } from "./cues.ts";
import { Gradients } from "./gradients.ts";
import { drawInsert } from "./insert.ts";
import { angles, distances, framings } from "./lens.ts";
import { drawOverhead, overheadPeople } from "./overhead.ts";
import { makePalette } from "./palette.ts";
import { num, share } from "./paths.ts";
import { drawPeople, type People } from "./people.ts";
import { drawLooseProps, shoreline } from "./looseprops.ts";
import { sitsInBoat } from "./placing.ts";
import { findProp } from "./props/index.ts";
import { drawPlace } from "./places/index.ts";
import { sky } from "./places/sky.ts";
import { rolled, rolledBounds } from "./roll.ts";
import { hashText, seededRandom } from "./seeded.ts";
import { stageShot, type Staging } from "./staging.ts";
import { backdrop, type Side, type MovingPart, type Stage, type StageSet } from "./stage.ts";
import { frameHeight, frameWidth, type Animatic, type Plane, type PlaneName } from "./types.ts";
import { viewFor } from "./view.ts";
import { fromAbove, viewpointOf } from "./viewpoint.ts";
import { weatherOutside, weatherPlanes } from "./weather.ts";
import type { ShotSnapshot } from "../shot.ts";

export interface DrawOptions {
  /** BCP 47 tag of the dialogue, so that a renderer shapes its text rightly. */
  language?: string;
  /** Size of the still that it is drawn for, where that is not the stage's: only its proportions count. Clips are of the stage's. */
  size?: { width: number; height: number };
}

/** Places outside that have a bench. */
const benches: ReadonlySet<PlaceName> = new Set(["station", "city", "park", "church", "market", "gallery", "harbour", "rooftop", "garden"]);

/** Where a small flame is the strongest light. */
const dim = (shot: ShotSnapshot, place: PlaceName): boolean =>
  shot.time === "night" || (shot.setting === "interior" && (shot.time === "dusk" || place === "cave" || place === "attic"));

function makeStage({ shot, floatingLights }: Staging, place: PlaceName, landmarks: ReadonlySet<string>): Stage {
  // light and palette belong to the scene: a cut never changes the hour or moves the sun
  const sceneRandom = seededRandom(hashText(`${shot.sceneSeed}|light`));
  const daylight = makePalette(shot, sceneRandom);
  const flame = dim(shot, place) && shot.props.some((word) => findProp(word)?.glows);
  // by a flame people are lit by the flame
  const palette = flame ? { ...daylight, key: mix(daylight.light, daylight.warm, 0.75) } : daylight;
  const side: Side = sceneRandom.next() < 0.5 ? -1 : 1;
  const framing = framings[shot.size];
  const angle = angles[shot.angle];
  const inside = shot.setting === "interior";
  const horizon = frameHeight * (inside ? Math.min(0.66, angle.horizon - 0.06) : angle.horizon);
  const ground = frameHeight * (inside && !framing.tight ? angle.ground + 0.03 : angle.ground);
  const windy = shot.weather === "wind" || shot.weather === "storm";
  return {
    palette,
    random: seededRandom(hashText(`${shot.seed}|${shot.place}|${shot.size}`)),
    gradients: new Gradients(),
    setting: shot.setting,
    weather: shot.weather,
    horizon,
    ground,
    side,
    sunX: 640 + side * (palette.night ? 330 : 300) + sceneRandom.range(-40, 40),
    sunY: palette.sunHeight > 0.5 ? 120 : horizon - horizon * palette.sunHeight * 0.8,
    bigSun: palette.sunHeight < 0.3 && (shot.size === "extreme-wide" || place === "desert"),
    lean: -side * 0.4,
    wet: shot.weather === "rain" || shot.weather === "storm",
    wind: windy ? 1 : 0.25,
    tight: framing.tight,
    heading: shot.cast[0]?.facing === "left" ? -1 : 1,
    afloat: place === "openSea" || (sitsInBoat(shot) && shoreline.has(place)),
    rowing: place === "openSea",
    seats: place === "steps" ? "steps" : inside ? (place === "train" ? "velvet" : "chair") : benches.has(place) ? "bench" : "rock",
    landmarks,
    props: new Set(shot.props),
    taste: sceneRandom.next(),
    floatingLights,
    flame,
  };
}

/** Draws a shot. Equal snapshots and options give equal bytes. */
export function draw(snapshot: ShotSnapshot, options: DrawOptions = {}): Animatic {
  const { place, landmarks } = readPlace(snapshot.place, snapshot.setting, snapshot.sceneSeed);
  const staging = stageShot(snapshot, place);
  const { shot } = staging;
  const stage = makeStage(staging, place, landmarks);
  const framing = framings[shot.size];
  const overhead = shot.angle === "overhead" && framing.bust === undefined;
  const set = overhead ? drawOverhead(stage, shot, place) : drawPlace(place, stage);
  const blocked = overhead ? [] : blockShot(stage, shot);
  const people = overhead ? overheadPeople(stage, shot) : drawPeople(stage, shot, blocked);
  const planes = setPlanes(stage, shot, { ...set, sky: set.sky ?? sky(stage) }, overhead, place, people, blocked);
  const bodies = people.bodies.map((body) => rolledBounds(body, angles[shot.angle].roll));
  const view = options.size === undefined ? undefined : viewFor(options.size, bodies);
  planes.push(...weatherPlanes(stage, place), cardPlane(stage, snapshot, options.language, view));
  const drawn = { planes, defs: stage.gradients.toString(), camera: holdBodies(cameraPath(shot), bodies), bodies };
  return view === undefined ? drawn : { ...drawn, view };
}

function setPlanes(
  stage: Stage,
  shot: ShotSnapshot,
  set: StageSet,
  overhead: boolean,
  place: PlaceName,
  people: People,
  blocked: readonly Blocked[],
): Plane[] {
  const { roll } = angles[shot.angle];
  const { tight, cutFigure } = framings[shot.size];
  // the flight of steps, the seats of a carriage and the water under a boat stay where people are
  const fixed = stage.seats === "steps" || stage.seats === "velvet" || stage.rowing || stage.afloat;
  // behind a face the ground is as soft as the rest
  const busts = tight && !cutFigure && shot.size !== "insert" && shot.size !== "extreme-close" && !overhead;
  const view = overhead ? fromAbove : viewpointOf(stage, shot, fixed);
  const planes: Plane[] = [];
  const add = (name: PlaneName, markup: string, extra: Partial<Plane> = {}): void => {
    if (markup) planes.push({ name, distance: distances[name], svg: rolled(markup, roll), softness: 1, ...extra });
  };
  const addMoving = (layer: MovingPart["layer"]): void => {
    // behind a close person the set is soft and enlarged: motion there costs more than it shows
    if (tight) return;
    for (const part of set.moving ?? []) {
      if (part.layer !== layer) continue;
      const near = layer === "near";
      const draw = (phase: number): string => rolled(near ? part.draw(phase) : view.see(part.draw(phase), layer), roll);
      const plane: Plane = {
        name: layer,
        distance: distances[layer],
        svg: draw(0),
        softness: near ? 2 : 1,
        cycle: { draw, cycleFrames: part.cycleFrames },
      };
      planes.push({ ...plane, bounds: rolledBounds(near ? part.bounds : view.bounds(part.bounds), roll) });
    }
  };
  const softness = tight && !overhead ? (cutFigure ? 3 : 5) : 1;
  if (shot.size !== "extreme-close") {
    add("sky", view.see(set.sky ?? "", "sky"), { softness: tight ? 2 : 1 });
    add("far", view.see(set.far, "far"), { softness, ...(set.farDrift ? { drift: set.farDrift } : {}) });
    addMoving("far");
    if (set.far && !overhead) planes.push(...weatherOutside(stage));
    add(
      "mid",
      view.see(set.mid, "mid") +
        (busts ? view.see(set.main, "mid") : "") +
        (tight && !overhead && shot.size !== "insert" ? softDiscs(stage) : ""),
      { softness },
    );
    addMoving("mid");
  }
  let main = "";
  if (!tight || cutFigure) main += view.see(set.main, "main");
  if (stage.flame && shot.size !== "insert" && !overhead) main += flameLight(stage, blocked, tight);
  if (shot.size === "insert") main += drawInsert(stage, shot, place);
  else if (!tight && !overhead) main += drawLooseProps(stage, shot, place, set.drawn ?? [], blocked);
  // what moves in the set stands behind the people
  if (set.moving?.some(({ layer }) => layer === "main") && main && !tight) {
    add("main", main);
    addMoving("main");
    add("main", people.still);
  } else add("main", main + people.still);
  if (people.blink) {
    const { blink: lids } = people;
    const blink = (phase: number): string => rolled(lids.draw(phase), roll);
    const plane: Plane = { name: "main", distance: distances.main, svg: "", softness: 1, cycle: { draw: blink, cycleFrames: 44 } };
    planes.push({ ...plane, bounds: rolledBounds(lids.bounds, roll) });
  }
  for (const walker of people.walkers) {
    const draw = (phase: number): string => rolled(walker.draw(phase), roll);
    const plane: Plane = {
      name: "cast",
      distance: distances.cast,
      svg: draw(0),
      softness: 1,
      drift: walker.drift,
      cycle: { draw, cycleFrames: walker.cycleFrames },
    };
    planes.push({ ...plane, bounds: rolledBounds(walker.bounds, roll) });
  }
  if (shot.size !== "extreme-close" && shot.size !== "insert")
    add("near", (tight || !view.foreground ? "" : set.near) + people.near, { softness: 2 });
  addMoving("near");
  return planes;
}

/** The round of a flame's light on walls and ground, at the hand of whoever holds it or in the lower half of a near picture. */
function flameLight(stage: Stage, blocked: readonly Blocked[], tight: boolean): string {
  const { gradients, palette, heading } = stage;
  const colour = hex(palette.warm);
  const [first] = blocked;
  if (tight) return gradients.glow(640 + heading * 210, 640, 760, colour, 0.62);
  if (!first) return gradients.glow(760, stage.ground - 40, 620, colour, 0.5);
  const reach = Math.max(260, first.height * 1.5);
  const [x, y] = [first.x + heading * first.height * 0.2, first.feet - first.height * 0.42];
  const floor = `<g transform="translate(${num(x)},${num(first.feet)}) scale(1,.2)">${gradients.glow(0, 0, reach * 1.2, colour, 0.8)}</g>`;
  return first.drift === 0 ? gradients.glow(x, y, reach, colour, 0.5) + floor : "";
}

/** Quiet discs of light out of focus, and a breath of haze between the set and the person. */
function softDiscs(stage: Stage): string {
  const { random, palette } = stage;
  const colour = hex(palette.lit ? palette.warm : palette.light);
  let discs = "";
  for (let index = 0; index < 16; index++) {
    const [x, y, radius] = [random.range(0, frameWidth), random.range(60, 520), random.range(10, 34)];
    discs += `<circle cx="${num(x)}" cy="${num(y)}" r="${num(radius)}" fill="${colour}" fill-opacity="${share(random.range(0.05, 0.16))}"/>`;
  }
  return backdrop(hex(palette.horizon), 0.16) + discs;
}
