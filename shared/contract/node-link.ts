// The node link: a GPU node dials the coordinator (WebSocket, bearer node token) and takes leases.
import { z } from "zod";
import { jobKinds, qualities } from "../domain/job.ts";
import { engineAbilities } from "./abilities.ts";
import { errorBodySchema } from "./errors.ts";
import { artifactKinds, artifactRefSchema, jobEventSchema, jobRequestSchema } from "./farm-http.ts";
import { verdictSchema } from "./worker.ts";

const lease = { jobId: z.uuid(), epoch: z.number().int().min(1) };

/** A file that the node has encrypted and sent to the coordinator's store. */
export const nodeFileSchema = z.object({
  /** Id of the upload at PUT /v1/node/files/{uploadId}. */
  uploadId: z.uuid(),
  kind: z.enum(artifactKinds),
  index: z.number().int().min(0),
  contentType: z.string(),
  /** Of the plain bytes. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
  /** Length of a sound: what an audio job is charged by. */
  seconds: z.number().min(0).optional(),
});
export type NodeFile = z.infer<typeof nodeFileSchema>;

export const engineOfferSchema = z.object({
  id: z.string(),
  kinds: z.array(z.enum(jobKinds)),
  qualities: z.array(z.enum(qualities)),
  models: z.array(z.string()),
  ...engineAbilities,
  /** Jobs that the engine runs at once. */
  slots: z.number().int().min(1),
});
export type EngineOffer = z.infer<typeof engineOfferSchema>;

export const nodeMessageSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    nodeId: z.uuid(),
    name: z.string(),
    gpu: z.string().nullable(),
    /** Bytes of GPU memory; 0 for a node without one. */
    vram: z.number(),
    engines: z.array(engineOfferSchema),
    version: z.string(),
    /** Leases that the node still works on after a reconnect. */
    running: z.array(z.object(lease)),
  }),
  z.object({
    type: z.literal("heartbeat"),
    residency: z.record(z.string(), z.enum(["hot", "warm", "cold"])),
    vram: z.number(),
    running: z.array(z.object(lease)),
  }),
  z.object({ type: z.literal("event"), ...lease, event: jobEventSchema }),
  z.object({ type: z.literal("preview"), ...lease, index: z.number().int(), file: nodeFileSchema }),
  z.object({ type: z.literal("segment"), ...lease, index: z.number().int(), files: z.array(nodeFileSchema), verdict: verdictSchema }),
  /** A piece of a running text. `from`: its place in the text, in UTF-16 units; the text begins anew with each `attempt` of the lease. */
  z.object({
    type: z.literal("delta"),
    ...lease,
    attempt: z.number().int().min(1).max(99),
    from: z.number().int().min(0),
    text: z.string(),
  }),
  z.object({
    type: z.literal("settle"),
    ...lease,
    outcome: z.enum(["succeeded", "failed", "cancelled"]),
    error: errorBodySchema.optional(),
    files: z.array(nodeFileSchema),
    verdicts: z.array(verdictSchema),
  }),
  z.object({ type: z.literal("paused"), ...lease, step: z.number().int(), vramHeld: z.number() }),
  z.object({ type: z.literal("resumed"), ...lease }),
]);
export type NodeMessage = z.infer<typeof nodeMessageSchema>;

export const coordinatorMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("welcome"), heartbeatMs: z.number() }),
  z.object({
    type: z.literal("lease"),
    ...lease,
    job: jobRequestSchema,
    /** Milliseconds until the lease lapses unless a heartbeat renews it. */
    leaseMs: z.number(),
    /** Base64 data key for this lease's files (AES-256-GCM, ledger.md's chunk format). */
    dataKey: z.string(),
    keyId: z.string(),
    /** Segments that arrived under an earlier lease. */
    skip: z.array(z.number().int()),
  }),
  z.object({ type: z.literal("cancel"), ...lease }),
  z.object({ type: z.literal("pause"), ...lease }),
  z.object({ type: z.literal("resume"), ...lease }),
  z.object({ type: z.literal("settled"), ...lease, artifacts: z.array(artifactRefSchema) }),
  /** The lease is over for the coordinator: stop the work and forget it. */
  z.object({ type: z.literal("stale"), ...lease }),
  z.object({ type: z.literal("load"), engine: z.string() }),
  z.object({ type: z.literal("unload"), engine: z.string() }),
  z.object({ type: z.literal("sleep"), engine: z.string() }),
  z.object({ type: z.literal("wake"), engine: z.string() }),
  z.object({ type: z.literal("drain") }),
]);
export type CoordinatorMessage = z.infer<typeof coordinatorMessageSchema>;
