// The job stream: resumed by the last number of every open job, and given up when it breaks or falls silent.
// A WebSocket, or server-sent events where something on the way refuses WebSockets, until that is over.
import type { StreamServerMessage, StreamSubscription } from "../../shared/contract/farm-stream.ts";
import { streamPingMs } from "../../shared/contract/farm-stream.ts";
import { openEvents, openSocket, UpgradeRefused, type Wire, type WirePorts } from "./stream-wire.ts";

interface StreamPorts {
  /** Address with a fresh ticket. Throws when the farm is away. */
  address(): Promise<string>;
  /** What to subscribe to, asked at every opening. */
  subscription(): Extract<StreamSubscription, { account: true }>;
  receive(message: StreamServerMessage): void;
  /** The line broke or could not be opened. */
  lost(error: unknown): void;
}

export interface Stream {
  /** Closes for good. */
  close(): void;
}

export interface StreamTimes {
  /** Silence after which the line is dead, in ms: the farm pings more often. With `graceMs`, within 25 s. */
  silenceMs: number;
  /** Time for what lies unread in this process, when it was held up itself. */
  graceMs: number;
  handshakeMs: number;
  /** Until a WebSocket is tried again beside the events; doubled after each failure up to an hour. */
  socketAgainMs: number;
}

const usual: StreamTimes = {
  silenceMs: streamPingMs + 4000,
  graceMs: 500,
  handshakeMs: 15_000,
  socketAgainMs: 5 * 60_000,
};
const longestMs = 60 * 60_000;
/** Refused upgrades in a row after which events take over. */
const mostRefused = 2;

/** The newest `most` of the jobs; what is left out arrives as a snapshot. */
function newestOf(have: Readonly<Record<string, number>>, most: number): Record<string, number> {
  const ids = Object.keys(have);
  if (ids.length <= most) return have;
  // Ids sort by time.
  return Object.fromEntries(
    ids
      .toSorted()
      .slice(-most)
      .map((id) => [id, have[id] ?? 0]),
  );
}

/**
 * Makes what opens lines, one after the other: it remembers that WebSockets were refused. A line ends with one call of
 * `lost`, or with `close`.
 */
export function createStreams(times: Partial<StreamTimes> = {}): (ports: StreamPorts) => Stream {
  const { silenceMs, graceMs, handshakeMs, socketAgainMs } = { ...usual, ...times };
  /** Host that was refused a WebSocket so often in a row. */
  let last = "";
  let refused = 0;
  let againMs = socketAgainMs;
  const accepted = () => {
    refused = 0;
    againMs = socketAgainMs;
  };

  return (ports) => {
    let wire: Wire | null = null;
    let probe: Wire | null = null;
    let silence: NodeJS.Timeout | undefined;
    let again: NodeJS.Timeout | undefined;
    let ended = false;

    const stop = () => {
      ended = true;
      clearTimeout(silence);
      clearTimeout(again);
      wire?.close();
      probe?.close();
    };
    const lose = (error: unknown) => {
      if (ended) return;
      stop();
      ports.lost(error);
    };
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        silence = setTimeout(lose, graceMs, new Error("the stream fell silent"));
        silence.unref();
      }, silenceMs);
      silence.unref();
    };
    const wirePorts = (address: string, how: Pick<WirePorts, "opened" | "ended">): WirePorts => ({
      address,
      subscription(most) {
        const asked = ports.subscription();
        return { ...asked, have: newestOf(asked.have, most) };
      },
      heard: () => !ended && heard(),
      receive: (message) => !ended && ports.receive(message),
      ...how,
    });

    const listen = async (): Promise<void> => {
      const address = await ports.address();
      if (ended) return;
      const { host } = new URL(address);
      if (host !== last) [last, refused, againMs] = [host, 0, socketAgainMs];
      heard();
      if (refused >= mostRefused) {
        wire = openEvents(wirePorts(address, { opened: tryLater, ended: lose }));
        return;
      }
      wire = openSocket(
        wirePorts(address, {
          opened: accepted,
          ended(error) {
            if (ended || !(error instanceof UpgradeRefused)) {
              lose(error);
              return;
            }
            refused += 1;
            listen().catch(lose);
          },
        }),
        handshakeMs,
      );
    };

    /** Tries a WebSocket beside the events; when it stands, they end and it goes on where they were. */
    const tryLater = () => {
      again = setTimeout(() => {
        const later = () => {
          probe = null;
          againMs = Math.min(againMs * 2, longestMs);
          if (!ended) tryLater();
        };
        ports.address().then((address) => {
          if (ended) return;
          const socket = openSocket(
            wirePorts(address, {
              opened() {
                wire?.close();
                [wire, probe] = [socket, null];
                accepted();
              },
              ended: (error) => (wire === socket ? lose(error) : later()),
            }),
            handshakeMs,
          );
          probe = socket;
        }, later);
      }, againMs);
      again.unref();
    };

    listen().catch(lose);
    return { close: stop };
  };
}
