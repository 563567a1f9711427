// A movement of credits in two sentences: what happened, and what it means for the credits. Made from the row's fields
// alone, so that the words never say more than the ledger.
import type { lotSchema, Movement } from "../../shared/contract/farm-credits.ts";
import type { LedgerLine } from "../../shared/contract/farm-http.ts";
import type { JobState } from "../../shared/domain/job.ts";
import type { z } from "zod";

/** A line of the ledger as the database gives it. */
export type LedgerRow = Omit<LedgerLine, "words">;

const kindNames: Record<NonNullable<LedgerRow["job"]>["kind"], [one: string, part: string]> = {
  "image.generate": ["image job", "image"],
  "image.edit": ["image edit", "image"],
  "image.upscale": ["image upscale", "image"],
  "video.generate": ["video job", "clip"],
  "video.upscale": ["clip upscale", "clip"],
  "text.enhance": ["prompt enhancement", "text"],
  "text.chat": ["chat reply", "text"],
  "text.storyboard": ["storyboard", "text"],
  "audio.speech": ["speech job", "sound"],
  "audio.music": ["music job", "sound"],
  "audio.effect": ["sound effect job", "sound"],
};

const credits = (count: number) => `${Math.abs(count)} ${Math.abs(count) === 1 ? "credit" : "credits"}`;
const day = (time: string) => time.slice(0, 10);

function jobName({ job }: { job: Pick<NonNullable<LedgerRow["job"]>, "kind" | "quality" | "label"> | null }): string {
  if (job === null) return "A job";
  const label = job.label === null ? "" : ` “${job.label}”`;
  return `The ${job.quality} ${kindNames[job.kind][0]}${label}`;
}

/** Where a lot came from, as its source says. */
function originOf(source: string): string {
  const [word = "", name = "", month = ""] = source.split(":");
  if (word === "plan") return `the plan ${name} for ${month}`;
  if (word === "grant") return "the farm's operator";
  if (word === "refund") return "a refund";
  if (word === "grace") return "credits that expired while they were held";
  return `“${source}”`;
}

function lasting({ expiresAt }: Pick<LedgerRow, "expiresAt">): string {
  return expiresAt === null ? "They do not expire." : `They can be spent until ${day(expiresAt)}.`;
}

/** Two sentences for people about one movement. */
export function inWords(row: LedgerRow): string {
  const { kind, amount, source, job } = row;
  switch (kind) {
    case "grant":
      return `${credits(amount)} came in from ${originOf(source)}. ${lasting(row)}`;
    case "refund":
      return `${credits(amount)} of what ${jobName(row).replace(/^[AT]/, (letter) => letter.toLowerCase())} had cost came back as a refund. ${lasting(row)}`;
    case "grace":
      return `${credits(amount)} that were held came back after their expiry and got 7 days more. ${lasting(row)}`;
    case "expiry":
      return row.jobId === null
        ? `${credits(amount)} from ${originOf(source)} expired unspent. They had been good until ${row.expiresAt === null ? "then" : day(row.expiresAt)}.`
        : `${credits(amount)} from ${originOf(source)} expired while a job held them. They came back at once as credits of 7 days more.`;
    case "capture": {
      const part = job === null ? "part" : kindNames[job.kind][1];
      const delivered = job === null ? "" : ` and delivered ${job.delivered} of ${job.units} ${part}${job.units === 1 ? "" : "s"}`;
      const whole = job !== null && job.price > -amount ? `, of a price of ${job.price}` : "";
      return `${jobName(row)} ended${delivered}. It took ${credits(amount)} from ${originOf(source)}${whole}.`;
    }
  }
}

/** A lot's source in parts, and in a few words. */
export function lotOrigin(source: string): Pick<z.infer<typeof lotSchema>, "origin" | "plan" | "month" | "words"> {
  const [word = "", name = null, month = null] = source.split(":");
  const plan = word === "plan";
  const origin = plan || word === "grant" || word === "grace" || word === "refund" ? word : "other";
  return { origin, plan: plan ? name : null, month: plan ? month : null, words: originOf(source) };
}

/** A movement as the database gives it. */
export type MovementRow = Omit<Movement, "words"> & {
  /** Of a lot that came in or expired. */
  source: string | null;
  expiresAt: string | null;
  /** How a job ended. */
  jobState: JobState | null;
};

const endings: Partial<Record<JobState, string>> = {
  failed: "failed",
  cancelled: "was cancelled",
  blocked: "was stopped by the safety rules",
};

/** Two sentences for people about one movement. */
export function movementWords(row: MovementRow): string {
  const { kind, job, jobState, settled } = row;
  const source = row.source ?? "";
  switch (kind) {
    case "held":
      return `${jobName(row)} set ${credits(row.held)} aside. They are taken for what arrives, and the rest comes back.`;
    case "taken": {
      const { held = 0, taken = 0, returned = 0 } = settled ?? {};
      const part = job === null ? "part" : kindNames[job.kind][1];
      const delivered = job === null ? "" : ` and delivered ${job.delivered} of ${job.units} ${part}${job.units === 1 ? "" : "s"}`;
      const back = returned === 0 ? "that it had held." : `of the ${held} that it had held; ${credits(returned)} came back.`;
      return `${jobName(row)} ${endings[jobState ?? "succeeded"] ?? "ended"}${delivered}. It took ${returned === 0 ? `the ${credits(taken)}` : credits(taken)} ${back}`;
    }
    case "returned":
      return `${jobName(row)} ${endings[jobState ?? "succeeded"] ?? "ended"}, and nothing was taken for it. The ${credits(settled?.held ?? 0)} that it had held came back.`;
    case "granted":
      return `${credits(row.free)} came in from ${originOf(source)}. ${lasting(row)}`;
    case "refunded":
      return `${credits(row.free)} of what ${jobName(row).replace(/^[AT]/, (letter) => letter.toLowerCase())} had cost came back as a refund. ${lasting(row)}`;
    case "grace":
      return `${credits(row.free)} that were held came back after their expiry and got 7 days more. ${lasting(row)}`;
    case "expired":
      return row.jobId === null
        ? `${credits(row.free)} from ${originOf(source)} expired unspent. They had been good until ${row.expiresAt === null ? "then" : day(row.expiresAt)}.`
        : `${credits(row.free)} from ${originOf(source)} expired while a job held them. They came back at once as credits of 7 days more.`;
  }
}
