// Better words for a prompt by the farm's text engine: asked and answered at once, kept nowhere.
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Job, JobRequest } from "../../shared/contract/farm-http.ts";
import type { Output } from "../../shared/contract/studio/index.ts";
import { checkText } from "../../shared/domain/policy/index.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import { isTerminal, type Quality, qualities } from "../../shared/domain/job.ts";
import type { FarmService } from "../farm/farm.ts";
import { engineFor } from "./abilities.ts";

/** What was added and why, in one line for people. */
const changeSchema = z.union([
  z.string(),
  z.object({ added: z.string(), reason: z.string() }).transform(({ added, reason }) => `${reason} Added: ${added}.`),
]);
const answerSchema = z.object({ prompt: z.string().min(1).max(8000), changes: z.array(changeSchema).default([]) });
/** Pauses between looks, in milliseconds; the last one goes on. */
const pauses = [80, 120, 200, 400, 800, 1500] as const;
/** Longest wait for an answer. */
const patienceMs = 90_000;
const mostBytes = 256 * 1024;

interface EnhancePorts {
  farm: FarmService;
  ids: IdMaker;
  wait: (ms: number) => Promise<void>;
}

/** Asks the farm. Throws CodedError farm_unreachable, kind_not_served, policy_blocked, and what the farm says. */
export async function enhance(prompt: string, { farm, ids, wait }: EnhancePorts): Promise<Output<"create", "enhance">> {
  const here = farm.here();
  if (here === null)
    throw new CodedError("farm_unreachable", "Better words are written by the farm, and it is away. Try again when it is back.");
  const finding = checkText(prompt, { field: "prompt", rating: "general" });
  if (finding !== null) throw new CodedError("policy_blocked", finding.message, { fields: [{ path: "prompt", message: finding.message }] });
  const said = farm.said();
  const best = [...qualities].reverse().find((quality: Quality) => said === null || engineFor(said, "text.enhance", quality) !== null);
  if (best === undefined) throw new CodedError("kind_not_served", "No engine of this farm writes better words.");
  const request: JobRequest = { kind: "text.enhance", quality: said === null ? "draft" : best, rating: "general", input: { prompt } };
  const { client } = here;
  const [sent] = await client.submitBatch(ids(), JSON.stringify({ jobs: [request] }));
  if (sent === undefined) throw new CodedError("farm_incompatible");
  let job: Job = sent;
  for (let waited = 0, turn = 0; !isTerminal(job.state); turn += 1) {
    const pause = pauses[Math.min(turn, pauses.length - 1)] as number;
    if (waited > patienceMs) {
      await client.cancel(job.id).catch(() => undefined);
      throw new CodedError(
        "farm_unreachable",
        "The farm is too busy to write better words now. Try again in a while; nothing was charged.",
      );
    }
    await wait(pause);
    waited += pause;
    job = await client.job(job.id);
  }
  if (job.state === "blocked")
    throw new CodedError("policy_blocked", job.blocked?.message, { fields: [{ path: "prompt", message: job.blocked?.message ?? "" }] });
  const text = job.artifacts.find(({ kind }) => kind === "text");
  if (job.state !== "succeeded" || text === undefined)
    throw new CodedError(job.error?.code ?? "engine_failed", job.error?.message ?? "Better words could not be written. Try again.");
  const parsed = answerSchema.safeParse(await client.text(text.id, mostBytes));
  if (!parsed.success) throw new CodedError("farm_incompatible");
  return { ...parsed.data, engine: job.engine };
}
