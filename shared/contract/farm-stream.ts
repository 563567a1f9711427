// Messages of the farm's job stream (WebSocket, text frames, JSON).
import { z } from "zod";
import { jobSchema, numberedEventSchema } from "./farm-http.ts";

const id = z.uuid();

/** Largest frame on the stream, in bytes. */
export const streamMaxPayload = 64 * 1024;

export const streamClientMessageSchema = z.union([
  z.strictObject({ type: z.literal("subscribe"), jobs: z.array(z.strictObject({ id, after: z.number().int().min(0) })).max(200) }),
  z.strictObject({
    type: z.literal("subscribe"),
    account: z.literal(true),
    /** The last number that the client has, by job. */
    have: z.record(z.string(), z.number().int().min(0)),
    endedSince: z.iso.datetime({ offset: true }).optional(),
  }),
  z.strictObject({ type: z.literal("pong") }),
]);
export type StreamClientMessage = z.infer<typeof streamClientMessageSchema>;

export const streamServerMessageSchema = z.discriminatedUnion("type", [
  numberedEventSchema.extend({ type: z.literal("event"), jobId: id }),
  z.object({ type: z.literal("snapshot"), job: jobSchema }),
  /** Everything before the subscription has been sent; from here on it is live. */
  z.object({ type: z.literal("current"), at: z.iso.datetime({ offset: true }) }),
  z.object({ type: z.literal("ping") }),
  z.object({ type: z.literal("chat"), jobId: id, seq: z.number().int(), delta: z.string() }),
]);
export type StreamServerMessage = z.infer<typeof streamServerMessageSchema>;
