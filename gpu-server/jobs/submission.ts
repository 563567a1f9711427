// Submission of one job or a batch: engine, policy and price here, then one SQL function that records
// the key, holds the credits and inserts the jobs with their first events, all or nothing.
import { CodedError } from "../../shared/contract/errors.ts";
import type { BatchRequest, Job, JobSpec } from "../../shared/contract/farm-http.ts";
import type { EngineOffer } from "../../shared/contract/node-link.ts";
import type { PriceList } from "../../shared/domain/credits.ts";
import type { AccountId, IdMaker, JobId } from "../../shared/domain/ids.ts";
import { canonicalJson } from "../../shared/domain/recipe.ts";
import { type Plan, requireEntitled } from "../credits/plans.ts";
import type { Database } from "../database/pool.ts";
import { withdrawn } from "../policy/consent.ts";
import { preflight } from "../policy/preflight.ts";
import type { Bus, FarmView } from "../ports.ts";
import { announce, type JobNumberedEvent } from "./announce.ts";
import { takenBy } from "./handed.ts";
import { filesNamed, type NamedFile } from "./inputs.ts";
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
   * kind_not_served, parameter_not_served, forbidden, input_missing for a file that the account has not, and for a job to follow
   * not_found or conflict; then nothing was held.
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

/** Ids of the jobs that each of `specs` follows: `#0` and so on are places in the batch, and stand before what follows them. */
function followed(specs: readonly JobSpec[], ids: readonly JobId[], at: (index: number) => string): (string | null)[] {
  return specs.map(({ after }, index) => {
    if (!after?.startsWith("#")) return after ?? null;
    const place = Number(after.slice(1));
    if (place < index) return ids[place] ?? null;
    const message =
      specs.length === 1 ? `There is no batch here: name the job by its id.` : `${after} must stand before this job in the batch.`;
    throw new CodedError("invalid_input", message, { fields: [{ path: `${at(index)}after`, message }] });
  });
}

/** The first file that was brought where its engine takes only what the farm made; null where there is none. */
async function notMade(
  database: Database,
  accountId: AccountId,
  specs: readonly JobSpec[],
  engines: readonly string[],
  offers: readonly EngineOffer[],
): Promise<{ index: number; path: string; note: string | undefined } | null> {
  const asked = specs.flatMap((spec, index) => {
    const ability = offers.find(({ id }) => id === engines[index])?.abilities?.find(({ kind }) => kind === spec.kind);
    if (ability?.served !== true || ability.inputs !== "made") return [];
    return filesNamed(spec).map(({ path, sha256 }) => ({ index, path, sha256, note: ability.note }));
  });
  if (asked.length === 0) return null;
  const made = new Set(await database.call<string[]>("files_made", accountId, [...new Set(asked.map(({ sha256 }) => sha256))]));
  return asked.find(({ sha256 }) => !made.has(sha256)) ?? null;
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
      const brought = await notMade(database, account.id, specs, engines, farm.offers());
      if (brought !== null) {
        const first = await database.call<Job[] | null>("submitted", account.id, key, hash);
        if (first !== null) return first;
        const message = `This engine takes only what this farm made in the last 30 days. ${brought.note ?? "Choose another quality."}`;
        throw new CodedError("parameter_not_served", message, { fields: [{ path: at(brought.index) + brought.path, message }] });
      }
      const inputs: (Buffer | null)[] = [];
      const jobs: object[] = [];
      const named: (NamedFile & { jobId: string | undefined })[] = [];
      const ids = specs.map(() => newId<"job">());
      const afters = followed(specs, ids, at);
      for (const [index, spec] of specs.entries()) {
        const id = ids[index];
        const blocked = preflight(spec) ?? (await withdrawn(database, account.id, filesNamed(spec)));
        // Nothing else stands against it: people may have released this very text.
        const released = blocked?.finding.appealable === true && preflight(spec, blocked.text) === null;
        inputs.push(blocked && !released ? null : await keyring.sealInput(account.id, id as JobId, JSON.stringify(spec)));
        if (!blocked || released) named.push(...filesNamed(spec).map((file) => ({ ...file, path: at(index) + file.path, jobId: id })));
        jobs.push({
          id,
          kind: spec.kind,
          engine: engines[index],
          quality: spec.quality,
          rating: spec.rating,
          label: blocked?.finding.field === "label" ? null : (spec.label ?? null),
          type: spec.type ?? null,
          after: afters[index],
          takes: takenBy(spec, at(index)),
          released,
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
        named.length > 0 ? "submit_naming" : "submit",
        account.id,
        key,
        hash,
        JSON.stringify(jobs),
        inputs,
        budget ? JSON.stringify(budget) : null,
        account.plan.openJobs,
        ...(named.length > 0 ? [JSON.stringify(named)] : []),
      );
      const done = await submitting.catch(async (error: unknown) => {
        throw await withTimeToRetry(database, account.id, error);
      });
      announce(bus, account.id, done.events);
      return done.jobs;
    },
  };
}
