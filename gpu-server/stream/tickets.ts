// Tickets for the job stream: a browser cannot send a header with a WebSocket, so it fetches a ticket with
// its session and shows that. One use, 30 s, only from the same origin, only while the session lives.
import { createHash } from "node:crypto";
import type { Clock } from "../ports.ts";

export interface TicketHolder {
  accountId: string;
  sessionId: string;
  /** Shown again when the ticket is used: the session may have ended meanwhile. */
  authorization: string | undefined;
  /** Origin header of the request; "" for a client that is no browser. */
  origin: string;
  /** Client address that asked for it, as the server knows it. */
  address: string;
}

export interface StreamTickets {
  issue(holder: TicketHolder): { ticket: string; expiresAt: string };
  /** The holder, once; null for an unknown, used or late ticket and for another origin. */
  redeem(ticket: string, origin: string): TicketHolder | null;
}

const lifeMs = 30_000;
/** Tickets kept at most, of all and of one account; the oldest goes first. */
const mostTickets = 20_000;
const mostOfAccount = 200;

/** Tickets of this process. `random(n)` gives n random bytes. */
export function createStreamTickets(clock: Clock, random: (count: number) => Uint8Array): StreamTickets {
  // Only hashes are kept, in order of issue.
  const open = new Map<string, TicketHolder & { until: number }>();
  const ofAccount = new Map<string, Set<string>>();
  const hashOf = (ticket: string) => createHash("sha256").update(ticket).digest("base64url");
  const drop = (hash: string) => {
    const accountId = open.get(hash)?.accountId ?? "";
    open.delete(hash);
    const own = ofAccount.get(accountId);
    own?.delete(hash);
    if (own?.size === 0) ofAccount.delete(accountId);
  };
  const sweep = () => {
    for (const [hash, { until }] of open) {
      if (until >= clock.now() && open.size <= mostTickets) return;
      drop(hash);
    }
  };
  return {
    issue(holder) {
      const ticket = Buffer.from(random(32)).toString("base64url");
      const until = clock.now() + lifeMs;
      const hash = hashOf(ticket);
      open.set(hash, { ...holder, until });
      const own = (ofAccount.get(holder.accountId) ?? new Set()).add(hash);
      ofAccount.set(holder.accountId, own);
      // One account's tickets push out its own, not others'.
      if (own.size > mostOfAccount) drop(own.values().next().value ?? "");
      sweep();
      return { ticket, expiresAt: new Date(until).toISOString() };
    },
    redeem(ticket, origin) {
      const hash = hashOf(ticket);
      const found = open.get(hash);
      // A ticket that was shown is used up, also when it was shown wrongly.
      drop(hash);
      if (found === undefined || found.until < clock.now() || found.origin !== origin) return null;
      return found;
    },
  };
}
