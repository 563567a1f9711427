// Schemas of people's rights under /v1: the export of an account, consents with their revocation, and the
// attestation of age. The end of an account is DELETE /v1/account (farm-identity.ts).
import { z } from "zod";

const id = z.uuid();
const time = z.iso.datetime({ offset: true });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "A SHA-256 is 64 hexadecimal digits in lower case.");

/** An export of everything that the farm holds of an account: one at a time, kept for 7 days. */
export const exportSchema = z.object({
  id,
  state: z.enum(["queued", "making", "ready", "failed"]),
  /** 0 to 100. */
  percent: z.number().int(),
  createdAt: time,
  /** Where it is ready. The link lives 15 minutes; ask again for a new one until the export expires. */
  url: z.string().nullable(),
  bytes: z.number().int().nullable(),
  sha256: sha256.nullable(),
  expiresAt: time.nullable(),
});
export type AccountExport = z.infer<typeof exportSchema>;
/** The newest export; null before the first and after the last has expired. */
export const exportStateSchema = z.object({ export: exportSchema.nullable() });

const consentSubjects = ["fictional", "self", "other"] as const;
const consentScopes = ["general", "mature"] as const;
export const consentRequestSchema = z.strictObject({
  /** Version of the words that were agreed to, as the studio shows them. */
  textVersion: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, "A version is letters, digits, dots and dashes, like likeness-1."),
  /** Whom the reference shows. */
  subject: z.enum(consentSubjects),
  scope: z.enum(consentScopes),
  /** The reference that the consent is for. */
  referenceHash: sha256,
  /** The evidence (a signed form, a recording), which stays with the creator. Another person's consent needs it. */
  evidenceHash: sha256.optional(),
  expiresAt: time.optional(),
});
export const consentSchema = z.object({
  id,
  textVersion: z.string(),
  subject: z.enum(consentSubjects),
  scope: z.enum(consentScopes),
  referenceHash: sha256,
  evidenceHash: sha256.nullable(),
  givenAt: time,
  expiresAt: time.nullable(),
  /** From then on the farm takes no new job that uses the reference, until a newer consent for it is given. */
  revokedAt: time.nullable(),
});
export type Consent = z.infer<typeof consentSchema>;
export const consentAnswerSchema = z.object({ consent: consentSchema });
/** Newest first. */
export const consentListSchema = z.object({ consents: z.array(consentSchema), next: z.string().nullable() });

/** The date is looked at once and kept nowhere: only the result is. */
export const ageRequestSchema = z.strictObject({
  dateOfBirth: z.iso.date("Write a date, like 1990-12-31."),
  /** "I am the person who holds this account, and the date is true." */
  attested: z.literal(true, "Confirm that the date is true."),
});
export const ageSchema = z.object({
  /** `unknown`: never asked. `adult`: 18 or older. `refused`: younger; asked again 30 days later at the earliest. */
  state: z.enum(["unknown", "adult", "refused"]),
  provider: z.string().nullable(),
  checkedAt: time.nullable(),
});
export type AgeState = z.infer<typeof ageSchema>;
