// What a month's credits went to, a day at a time: what the chart draws, and its scale.
import { spendingKinds, type Spending } from "../../../shared/contract/farm-credits.ts";

export type SpendKind = (typeof spendingKinds)[number];

export interface SpendDay {
  /** Day of the month, from 1. */
  day: number;
  credits: Record<SpendKind, number>;
  total: number;
}

export interface SpendMonth {
  /** Every day of the month. */
  days: SpendDay[];
  credits: Record<SpendKind, number>;
  total: number;
  /** Top of the scale: an even number of credits, two at least. */
  top: number;
  /** The first day with the most, where anything was spent. */
  most: SpendDay | null;
}

/** A round number of at least `value` that halves into whole credits: 2, 4, 10, 20, 40, 100, ... */
function roundTop(value: number): number {
  for (let step = 2; ; step *= 10) for (const top of [step, step * 2, step * 5]) if (top >= value) return top;
}

/** The days of a month with what was spent on each. */
export function spendMonth(spending: Spending): SpendMonth {
  const [year = 0, month = 1] = spending.month.split("-").map(Number);
  const days = Array.from({ length: new Date(year, month, 0).getDate() }, (_, index): SpendDay => {
    const spent = spending.days.find((one) => Number(one.day.slice(8)) === index + 1);
    const { pictures = 0, clips = 0, sounds = 0, texts = 0 } = spent ?? {};
    return { day: index + 1, credits: { pictures, clips, sounds, texts }, total: pictures + clips + sounds + texts };
  });
  const { pictures, clips, sounds, texts, total } = spending;
  const largest = Math.max(0, ...days.map((day) => day.total));
  return {
    days,
    credits: { pictures, clips, sounds, texts },
    total,
    top: roundTop(largest),
    most: largest > 0 ? (days.find((day) => day.total === largest) ?? null) : null,
  };
}
