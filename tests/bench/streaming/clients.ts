// Many clients of the stream in one process of their own, led by messages of their parent.
import process from "node:process";
import { type Reader, startReader } from "../../fixtures/stream/reader.ts";

/** What the parent asks: to open a line for each token, or how it stands since the last time. */
export type Order = { do: "open"; url: string; tokens: string[] } | { do: "stand" };

export interface Stand {
  clients: number;
  current: number;
  events: number;
  lost: number;
  doubled: number;
  /** Milliseconds from the event's time in the database until it was here, since the last question. */
  delays: number[];
  /** The numbers that each client has, by job. */
  have: Record<string, number>[];
}

const readers: Reader[] = [];
let delays: number[] = [];

process.on("message", (order: Order) => {
  if (order.do === "open") {
    for (const token of order.tokens) readers.push(startReader({ url: order.url, token, delay: (ms) => void delays.push(ms) }));
    return;
  }
  const sum = (of: (reader: Reader) => number) => readers.reduce((total, reader) => total + of(reader), 0);
  const stand: Stand = {
    clients: readers.length,
    current: readers.filter((reader) => reader.isCurrent()).length,
    events: sum(({ counts }) => counts.events),
    lost: sum(({ counts }) => counts.lost),
    doubled: sum(({ counts }) => counts.doubled),
    delays,
    have: readers.map(({ have }) => Object.fromEntries(have)),
  };
  delays = [];
  process.send?.(stand);
});
process.on("disconnect", () => process.exit(0));
