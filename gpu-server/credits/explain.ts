// A movement of credits in two sentences: what happened, and what it means for the credits. Made from the row's fields
// alone, so that the words never say more than the ledger.
import type { LedgerLine } from "../../shared/contract/farm-http.ts";

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

function jobName({ job }: LedgerRow): string {
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

function lasting({ expiresAt }: LedgerRow): string {
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
