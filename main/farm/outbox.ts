// The outbox: every submission is a row with its idempotency key and its exact bytes before it is a request. Files that it names
// go to the farm before it does, beside what needs none, and are looked after again when a start finds it here.
// An answer that was lost is asked for again under the same key, also after a crash, so one key is one batch of jobs.
import { CodedError, errorBodyOf, errorKinds } from "../../shared/contract/errors.ts";
import type { BatchRequest, Job } from "../../shared/contract/farm-http.ts";
import type { JobQueries } from "../library/job-queries.ts";
import type { SubmissionRow } from "../library/rows.ts";
import type { Logger } from "../ports.ts";
import { AnswerLost, type FarmClient } from "./client.ts";
import { filesOf, type NamedFile } from "./job-files.ts";
import type { Jobs } from "./jobs.ts";

/** A farm that this studio is signed in to. */
export interface Connection {
  client: FarmClient;
  accountId: string;
}

interface OutboxPorts {
  queries: JobQueries;
  jobs: Jobs;
  logger: Logger;
  /** Null while the farm is away. */
  connection(): Connection | null;
  /** The farm did not answer, or not to this session: somebody else finds out what is the matter. */
  lost(error: CodedError): void;
  wait(ms: number): Promise<void>;
  /** Resolves when the farm has the file for the account. Throws CodedError for what the farm has against it, `cancelled` at the end. */
  bring(hash: string, account: string, progress: (sent: number, bytes: number) => void): Promise<void>;
}

export interface Outbox {
  /** Sends what waits, one after the other; resolves when nothing can be sent any more. Calls while it runs join it. Never throws. */
  flush(): Promise<void>;
  /** From here on nothing is written: what is under way counts as unknown and is asked for again at the next start. */
  close(): void;
}

/** Longest wait that a farm may ask for before the next try; it is asked again then. */
const longestWaitMs = 60_000;
/** Times that a file which the farm misses is brought again. */
const mostMissed = 3;

export function createOutbox(ports: OutboxPorts): Outbox {
  const { queries, jobs, logger } = ports;
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;
  /** Submissions whose files are on their way, and those whose files were there when it was last asked. */
  const bringing = new Set<string>();
  const brought = new Set<string>();
  /** Times that the farm missed a file of a submission that had been there. */
  const missed = new Map<string, number>();

  const left = (submissionId: string) => jobs.submissionJobs(submissionId).filter((job) => !job.cancelWanted);
  /** Files that the jobs of a submission name, with the place of the first that names each. */
  const namedFiles = (submissionId: string): NamedFile[] => {
    const files = new Map<string, NamedFile>();
    for (const [index, job] of left(submissionId).entries())
      for (const { path, hash } of filesOf(job.spec)) if (!files.has(hash)) files.set(hash, { path: `jobs.${index}.${path}`, hash });
    return [...files.values()];
  };
  const bringAll = async (row: SubmissionRow, files: readonly NamedFile[], account: string): Promise<void> => {
    // From here on it is this account's: its files are with nobody else.
    if (row.forAccount === null) jobs.setSubmission({ ...row, forAccount: account }, false);
    for (const [done, { path, hash }] of files.entries()) {
      if (closed || left(row.id).length === 0) return;
      jobs.setSending(row.id, { done, total: files.length, sent: 0, bytes: 0 });
      try {
        await ports.bring(hash, account, (sent, bytes) => {
          if (!closed) jobs.setSending(row.id, { done, total: files.length, sent, bytes });
        });
      } catch (error) {
        const body = errorBodyOf(error);
        if (closed || body.code === "cancelled") return;
        logger.warn("a file of a submission cannot be sent", { submission: row.id, code: body.code });
        // What may have reached the farm is asked for all the same: its answer tells how it stands.
        if (row.state === "unknown") break;
        const fields = [{ path, message: body.fields?.[0]?.message ?? body.message }];
        // It may have been given up meanwhile.
        if (queries.submission(row.id)?.state !== "unsent") return;
        jobs.setSubmission({ ...row, forAccount: account, state: "refused", error: { ...body, fields } }, false);
        return;
      }
    }
    brought.add(row.id);
  };
  /** True when the files of a submission are on their way and it has to wait for them. */
  const waitsForFiles = (row: SubmissionRow, account: string): boolean => {
    if (bringing.has(row.id)) return true;
    if (brought.has(row.id)) return false;
    const files = namedFiles(row.id);
    if (files.length === 0) {
      brought.add(row.id);
      return false;
    }
    bringing.add(row.id);
    const end = () => {
      bringing.delete(row.id);
      if (!closed) jobs.setSending(row.id, null);
    };
    void bringAll(row, files, account).then(
      () => {
        end();
        void outbox.flush();
      },
      (error: unknown) => {
        // The disk is full or the library gone: the next flush goes on.
        end();
        logger.error("files of a submission stopped", { reason: error instanceof Error ? error.message : "" });
      },
    );
    return true;
  };

  /** The submission with its body written down; null when nothing of it is left to send. */
  const frozen = (row: SubmissionRow, accountId: string): SubmissionRow | null => {
    if (row.body !== null) return { ...row, state: "unknown", accountId, forAccount: accountId };
    const wanted = left(row.id);
    if (wanted.length === 0) {
      jobs.setSubmission({ ...row, state: "cancelled" }, false);
      return null;
    }
    const batch: BatchRequest = { jobs: wanted.map((job) => job.spec) };
    return { ...row, body: JSON.stringify(batch), state: "unknown", accountId, forAccount: accountId };
  };

  /** Sends one submission. "later": it is tried again before what comes after it. "away": the rest must wait. */
  const send = async (row: SubmissionRow, { client, accountId }: Connection): Promise<"done" | "later" | "away"> => {
    const sending = frozen(row, accountId);
    if (sending === null) return "done";
    // Written before the request leaves: after a crash here the answer counts as lost.
    jobs.setSubmission(sending, true);
    try {
      const answers = await client.submitBatch(sending.id, sending.body as string);
      if (closed) return "away";
      const taken = answers.flatMap((job) => (job.label === null ? [] : [{ id: job.label, job }]));
      const behind = jobs.taken({ ...sending, state: "sent", error: null }, taken);
      await caughtUp(client, behind, taken);
      return "done";
    } catch (error) {
      if (closed) return "away";
      return await failed(row, sending, error);
    }
  };
  /** Asks for jobs whose events were faster than the answer, and cancels what was cancelled meanwhile. Both are tried again at the next connection. */
  const caughtUp = async (client: FarmClient, behind: readonly string[], taken: readonly { id: string; job: Job }[]): Promise<void> => {
    try {
      for (const farmId of behind) jobs.snapshot(await client.job(farmId));
      for (const { id, job } of taken) if (jobs.get(id)?.row.cancelWanted === true) jobs.snapshot(await client.cancel(job.id));
    } catch (error) {
      ports.lost(error instanceof CodedError ? error : new CodedError("farm_unreachable", undefined, { cause: error }));
    }
  };
  const failed = async (before: SubmissionRow, sending: SubmissionRow, error: unknown): Promise<"done" | "later" | "away"> => {
    const body = errorBodyOf(error);
    if (error instanceof AnswerLost) {
      // Refused connections prove that the farm has not seen this sending; an earlier one may have arrived.
      const state = error.unsent && before.state === "unsent" ? "unsent" : "unknown";
      // What never left may still lose jobs that are cancelled before it does.
      jobs.setSubmission(state === "unsent" ? { ...before, state } : { ...sending, state }, false);
      ports.lost(error);
      return "away";
    }
    const session = body.code === "unauthenticated" || body.code === "forbidden";
    if (session || errorKinds[body.code].retryable || body.code === "farm_incompatible") {
      // The farm answered and took nothing, or nothing that this studio understands: the key stays good.
      const state = body.code === "farm_incompatible" ? "unknown" : before.state;
      jobs.setSubmission({ ...sending, state, error: body }, false);
      if (body.code === "rate_limited" || body.code === "too_many_jobs" || body.code === "database_unavailable") {
        await ports.wait(Math.min(longestWaitMs, (body.retryAfter ?? 2) * 1000));
        return closed ? "away" : "later";
      }
      ports.lost(error instanceof CodedError ? error : new CodedError(body.code, body.message));
      return "away";
    }
    if (body.code === "input_missing" && (missed.get(sending.id) ?? 0) < mostMissed) {
      // It was there a moment ago and is not any more: it is brought again.
      missed.set(sending.id, (missed.get(sending.id) ?? 0) + 1);
      brought.delete(sending.id);
      jobs.setSubmission({ ...sending, state: before.state }, false);
      return "later";
    }
    logger.warn("a submission was refused", { submission: sending.id, code: body.code });
    jobs.setSubmission({ ...sending, state: "refused", error: body }, false);
    return "done";
  };

  const run = async (): Promise<void> => {
    do {
      again = false;
      if (closed) return;
      for (const row of queries.openSubmissions()) {
        const connection = ports.connection();
        if (connection === null) return;
        // What one account asked for, or what may have reached it, is never sent as another.
        const owner = row.accountId ?? row.forAccount;
        if (owner !== null && owner !== connection.accountId) continue;
        if (waitsForFiles(row, connection.accountId)) continue;
        const end = await send(row, connection);
        if (end === "away") return;
        if (end === "later") {
          // Jobs of one Render reach the farm in film order.
          again = true;
          break;
        }
      }
    } while (again);
  };
  const outbox: Outbox = {
    close() {
      closed = true;
      again = false;
    },
    flush() {
      again = !closed;
      running ??= run()
        .catch((error: unknown) => {
          // The disk is full or the library gone: rows are as they were, the next flush goes on.
          again = false;
          logger.error("the outbox stopped", { reason: error instanceof Error ? error.message : "" });
        })
        .finally(() => {
          running = null;
          // A call that came while the last round was ending.
          if (again) void outbox.flush();
        });
      return running;
    },
  };
  return outbox;
}
