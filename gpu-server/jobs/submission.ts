// Submission of one job or a batch: engine, policy and price here, then one SQL function that records
// the key, holds the credits and inserts the jobs with their first events, all or nothing.
import type { BatchRequest, Job, JobSpec } from "../../shared/contract/farm-http.ts";
import { captureOf, type PriceList, priceOf } from "../../shared/domain/credits.ts";
import type { AccountId, IdMaker } from "../../shared/domain/ids.ts";
import { canonicalJson } from "../../shared/domain/recipe.ts";
import type { Database } from "../database/pool.ts";
import { preflight } from "../policy/preflight.ts";
import type { Bus, FarmView } from "../ports.ts";
import { announce, type JobNumberedEvent } from "./announce.ts";
import type { Keyring } from "./keyring.ts";
import { resolveEngine } from "./resolve.ts";

/** Open jobs of one account at once. */
const mostOpenJobs = 5000;

export interface Submission {
  /**
   * Submits `specs` under the idempotency key: the same key and body again gets the first answer again.
   * Throws CodedError idempotency_mismatch, credits_insufficient, budget_exceeded, too_many_jobs, kind_not_served,
   * parameter_not_served, forbidden; then nothing was held.
   */
  submit(account: { id: AccountId; weight: number }, key: string, specs: JobSpec[], budget: BatchRequest["budget"] | null): Promise<Job[]>;
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

function unitsOf(spec: JobSpec): { unitKind: "clip" | "image" | "text"; units: number; work: number } {
  if (spec.kind === "video.generate") {
    const { segments } = spec.input;
    return { unitKind: "clip", units: segments.length, work: segments.reduce((sum, { frames }) => sum + frames, 0) };
  }
  if (spec.kind === "image.generate") return { unitKind: "image", units: spec.input.count, work: spec.input.count };
  return { unitKind: "text", units: 1, work: 1 };
}

/** Credits for 0, 1, 2 ... delivered units. A clip counts by the ladder; images and texts count when all are there. */
function ladderOf(prices: PriceList, spec: JobSpec, price: number, units: number): number[] {
  return Array.from({ length: units + 1 }, (_, delivered) =>
    spec.kind === "video.generate" ? captureOf(prices, price, delivered) : delivered === units ? price : 0,
  );
}

/** Submission over the API's database role. */
export function createSubmission(deps: SubmissionDeps): Submission {
  const { database, bus, keyring, farm, prices, newId } = deps;
  return {
    async submit(account, key, specs, budget) {
      const hash = await keyring.hash(account.id, canonicalJson({ specs, budget }));
      let engines: string[];
      try {
        const offers = farm.offers();
        engines = specs.map((spec, index) => resolveEngine(spec, offers, specs.length > 1 ? `jobs.${index}.` : ""));
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
        const { unitKind, units, work } = unitsOf(spec);
        const price = priceOf(prices, { kind: spec.kind, quality: spec.quality, segments: units });
        inputs.push(blocked ? null : await keyring.sealInput(account.id, id, JSON.stringify(spec)));
        jobs.push({
          id,
          kind: spec.kind,
          engine: engines[index],
          quality: spec.quality,
          rating: spec.rating,
          label: blocked?.finding.field === "label" ? null : (spec.label ?? null),
          weight: account.weight,
          work,
          unitKind,
          units,
          priceList: prices.version,
          price,
          ladder: ladderOf(prices, spec, price, units),
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
      const done = await database.call<{ replayed: boolean; jobs: Job[]; events: JobNumberedEvent[] }>(
        "submit",
        account.id,
        key,
        hash,
        JSON.stringify(jobs),
        inputs,
        budget ? JSON.stringify(budget) : null,
        mostOpenJobs,
      );
      announce(bus, account.id, done.events);
      return done.jobs;
    },
  };
}
