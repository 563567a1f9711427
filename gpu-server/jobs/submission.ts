// Submission of one job or a batch: engine, policy and price here, then one SQL function that records
// the key, holds the credits and inserts the jobs with their first events, all or nothing.
import { CodedError } from "../../shared/contract/errors.ts";
import type { BatchRequest, Job, JobSpec } from "../../shared/contract/farm-http.ts";
import type { PriceList } from "../../shared/domain/credits.ts";
import type { AccountId, IdMaker } from "../../shared/domain/ids.ts";
import { canonicalJson } from "../../shared/domain/recipe.ts";
import { type Plan, requireEntitled } from "../credits/plans.ts";
import type { Database } from "../database/pool.ts";
import { preflight } from "../policy/preflight.ts";
import type { Bus, FarmView } from "../ports.ts";
import { announce, type JobNumberedEvent } from "./announce.ts";
import type { Keyring } from "./keyring.ts";
import { measureOf } from "./measure.ts";
import { resolveEngine } from "./resolve.ts";

/** Whose job it is, and by which plan. */
export interface Submitter {
  id: AccountId;
  plan: Plan;
}

export interface Submission {
  /**
   * Submits `specs` under the idempotency key: the same key and body again gets the first answer again.
   * Throws CodedError idempotency_mismatch, credits_insufficient, budget_exceeded, too_many_jobs (with retryAfter),
   * kind_not_served, parameter_not_served, forbidden, and for a job to follow not_found or conflict; then nothing was held.
   */
  submit(account: Submitter, key: string, specs: JobSpec[], budget: BatchRequest["budget"] | null): Promise<Job[]>;
}

/** What submission needs. */
export interface SubmissionDeps {
  database: Database;
  bus: Bus;
  keyring: Keyring;
  farm: FarmView;
  prices: PriceList;
  newId: IdMaker;
}

/** A refusal for too many open jobs says when one of them is likely done. */
async function withTimeToRetry(database: Database, accountId: AccountId, error: unknown): Promise<unknown> {
  if (!(error instanceof CodedError) || error.code !== "too_many_jobs") return error;
  return new CodedError(error.code, error.message, { retryAfter: await database.call<number>("retry_after", accountId), cause: error });
}

/** Submission over the API's database role. */
export function createSubmission(deps: SubmissionDeps): Submission {
  const { database, bus, keyring, farm, prices, newId } = deps;
  return {
    async submit(account, key, specs, budget) {
      const hash = await keyring.hash(account.id, canonicalJson({ specs, budget }));
      const at = (index: number) => (specs.length > 1 ? `jobs.${index}.` : "");
      let engines: string[];
      try {
        const offers = farm.offers();
        engines = specs.map((spec, index) => {
          requireEntitled(account.plan, spec, at(index));
          return resolveEngine(spec, offers, at(index));
        });
      } catch (error) {
        // A request that was answered once is answered so again, though its engine is gone since.
        const first = await database.call<Job[] | null>("submitted", account.id, key, hash);
        if (first !== null) return first;
        throw error;
      }
      const inputs: (Buffer | null)[] = [];
      const jobs: object[] = [];
      for (const [index, spec] of specs.entries()) {
        const id = newId<"job">();
        const blocked = preflight(spec);
        inputs.push(blocked ? null : await keyring.sealInput(account.id, id, JSON.stringify(spec)));
        jobs.push({
          id,
          kind: spec.kind,
          engine: engines[index],
          quality: spec.quality,
          rating: spec.rating,
          label: blocked?.finding.field === "label" ? null : (spec.label ?? null),
          type: spec.type ?? null,
          after: spec.after ?? null,
          at: at(index),
          deadline: spec.deadline ?? null,
          weight: account.plan.weight,
          priceList: prices.version,
          ...measureOf(prices, spec),
          blocked: blocked && {
            rule: blocked.finding.rule,
            field: blocked.finding.field,
            message: blocked.finding.message,
            appealable: blocked.finding.appealable,
            policyVersion: blocked.finding.version,
            textHash: (await keyring.hash(account.id, blocked.text)).toString("hex"),
          },
        });
      }
      const submitting = database.call<{ replayed: boolean; jobs: Job[]; events: JobNumberedEvent[] }>(
        "submit",
        account.id,
        key,
        hash,
        JSON.stringify(jobs),
        inputs,
        budget ? JSON.stringify(budget) : null,
        account.plan.openJobs,
      );
      const done = await submitting.catch(async (error: unknown) => {
        throw await withTimeToRetry(database, account.id, error);
      });
      announce(bus, account.id, done.events);
      return done.jobs;
    },
  };
}
