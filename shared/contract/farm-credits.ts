// Schemas of what an account page shows of credits: lots, movements with running balances, and what a month was spent
// on. All of it is read from the ledger and its holds; nothing is counted beside them.
import { z } from "zod";
import { jobKinds, qualities } from "../domain/job.ts";

const id = z.uuid();
const time = z.iso.datetime({ offset: true });
const count = z.number().int().min(0);

/** Where a lot came from: a plan's month, the farm's operator, a hold that outlived its lot, a refund, or something else. */
const lotOrigins = ["plan", "grant", "grace", "refund", "other"] as const;

/** Credits that came together and end together: granted = spent + held + free + expired. */
export const lotSchema = z.object({
  id,
  origin: z.enum(lotOrigins),
  /** Of a plan's lot: the plan's name and its month (2026-11). */
  plan: z.string().nullable(),
  month: z.string().nullable(),
  granted: count,
  spent: count,
  held: count,
  free: count,
  expired: count,
  createdAt: time,
  expiresAt: time.nullable(),
  /** Where it came from, in a few words. */
  words: z.string(),
});

/** Lots that can still be spent or are held, in the order in which they are used. */
export const holdingsSchema = z.object({
  available: z.number().int(),
  held: z.number().int(),
  /** Jobs that hold credits. */
  jobs: count,
  lots: z.array(lotSchema),
});
export type Holdings = z.infer<typeof holdingsSchema>;

/** Which movements to list; `returned` has those that gave a part back too. */
export const movementFilters = ["all", "held", "taken", "returned"] as const;
export type MovementFilter = (typeof movementFilters)[number];

/**
 * One movement as its owner sees it. A job holds its price when it is sent (`held`), and when it ends takes what
 * arrived (`taken`, the rest comes back with it) or gives all of it back (`returned`).
 */
export const movementSchema = z.object({
  /** Stays the same from call to call. */
  id: z.string(),
  kind: z.enum(["held", "taken", "returned", "granted", "refunded", "grace", "expired"]),
  at: time,
  /** What the movement changed of what is free to spend, and of what is held. */
  free: z.number().int(),
  held: z.number().int(),
  /** Of a job that ended: what it had held, took, and gave back. */
  settled: z.object({ held: count, taken: count, returned: count }).nullable(),
  /** Free and held credits of the account after the movement. */
  balance: z.object({ free: z.number().int(), held: z.number().int() }),
  jobId: id.nullable(),
  job: z
    .object({ kind: z.enum(jobKinds), quality: z.enum(qualities), label: z.string().nullable(), units: count, delivered: count })
    .nullable(),
  /** Two sentences: what happened, and what it means for the credits. */
  words: z.string(),
});
export type Movement = z.infer<typeof movementSchema>;
export const movementsSchema = z.object({ movements: z.array(movementSchema), next: z.string().nullable() });

export const spendingKinds = ["pictures", "clips", "sounds", "texts"] as const;
const spentOn = { pictures: count, clips: count, sounds: count, texts: count };
/** A month as 2026-11. */
export const monthSchema = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "A month is written like 2026-11.");
/** What jobs took in a month (UTC), by day and kind. Refunds are movements of their own and not taken off. */
export const spendingSchema = z.object({
  month: monthSchema,
  total: count,
  ...spentOn,
  /** Days on which something was spent. */
  days: z.array(z.object({ day: z.iso.date(), ...spentOn })),
  /** Results of free jobs in that month. */
  free: count,
});
export type Spending = z.infer<typeof spendingSchema>;
