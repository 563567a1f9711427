// The library's files: where they lie, verify, repair, sweep, move to another disk, a film as a folder of its own.
import { z } from "zod";
import { errorBodySchema } from "../errors.ts";

const id = z.uuid();
const none = z.strictObject({});
const at = z.iso.datetime({ offset: true });
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const folder = z.string().trim().min(1, "Name a folder.").max(4000);

/** Something of the library that is not as it should be. */
export const findingSchema = z.object({
  kind: z.enum(["missing", "damaged", "misplaced", "unnamed", "database", "reference", "doubled"]),
  /** The file's hash, or the database's name. */
  what: z.string(),
  /** What uses it: "The Letter, shot 2A, clip of 3 May". */
  usedBy: z.array(z.string()),
  /** What happened and what can be done, in words. */
  text: z.string(),
  /** Whether repair can help. */
  repairable: z.boolean(),
});
export type Finding = z.infer<typeof findingSchema>;

export const verifyReportSchema = z.object({
  at,
  files: z.number().int(),
  bytes: z.number(),
  /** Files named by the library. */
  named: z.number().int(),
  seconds: z.number(),
  /** Files that nothing uses: sweep removes them when they are old enough. */
  unused: z.object({ files: z.number().int(), bytes: z.number() }),
  /** At most 500; `findingsTotal` counts all. */
  findings: z.array(findingSchema),
  findingsTotal: z.number().int(),
});
export type VerifyReport = z.infer<typeof verifyReportSchema>;

export const repairReportSchema = z.object({
  at,
  /** Drawn again here, by hash. */
  redrawn: z.number().int(),
  /** Asked from the farm again; they arrive as transfers. */
  refetched: z.number().int(),
  /** Put where they belong. */
  moved: z.number().int(),
  /** Thumbnails and search, made again in the background. */
  rebuilt: z.array(z.string()),
  /** Not to be had any more: marked as missing, with what used them. */
  missing: z.array(z.object({ hash, usedBy: z.array(z.string()) })),
  /** Damaged files, set aside in the folder `damaged`. */
  setAside: z.number().int(),
});
export type RepairReport = z.infer<typeof repairReportSchema>;

export const sweepReportSchema = z.object({
  at,
  /** True: nothing was removed, these are the numbers that it would be. */
  dryRun: z.boolean(),
  olderThanHours: z.number().int(),
  removed: z.number().int(),
  bytes: z.number(),
  /** Files that stay: in use, or too young. */
  kept: z.number().int(),
});
export type SweepReport = z.infer<typeof sweepReportSchema>;

/** Long work on the library: one at a time. */
export const storageTaskSchema = z.object({
  id: z.string(),
  kind: z.enum(["verify", "repair", "sweep", "move", "folder", "open"]),
  state: z.enum(["running", "done", "failed", "cancelled"]),
  /** What it does just now, in words. */
  phase: z.string(),
  files: z.number().int(),
  filesTotal: z.number().int().nullable(),
  bytes: z.number(),
  bytesTotal: z.number().nullable(),
  /** Seconds that are left, about; null where nobody can say. */
  secondsLeft: z.number().nullable(),
  error: errorBodySchema.nullable(),
  verify: verifyReportSchema.nullable(),
  repair: repairReportSchema.nullable(),
  sweep: sweepReportSchema.nullable(),
  /** Where a film's folder was written, or the film that was opened from one. */
  folder: z.string().nullable(),
  projectId: id.nullable(),
});
export type StorageTask = z.infer<typeof storageTaskSchema>;

export const storageStateSchema = z.object({
  /** Where databases and files lie. */
  folder: z.string(),
  /** Where settings and secrets lie: it does not move. */
  dataFolder: z.string(),
  bytes: z.object({ databases: z.number(), files: z.number(), rebuildable: z.number(), free: z.number() }),
  files: z.number().int(),
  /** Copies from before an update. */
  backups: z.array(z.object({ name: z.string(), bytes: z.number(), at })),
  /** The place that the library was moved from; its files are kept until the move is confirmed. */
  movedFrom: z.object({ folder: z.string(), bytes: z.number(), at }).nullable(),
  /** A move that was interrupted: it goes on where it was, or its half copy is removed. */
  unfinishedMove: z.object({ folder: z.string(), bytes: z.number() }).nullable(),
  secretsIn: z.string(),
  lastVerify: verifyReportSchema.nullable(),
  task: storageTaskSchema.nullable(),
});
export type StorageState = z.infer<typeof storageStateSchema>;

export const storageContract = {
  state: { input: none, output: storageStateSchema },
  /** Reads every file and both databases; answers at once, the report comes by `storage.task`. */
  verify: { input: none, output: storageTaskSchema },
  /** Verifies, and mends what can be. */
  repair: { input: none, output: storageTaskSchema },
  /** Removes files that nothing uses; `dryRun` first says how many. */
  sweep: {
    input: z.strictObject({ dryRun: z.boolean(), olderThanHours: z.number().int().min(1).max(8760).optional() }),
    output: storageTaskSchema,
  },
  /** Copies the library to an empty folder, proves the copy, and goes on there. The old one is kept until `confirmMove`. */
  move: { input: z.strictObject({ folder }), output: storageTaskSchema },
  /** Removes what lies at the old place. */
  confirmMove: { input: none, output: storageStateSchema },
  /** Removes the half copy of a move that did not end. */
  dropMove: { input: none, output: storageStateSchema },
  cancel: { input: none, output: storageStateSchema },
  /** Writes a film with all that it uses as a folder of JSON and files (docs/library-format.md); beside the exports without `folder`. */
  writeFolder: { input: z.strictObject({ projectId: id, folder: folder.optional() }), output: storageTaskSchema },
  /** Takes a film in from such a folder, also one of another computer. The same film twice becomes a second film. */
  openFolder: { input: z.strictObject({ folder }), output: storageTaskSchema },
  /** Opens the library's folder on this machine, or that of the last film written. */
  show: { input: z.strictObject({ folder: folder.optional() }), output: z.object({ folder: z.string(), opened: z.boolean() }) },
} as const;

/** Events of this part, from core to screens. */
export const storageEvents = {
  "storage.task": z.object({ task: storageTaskSchema }),
  "storage.changed": z.object({}),
} as const;
