// What one client of the stream is owed: of each job every event once and in order. Live events come over
// the bus, which may lose, repeat and reorder; every gap is read from the database.
import type { Job, NumberedEvent } from "../../shared/contract/farm-http.ts";
import type { StreamServerMessage, StreamSubscription } from "../../shared/contract/farm-stream.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { isTerminal } from "../../shared/domain/job.ts";
import type { Clock } from "../ports.ts";
import { createTextFollower } from "./chat-follower.ts";
import type { FanOut } from "./fan-out.ts";
import type { JobHead, StreamJobs } from "./reads.ts";

export interface FollowerPorts {
  accountId: AccountId;
  jobs: StreamJobs;
  fanOut: FanOut;
  clock: Clock;
  /** `frame` is the encoded message, where it was encoded before. */
  send: (message: StreamServerMessage, frame?: Buffer) => void;
  /** True while the client has much to read still; nothing is sent then. */
  slow(): boolean;
  /** Resolves when it is not slow any more, or closed. */
  drained(): Promise<void>;
  /** The database failed: the client has to come again. */
  fail(error: unknown): void;
}

/** Where a client stands: what it would subscribe with to go on from here. */
export interface Position {
  have: Map<JobId, number>;
  endedSince: string | undefined;
}

export interface Follower {
  /**
   * Jobs: their events after the given numbers, then live. The account: events after `have`, snapshots of every other open job and
   * of those ended since, then everything live. Jobs of others, and ids that are none, are left out in silence.
   */
  follow(subscription: StreamSubscription): Promise<void>;
  /** Open jobs that the client knows; what ended is covered by the time. */
  position(): Position;
  close(): void;
}

/** Events read at once: of one job, and of each of many. */
const pageSize = 200;
const headSize = 50;
/** Jobs whose events are read in one statement. */
const headsAtOnce = 100;
/** Ended jobs are sent again for this long before the client's last word, in ms: clocks and commits do not agree to the ms. */
const overlapMs = 60_000;
/** Ended jobs that are remembered, so that a late repetition of an event is known for one. */
const mostEnded = 200;
/** Largest number that the database can hold. */
const mostSeq = 2 ** 31 - 1;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A followed job. `sent`: last number that the client has; null until its snapshot was sent. */
interface Followed {
  sent: number | null;
  /** Highest number known to exist. */
  known: number;
  ended: boolean;
  /** What sends the missing events now. */
  pump: Promise<void> | null;
}

/** Of a slow client's page, only the last progress counts. */
function coalesced(events: readonly NumberedEvent[]): NumberedEvent[] {
  const last = events.findLastIndex(({ event }) => event.type === "progress");
  return events.filter(({ event }, index) => event.type !== "progress" || index === last);
}

const isEnd = ({ type }: NumberedEvent["event"]) => type === "succeeded" || type === "failed" || type === "cancelled" || type === "blocked";

/** The items in steps of `size`. */
function* inSteps<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

export function createFollower(ports: FollowerPorts): Follower {
  const { accountId, jobs, clock, send } = ports;
  const followed = new Map<JobId, Followed>();
  const ended: JobId[] = [];
  let wholeAccount = false;
  let endedSince: string | undefined;
  let closed = false;

  const texts = createTextFollower({
    send: (jobId, seq, delta) => send({ type: "chat", jobId, seq, delta }),
    ask: () => ports.fanOut.askTexts(accountId),
    slow: () => ports.slow(),
  });

  const hasEnded = (jobId: JobId, state: Followed) => {
    texts.forget(jobId);
    if (state.ended) return;
    state.ended = true;
    ended.push(jobId);
    const oldest = ended.length > mostEnded ? ended.shift() : undefined;
    if (oldest !== undefined) followed.delete(oldest);
  };
  const sendEvent = (jobId: JobId, state: Followed, event: NumberedEvent, frame?: Buffer) => {
    state.sent = event.seq;
    send({ type: "event", jobId, ...event }, frame);
    if (isEnd(event.event)) hasEnded(jobId, state);
  };
  const sendSnapshot = (jobId: JobId, state: Followed, job: Job) => {
    state.sent = job.lastSeq;
    state.known = Math.max(state.known, job.lastSeq);
    send({ type: "snapshot", job });
    if (isTerminal(job.state)) hasEnded(jobId, state);
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
          const job = await jobs.get(accountId, jobId);
          if (!closed) sendSnapshot(jobId, state, job);
          continue;
        }
        const page = await jobs.eventsAfter(accountId, jobId, state.sent, pageSize);
        if (closed) return;
        if (page[0]?.seq !== state.sent + 1) {
          // What came next is gone (retention), so the job as it stands takes its place.
          const job = await jobs.get(accountId, jobId);
          if (closed || job.lastSeq <= state.sent) return; // a number was told that is not committed here; its event will come
          sendSnapshot(jobId, state, job);
          continue;
        }
        for (const event of wasSlow ? coalesced(page) : page) sendEvent(jobId, state, event);
        state.sent = Math.max(state.sent, page.at(-1)?.seq ?? 0);
        wasSlow = false;
      }
    } catch (error) {
      if ((error as { code?: unknown }).code !== "not_found") throw error;
      followed.delete(jobId); // erased meanwhile
    } finally {
      state.pump = null;
    }
  };

  const guarded = (work: Promise<void>): void => void work.catch((error: unknown) => !closed && ports.fail(error));

  /** The state of a job of which is heard, or undefined where it is none of this client's business. */
  const heard = (jobId: JobId, seq: number): Followed | undefined => {
    let state = followed.get(jobId);
    if (state === undefined) {
      if (!wholeAccount) return undefined;
      state = { sent: null, known: 0, ended: false, pump: null };
      followed.set(jobId, state);
    }
    state.known = Math.max(state.known, seq);
    return state;
  };

  const leave = ports.fanOut.join(accountId, {
    event(jobId, event, frame) {
      const state = heard(jobId, event.seq);
      if (state === undefined) return;
      if (!state.pump && state.sent !== null && event.seq === state.sent + 1 && !ports.slow()) sendEvent(jobId, state, event, frame());
      else guarded(pump(jobId, state));
    },
    text(jobId, piece) {
      if (wholeAccount || followed.has(jobId)) texts.piece(jobId, piece);
    },
    exists(jobId, seq) {
      const known = followed.get(jobId);
      if (known !== undefined && known.sent !== null && known.sent >= seq) return;
      const state = heard(jobId, seq);
      if (state !== undefined) guarded(pump(jobId, state));
    },
  });

  /** Sends the head's events, or a snapshot where the client claims more than there is; then the rest. */
  const begin = async (jobId: JobId, after: number, state: Followed, head: JobHead | undefined): Promise<void> => {
    if (head === undefined) {
      followed.delete(jobId);
      return;
    }
    if (state.pump) await state.pump; // a live event came first and brings what is missing
    // A client that claims more than there is followed another farm's job: it starts again from a snapshot.
    if (head.lastSeq < after && state.sent === after) Object.assign(state, { sent: null, known: 0 });
    else {
      for (const event of head.events) if (event.seq - 1 === state.sent) sendEvent(jobId, state, event);
      state.known = Math.max(state.known, head.lastSeq);
    }
    await pump(jobId, state);
  };

  const resume = async (wanted: Iterable<{ id: string; after: number }>): Promise<void> => {
    const fresh = new Map<JobId, { id: JobId; after: number }>();
    for (const { id, after } of wanted) {
      const jobId = id.toLowerCase() as JobId;
      if (uuid.test(jobId) && !followed.has(jobId)) fresh.set(jobId, { id: jobId, after: Math.min(after, mostSeq) });
    }
    for (const step of inSteps([...fresh.values()], headsAtOnce)) {
      while (ports.slow() && !closed) await ports.drained();
      if (closed) return;
      const states = step.map(({ id, after }): Followed => {
        const state = followed.get(id) ?? { sent: after, known: after, ended: false, pump: null };
        followed.set(id, state);
        return state;
      });
      const heads = new Map((await jobs.heads(accountId, step, headSize)).map((head) => [head.id, head]));
      for (const [index, { id, after }] of step.entries()) {
        if (closed) return;
        await begin(id, after, states[index] as Followed, heads.get(id));
      }
    }
  };

  const current = (at: number) => {
    endedSince = new Date(at).toISOString();
    if (closed) return;
    send({ type: "current", at: endedSince });
    ports.fanOut.askTexts(accountId);
  };

  const followAccount = async (have: Readonly<Record<string, number>>, since: string | undefined): Promise<void> => {
    wholeAccount = true;
    await resume(Object.entries(have).map(([id, after]) => ({ id, after })));
    const from = since === undefined ? null : new Date(Date.parse(since) - overlapMs).toISOString();
    for (const job of await jobs.forStream(accountId, from)) {
      const jobId = job.id as JobId;
      while (ports.slow() && !closed) await ports.drained();
      if (closed) return;
      const before = followed.get(jobId);
      if (before) {
        await before.pump; // a live event came first and brings the snapshot
        continue;
      }
      const state: Followed = { sent: null, known: job.lastSeq, ended: false, pump: null };
      followed.set(jobId, state);
      sendSnapshot(jobId, state, job);
      await pump(jobId, state); // what happened since the list was read
    }
  };

  return {
    async follow(subscription) {
      const at = clock.now();
      if ("account" in subscription) await followAccount(subscription.have, subscription.endedSince);
      else await resume(subscription.jobs);
      current(at);
    },
    position() {
      const have = new Map<JobId, number>();
      for (const [jobId, { sent, ended: over }] of followed) if (sent !== null && !over) have.set(jobId, sent);
      return { have, endedSince };
    },
    close() {
      closed = true;
      leave();
      followed.clear();
    },
  };
}
