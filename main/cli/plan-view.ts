// The breakdown as `--plan` prints it: offsets are characters of the story.
import type { Breakdown } from "../../shared/domain/breakdown.ts";
import { clipRate, secondsOf } from "../../shared/domain/timecode.ts";
import { shotLetters, sizeAbbreviations } from "../../shared/domain/shot.ts";
import { counted } from "../words.ts";

/** The JSON of architecture.md. Ids are the numbers that the storyboard shows: scene "3", shot "3B". */
export function planJson(breakdown: Breakdown) {
  return {
    scenes: breakdown.scenes.map((scene, sceneIndex) => ({
      id: String(sceneIndex + 1),
      heading: scene.heading,
      place: scene.place,
      interior: scene.setting === "interior",
      time: scene.time,
      source: scene.source,
      cast: scene.cast,
      shots: scene.shots.map((shot, shotIndex) => ({
        id: `${sceneIndex + 1}${shotLetters(shotIndex + 1)}`,
        size: shot.size,
        angle: shot.angle,
        move: shot.move,
        frames: shot.frames,
        cast: shot.cast.map((member) => member.name),
        action: shot.action,
        dialogue: shot.dialogue.map(({ speaker, text }) => ({ speaker, text })),
        source: shot.source,
      })),
    })),
    cast: breakdown.cast.map(({ name }) => ({ name })),
    notUnderstood: breakdown.notUnderstood.map(({ source, reason }) => ({ start: source.start, end: source.end, reason })),
  };
}

/** The breakdown for people. */
export function planText(breakdown: Breakdown): string {
  const frames = breakdown.scenes.flatMap((scene) => scene.shots).reduce((sum, shot) => sum + shot.frames, 0);
  const lines = [`${breakdown.title}: ${counted(breakdown.scenes.length, "scene")}, ${secondsOf(frames, clipRate).toFixed(0)} s`];
  for (const [sceneIndex, scene] of breakdown.scenes.entries()) {
    lines.push("", `${sceneIndex + 1}  ${scene.heading}${scene.cast.length > 0 ? `  (${scene.cast.join(", ")})` : ""}`);
    for (const [shotIndex, shot] of scene.shots.entries()) {
      const label = `${sceneIndex + 1}${shotLetters(shotIndex + 1)}`.padEnd(5);
      lines.push(
        `   ${label}${sizeAbbreviations[shot.size].padEnd(4)} ${secondsOf(shot.frames, clipRate).toFixed(1).padStart(4)} s  ${shot.action}`,
      );
      for (const line of shot.dialogue) lines.push(`              ${line.speaker}: ${line.text}`);
    }
  }
  for (const part of breakdown.notUnderstood) lines.push("", `Not understood (${part.source.start}-${part.source.end}): ${part.reason}`);
  return lines.join("\n");
}
