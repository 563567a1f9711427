// Schemas of an account's artifacts: each with the smaller forms that belong to it, and lists of them.
import { z } from "zod";
import { artifactRefSchema, artifactSchema } from "./farm-http.ts";

/** An artifact with its variants: a clip's 360p proxy and thumbnail, a picture's thumbnail. */
export const artifactDetailSchema = artifactSchema.extend({
  jobId: z.uuid(),
  /** Smaller forms of this very file, each with a link of its own. */
  variants: z.array(artifactRefSchema.extend({ url: z.string() })),
  /** The file that this is a smaller form of. */
  variantOf: z.uuid().nullable(),
});
export type ArtifactDetail = z.infer<typeof artifactDetailSchema>;

export const artifactQuerySchema = z.strictObject({
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Of one job alone. */
  job: z.uuid().optional(),
  /** Only what expires within so many days, the soonest first. */
  expiring: z.coerce.number().int().min(1).max(30).optional(),
});
/** Newest first; variants stand with their file. */
export const artifactListSchema = z.object({ artifacts: z.array(artifactDetailSchema), next: z.string().nullable() });
