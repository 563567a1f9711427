// The director: a camera for every group of beats. Establishing, coverage, inserts and reactions,
// with movement that follows the words, neighbours that differ, and everyone on their side of the line.
import type { BreakdownShot } from "../domain/breakdown.ts";
import type { CastMember, DialogueLine, Facing, Posture, ShotAngle, ShotMove, ShotSize } from "../domain/shot.ts";
import type { Beat, SceneDraft } from "./beats.ts";
import { has, peopleOf, readPostures, sidesOf } from "./blocking.ts";
import { endingFrames, framesOf } from "./durations.ts";
import { groupsOf, type Group } from "./grouping.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Appearance } from "./looks.ts";
import type { Person } from "./people.ts";
import { propsIn } from "./props.ts";
import { capitalised, clean, tokenize, type Token } from "./text.ts";

export interface SceneContext {
  text: string;
  lexicon: Lexicon;
  appearances: ReadonlyMap<Person, Appearance>;
  /** Index of the scene in the film, from 0. */
  index: number;
  before: SceneDraft | undefined;
  /** The film ends with this scene. */
  last: boolean;
  density: number;
}

interface Camera {
  size: ShotSize;
  angle: ShotAngle;
  move: ShotMove;
}

/** The shots of one scene. Their spans follow one another inside the scene's. */
export function shotsOf(scene: SceneDraft, context: SceneContext): BreakdownShot[] {
  const groups = groupsOf(context.text, scene, context.lexicon, context.density);
  const postures = new Map<Person, Posture>();
  const facing = sidesOf(scene);
  // Whoever is only heard is never the one spoken to in the picture.
  const visible = new Set(scene.beats.filter((beat) => !beat.offScreen).flatMap((beat) => beat.people));
  const talkers = [
    ...new Set(scene.beats.flatMap((beat) => (beat.speaker && visible.has(beat.speaker) && !beat.speaker.narrator ? [beat.speaker] : []))),
  ];
  const afloat = propsIn(tokenize(scene.place, { start: 0, end: scene.place.length }, context.lexicon.elisions), context.lexicon).includes(
    "boat",
  );
  const shots: BreakdownShot[] = [];
  let turn = 0;
  let lookedUp = false;
  for (const [index, group] of groups.entries()) {
    const tokens = group.beats.flatMap((beat) => (beat.kind === "action" ? beat.tokens : (beat.beside?.tokens ?? [])));
    const moving = readPostures(group, postures, context.lexicon);
    if (group.role === "talk") turn += 1;
    else if (group.role !== "reaction") turn = 0;
    const people = peopleOf(group, visible, groups, index);
    // Talk of three or more opens on all of them.
    if (turn === 1 && group.role === "talk" && !group.beats.some((beat) => beat.offScreen)) {
      const here = new Set(groups.slice(0, index + 3).flatMap((one) => one.beats.flatMap((beat) => beat.people)));
      const all = talkers.filter((person) => here.has(person));
      if (all.length >= 3) people.push(...all.filter((person) => !people.includes(person)));
    }
    const before = shots.at(-1);
    const camera = cameraOf({ group, scene, context, people, tokens, turn, index, count: groups.length, before, lookedUp, moving, facing });
    lookedUp = has(tokens, context.lexicon.looksUp);
    const dialogue = group.beats.flatMap((beat) => lineOf(beat));
    const action = actionOf(group);
    const first = group.beats[0];
    const last = group.beats.at(-1);
    if (!first || !last) continue;
    const cast = people
      .slice(0, 5)
      .map((person) => memberOf(person, context, facing, postures.get(person) ?? (afloat ? "sitting" : "standing")));
    shots.push({
      ...camera,
      frames: Math.max(
        framesOf({ action, dialogue, size: camera.size, establishing: group.role === "establish" }),
        context.last && index === groups.length - 1 ? endingFrames : 0,
      ),
      cast,
      props: propsIn(tokens, context.lexicon).slice(0, 3),
      action,
      dialogue,
      source: { start: first.start, end: last.end },
    });
    for (const [person, posture] of postures) if (posture !== "sitting" && posture !== "crouching") postures.delete(person);
  }
  return shots;
}

function lineOf(beat: Beat): DialogueLine[] {
  if (beat.kind !== "dialogue" || !beat.speaker) return [];
  // The comma before a tag is the page's, not the speaker's.
  const line: DialogueLine = { speaker: beat.speaker.name, text: beat.text.replace(/[,，、،]$/u, "") };
  // Who tells the story is behind the camera.
  if (beat.offScreen || beat.speaker.narrator) line.offScreen = true;
  return [line];
}

function memberOf(person: Person, context: SceneContext, sides: ReadonlyMap<Person, Facing>, posture: Posture): CastMember {
  const known = context.appearances.get(person);
  const member: CastMember = { name: person.name, look: { ...known?.look }, posture, facing: sides.get(person) ?? "right" };
  if (known?.age) member.age = known.age;
  if (known?.height !== undefined) member.height = known.height;
  return member;
}

interface View {
  group: Group;
  scene: SceneDraft;
  context: SceneContext;
  people: Person[];
  tokens: Token[];
  turn: number;
  index: number;
  count: number;
  before: BreakdownShot | undefined;
  lookedUp: boolean;
  moving: boolean;
  facing: ReadonlyMap<Person, Facing>;
}

function cameraOf(view: View): Camera {
  const forced = view.group.beats.find((beat) => beat.size)?.size;
  const sizes = forced ? [forced] : sizesFor(view);
  let angle = angleFor(view);
  const { before } = view;
  let size = sizes[0] ?? "medium";
  if (before && before.size === size && before.angle === angle) {
    const other = sizes.find((one) => one !== before.size);
    if (other) size = other;
    else angle = angle === "eye" ? (size === "insert" ? "high" : "low") : "eye";
  }
  return { size, angle, move: moveFor(view, size) };
}

function sizesFor(view: View): ShotSize[] {
  const { group, scene, context, people, tokens, turn, index, count, moving } = view;
  const { lexicon } = context;
  const variant = (context.index + index) % 2;
  switch (group.role) {
    case "establish": {
      if (group.beats.some((beat) => beat.kind === "dialogue")) return ["wide", "full"];
      const known = context.before?.place === scene.place;
      if (scene.setting === "exterior" && !known) return ["extreme-wide", "wide"];
      return ["wide", "full"];
    }
    case "insert":
      return ["insert", "extreme-close"];
    case "reaction":
      return ["close", "medium-close"];
    case "talk": {
      const text = group.beats.map((beat) => beat.text).join(" ");
      const strong = turn > 1 && (/!/u.test(text) || (text.length < 30 && index === count - 1));
      if (strong) return ["close", "medium-close"];
      if (people.length >= 3) return ["full", "medium", "wide"];
      if (people.length === 2)
        return turn === 1
          ? ["medium", "medium-close"]
          : turn % 3 === 2
            ? ["medium-close", "close"]
            : turn % 3 === 0
              ? ["close", "medium-close"]
              : ["medium-close", "medium"];
      return turn % 2 === 1 ? ["medium-close", "close"] : ["close", "medium"];
    }
    case "action": {
      if (people.length === 0) return index === count - 1 ? ["wide", "extreme-wide"] : variant ? ["wide", "full"] : ["full", "wide"];
      if (moving) return people.length > 1 ? ["wide", "full"] : ["full", "wide"];
      if (has(tokens, lexicon.looksDown) || has(tokens, lexicon.looks)) return ["medium-close", "close", "medium"];
      if (people.length > 1) return variant ? ["full", "medium", "wide"] : ["medium", "full", "wide"];
      if (propsIn(tokens, lexicon).length > 0) return ["medium", "medium-close", "full"];
      return variant ? ["medium", "close", "full"] : ["full", "medium", "medium-close"];
    }
  }
}

function angleFor(view: View): ShotAngle {
  const { group, scene, context, people, tokens, lookedUp, index, moving } = view;
  const { lexicon } = context;
  if (
    /(?:high above|overhead|bird's[- ]eye|desde lo alto|vu du ciel|von hoch oben|dall'alto|do alto)/iu.test(
      group.beats.map((beat) => beat.text).join(" "),
    )
  )
    return "overhead";
  if (lookedUp && people.length === 0) return "low";
  if (group.role === "insert") return "high";
  if (group.role === "establish") return scene.setting === "exterior" && context.index % 3 === 1 ? "high" : "eye";
  if (moving && scene.mood === "tense" && index % 2 === 0) return "dutch";
  if (has(tokens, lexicon.looksDown)) return "high";
  if (has(tokens, lexicon.rises)) return "low";
  const speaker = group.role === "talk" ? group.beats[0]?.speaker : undefined;
  const small = speaker && context.appearances.get(speaker)?.age === "child";
  if (group.role === "talk" && small && people.length === 2 && view.turn % 3 === 2) return "high";
  return "eye";
}

function moveFor(view: View, size: ShotSize): ShotMove {
  const { group, scene, context, people, tokens, index, count, before, moving } = view;
  const { lexicon } = context;
  const first = people[0];
  if (context.last && index === count - 1) return size === "insert" || size.endsWith("close") ? "static" : "pull-out";
  const right = first ? view.facing.get(first) !== "left" : context.index % 2 === 0;
  if (has(tokens, lexicon.looksUp)) return "tilt-up";
  if (moving && people.length > 0) {
    if (scene.mood === "tense" && index % 2 === 0) return "handheld";
    return right ? "track-right" : "track-left";
  }
  if (group.role === "establish") {
    const calm: ShotMove = (["pan-right", "static", "push-in", "pan-left"] as const)[context.index % 4] ?? "static";
    const byMood: Record<SceneDraft["mood"], ShotMove> = {
      calm,
      tense: "push-in",
      joyful: "crane-up",
      melancholic: "static",
      mysterious: "push-in",
    };
    // A pan would take it past people who sit or stand together.
    return people.length > 1 && byMood[scene.mood].startsWith("pan") ? "push-in" : byMood[scene.mood];
  }
  if (has(tokens, lexicon.looksDown)) return "tilt-down";
  if (group.role === "insert") return before?.move === "push-in" ? "static" : "push-in";
  if (has(tokens, lexicon.rises)) return "crane-up";
  if (has(tokens, lexicon.reveals)) return people.length > 0 ? "push-in" : "pull-out";
  if (index === count - 1 && group.role !== "talk")
    return size === "wide" || size === "extreme-wide" || size === "full" ? "pull-out" : "push-in";
  if (group.role === "talk") return index === count - 1 || (view.turn > 2 && view.turn % 4 === 3) ? "push-in" : "static";
  if (people.length === 0) return right ? "pan-right" : "pan-left";
  return before?.move === "static" ? "push-in" : "static";
}

/** The words under the picture: what is told beside the lines; nothing where only words are spoken. */
function actionOf(group: Group): string {
  const told = group.beats.flatMap((beat) => (beat.kind === "action" ? [beat.text] : beat.beside ? [beat.beside.text] : []));
  return told.map((words) => capitalised(clean(words))).join(" ");
}
