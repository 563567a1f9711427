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
}

export interface StreamTickets {
  issue(holder: TicketHolder): { ticket: string; expiresAt: string };
  /** The holder, once; null for an unknown, used or late ticket and for another origin. */
  redeem(ticket: string, origin: string): TicketHolder | null;
}

const lifeMs = 30_000;
/** Tickets kept at most; the oldest goes first. */
const mostTickets = 10_000;

/** Tickets of this process. `random(n)` gives n random bytes. */
export function createStreamTickets(clock: Clock, random: (count: number) => Uint8Array): StreamTickets {
  // Only hashes are kept, in order of issue.
  const open = new Map<string, TicketHolder & { until: number }>();
  const hashOf = (ticket: string) => createHash("sha256").update(ticket).digest("base64url");
  const sweep = () => {
    for (const [hash, { until }] of open) {
      if (until >= clock.now() && open.size <= mostTickets) return;
      open.delete(hash);
    }
  };
  return {
    issue(holder) {
      const ticket = Buffer.from(random(32)).toString("base64url");
      const until = clock.now() + lifeMs;
      open.set(hashOf(ticket), { ...holder, until });
      sweep();
      return { ticket, expiresAt: new Date(until).toISOString() };
    },
    redeem(ticket, origin) {
      const hash = hashOf(ticket);
      const found = open.get(hash);
      // A ticket that was shown is used up, also when it was shown wrongly.
      open.delete(hash);
      if (found === undefined || found.until < clock.now() || found.origin !== origin) return null;
      return found;
    },
  };
}
