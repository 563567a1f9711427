// The open lines of this coordinator: how many an account and an address may have, and the end of those
// whose session ended, by whichever coordinator of the database that was.
import { streamClose } from "../../shared/contract/farm-stream.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Clock, Logger } from "../ports.ts";

/** Whose line it is. */
export interface StreamCaller {
  accountId: AccountId;
  sessionId: string;
  /** Client address as the server knows it; of a machine's own addresses any number may come. */
  address: string;
}

export interface OpenLine {
  caller: StreamCaller;
  /** True when it did not answer for a while: it makes room for a new one. */
  silent(): boolean;
  end(code: number, reason: string): void;
}

export interface Lines {
  /** Takes the line in; false when the account or the address has too many. */
  enter(line: OpenLine): boolean;
  leave(line: OpenLine): void;
  close(): void;
}

export interface LinesPorts {
  clock: Clock;
  logger: Logger;
  /** Those of the sessions that have not ended. */
  alive(sessionIds: string[]): Promise<string[]>;
  /** Lines of one account, and of one address. */
  perAccount: number;
  perAddress: number;
  /** Between two looks for ended sessions, in ms: a line outlives its session by this and one query. */
  checkMs: number;
}

/** Lines end when the database did not say for so long who is signed in, in ms. */
const longestUnknownMs = 60_000;
const sessionsAtOnce = 1000;
const ownAddress = /^(::ffff:)?127\.|^::1$/;

export function createLines(ports: LinesPorts): Lines {
  const { clock, logger } = ports;
  const bySession = new Map<string, Set<OpenLine>>();
  const byAccount = new Map<string, Set<OpenLine>>();
  const byAddress = new Map<string, Set<OpenLine>>();
  let known = clock.now();
  let looking = false;

  const add = (index: Map<string, Set<OpenLine>>, key: string, line: OpenLine) => index.set(key, (index.get(key) ?? new Set()).add(line));
  const remove = (index: Map<string, Set<OpenLine>>, key: string, line: OpenLine) => {
    const group = index.get(key);
    group?.delete(line);
    if (group?.size === 0) index.delete(key);
  };
  const leave = (line: OpenLine) => {
    remove(bySession, line.caller.sessionId, line);
    remove(byAccount, line.caller.accountId, line);
    remove(byAddress, line.caller.address, line);
  };
  /** True when one more fits; a silent line makes room. */
  const fits = (group: Set<OpenLine> | undefined, most: number): boolean => {
    if (group === undefined || group.size < most) return true;
    const silent = [...group].find((line) => line.silent());
    if (silent === undefined) return false;
    leave(silent);
    silent.end(streamClose.tooMany, "another line took its place");
    return true;
  };

  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const began = clock.now();
    try {
      if (bySession.size === 0) known = began;
      const asked = [...bySession].map(([id, lines]) => ({ id, lines: [...lines] }));
      for (let at = 0; at < asked.length; at += sessionsAtOnce) {
        const step = asked.slice(at, at + sessionsAtOnce);
        const alive = new Set(await ports.alive(step.map(({ id }) => id)));
        for (const { id, lines } of step) if (!alive.has(id)) for (const line of lines) line.end(streamClose.signedOut, "signed out");
      }
      known = began;
    } catch (error) {
      logger.warn("sessions of open lines could not be looked at", { reason: error instanceof Error ? error.name : "unknown" });
      if (began - known < longestUnknownMs) return;
      for (const lines of bySession.values()) for (const line of lines) line.end(streamClose.tryAgain, "try again");
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), ports.checkMs);
  timer.unref();

  return {
    enter(line) {
      const { accountId, sessionId, address } = line.caller;
      if (!fits(byAccount.get(accountId), ports.perAccount)) return false;
      if (!ownAddress.test(address) && !fits(byAddress.get(address), ports.perAddress)) return false;
      add(bySession, sessionId, line);
      add(byAccount, accountId, line);
      add(byAddress, address, line);
      return true;
    },
    leave,
    close() {
      clearInterval(timer);
      for (const lines of bySession.values()) for (const line of lines) line.end(streamClose.stopping, "the farm stops");
    },
  };
}
