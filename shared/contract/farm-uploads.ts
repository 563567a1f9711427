// Schemas of files that people bring to the farm: uploads by tus 1.0 under /v1/uploads, and the inputs that they become.
import { z } from "zod";

const time = z.iso.datetime({ offset: true });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "A SHA-256 is 64 lower-case hexadecimal digits.");
const megabyte = 1024 * 1024;

/** Types that the farm takes: what each is, and its most bytes. */
export const inputTypes = {
  "image/png": { kind: "image", most: 50 * megabyte },
  "image/jpeg": { kind: "image", most: 50 * megabyte },
  "image/webp": { kind: "image", most: 50 * megabyte },
  "video/mp4": { kind: "video", most: 500 * megabyte },
  "video/quicktime": { kind: "video", most: 500 * megabyte },
  "video/webm": { kind: "video", most: 500 * megabyte },
} as const;
export type InputType = keyof typeof inputTypes;
const inputTypeNames = Object.keys(inputTypes) as [InputType, ...InputType[]];

export const inputPurposes = ["reference", "input"] as const;
export type InputPurpose = (typeof inputPurposes)[number];

/** What an upload says of itself at its creation, in the header Upload-Metadata. */
export const uploadMetadataSchema = z.strictObject({
  filename: z.string().min(1, "Name the file.").max(255, "A file name has at most 255 characters."),
  filetype: z.enum(inputTypeNames, `The farm takes these types: ${inputTypeNames.join(", ")}.`),
  /** Of the whole file. */
  sha256,
  purpose: z.enum(inputPurposes, `A purpose is one of: ${inputPurposes.join(", ")}.`).default("input"),
});
export type UploadMetadata = z.output<typeof uploadMetadataSchema>;

/** A file that is there for jobs to name by its hash. */
export const inputSchema = z.object({
  sha256,
  bytes: z.number().int(),
  contentType: z.enum(inputTypeNames),
  purpose: z.enum(inputPurposes),
  width: z.number().int(),
  height: z.number().int(),
  /** Length of a video. */
  seconds: z.number().nullable(),
  /** A day after its upload, or after the end of the last job that used it; null while a job is open that does. */
  expiresAt: time.nullable(),
});
export type Input = z.infer<typeof inputSchema>;

/** Most hashes that are asked for at once. */
const mostHashesAsked = 50;
export const inputQuerySchema = z.strictObject({
  /** One hash, or several with commas between. */
  sha256: z
    .string()
    .max(mostHashesAsked * 65)
    .transform((text) => text.split(","))
    .pipe(z.array(sha256).min(1).max(mostHashesAsked)),
});
export const inputListSchema = z.object({ inputs: z.array(inputSchema) });

/** What an account keeps on the farm, in bytes, and what its plan allows. */
export const usageSchema = z.object({
  /** Files that jobs made; they count against no limit and go 30 days after they were made. */
  made: z.object({ files: z.number().int(), bytes: z.number().int() }),
  /** Files that were brought, and uploads that are not finished, counted whole. */
  brought: z.object({ files: z.number().int(), bytes: z.number().int(), limit: z.number().int() }),
  uploads: z.object({ open: z.number().int(), limit: z.number().int() }),
});
export type Usage = z.infer<typeof usageSchema>;
