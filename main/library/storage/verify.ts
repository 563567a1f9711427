// Verify: every needed file is there, every file's bytes are its name, the databases are sound, nothing stands twice.
import type { Finding, VerifyReport } from "../../../shared/contract/studio/storage.ts";
import { counted } from "../../words.ts";
import type { StorePlace, Survey } from "./worker-messages.ts";
import { hashAll, surveyOf } from "./workers.ts";

/** Progress of long work, as far as it is known. */
export interface Progress {
  phase: (words: string) => void;
  total: (files: number, bytes: number) => void;
  file: () => void;
  bytes: (count: number) => void;
}

export interface VerifyOptions {
  place: StorePlace;
  /** Files that are read at once. */
  threads: number;
  now: () => number;
  signal?: AbortSignal;
  progress?: Progress;
}

/** What verify found, whole, for repair. */
export interface Verified {
  report: VerifyReport;
  survey: Survey;
  /** Needed and not there, or there and damaged. */
  missing: string[];
  /** Files whose bytes are not what their name says, with what they are; null: unreadable. */
  damaged: { file: string; named: string | null; is: string | null }[];
  /** Sound files that lie in the wrong folder. */
  misplaced: { file: string; hash: string }[];
}

const mostFindings = 500;

const quiet: Progress = { phase: () => {}, total: () => {}, file: () => {}, bytes: () => {} };

/** Reads the whole library. Throws CodedError cancelled. */
export async function verifyLibrary({ place, threads, now, signal, progress = quiet }: VerifyOptions): Promise<Verified> {
  const began = now();
  const survey = await surveyOf(place, progress.phase, signal);
  const bytes = survey.files.reduce((sum, one) => sum + one.bytes, 0);
  progress.phase("Reading the files");
  progress.total(survey.files.length, bytes);
  const is = new Map<string, string | null>();
  await hashAll(survey.files, threads, {
    ...(signal === undefined ? {} : { signal }),
    read: progress.bytes,
    done(hashed) {
      is.set(hashed.file, hashed.hash);
      progress.file();
    },
  });
  const damaged: Verified["damaged"] = [];
  const misplaced: Verified["misplaced"] = [];
  const good = new Set<string>();
  const unused = { files: survey.partial.files, bytes: survey.partial.bytes };
  for (const { file, hash, atHome, bytes: size } of survey.files) {
    const real = is.get(file) ?? null;
    if (hash === null || real !== hash) damaged.push({ file, named: hash, is: real });
    else if (!atHome) misplaced.push({ file, hash });
    else {
      good.add(hash);
      if (!survey.named.has(hash)) {
        unused.files += 1;
        unused.bytes += size;
      }
    }
  }
  const missing = [...survey.needed.keys()].filter((hash) => !good.has(hash));
  const findings = findingsOf(survey, missing, damaged, misplaced);
  const report: VerifyReport = {
    at: new Date(now()).toISOString(),
    files: survey.files.length,
    bytes,
    named: survey.needed.size,
    seconds: Math.max(0, now() - began) / 1000,
    unused,
    findings: findings.slice(0, mostFindings),
    findingsTotal: findings.length,
  };
  return { report, survey, missing, damaged, misplaced };
}

function findingsOf(
  { needed, named, troubles }: Survey,
  missing: readonly string[],
  damaged: Verified["damaged"],
  misplaced: Verified["misplaced"],
): Finding[] {
  const damagedNames = new Set(damaged.map((one) => one.named));
  const usedBy = (hash: string | null) => (hash === null ? [] : (needed.get(hash) ?? []));
  return [
    ...troubles.map(({ kind, what, text }) => ({ kind, what, usedBy: [], text, repairable: kind === "database" && what !== "studio.db" })),
    ...missing
      .filter((hash) => !damagedNames.has(hash))
      .map((hash) => ({
        kind: "missing" as const,
        what: hash,
        usedBy: usedBy(hash),
        text: `A file is missing. Repair fetches it from the farm or draws it again where that is possible.`,
        repairable: true,
      })),
    ...damaged.map(({ file, named: name, is }) => ({
      kind: "damaged" as const,
      what: name ?? file,
      usedBy: usedBy(name),
      text:
        is === null
          ? "A file cannot be read. Repair sets it aside and gets it again where that is possible."
          : `A file is not what it was. ${name !== null && (needed.has(name) || named.has(name)) ? "Repair sets it aside and gets it again where that is possible." : "Nothing uses it; repair sets it aside."}`,
      repairable: true,
    })),
    ...misplaced.map(({ hash }) => ({
      kind: "misplaced" as const,
      what: hash,
      usedBy: usedBy(hash),
      text: "A file lies in another folder than its own. Repair puts it where it belongs.",
      repairable: true,
    })),
  ];
}

/** The report in one line. */
export function verifyWords({ report }: Verified): string {
  const sound = report.findingsTotal === 0;
  const speed = report.seconds > 0 ? `, ${Math.round(report.bytes / 1e6 / report.seconds)} MB/s` : "";
  return `${counted(report.files, "file")} read (${(report.bytes / 1e6).toFixed(1)} MB${speed}), ${report.named} needed by the library, ${report.unused.files} unused. ${sound ? "All is well." : `${counted(report.findingsTotal, "finding")}.`}`;
}
