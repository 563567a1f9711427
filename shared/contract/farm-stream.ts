// Messages of the farm's job stream: text frames of a WebSocket, or the data of server-sent events; JSON.
import { z } from "zod";
import { jobSchema, numberedEventSchema } from "./farm-http.ts";

const id = z.uuid();

/** Largest frame that the farm takes on the stream, in bytes. */
export const streamMaxPayload = 64 * 1024;

/** How often the farm pings, in ms: a client that hears nothing for a little longer has lost its line. */
export const streamPingMs = 20_000;

/** Why the farm closes a line: WebSocket close codes, and the `code` of the event `close` of server-sent events. */
export const streamClose = {
  /** The farm stops or restarts: come again. */
  stopping: 1001,
  /** What came is no message of the stream, or too many of them. */
  refused: 1008,
  /** The client reads too slowly, or the farm cannot read its database: come again. */
  tryAgain: 1013,
  /** The session ended, expired or was revoked, or the account is gone: sign in. */
  signedOut: 4401,
  /** The account or the address has too many lines open: close one, or come again later. */
  tooMany: 4429,
} as const;

/** What a client wants to hear. */
export const streamSubscriptionSchema = z.union([
  z.strictObject({ type: z.literal("subscribe"), jobs: z.array(z.strictObject({ id, after: z.number().int().min(0) })).max(200) }),
  z.strictObject({
    type: z.literal("subscribe"),
    account: z.literal(true),
    /** The last number that the client has, by job. */
    have: z.record(z.string(), z.number().int().min(0)),
    endedSince: z.iso.datetime({ offset: true }).optional(),
  }),
]);
export type StreamSubscription = z.infer<typeof streamSubscriptionSchema>;

export const streamClientMessageSchema = z.union([streamSubscriptionSchema, z.strictObject({ type: z.literal("pong") })]);

export const streamServerMessageSchema = z.discriminatedUnion("type", [
  numberedEventSchema.extend({ type: z.literal("event"), jobId: id }),
  z.object({ type: z.literal("snapshot"), job: jobSchema }),
  /** Everything before the subscription has been sent; from here on it is live. */
  z.object({ type: z.literal("current"), at: z.iso.datetime({ offset: true }) }),
  z.object({ type: z.literal("ping") }),
  /**
   * A piece of a running text. `seq` is the place in the text where it goes, in UTF-16 units: whatever stood from there on is
   * replaced, so that 0 begins the text anew.
   */
  z.object({ type: z.literal("chat"), jobId: id, seq: z.number().int().min(0), delta: z.string() }),
]);
export type StreamServerMessage = z.infer<typeof streamServerMessageSchema>;
