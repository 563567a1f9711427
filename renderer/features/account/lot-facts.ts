// What lots are called and when they end, as the balance shows them.
import type { CreditsView } from "../../../shared/contract/studio/account.ts";
import { accountWords as words } from "../../app/strings/account.ts";

type Lot = CreditsView["lots"][number];

const day = 86_400_000;
/** A lot that ends within so many days asks to be looked at. */
const soonDays = 8;

/** "November" of "2026-11"; with the year where it is another one. */
export function monthName(month: string, now: Date): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(year, number - 1, 1).toLocaleDateString("en-GB", {
    month: "long",
    ...(year === now.getFullYear() ? {} : { year: "numeric" }),
  });
}

/** "22 November"; with the year where it is another one. */
export function dateName(iso: string, now: Date): string {
  const date = new Date(iso);
  return date.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  });
}

/** A plan's name as a name: "Creator". */
export function planName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What a lot is called. */
export function lotName(lot: Lot, now: Date): string {
  if (lot.origin === "plan" && lot.plan !== null)
    return lot.month === null ? planName(lot.plan) : words.balance.planMonth(planName(lot.plan), monthName(lot.month, now));
  return words.balance.origins[lot.origin];
}

/** When a lot ends, in words, and whether that is soon. */
export function lotEnd(lot: Lot, now: Date): { words: string; soon: boolean } {
  if (lot.expiresAt === null) return { words: words.balance.never, soon: false };
  const days = (new Date(lot.expiresAt).getTime() - now.getTime()) / day;
  return { words: words.balance.inDays(dateName(lot.expiresAt, now), days), soon: days < soonDays && lot.free + lot.held > 0 };
}
