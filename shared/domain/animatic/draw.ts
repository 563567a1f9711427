// One shot, drawn. The order is a storyboard artist's: light, lens, stage, people, props, weather, card.
import { blockShot, type Blocked } from "./blocking.ts";
import { cameraPath, holdBodies } from "./camera.ts";
import { cardPlane } from "./card.ts";
import { hex } from "./colour.ts";
import { readPlace, type PlaceName } from "./cues.ts";
import { Gradients } from "./gradients.ts";
import { drawInsert } from "./insert.ts";
import { angles, distances, framings } from "./lens.ts";
import { drawOverhead, overheadPeople } from "./overhead.ts";
import { makePalette } from "./palette.ts";
import { group, num, share } from "./paths.ts";
import { drawPeople, type People } from "./people.ts";
import { drawLooseProps, shoreline } from "./looseprops.ts";
import { sitsInBoat } from "./placing.ts";
import { drawPlace } from "./places/index.ts";
import { sky } from "./places/sky.ts";
import { rolled, rolledBounds } from "./roll.ts";
import { hashText, seededRandom } from "./seeded.ts";
import { stageShot, type Staging } from "./staging.ts";
import { backdrop, type Side, type MovingPart, type Stage, type StageSet } from "./stage.ts";
import { frameHeight, frameWidth, type Animatic, type Plane, type PlaneName } from "./types.ts";
import { weatherOutside, weatherPlanes } from "./weather.ts";
import type { ShotSnapshot } from "../shot.ts";

export interface DrawOptions {
  /** BCP 47 tag of the dialogue, so that a renderer shapes its text rightly. */
  language?: string;
}

function makeStage({ shot, floatingLights }: Staging, place: PlaceName, landmarks: ReadonlySet<string>): Stage {
  // light and palette belong to the scene: a cut never changes the hour or moves the sun
  const sceneRandom = seededRandom(hashText(`${shot.sceneSeed}|light`));
  const palette = makePalette(shot, sceneRandom);
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
    seats: place === "steps" ? "steps" : inside ? (place === "train" ? "velvet" : "chair") : "rock",
    landmarks,
    props: new Set(shot.props),
    floatingLights,
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
  planes.push(...weatherPlanes(stage, place), cardPlane(stage, snapshot, options.language));
  const bodies = people.bodies.map((body) => rolledBounds(body, angles[shot.angle].roll));
  return { planes, defs: stage.gradients.toString(), camera: holdBodies(cameraPath(shot), bodies), bodies };
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
  const { zoom, tight, cutFigure } = framings[shot.size];
  const planes: Plane[] = [];
  const add = (name: PlaneName, markup: string, extra: Partial<Plane> = {}): void => {
    if (markup) planes.push({ name, distance: distances[name], svg: rolled(markup, roll), softness: 1, ...extra });
  };
  const addMoving = (layer: MovingPart["layer"]): void => {
    // behind a close person the set is soft and enlarged: motion there costs more than it shows
    if (tight) return;
    for (const part of set.moving ?? []) {
      if (part.layer !== layer) continue;
      const draw = (phase: number): string => rolled(part.draw(phase), roll);
      const plane: Plane = {
        name: layer,
        distance: distances[layer],
        svg: draw(0),
        softness: layer === "near" ? 2 : 1,
        cycle: { draw, cycleFrames: part.cycleFrames },
      };
      planes.push({ ...plane, bounds: rolledBounds(part.bounds, roll) });
    }
  };
  // tight shots enlarge the set about the eye line and let it fall soft
  const enlarged = (markup: string, scale: number): string => {
    if (!tight || !markup || overhead) return group(markup);
    const from = `translate(${num(640 + stage.side * 60)},${num(frameHeight * 0.42)})`;
    return group(markup, `transform="${from} scale(${num(scale)}) translate(-640,${num(26 - stage.horizon)})"`);
  };
  const softness = tight && !overhead ? (cutFigure ? 3 : 5) : 1;
  if (shot.size !== "extreme-close") {
    add("sky", stage.setting === "interior" ? group(set.sky ?? "") : enlarged(set.sky ?? "", Math.sqrt(zoom)), { softness: tight ? 2 : 1 });
    add("far", enlarged(set.far, zoom), { softness, ...(set.farDrift ? { drift: set.farDrift } : {}) });
    addMoving("far");
    if (set.far && !overhead) planes.push(...weatherOutside(stage));
    add("mid", enlarged(set.mid, zoom) + (tight && !overhead && shot.size !== "insert" ? softDiscs(stage) : ""), { softness });
    addMoving("mid");
  }
  let main = "";
  if (!tight || overhead) main += group(set.main);
  else if (cutFigure && stage.setting === "interior") main += enlarged(set.main, zoom * 0.9);
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
  if (shot.size !== "extreme-close" && shot.size !== "insert") add("near", (tight ? "" : set.near) + people.near, { softness: 2 });
  addMoving("near");
  return planes;
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
