// The message link between a host and the core: the same messages over a utility process's port,
// Node's own channel or a WebSocket.
import { z } from "zod";
import { errorBodySchema } from "../errors.ts";

/**
 * First message of a browser tab on the host's WebSocket (`/link`): the token of the address's fragment.
 * The answer is `ready`; a wrong token closes the socket with 4401. Bridges of the app send no hello.
 */
export const linkHelloSchema = z.strictObject({ type: z.literal("hello"), token: z.string().max(200) });

/** Host (or screen) to core. */
export const linkRequestSchema = z.strictObject({
  type: z.literal("call"),
  id: z.number().int().min(0),
  namespace: z.string().max(40),
  method: z.string().max(40),
  input: z.unknown(),
});
export type LinkRequest = z.infer<typeof linkRequestSchema>;

const callResultSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: errorBodySchema }),
]);
/** What every call answers: a value or an error with a code, never a thrown string. */
export type CallResult<T = unknown> = { ok: true; value: T } | { ok: false; error: z.infer<typeof errorBodySchema> };

/**
 * Core to host (or screen). `ready` is the first message; `media` is the core's loopback address for blobs, with its
 * access key and a slash at the end: `media + hash` is a blob's address (Range, HEAD and ETag served).
 */
export const linkMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), media: z.string(), version: z.string() }),
  z.object({ type: z.literal("result"), id: z.number().int(), result: callResultSchema }),
  z.object({ type: z.literal("event"), name: z.string(), data: z.unknown() }),
  /** The core cannot start: the sentence for the person, then it exits. */
  z.object({ type: z.literal("refused"), error: errorBodySchema }),
]);
export type LinkMessage = z.infer<typeof linkMessageSchema>;
