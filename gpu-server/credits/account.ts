// An account's credits: the plan's monthly grant, what is there, what moved and why, and films' limits.
import type { Budgets, Credits, LedgerLine } from "../../shared/contract/farm-http.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import { inWords, type LedgerRow } from "./explain.ts";
import { type Plan, planNamed } from "./plans.ts";
import { createShownCredits, type ShownCredits } from "./shown.ts";

export interface CreditAccounts extends ShownCredits {
  /** Grants the running month's credits once; called with every authenticated request, asks the database once a month. */
  open(accountId: AccountId, plan: Pick<Plan, "name" | "creditsPerMonth">): Promise<void>;
  /** The plan that the account is on; asked of the database at most once a minute. */
  plan(accountId: AccountId): Promise<Plan>;
  credits(accountId: AccountId): Promise<Credits>;
  budgets(accountId: AccountId): Promise<Budgets["budgets"]>;
  /** Newest first, before `cursor`. */
  ledger(accountId: AccountId, cursor: { at: string; id: string } | null, limit: number): Promise<LedgerLine[]>;
  /** Grants credits once a source; false when that grant was made before. */
  grant(accountId: AccountId, source: string, amount: number, expiresAt: string | null): Promise<boolean>;
}

const planMemory = 60_000;
const accountsInMemory = 10_000;

/** Credits over the API's database role. `now` only says when to ask the database again. */
export function createCreditAccounts(database: Database, now: () => number): CreditAccounts {
  const openUntil = new Map<string, number>();
  const planUntil = new Map<AccountId, { plan: Plan; until: number }>();
  return {
    ...createShownCredits(database),
    async open(accountId, plan) {
      const key = `${accountId} ${plan.name}`;
      if ((openUntil.get(key) ?? 0) > now()) return;
      const end = await database.call<string>("account_open", accountId, plan.name, plan.creditsPerMonth);
      if (openUntil.size >= accountsInMemory) openUntil.clear();
      openUntil.set(key, Date.parse(end));
    },
    async plan(accountId) {
      const known = planUntil.get(accountId);
      if (known !== undefined && known.until > now()) return known.plan;
      const plan = planNamed(await database.call<string | null>("plan_of", accountId));
      if (planUntil.size >= accountsInMemory) planUntil.clear();
      planUntil.set(accountId, { plan, until: now() + planMemory });
      return plan;
    },
    credits: (accountId) => database.call<Credits>("credits_of", accountId),
    budgets: (accountId) => database.call<Budgets["budgets"]>("budgets_of", accountId),
    async ledger(accountId, cursor, limit) {
      const rows = await database.call<LedgerRow[]>("ledger_of", accountId, cursor?.at ?? null, cursor?.id ?? null, limit);
      return rows.map((row) => ({ ...row, words: inWords(row) }));
    },
    grant: (accountId, source, amount, expiresAt) => database.call<boolean>("grant_credits", accountId, source, amount, expiresAt),
  };
}

/** What an operator does to accounts. */
export interface CreditOperations {
  /** Puts an account on a plan and grants its credits of the running month. */
  setPlan(accountId: AccountId, plan: Plan): Promise<void>;
  /**
   * Gives back `amount` (null: all that is left) of what a job was charged; once a key. Returns what was given back.
   * Throws CodedError not_found, or conflict when it is more than is left.
   */
  refund(jobId: JobId, amount: number | null, key: string, reason: string): Promise<number>;
}

/** Operators' calls over the database role farm_operations. */
export function createCreditOperations(operations: Database): CreditOperations {
  return {
    async setPlan(accountId, plan) {
      await operations.call("set_plan", accountId, plan.name);
      await operations.call("account_open", accountId, plan.name, plan.creditsPerMonth);
    },
    async refund(jobId, amount, key, reason) {
      const [row] = await operations.query<{ account: AccountId }>("select account_id as account from job where job_id = $1", [jobId]);
      // Without an account the function finds no job, and says so.
      const account = row?.account ?? "00000000-0000-0000-0000-000000000000";
      return (await operations.call<{ amount: number }>("refund_job", account, jobId, amount, key, reason)).amount;
    },
  };
}
