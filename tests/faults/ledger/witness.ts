// Who remembers what the farm said, and holds the farm to it afterwards: what was acknowledged and is not there is lost, what
// was asked once and is there twice is doubled.
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Database } from "../../../gpu-server/database/pool.ts";
import { checkRows } from "../../../gpu-server/operations/check.ts";
import type { Answer } from "../../../gpu-server/testing/people.ts";
import type { Job } from "../../../shared/contract/farm-http.ts";
import type { FaultyFarm, Send } from "./coordinator.ts";

export const film = (prompts: string[], more: object = {}) => ({
  kind: "video.generate",
  ...more,
  input: { segments: prompts.map((prompt, seed) => ({ prompt, seed, frames: 80 })) },
});

/** Keys that are sent once more at the end. */
const replayed = 40;

export interface Witness {
  /** Sends jobs under one key until it is answered, and remembers both. */
  submit(jobs: object[]): Promise<Job[]>;
  /** The job once it has ended. */
  ended(id: string): Promise<Job>;
  job(id: string): Promise<Job>;
  /** Cancels, and remembers that this was acknowledged. */
  cancel(id: string): Promise<Job>;
  /** Reads a file of an ended job and holds it to its hash. */
  read(job: Job): Promise<void>;
  /** Holds rows, answers and credits against everything that was acknowledged. */
  judge(operations: Database): Promise<{ lost: number; doubled: number }>;
  /** How many of the acknowledged jobs are not there. */
  missing(operations: Database): Promise<number>;
}

/** A witness of the owner of `farm`. */
export function witness(farm: Pick<FaultyFarm, "send" | "token">): Witness {
  const send: Send = (...request) => farm.send(...request);
  const token = () => farm.token();
  const answered = new Map<string, { ids: string[]; jobs: object[]; text: string }>();
  const asked = new Set<string>();
  const endings = new Map<string, string>();
  const cancelled = new Set<string>();
  const files = new Map<string, string>();
  const call = (method: string, path: string, body?: unknown, key?: string): Promise<Answer> =>
    send(method, path, body, { token: token(), ...(key === undefined ? {} : { key }) });
  const expectOk = (answer: Answer, status: number): Answer => {
    if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
    return answer;
  };
  const submitUnder = async (key: string, jobs: object[]) => {
    const answer = expectOk(await call("POST", "/v1/jobs/batch", { jobs }, key), 201);
    return { text: answer.text, jobs: (answer.body as { jobs: Job[] }).jobs };
  };
  const job = async (id: string) => (expectOk(await call("GET", `/v1/jobs/${id}`), 200).body as { job: Job }).job;
  /** The hash of a file as it is read over its signed link. */
  const hashOf = async (id: string): Promise<string> => {
    const { body } = expectOk(await call("GET", `/v1/artifacts/${id}`), 200);
    const { url } = body as { url: string };
    const file = await send("GET", url.replace(/^https?:\/\/[^/]+/, ""));
    return createHash("sha256").update(file.text).digest("hex");
  };
  const missing = async (operations: Database) => {
    const acknowledged = [...answered.values()].flatMap(({ ids }) => ids);
    const rows = await operations.query("select 1 from job where job_id = any ($1)", [acknowledged]);
    return acknowledged.length - rows.length;
  };
  return {
    missing,
    async submit(jobs) {
      const key = randomUUID();
      asked.add(key);
      const made = await submitUnder(key, jobs);
      answered.set(key, { ids: made.jobs.map(({ id }) => id), jobs, text: made.text });
      return made.jobs;
    },
    job,
    async ended(id) {
      for (const until = Date.now() + 600_000; Date.now() < until; await sleep(30)) {
        const now = await job(id);
        if (now.state === "queued" || now.state === "running") continue;
        endings.set(id, `${now.state} ${now.captured}`);
        return now;
      }
      throw new Error(`the job ${id} does not end: ${JSON.stringify(await job(id))}`);
    },
    async cancel(id) {
      const answer = expectOk(await call("POST", `/v1/jobs/${id}/cancel`), 200);
      cancelled.add(id);
      return (answer.body as { job: Job }).job;
    },
    async read({ artifacts }) {
      for (const { id, sha256 } of artifacts.slice(0, 1)) {
        expect(await hashOf(id)).toBe(sha256);
        files.set(id, sha256);
      }
    },
    async judge(operations) {
      let [lost, doubled] = [0, 0];
      const count = (what: string, more: number) => {
        if (more > 0) console.error(`${what}: ${more}`);
        return more;
      };
      // The same key gives the same answer.
      for (const [key, { jobs, text }] of [...answered].slice(-replayed)) {
        const again = await submitUnder(key, jobs);
        doubled += count("another answer under a key", again.text === text ? 0 : 1);
      }
      // Everything that was answered is there, as it was told.
      const acknowledged = [...answered.values()].flatMap(({ ids }) => ids);
      const rows = await operations.query<{ id: string; state: string; ending: string; stopped: boolean }>(
        `select job_id as id, state, state || ' ' || captured as ending, cancel_requested or state <> 'queued' as stopped
         from job where job_id = any ($1)`,
        [acknowledged],
      );
      const now = new Map(rows.map((row) => [row.id, row]));
      lost += count("acknowledged jobs", acknowledged.filter((id) => !now.has(id)).length);
      lost += count("endings that were told", [...endings].filter(([id, was]) => now.get(id)?.ending !== was).length);
      lost += count("cancels that were acknowledged", [...cancelled].filter((id) => now.get(id)?.stopped !== true).length);
      for (const [id, sha256] of files) {
        lost += count("a file", (await hashOf(id)) === sha256 ? 0 : 1);
      }
      // Asked for once, there once: rows of keys, and holds and captures of jobs.
      const [row] = await operations.query<{ keys: string; jobs: string; twice: string }>(
        `select (select count(*) from idempotency where idem_key = any ($1)) as keys,
           (select coalesce(sum(jsonb_array_length(response)), 0) from idempotency where idem_key = any ($1)) as jobs,
           (select count(*) from job j where captured <> coalesce((select -sum(e.amount) from ledger_tx t join entry e using (account_id, tx_id)
             where t.account_id = j.account_id and t.job_id = j.job_id and t.kind = 'capture' and e.book = 'credits'), 0)) as twice`,
        [[...asked]],
      );
      lost += count("keys", Math.max(0, answered.size - Number(row?.keys)));
      doubled += count("jobs under a key", answered.size === asked.size ? Math.max(0, Number(row?.jobs) - acknowledged.length) : 0);
      doubled += count("captures", Number(row?.twice));
      const broken = await checkRows(operations);
      if (broken.length > 0) throw new Error(JSON.stringify(broken));
      return { lost, doubled };
    },
  };
}

/** Waits until the farm answers ready; seconds since `from` (performance.now()). */
export async function untilServed(farm: FaultyFarm, from: number): Promise<number> {
  for (;;) {
    const answer = await farm.once("GET", "/readyz").catch(() => null);
    if (answer?.status === 200) return (performance.now() - from) / 1000;
    if (farm.child().signalCode !== null) throw new Error("it died again");
    if (performance.now() - from > 90_000) throw new Error(`the farm is not back: ${farm.log()}`);
    await sleep(20);
  }
}
