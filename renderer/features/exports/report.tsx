// The quality report of a finished film: what was measured in the file itself, check by check.
import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ExportView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { grouped } from "../../lib/format.ts";

export interface Fact {
  name: string;
  hint: string;
  value: string;
}
export interface Check extends Fact {
  good: boolean;
}

/** "16 fps" of "16/1", "23.976 fps" of "24000/1001". */
export function rateText(rate: string): string {
  const [over = 0, under = 1] = rate.split("/").map(Number);
  const value = over / under;
  return Number.isFinite(value) && value > 0 ? `${Number(value.toFixed(3))} fps` : rate;
}

/** Each tag once: "bt709, tv". */
function colourText(colour: string): string {
  return [...new Set(colour.split(/[\s,]+/).filter(Boolean))].join(", ");
}

/** The checks of a report, in the order in which they are read. */
export function checksOf(report: NonNullable<ExportView["report"]>): Check[] {
  const words = strings.exports.checks;
  const yes = (good: boolean) => (good ? words.yes : words.no);
  return [
    {
      name: words.frames,
      hint: report.frames === report.expectedFrames ? words.exact : words.expected(grouped(report.expectedFrames)),
      value: grouped(report.frames),
      good: report.frames === report.expectedFrames,
    },
    { name: words.rate, hint: report.constantRate ? words.constant : "", value: rateText(report.rate), good: report.constantRate },
    { name: words.size, hint: "", value: `${report.width} × ${report.height}`, good: report.width > 0 && report.height > 0 },
    { name: words.length, hint: "", value: `${report.seconds.toFixed(1)} s`, good: report.seconds > 0 },
    { name: words.decoded, hint: "", value: yes(report.decoded), good: report.decoded },
    { name: words.colour, hint: "", value: colourText(report.colour), good: report.colour !== "" },
    { name: words.faststart, hint: "", value: yes(report.faststart), good: report.faststart },
    { name: words.captions, hint: report.captions > 0 ? words.captionsBeside : "", value: words.lines(report.captions), good: true },
    { name: words.missing, hint: report.missing.join(", "), value: String(report.missing.length), good: report.missing.length === 0 },
  ];
}

/** What is said of the file beside the checks: neither good nor bad, and not counted. */
function notesOf(report: NonNullable<ExportView["report"]>): Fact[] {
  const words = strings.exports.checks;
  return [
    ...(report.drafts > 0 ? [{ name: words.drafts, hint: words.draftsHint, value: grouped(report.drafts) }] : []),
    { name: words.provenance, hint: report.provenance === "unsigned" ? words.unsignedHint : "", value: report.provenance },
  ];
}

/** The report as a card. */
export function Report({ shown }: { shown: ExportView | undefined }) {
  const report = shown?.report ?? null;
  if (report === null)
    return (
      <section className="card px-[18px] py-4" aria-label={strings.exports.report}>
        <h2 className="text-16 font-semibold tracking-[-0.01em]">{strings.exports.report}</h2>
        <p className="mt-1 text-text-3">{strings.exports.reportEmpty}</p>
      </section>
    );
  const checks = checksOf(report);
  const passed = checks.filter((check) => check.good).length;
  const row = "flex min-h-8 items-center gap-2.5 border-t border-line px-[18px] whitespace-nowrap max-md:min-h-10";
  return (
    <section className="card" aria-label={strings.exports.report}>
      <h2 className="px-[18px] pt-3.5 text-16 font-semibold tracking-[-0.01em]">{strings.exports.report}</h2>
      <div className="flex items-center gap-5 px-[18px] pt-3 pb-3.5">
        <div className="flex-none">
          <b className="num block text-26 font-medium">
            {passed}
            <span className="text-text-3">/{checks.length}</span>
          </b>
          <span className="text-12 text-text-2">{strings.exports.passed}</span>
        </div>
        <div className="flex flex-1 gap-[3px]" aria-hidden>
          {checks.map((check) => (
            <i
              key={check.name}
              className="h-6 flex-1 rounded-[3px]"
              style={{ background: check.good ? "color-mix(in oklab, var(--ov-ok) 62%, var(--ov-panel))" : "var(--ov-turn)" }}
            />
          ))}
        </div>
      </div>
      <ul>
        {checks.map((check) => (
          <li key={check.name} className={row}>
            {check.good ? (
              <CircleCheck size={16} strokeWidth={1.75} role="img" aria-label={strings.exports.good} className="tone-ok flex-none" />
            ) : (
              <TriangleAlert size={16} strokeWidth={1.75} role="img" aria-label={strings.exports.look} className="tone-turn flex-none" />
            )}
            <span>{check.name}</span>
            <span className="truncate text-12 text-text-3">{check.hint}</span>
            <span className="num ml-auto">{check.value}</span>
          </li>
        ))}
      </ul>
      <ul aria-label={strings.exports.notes}>
        {notesOf(report).map((note) => (
          <li key={note.name} className={`${row} text-text-2`}>
            <Info size={16} strokeWidth={1.75} aria-hidden className="flex-none text-text-3" />
            <span>{note.name}</span>
            <span className="truncate text-12 text-text-3">{note.hint}</span>
            <span className="num ml-auto">{note.value}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
