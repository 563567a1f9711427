// The id of a server-sent event: where its reader stands, so that a reader who comes back with the last id
// goes on from there, on whichever coordinator, also after a restart.
import { z } from "zod";
import type { StreamSubscription } from "../../shared/contract/farm-stream.ts";
import type { Position } from "./follower.ts";

/** Open jobs up to which every event carries an id: a browser keeps the last one and sends it back in a header. */
const mostJobs = 64;

const cursorSchema = z.tuple([z.string().nullable(), z.record(z.string(), z.number().int().min(0))]);

/** The id for a position, or null for one that is too long. */
export function cursorOf({ have, endedSince }: Position): string | null {
  if (have.size > mostJobs) return null;
  return Buffer.from(JSON.stringify([endedSince ?? null, Object.fromEntries(have)])).toString("base64url");
}

/** The subscription of a reader that comes back with `lastId`; null for an id that is none. `asked` is what it subscribed to at first. */
export function resumed(asked: StreamSubscription | undefined, lastId: string): StreamSubscription | null {
  let cursor: z.output<typeof cursorSchema>;
  try {
    cursor = cursorSchema.parse(JSON.parse(Buffer.from(lastId, "base64url").toString("utf8")));
  } catch {
    return null;
  }
  const [endedSince, have] = cursor;
  if (asked !== undefined && "jobs" in asked)
    return { ...asked, jobs: asked.jobs.map(({ id, after }) => ({ id, after: Math.max(after, have[id.toLowerCase()] ?? 0) })) };
  const since = endedSince ?? (asked !== undefined ? asked.endedSince : undefined);
  return { type: "subscribe", account: true, have, ...(since === undefined ? {} : { endedSince: since }) };
}
