// Files in and out: import with recipes, quarantine, background work on new files, export with metadata.
import { z } from "zod";
import { errorBodySchema } from "../errors.ts";

const id = z.uuid();
const hash = z.string().regex(/^[0-9a-f]{64}$/, "A file is named by the 64 hexadecimal digits of its SHA-256.");
const at = z.iso.datetime({ offset: true });
const none = z.strictObject({});
const count = z.number().int().min(0);
const pathText = z
  .string()
  .min(1, "A path has at least one character.")
  .max(32_767, "A path has at most 32,767 characters.")
  .refine((path) => !path.includes("\0"), "A path holds no zero character.");

/** Where what comes in goes. */
const destination = {
  projectId: id.optional(),
  collectionId: id.optional(),
  tags: z.array(z.string().trim().min(1).max(80)).max(50).default([]),
  /** True: bytes that the library has already become a second asset. */
  again: z.boolean().default(false),
};

/** One import: what was asked for at once. */
export const importViewSchema = z.object({
  id,
  /** `paths` of this computer, or files that a page `upload`s. */
  from: z.enum(["paths", "upload"]),
  state: z.enum(["looking", "running", "waiting", "done", "cancelled", "failed"]),
  /** Last part of the first path, for people. */
  title: z.string(),
  projectId: id.nullable(),
  collectionId: id.nullable(),
  tags: z.array(z.string()),
  files: z.object({
    found: count,
    copied: count,
    /** Bytes that the library had already. */
    same: count,
    /** In quarantine. */
    failed: count,
    /** Links, devices and what else is no file. */
    left: count,
  }),
  bytes: z.object({ found: count, copied: count }),
  /** Imported files whose thumbnail or proxy is not made yet. */
  deriving: count,
  startedAt: at,
  endedAt: at.nullable(),
  /** Why it failed or waits; null else. */
  error: errorBodySchema.nullable(),
});
export type ImportView = z.infer<typeof importViewSchema>;

/** A file that could not be taken in, with the reason. */
const quarantineViewSchema = z.object({
  id,
  name: z.string(),
  /** Where it lies on this computer; null for one that a page uploaded. */
  path: z.string().nullable(),
  bytes: count,
  /** What happened and what to do, in words. */
  reason: z.string(),
  /** True where 'keep as document' can be offered: its bytes can be read. */
  canKeep: z.boolean(),
  importId: id.nullable(),
  at,
});
export type QuarantineView = z.infer<typeof quarantineViewSchema>;

/** What the background has made of a blob. */
const derivedViewSchema = z.object({
  hash,
  /** `ready`: all that can be made is there. `failed`: the file does not decode. */
  state: z.enum(["waiting", "ready", "failed"]),
  /** True where `thumb/<hash>` of the media address answers without waiting; else it is made when it is asked for. */
  thumb: z.boolean(),
  /** Blurred placeholder (thumbhash), base64; null where there is none. */
  thumbhash: z.string().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Length on its own grid: frames of a clip, samples of a sound. */
  frames: z.number().int().nullable(),
  rate: z.object({ num: z.number().int(), den: z.number().int() }).nullable(),
  /** True where `proxy/<hash>` of the media address answers with a clip's 360p proxy. */
  proxy: z.boolean(),
  /** Peaks of the sound, lowest and highest of each of 800 steps, -128 to 127 as base64; null where there is no sound. */
  peaks: z.string().nullable(),
});
export type DerivedView = z.infer<typeof derivedViewSchema>;

/** One export of files out of the library. */
export const fileExportViewSchema = z.object({
  id,
  state: z.enum(["running", "done", "cancelled", "failed"]),
  folder: z.string(),
  files: z.object({ wanted: count, written: count }),
  bytes: count,
  /** Names in `folder`, of the files written so far. */
  names: z.array(z.string()),
  /** Files that could not be written, each with the reason. */
  failed: z.array(z.object({ assetId: id, name: z.string(), reason: z.string() })),
  startedAt: at,
  endedAt: at.nullable(),
  error: errorBodySchema.nullable(),
});
export type FileExportView = z.infer<typeof fileExportViewSchema>;

const someFiles = z.strictObject({ ids: z.array(id).min(1).max(1000) });
const one = z.strictObject({ importId: id });
const changed = z.object({ changed: count });

export const importsContract = {
  /** Takes in files and folders of this computer, in the background. Same bytes twice are one asset unless `again`. */
  start: {
    input: z.strictObject({ paths: z.array(pathText).min(1, "Choose a file or a folder.").max(10_000), ...destination }),
    output: importViewSchema,
  },
  /** Announces files that a page uploads one by one to `upload/<importId>`; `finish` says that no more come. */
  beginUpload: {
    input: z.strictObject({ title: z.string().max(255).default(""), files: count, bytes: count, ...destination }),
    output: importViewSchema,
  },
  finishUpload: { input: one, output: importViewSchema },
  /** The imports of late, newest first, and how much background work waits. */
  list: { input: none, output: z.object({ imports: z.array(importViewSchema), deriving: count, quarantined: count }) },
  /** The assets that an import of this start has brought, or that its files were already, in their order; at most 10,000. */
  taken: { input: one, output: z.object({ assetIds: z.array(id) }) },
  /** What is in stays in; what is being copied is left out. */
  cancel: { input: one, output: importViewSchema },
  /** Goes on with an import that waits, such as for room on the disk. */
  resume: { input: one, output: importViewSchema },
  /** Files that could not be taken in, newest first; `after` is the last id of the page before. */
  quarantine: {
    input: z.strictObject({ after: id.optional(), limit: z.number().int().min(1).max(200).default(100) }),
    output: z.object({ files: z.array(quarantineViewSchema), total: count, next: id.nullable() }),
  },
  /** Tries files in quarantine again; those that still cannot be used stay, with the reason of now. */
  retry: { input: someFiles, output: changed },
  /** Takes files off the list; the file on this computer stays where it is. */
  remove: { input: someFiles, output: changed },
  /** Takes files in as documents, as they are. */
  keepAsDocument: { input: someFiles, output: changed },
  /** Blobs that a screen shows now: their background work goes first. Answers what is known of each. */
  want: { input: z.strictObject({ hashes: z.array(hash).max(500) }), output: z.object({ files: z.array(derivedViewSchema) }) },
  /** The words of a document; null where it has none that can be read. */
  text: { input: z.strictObject({ hash }), output: z.object({ text: z.string().nullable(), cut: z.boolean() }) },
  /** Writes assets as files with their recipe inside; never over a file that is there. Without `folder`, to the exports folder. */
  exportFiles: {
    input: z.strictObject({
      assetIds: z.array(id).min(1).max(10_000),
      folder: pathText.optional(),
      options: z
        .strictObject({
          /** Leaves prompts and stories out; the mark of machine-made media stays. */
          stripPrompts: z.boolean().default(false),
          /** `name`: as in the library. `recipe`: engine, seed and date. */
          names: z.enum(["name", "recipe"]).default("name"),
        })
        .prefault({}),
    }),
    output: fileExportViewSchema,
  },
  /** The file exports of this start, newest first. */
  exports: { input: none, output: z.object({ exports: z.array(fileExportViewSchema) }) },
  cancelExport: { input: z.strictObject({ exportId: id }), output: fileExportViewSchema },
  /** Opens the folder on this machine; `opened` is false where the host has no desktop. */
  showExport: { input: z.strictObject({ exportId: id }), output: z.object({ folder: z.string(), opened: z.boolean() }) },
  /** Lays copies ready that another program may take by drag and drop; answers their paths. */
  prepareDrag: { input: z.strictObject({ assetIds: z.array(id).min(1).max(50) }), output: z.object({ paths: z.array(z.string()) }) },
} as const;

/** Events of this part, from core to screens. */
export const importsEvents = {
  "imports.changed": z.object({ import: importViewSchema }),
  /** The background made something of these blobs. */
  "imports.derived": z.object({ files: z.array(derivedViewSchema), deriving: count }),
  "imports.quarantine": z.object({ total: count }),
  "imports.export": z.object({ export: fileExportViewSchema }),
} as const;
