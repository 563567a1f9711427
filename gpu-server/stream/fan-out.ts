// What happens in an account, heard once and passed on to each of its open lines: one subscription of the
// bus and one look into the database from time to time, however many lines there are.
import type { NumberedEvent } from "../../shared/contract/farm-http.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { askTextSubject, type TextPiece, tokenSubject } from "../bus/subjects.ts";
import { type Bus, type Clock, type Logger, subjects } from "../ports.ts";
import type { StreamJobs } from "./reads.ts";

/** What a line hears of its account. */
export interface AccountListener {
  /** `frame` encodes the message once for all lines. */
  event(jobId: JobId, event: NumberedEvent, frame: () => Buffer): void;
  text(jobId: JobId, piece: TextPiece): void;
  /** The database holds events up to `seq`: the bus may have lost some. */
  exists(jobId: JobId, seq: number): void;
}

export interface FanOut {
  /** Returns what stops it. */
  join(accountId: AccountId, listener: AccountListener): () => void;
  /** Has the running texts of the account said again, at most once in a while. */
  askTexts(accountId: AccountId): void;
  close(): void;
}

export interface FanOutPorts {
  bus: Bus;
  jobs: Pick<StreamJobs, "forStream">;
  clock: Clock;
  logger: Logger;
  /** Between two looks into the database for what the bus lost, in ms. */
  recheckMs: number;
}

interface Account {
  listeners: Set<AccountListener>;
  stops: (() => void)[];
  /** Time of the last look, and of the next one. */
  looked: number;
  next: number;
  asking: boolean;
}

const askAgainMs = 50;
/** Jobs that ended so long before the last look are looked at again, in ms. */
const overlapMs = 60_000;

/** The last part of a subject. */
const jobOf = (subject: string) => subject.slice(subject.lastIndexOf(".") + 1) as JobId;

export function createFanOut(ports: FanOutPorts): FanOut {
  const { bus, clock, logger } = ports;
  const accounts = new Map<AccountId, Account>();
  let closed = false;
  let looking = false;

  /** One line's trouble is not the others'. */
  const each = (account: Account, tell: (listener: AccountListener) => void): void => {
    for (const listener of account.listeners) {
      try {
        tell(listener);
      } catch (error) {
        logger.error("a line could not be told", { reason: error instanceof Error ? error.name : "unknown" });
      }
    }
  };
  const follow = (accountId: AccountId): Account => {
    const now = clock.now();
    const account: Account = { listeners: new Set(), stops: [], looked: now, next: now + ports.recheckMs, asking: false };
    account.stops.push(
      bus.subscribe(subjects.jobEvent(accountId, "*" as JobId), (payload, subject) => {
        const event = payload as NumberedEvent;
        const jobId = jobOf(subject);
        let frame: Buffer | undefined;
        const encode = () => (frame ??= Buffer.from(JSON.stringify({ type: "event", jobId, ...event })));
        each(account, (listener) => listener.event(jobId, event, encode));
      }),
      bus.subscribe(tokenSubject(accountId, "*"), (payload, subject) =>
        each(account, (listener) => listener.text(jobOf(subject), payload as TextPiece)),
      ),
    );
    accounts.set(accountId, account);
    return account;
  };

  /** Looks at each account whose time has come, one after the other. */
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      for (const [accountId, account] of accounts) {
        const now = clock.now();
        if (closed || account.next > now) continue;
        const jobs = await ports.jobs.forStream(accountId, new Date(account.looked - overlapMs).toISOString());
        account.looked = now;
        // An account with very many jobs is looked at less often.
        account.next = now + Math.max(ports.recheckMs, 50 * (clock.now() - now));
        for (const { id, lastSeq } of jobs) each(account, (listener) => listener.exists(id as JobId, lastSeq));
      }
    } catch (error) {
      logger.warn("what the bus may have lost is looked for later", { reason: error instanceof Error ? error.name : "unknown" });
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), Math.max(10, ports.recheckMs / 10));
  timer.unref();

  return {
    join(accountId, listener) {
      const account = accounts.get(accountId) ?? follow(accountId);
      account.listeners.add(listener);
      return () => {
        account.listeners.delete(listener);
        if (account.listeners.size > 0 || accounts.get(accountId) !== account) return;
        for (const stop of account.stops) stop();
        accounts.delete(accountId);
      };
    },
    askTexts(accountId) {
      const account = accounts.get(accountId);
      if (account === undefined || account.asking) return;
      account.asking = true;
      setTimeout(() => (account.asking = false), askAgainMs).unref();
      bus.publish(askTextSubject(accountId), { accountId });
    },
    close() {
      closed = true;
      clearInterval(timer);
      for (const account of accounts.values()) for (const stop of account.stops) stop();
      accounts.clear();
    },
  };
}
