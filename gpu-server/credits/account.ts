// An account's credits: the plan's monthly grant, what is there, and what moved.
import type { Credits } from "../../shared/contract/farm-http.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";

/** A plan: credits each month and weight in the queue. */
export interface Plan {
  name: string;
  creditsPerMonth: number;
  weight: number;
}

/** Plan of a local farm's owner. */
export const localPlan: Plan = { name: "local", creditsPerMonth: 1000, weight: 4 };

/** One movement of an account's credits. */
export interface LedgerLine {
  id: string;
  kind: "grant" | "capture" | "expiry" | "grace";
  jobId: string | null;
  source: string;
  /** Positive: came in. */
  amount: number;
  at: string;
}

export interface CreditAccounts {
  /** Grants the running month's credits once; called with every authenticated request, asks the database once a month. */
  open(accountId: AccountId, plan: Plan): Promise<void>;
  credits(accountId: AccountId): Promise<Credits>;
  /** Newest first, before `cursor`. */
  ledger(accountId: AccountId, cursor: { at: string; id: string } | null, limit: number): Promise<LedgerLine[]>;
  /** Grants credits once a source; false when that grant was made before. */
  grant(accountId: AccountId, source: string, amount: number, expiresAt: string | null): Promise<boolean>;
}

/** Credits over the API's database role. `now` only says when to ask the database again. */
export function createCreditAccounts(database: Database, now: () => number): CreditAccounts {
  const openUntil = new Map<AccountId, number>();
  return {
    async open(accountId, plan) {
      if ((openUntil.get(accountId) ?? 0) > now()) return;
      const end = await database.call<string>("account_open", accountId, plan.name, plan.creditsPerMonth);
      openUntil.set(accountId, Date.parse(end));
    },
    credits: (accountId) => database.call<Credits>("credits_of", accountId),
    ledger: (accountId, cursor, limit) =>
      database.call<LedgerLine[]>("ledger_of", accountId, cursor?.at ?? null, cursor?.id ?? null, limit),
    grant: (accountId, source, amount, expiresAt) => database.call<boolean>("grant_credits", accountId, source, amount, expiresAt),
  };
}
