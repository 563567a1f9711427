// Files on their way from the farm to this computer: each with its state, pause, resume, the common limit, trouble by file.
import { z } from "zod";

const id = z.uuid();
const none = z.strictObject({});
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const someFiles = z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(2000) });

/**
 * `waiting`: its turn comes. `running`: bytes come. `paused`: by the person. `offline`: the farm is away, or another account
 * is signed in. `retrying`: it failed and is tried again by itself. `no-room`: the disk is full. `lost`: the farm has it no
 * more. `done`: here, and the same as on the farm.
 */
const transferStates = ["waiting", "running", "paused", "offline", "retrying", "no-room", "lost", "done"] as const;

export const transferViewSchema = z.object({
  /** The farm's id of the file. */
  id: z.string(),
  jobId: id,
  projectId: id.nullable(),
  /** The job's title. */
  title: z.string(),
  /** Which of the job's files: "Clip 1 of 3". */
  name: z.string(),
  still: hash.nullable(),
  state: z.enum(transferStates),
  bytes: z.number(),
  received: z.number(),
  /** Bytes a second of the last seconds; null while nothing comes. */
  rate: z.number().nullable(),
  /** Bytes that were here when the transfer went on after an interruption; null where it never was interrupted. */
  resumedAt: z.number().nullable(),
  attempts: z.number().int(),
  /** What happened and what comes next, in words. */
  error: z.string().nullable(),
  /** Seconds until the next try; null where none is planned. */
  retryIn: z.number().nullable(),
});
export type TransferView = z.infer<typeof transferViewSchema>;

export const transferListSchema = z.object({
  /** What is under way first, then what waits, then the last that arrived; at most 200. */
  transfers: z.array(transferViewSchema),
  /** Files that are not here yet, all of them. */
  open: z.number().int(),
  /** Their bytes that are still to come. */
  openBytes: z.number(),
  /** Of all together. */
  rate: z.number().nullable(),
  /** Nothing is begun until it is resumed. */
  allPaused: z.boolean(),
  /** KB a second, as in the settings. */
  limit: z.number().int().nullable(),
  /** Why nothing can be kept at the moment; null where there is room. */
  noRoom: z.string().nullable(),
});
export type TransferList = z.infer<typeof transferListSchema>;

export const transfersContract = {
  list: { input: none, output: transferListSchema },
  pause: { input: someFiles, output: transferListSchema },
  resume: { input: someFiles, output: transferListSchema },
  /** Tries failed files at once instead of at their time. */
  retry: { input: someFiles, output: transferListSchema },
  pauseAll: { input: none, output: transferListSchema },
  resumeAll: { input: none, output: transferListSchema },
  /** Opens the folder with the file on this machine; `opened` is false where the host has no desktop. */
  show: { input: z.strictObject({ id: z.string().min(1).max(200) }), output: z.object({ folder: z.string(), opened: z.boolean() }) },
} as const;

/** Events of this part, from core to screens. */
export const transfersEvents = {
  /** At most twice a second while bytes come. */
  "transfers.changed": transferListSchema,
} as const;
