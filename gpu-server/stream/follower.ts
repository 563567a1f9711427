// What one client of the stream is owed: of each job every event once and in order. Live events come over
// the bus, which may lose, repeat and reorder; every gap is read from the database.
import type { Job, NumberedEvent } from "../../shared/contract/farm-http.ts";
import type { StreamServerMessage } from "../../shared/contract/farm-stream.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { tokenSubject } from "../bus/subjects.ts";
import { type Bus, type Clock, subjects } from "../ports.ts";

/** Jobs as the stream reads them (jobs/owned.ts). */
export interface StreamJobs {
  eventsAfter(accountId: AccountId, jobId: JobId, after: number, limit: number): Promise<NumberedEvent[]>;
  /** Throws CodedError not_found. */
  get(accountId: AccountId, jobId: JobId): Promise<Job>;
  /** Open jobs, and jobs that ended at or after `endedSince` (RFC 3339). */
  forStream(accountId: AccountId, endedSince: string | null): Promise<Job[]>;
}

export interface FollowerPorts {
  accountId: AccountId;
  jobs: StreamJobs;
  bus: Bus;
  clock: Clock;
  send: (message: StreamServerMessage) => void;
  /** True while the client has much to read still; nothing is sent then. */
  slow(): boolean;
  /** Resolves when it is not slow any more, or closed. */
  drained(): Promise<void>;
  /** The database failed: the client has to come again. */
  fail(error: unknown): void;
}

export interface Follower {
  /** Events of these jobs after the given numbers, then live. Jobs of others are left out in silence. */
  followJobs(jobs: readonly { id: string; after: number }[]): Promise<void>;
  /** Events after `have`, snapshots of every other open job and of those ended since, then everything live. */
  followAccount(have: Readonly<Record<string, number>>, endedSince: string | undefined): Promise<void>;
  close(): void;
}

/** Events read at once. */
const pageSize = 200;
/** Ended jobs are sent again for this long before the client's last word, in ms: clocks and commits do not agree to the ms. */
const overlapMs = 60_000;

/** A followed job. `sent`: last number that the client has; null until its snapshot was sent. */
interface Followed {
  sent: number | null;
  /** Highest number known to exist. */
  known: number;
  /** What sends the missing events now. */
  pump: Promise<void> | null;
}

/** Of a slow client's page, only the last progress counts. */
function coalesced(events: readonly NumberedEvent[]): NumberedEvent[] {
  const last = events.findLastIndex(({ event }) => event.type === "progress");
  return events.filter(({ event }, index) => event.type !== "progress" || index === last);
}

export function createFollower(ports: FollowerPorts): Follower {
  const { accountId, jobs, bus, clock, send } = ports;
  const followed = new Map<JobId, Followed>();
  let wholeAccount = false;
  let closed = false;

  const sendEvent = (jobId: JobId, state: Followed, event: NumberedEvent) => {
    state.sent = event.seq;
    send({ type: "event", jobId, ...event });
  };

  const sendSnapshot = (state: Followed, job: Job) => {
    state.sent = job.lastSeq;
    state.known = Math.max(state.known, job.lastSeq);
    send({ type: "snapshot", job });
  };

  /** Sends what is missing until nothing is. One at a time for each job: a second call waits for the first. */
  const pump = (jobId: JobId, state: Followed): Promise<void> => (state.pump ??= sendMissing(jobId, state));

  const sendMissing = async (jobId: JobId, state: Followed): Promise<void> => {
    let wasSlow = false;
    await Promise.resolve(); // so that `pump` is set before the first of it can be over
    try {
      while (!closed && (state.sent === null || state.known > state.sent)) {
        if (ports.slow()) {
          wasSlow = true;
          await ports.drained();
          continue;
        }
        if (state.sent === null) {
          sendSnapshot(state, await jobs.get(accountId, jobId));
          continue;
        }
        const page = await jobs.eventsAfter(accountId, jobId, state.sent, pageSize);
        if (closed) return;
        if (page[0]?.seq !== state.sent + 1) {
          // What came next is gone (retention), so the job as it stands takes its place.
          const job = await jobs.get(accountId, jobId);
          if (job.lastSeq <= state.sent) return; // a number was told that is not committed here; its event will come
          sendSnapshot(state, job);
          continue;
        }
        for (const event of wasSlow ? coalesced(page) : page) sendEvent(jobId, state, event);
        state.sent = Math.max(state.sent, page.at(-1)?.seq ?? 0);
        wasSlow = false;
      }
    } finally {
      state.pump = null;
    }
  };

  const guarded = (work: Promise<void>): void => void work.catch((error: unknown) => !closed && ports.fail(error));

  const live = (payload: unknown, subject: string): void => {
    const event = payload as NumberedEvent;
    const jobId = subject.slice(subject.lastIndexOf(".") + 1) as JobId;
    let state = followed.get(jobId);
    if (state === undefined) {
      if (!wholeAccount) return;
      state = { sent: null, known: 0, pump: null };
      followed.set(jobId, state);
    }
    state.known = Math.max(state.known, event.seq);
    if (!state.pump && state.sent !== null && event.seq === state.sent + 1 && !ports.slow()) sendEvent(jobId, state, event);
    else guarded(pump(jobId, state));
  };

  const token = (payload: unknown, subject: string): void => {
    const jobId = subject.slice(subject.lastIndexOf(".") + 1) as JobId;
    if ((!wholeAccount && !followed.has(jobId)) || ports.slow()) return; // the whole text comes at the end
    send({ type: "chat", jobId, ...(payload as { seq: number; delta: string }) });
  };

  const stops = [bus.subscribe(subjects.jobEvent(accountId, "*" as JobId), live), bus.subscribe(tokenSubject(accountId, "*"), token)];

  /** The job, or null for another's. */
  const find = async (jobId: JobId): Promise<Job | null> => {
    try {
      return await jobs.get(accountId, jobId);
    } catch (error) {
      if ((error as { code?: unknown }).code === "not_found") return null;
      throw error;
    }
  };

  /** Events after `after`, or a snapshot where the client claims more than there is. */
  const replay = async (jobId: JobId, after: number): Promise<void> => {
    if (followed.has(jobId)) return;
    const state: Followed = { sent: after, known: after, pump: null };
    followed.set(jobId, state);
    const job = await find(jobId);
    if (job === null) followed.delete(jobId);
    else {
      // A client that claims more than there is followed another farm's job: it starts again from a snapshot.
      Object.assign(state, job.lastSeq < after ? { sent: null, known: 0 } : { known: Math.max(state.known, job.lastSeq) });
      await pump(jobId, state);
    }
  };

  const current = (at: number) => {
    if (!closed) send({ type: "current", at: new Date(at).toISOString() });
  };

  return {
    async followJobs(wanted) {
      const at = clock.now();
      for (const { id, after } of wanted) await replay(id as JobId, after);
      current(at);
    },
    async followAccount(have, endedSince) {
      const at = clock.now();
      wholeAccount = true;
      for (const [id, after] of Object.entries(have)) await replay(id as JobId, after);
      const since = endedSince === undefined ? null : new Date(Date.parse(endedSince) - overlapMs).toISOString();
      for (const job of await jobs.forStream(accountId, since)) {
        const jobId = job.id as JobId;
        while (ports.slow() && !closed) await ports.drained();
        if (closed) return;
        const before = followed.get(jobId);
        if (before) {
          await before.pump; // a live event came first and brings the snapshot
          continue;
        }
        const state: Followed = { sent: null, known: job.lastSeq, pump: null };
        followed.set(jobId, state);
        sendSnapshot(state, job);
        await pump(jobId, state); // what happened since the list was read
      }
      current(at);
    },
    close() {
      closed = true;
      for (const stop of stops) stop();
    },
  };
}
