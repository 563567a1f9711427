// Running texts on their way from a node to whoever listens: pieces are told over the bus in batches, and
// said again from the beginning to whoever comes late. They are in memory only, until the lease ends.
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { askTextSubject, type TextPiece, tokenSubject } from "../bus/subjects.ts";
import type { Bus } from "../ports.ts";

/** A piece as a node sends it. */
export interface NodePiece {
  version: number;
  /** Place in the text, in UTF-16 units. */
  from: number;
  text: string;
}

export interface RunningTexts {
  /** Takes a piece; one that is known already, is older, or does not join what is there is left out. */
  add(accountId: AccountId, jobId: JobId, piece: NodePiece): void;
  /** The lease is over: tells what was not told yet and forgets the text. */
  end(jobId: JobId): void;
  /** Forgets all of them. */
  clear(): void;
}

interface RunningText {
  accountId: AccountId;
  version: number;
  text: string;
  /** Units that were told. */
  told: number;
  timer: NodeJS.Timeout | undefined;
  /** Forgets it when nothing more comes. */
  idle: NodeJS.Timeout | undefined;
}

const batchMs = 50;
/** A lease that ended elsewhere leaves its text for so long, in ms. */
const idleMs = 10 * 60_000;
/** Units of one message on the bus, which takes 32 KiB: escaped, a unit takes 6 bytes at most. */
const mostUnits = 5000;
/** Longest text that is told while it runs, in units; the rest comes with the artifact. */
const longestText = 128 * 1024;

/** Running texts of this coordinator's nodes, told on `bus`. */
export function createRunningTexts(bus: Bus, times: { batchMs: number } = { batchMs }): RunningTexts {
  const texts = new Map<JobId, RunningText>();

  const tell = (jobId: JobId, running: RunningText, from: number): void => {
    for (let seq = from; seq < running.text.length; seq += mostUnits) {
      const piece: TextPiece = { version: running.version, seq, delta: running.text.slice(seq, seq + mostUnits) };
      bus.publish(tokenSubject(running.accountId, jobId), piece);
    }
    running.told = running.text.length;
  };
  const flush = (jobId: JobId, running: RunningText): void => {
    clearTimeout(running.timer);
    running.timer = undefined;
    if (running.told < running.text.length) tell(jobId, running, running.told);
  };
  const forget = (jobId: JobId): void => {
    const running = texts.get(jobId);
    clearTimeout(running?.timer);
    clearTimeout(running?.idle);
    texts.delete(jobId);
  };
  bus.subscribe(askTextSubject("*"), (payload) => {
    const { accountId } = payload as { accountId: AccountId };
    for (const [jobId, running] of texts) if (running.accountId === accountId) tell(jobId, running, 0);
  });

  return {
    add(accountId, jobId, { version, from, text }) {
      let running = texts.get(jobId);
      if (running === undefined || version > running.version) {
        forget(jobId);
        running = { accountId, version, text: "", told: 0, timer: undefined, idle: undefined };
        texts.set(jobId, running);
      }
      const { length } = running.text;
      if (version < running.version || from > length || from + text.length <= length) return;
      running.text = (running.text + text.slice(length - from)).slice(0, longestText);
      running.timer ??= setTimeout(flush, times.batchMs, jobId, running);
      clearTimeout(running.idle);
      running.idle = setTimeout(forget, idleMs, jobId).unref();
    },
    end(jobId) {
      const running = texts.get(jobId);
      if (running !== undefined) flush(jobId, running);
      forget(jobId);
    },
    clear() {
      for (const jobId of texts.keys()) forget(jobId);
    },
  };
}
