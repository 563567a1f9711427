// Jobs as the scheduler and the node link use them: each call is one SQL function, fenced by the
// lease's epoch; its events go on the bus after commit.
import {
  type Job,
  type JobEvent,
  type JobSpec,
  jobRequestSchema,
  type ArtifactRef,
  type NumberedEvent,
} from "../../shared/contract/farm-http.ts";
import type { AccountId, ArtifactId, JobId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import { preflight } from "../policy/preflight.ts";
import type { ArtifactStore, Bus, JobStore, PlannerJob } from "../ports.ts";
import { announce, type JobNumberedEvent } from "./announce.ts";
import { filledWith, type Taken } from "./handed.ts";
import { fileKeyPurpose, type Keyring, leaseKeyId } from "./keyring.ts";
import { mostLost, retryRule } from "./retry.ts";

const allBuckets = Array.from({ length: 64 }, (_, bucket) => bucket);
/** Accounts of jobs that were asked for lately; a job's account never changes. */
const rememberedJobs = 4096;

interface Done {
  events: JobNumberedEvent[];
}

/** A result of the job that another follows. */
interface GivenFile {
  id: ArtifactId;
  sha256: string;
  bytes: number;
  keyId: string;
}

interface Won extends Done {
  epoch: number;
  input: string;
  delivered: number[];
  takes: Taken | null;
  given: GivenFile[] | null;
}

/** What cannot be handed on, in a sentence. */
const nothingGiven = "The result of the job that this one follows cannot be read any more. Send both again; the credits are back.";
const givenTooLong = "The text of the job that this one follows does not fit here. Shorten it and send it yourself; the credits are back.";

/** The store over `database` (role farm_scheduler). */
export function createJobStore(database: Database, bus: Bus, keyring: Keyring, artifacts: Pick<ArtifactStore, "read">): JobStore {
  const accounts = new Map<JobId, AccountId>();
  const remember = (jobId: JobId, accountId: AccountId) => {
    if (accounts.size >= rememberedJobs) accounts.delete(accounts.keys().next().value as JobId);
    accounts.set(jobId, accountId);
  };
  const accountOf = async (jobId: JobId): Promise<AccountId | null> => {
    const known = accounts.get(jobId);
    if (known !== undefined) return known;
    const found = await database.call<AccountId | null>("account_of_open_job", jobId);
    if (found !== null) remember(jobId, found);
    return found;
  };
  /** Calls a function of one lease; null when the job is not open or the epoch is not its own. */
  const fenced = async <T extends Done>(name: string, jobId: JobId, epoch: number, ...args: unknown[]): Promise<T | null> => {
    const accountId = await accountOf(jobId);
    if (accountId === null) return null;
    const done = await database.call<T | null>(name, accountId, jobId, epoch, ...args);
    if (done !== null) announce(bus, accountId, done.events);
    return done;
  };
  const stale = { ok: false, reason: "stale" } as const;

  /** The text or the hash that a job takes from the one that it follows; null when it is not there any more. */
  const handedOn = async (accountId: AccountId, takes: Taken, [file]: GivenFile[]): Promise<string | null> => {
    if (file === undefined) return null;
    if (takes !== "text") return file.sha256;
    try {
      const key = await keyring.keyFor(accountId, fileKeyPurpose(file.keyId));
      const parts: Uint8Array[] = [];
      for await (const part of artifacts.read(file.id, key, { start: 0, end: file.bytes - 1 })) parts.push(part);
      return Buffer.concat(parts).toString("utf8").trim();
    } catch {
      return null;
    }
  };

  /**
   * The request of a lease that was just won, with what it takes filled in and the rules asked again. Null when it may not or
   * cannot be made so: then the job has ended.
   */
  const requestOf = async (accountId: AccountId, jobId: JobId, won: Won): Promise<JobSpec | null> => {
    const sent = jobRequestSchema.parse(JSON.parse(await keyring.openInput(accountId, jobId, Buffer.from(won.input, "base64"))));
    if (won.takes === null) return sent;
    const value = await handedOn(accountId, won.takes, won.given ?? []);
    const filled = value === null ? null : jobRequestSchema.safeParse(filledWith(sent, won.takes, value));
    if (filled?.success !== true) {
      const error = { code: "invalid_input", message: value === null ? nothingGiven : givenTooLong } as const;
      await fenced("settle", jobId, won.epoch, "failed", JSON.stringify(error), "[]", null, 1, 0);
      return null;
    }
    const blocked = preflight(filled.data);
    if (blocked === null) return filled.data;
    const { rule, field, message, appealable, version } = blocked.finding;
    const textHash = (await keyring.hash(accountId, blocked.text)).toString("hex");
    const found = JSON.stringify({ rule, field, message, appealable, policyVersion: version, textHash });
    await fenced("block_lease", jobId, won.epoch, found);
    return null;
  };

  return {
    openJobs: () => database.call<PlannerJob[]>("open_jobs", allBuckets),
    openJob: (accountId, jobId) => database.call<PlannerJob | null>("open_job", accountId, jobId),
    async claim(accountId, jobId, epoch, node, leaseMs) {
      const won = await database.call<Won | null>("claim", accountId, jobId, epoch, node.id, node.name, leaseMs);
      if (won === null) return null;
      remember(jobId, accountId);
      announce(bus, accountId, won.events);
      const spec = await requestOf(accountId, jobId, won);
      return spec && { accountId, jobId, epoch: won.epoch, spec, delivered: won.delivered };
    },
    async renew(nodeId, leases, leaseMs) {
      const lost: { jobId: JobId; epoch: number }[] = [];
      for (const { jobId, epoch } of leases) {
        const accountId = await accountOf(jobId);
        const live = accountId !== null && (await database.call<boolean>("renew", accountId, jobId, epoch, nodeId, leaseMs));
        if (!live) lost.push({ jobId, epoch });
      }
      return lost;
    },
    leasesOf: (nodeId) => database.call<{ accountId: AccountId; jobId: JobId; epoch: number }[]>("leases_of", nodeId),
    async record(jobId, epoch, event: JobEvent) {
      return (await fenced("record_event", jobId, epoch, JSON.stringify(event))) ? { ok: true } : stale;
    },
    async segment(jobId, epoch, index, files) {
      const done = await fenced<Done & { artifacts: ArtifactRef[] }>("add_segment", jobId, epoch, index, JSON.stringify(files));
      return done ? { ok: true, artifacts: done.artifacts } : stale;
    },
    async preview(jobId, epoch, file) {
      return (await fenced("add_preview", jobId, epoch, JSON.stringify(file))) ? { ok: true } : stale;
    },
    async settle(jobId, epoch, outcome) {
      const { state, error, files, held } = outcome;
      const { tries, waitMs } = retryRule(error?.code);
      const done = await fenced<Done & { job: Job }>(
        "settle",
        jobId,
        epoch,
        state,
        error ? JSON.stringify(error) : null,
        JSON.stringify(files),
        held?.rule ?? null,
        tries,
        waitMs,
      );
      return done ? { ok: true, job: done.job } : stale;
    },
    async lapse() {
      const due = await database.call<{ accountId: AccountId; jobId: JobId; epoch: number }[]>("lapsed_leases", allBuckets);
      const back: { accountId: AccountId; jobId: JobId }[] = [];
      for (const { accountId, jobId, epoch } of due) {
        const done = await database.call<Done | null>("lapse", accountId, jobId, epoch, mostLost);
        if (done === null) continue;
        announce(bus, accountId, done.events);
        back.push({ accountId, jobId });
      }
      for (const { accountId, jobId } of await database.call<{ accountId: AccountId; jobId: JobId }[]>("overdue_jobs", allBuckets)) {
        const done = await database.call<Done | null>("pass_deadline", accountId, jobId);
        if (done === null) continue;
        announce(bus, accountId, done.events);
        back.push({ accountId, jobId });
      }
      back.push(...(await database.call<{ accountId: AccountId; jobId: JobId }[]>("due_jobs", allBuckets)));
      return back;
    },
    async release(jobId, epoch, reason) {
      return (await fenced("release", jobId, epoch, reason === "failed-to-start", mostLost)) ? { ok: true } : stale;
    },
    async dataKey(jobId, epoch) {
      const accountId = await accountOf(jobId);
      const job = accountId && (await database.call<PlannerJob | null>("open_job", accountId, jobId));
      if (!job || job.state !== "running" || job.epoch !== epoch) return null;
      const keyId = leaseKeyId(jobId, epoch);
      return { key: await keyring.keyFor(job.accountId, fileKeyPurpose(keyId)), keyId };
    },
    async input(jobId, epoch, sha256) {
      const accountId = await accountOf(jobId);
      if (accountId === null) return null;
      type Found = { withdrawn: true } | (GivenFile & { contentType: string; withdrawn?: undefined });
      const found = await database.call<Found | null>("lease_input", accountId, jobId, epoch, sha256);
      if (found === null) return null;
      if (found.withdrawn) return "withdrawn";
      const { id, bytes, contentType, keyId } = found;
      return { id, bytes, contentType, key: await keyring.keyFor(accountId, fileKeyPurpose(keyId)) };
    },
    eventsAfter: (accountId, jobId, after, limit) => database.call<NumberedEvent[]>("events_after", accountId, jobId, after, limit),
    job: (accountId, jobId) => database.call<Job | null>("job_get", accountId, jobId),
  };
}
