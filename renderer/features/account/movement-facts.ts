// How a movement of credits reads in one line: its icon, word, subject and figure; and movements by their day.
import { Check, CheckCheck, CirclePlus, Hourglass, Lock, Undo2, type LucideIcon } from "lucide-react";
import type { MovementView } from "../../../shared/contract/studio/account.ts";
import { accountWords } from "../../app/strings/account.ts";
import type { Tone } from "../../ui/tone.ts";

const words = accountWords.movements;

const looks: Record<MovementView["kind"], { icon: LucideIcon; tone: Tone }> = {
  held: { icon: Lock, tone: "busy" },
  taken: { icon: Check, tone: "none" },
  returned: { icon: Undo2, tone: "ok" },
  granted: { icon: CirclePlus, tone: "ok" },
  refunded: { icon: Undo2, tone: "ok" },
  grace: { icon: Hourglass, tone: "turn" },
  expired: { icon: Hourglass, tone: "turn" },
};

/** Icon, word and tone of a movement. */
export function movementLook({ kind, settled }: MovementView): { icon: LucideIcon; word: string; tone: Tone } {
  if (kind === "taken" && settled !== null && settled.returned > 0) return { icon: CheckCheck, word: words.partReturned, tone: "none" };
  return { ...looks[kind], word: words.kinds[kind] };
}

/** What it was for. */
export function movementSubject({ kind, title, job }: MovementView): string {
  if (title !== null) return title;
  if (job !== null) return words.jobKinds[job.kind] ?? words.noJob.other;
  return kind === "granted" || kind === "refunded" || kind === "grace" || kind === "expired" ? words.noJob[kind] : words.noJob.other;
}

/** "+1", "−2", "0". */
function signed(amount: number): string {
  return amount === 0 ? "0" : `${amount > 0 ? "+" : "−"}${Math.abs(amount).toLocaleString("en")}`;
}

/** The figure of a movement: what it did to what is free; of a job that took all it held, how much that was. */
export function movementFigure({ kind, settled, free }: MovementView): { text: string; good: boolean } {
  if (kind === "taken" && settled !== null && settled.returned === 0)
    return { text: words.ofHeld(settled.taken, settled.held), good: false };
  return { text: signed(free), good: free > 0 };
}

/** Movements by day in the person's zone, in their order. */
export function byDay(movements: readonly MovementView[]): { day: string; movements: MovementView[] }[] {
  const days: { day: string; movements: MovementView[] }[] = [];
  for (const movement of movements) {
    const day = new Date(movement.at).toDateString();
    const last = days.at(-1);
    if (last?.day === day) last.movements.push(movement);
    else days.push({ day, movements: [movement] });
  }
  return days;
}
