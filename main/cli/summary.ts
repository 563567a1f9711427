// What a run of the command line says at its end: honest numbers, and every shot that is not in the film.
import type { ExportView } from "../../shared/contract/studio/views.ts";
import { counted } from "../words.ts";
import type { RoadCount } from "./road.ts";

export interface FilmSummary {
  complete: boolean;
  approve: "all" | "none";
  title: string;
  story: string;
  scenes: number;
  shots: { total: number; rendered: number; blocked: RoadCount["blocked"]; failed: RoadCount["failed"] };
  /** Of this run; `held` is what is still set aside at its end. */
  credits: { held: number; captured: number; returned: number };
  /** Wall clock. `setUp` is not part of `film`. */
  seconds: { setUp: number; frames: number; render: number; export: number; film: number };
  /** Length of the film in seconds. */
  length: number | null;
  files: { path: string; bytes: number }[];
  pieces: ExportView["pieces"] | null;
  report: ExportView["report"];
  provenance: "unsigned";
}

const credits = (count: number) => counted(count, "credit");

function outcome({ approve, complete, title }: FilmSummary): string {
  if (approve === "none")
    return `The frames of "${title}" are ready; nothing was approved. Look at them in the studio, or run again with --approve all.`;
  return complete ? `"${title}" is complete.` : `"${title}" is not complete.`;
}

/** The summary for people. */
export function summaryText(summary: FilmSummary): string {
  const { shots, seconds } = summary;
  const lines = [
    "",
    outcome(summary),
    `Scenes ${summary.scenes}, shots ${shots.total}, rendered ${shots.rendered}.`,
    `Held ${credits(summary.credits.held)}, captured ${credits(summary.credits.captured)}, returned ${credits(summary.credits.returned)}.`,
    `Set-up ${seconds.setUp.toFixed(1)} s; frames ${seconds.frames.toFixed(1)} s, clips ${seconds.render.toFixed(1)} s, export ${seconds.export.toFixed(1)} s.`,
  ];
  if (summary.length !== null) {
    lines.push(
      `The film runs ${summary.length.toFixed(1)} s and was made in ${seconds.film.toFixed(1)} s (${(seconds.film / Math.max(0.1, summary.length)).toFixed(2)} of its length).`,
    );
  }
  for (const shot of shots.blocked)
    lines.push(`Shot ${shot.label} is not in the film: blocked by the safety rules, nothing was charged. ${shot.message}`);
  for (const shot of shots.failed) lines.push(`Shot ${shot.label} is not in the film: ${shot.message || "it was cancelled."}`);
  for (const file of summary.files) lines.push(`${file.path} (${(file.bytes / 1_000_000).toFixed(1)} MB)`);
  if (summary.files.length > 0) lines.push("Every picture is a draft and says so. Provenance: unsigned.");
  return lines.join("\n");
}
