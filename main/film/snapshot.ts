// From rows to what is drawn, approved and rendered: snapshots, their hashes, prompts in words.
import { drawnWords } from "../../shared/domain/character-changes.ts";
import { contentText, clipText, frameText } from "../../shared/domain/stale.ts";
import { type SegmentSpan, segmentsOfShot } from "../../shared/domain/segments.ts";
import { type ShotSnapshot, shotLetters } from "../../shared/domain/shot.ts";
import type { UsedCharacter } from "../../shared/domain/recipe.ts";
import { hashText } from "../hash.ts";
import type { FilmRows, SceneRow, ShotRow } from "../library/rows.ts";
import { dressed } from "./film-looks.ts";

/** A shot in its film: numbers, label, snapshot, and the hashes by which frames, approvals and clips belong to it. */
export interface PlacedShot {
  row: ShotRow;
  scene: SceneRow;
  sceneNumber: number;
  number: number;
  /** "3B". */
  label: string;
  snapshot: ShotSnapshot;
  /** Characters of the library that it shows. */
  characters: UsedCharacter[];
  /** References that its clips are made with, by hash; a draft is made with none. */
  references: string[];
  /** What an approval stands for. */
  content: string;
  /** Of the film's words, for the drawing. */
  language: string;
  /** By which the kept frame is found: the exact snapshot, the language and the drawing rules. */
  drawn: string;
  segments: SegmentSpan[];
  /** What each segment's clip is made from, in order. */
  clips: string[];
}

/** The snapshot of one shot, with its people as they are dressed in the scene. Numbers count from 1. */
function snapshotOf(scene: SceneRow, shot: ShotRow, cast: ShotSnapshot["cast"], sceneNumber: number, shotNumber: number): ShotSnapshot {
  return {
    sceneNumber,
    shotNumber,
    size: shot.size,
    angle: shot.angle,
    move: shot.move,
    setting: scene.setting,
    place: scene.place,
    time: scene.time,
    weather: scene.weather,
    mood: scene.mood,
    cast,
    props: shot.props,
    action: shot.action,
    dialogue: shot.dialogue,
    sceneSeed: scene.seed,
    seed: shot.seed,
  };
}

/** Places every shot of a film. Scenes and shots come in film order. */
export function placeShots(
  { scenes, shots, project, looks }: Pick<FilmRows, "scenes" | "shots" | "project" | "looks">,
  drawingVersion: string,
): PlacedShot[] {
  const placed: PlacedShot[] = [];
  for (const [sceneIndex, scene] of scenes.entries()) {
    let number = 0;
    for (const row of shots) {
      if (row.sceneId !== scene.id) continue;
      number += 1;
      const { people, characters, references: allowed } = dressed(row.cast, looks, sceneIndex + 1);
      const references = project.quality === "draft" ? [] : allowed;
      const snapshot = snapshotOf(scene, row, people, sceneIndex + 1, number);
      const segments = segmentsOfShot(row.frames);
      placed.push({
        row,
        scene,
        sceneNumber: sceneIndex + 1,
        number,
        label: `${sceneIndex + 1}${shotLetters(number)}`,
        snapshot,
        characters,
        references,
        content: hashText(contentText(snapshot)),
        language: project.language,
        drawn: hashText(frameText(snapshot, drawingVersion, project.language)),
        segments,
        clips: segments.map((span) => hashText(clipText({ snapshot, span, total: row.frames, quality: project.quality, references }))),
      });
    }
  }
  return placed;
}

const sizeWords: Record<ShotSnapshot["size"], string> = {
  "extreme-wide": "Extreme wide shot",
  wide: "Wide shot",
  full: "Full shot",
  medium: "Medium shot",
  "medium-close": "Medium close-up",
  close: "Close-up",
  "extreme-close": "Extreme close-up",
  insert: "Insert shot",
};
const angleWords: Record<ShotSnapshot["angle"], string> = {
  eye: "eye level",
  low: "low angle",
  high: "high angle",
  overhead: "from overhead",
  dutch: "tilted frame",
};

/** The shot in words, for engines that read a prompt. Never empty. */
export function promptOf(snapshot: ShotSnapshot): string {
  const move = snapshot.move === "static" ? "still camera" : `${snapshot.move.replace("-", " ")} camera`;
  const people = snapshot.cast.map((member) =>
    [member.name, member.age, drawnWords(member.look), member.wears, member.posture].filter(Boolean).join(", "),
  );
  const sentences = [
    `${sizeWords[snapshot.size]}, ${angleWords[snapshot.angle]}, ${move}.`,
    `${snapshot.setting === "interior" ? "Inside" : "Outside"}: ${snapshot.place}, ${snapshot.time}, ${snapshot.weather} weather, ${snapshot.mood} mood.`,
    ...(people.length > 0 ? [`${people.join("; ")}.`] : []),
    snapshot.action.trim(),
    ...(snapshot.props.length > 0 ? [`Seen: ${snapshot.props.join(", ")}.`] : []),
  ];
  return sentences
    .filter((sentence) => sentence !== "")
    .join(" ")
    .slice(0, 8000);
}

/** A scene's heading as a film would print it: "Int. Waiting room - night". */
export function headingOf(scene: Pick<SceneRow, "setting" | "place" | "time">): string {
  const place = scene.place.charAt(0).toUpperCase() + scene.place.slice(1);
  return `${scene.setting === "interior" ? "Int." : "Ext."} ${place} - ${scene.time}`;
}
