// What taking a consent back would mark, as a text to keep or print.
import type { ConsentEffect } from "../../../shared/contract/studio/character-views.ts";
import { dayOf } from "../../../shared/domain/consent.ts";
import { counted } from "../../words.ts";

/** The whole effect in words, film by film. */
export function effectText(effect: ConsentEffect, name: string, now: number): string {
  const lines = [
    `If the consent of ${name} is taken back`,
    `Worked out on ${dayOf(now)}, from the takes' own records.`,
    "",
    `${counted(effect.shots, "shot")} and ${counted(effect.takes, "take")} are marked; ${counted(effect.leaveCut, "shot")} ${effect.leaveCut === 1 ? "leaves" : "leave"} the cut.`,
    `${counted(effect.untouched, "more take")} used none of these references.`,
    `${counted(effect.assets, "other file")} of the library used one.`,
  ];
  for (const film of effect.films) {
    lines.push("", film.title);
    for (const scene of film.scenes)
      lines.push(
        `  ${scene.number}. ${scene.heading}`,
        ...scene.shots.map((shot) => `     ${shot.label}: ${counted(shot.takeIds.length, "take")}. ${shot.after}.`),
      );
  }
  if (effect.jobs.length > 0)
    lines.push("", "Jobs that end", ...effect.jobs.map((job) => `  ${job.title}: ${counted(job.credits, "credit")} back`));
  if (effect.exports.length > 0)
    lines.push("", "Finished films that hold one of the clips", ...effect.exports.map(({ title, file }) => `  ${title}: ${file}`));
  return `${lines.join("\n")}\n`;
}
