// Schemas of accounts, sessions, the second factor, API keys and teams under /v1. Unknown fields are refused.
// A session's token travels in the header set-auth-token alone, never in a body.
import { z } from "zod";

const id = z.uuid();
const time = z.iso.datetime({ offset: true });
const email = z
  .email("Write a mail address, like name@example.com.")
  .max(254)
  .refine((address) => address.indexOf("@") <= 64, "The part before the @ has at most 64 characters.");
const password = z.string().min(12, "A password has at least 12 characters.").max(128, "A password has at most 128 characters.");
/** A password that exists: any length, so that a wrong one is refused as wrong. */
const knownPassword = z.string().min(1).max(128);
const name = z.string().trim().min(1, "Write a name.").max(120, "A name has at most 120 characters.");
/** A code of an authenticator app, or a recovery code. */
const code = z
  .string()
  .trim()
  .regex(/^(\d{6}|[0-9A-Za-z]{5}-[0-9A-Za-z]{5})$/, "A code has six digits; a recovery code looks like aBcDe-FgHiJ.");

export const signUpSchema = z.strictObject({
  email,
  password,
  name,
  /** Where the farm takes accounts by invitation. */
  inviteCode: z.string().trim().min(1).max(60).optional(),
  /** ISO 3166-1 alpha-2, where the farm serves some regions only. */
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "A country is two letters, like DE.")
    .optional(),
});
/** The same answer for an address that is new and for one that has an account. */
export const mailSentSchema = z.object({ next: z.literal("check-mail") });
export const emailOnlySchema = z.strictObject({ email });
export const verificationSchema = z.strictObject({ token: z.string().min(1).max(2000) });
export const resetSchema = z.strictObject({ token: z.string().min(1).max(200), password });

/** Who may make an account here: what a sign-up form asks for. */
export const admissionSchema = z.object({
  signUp: z.enum(["open", "invite", "closed"]),
  /** ISO 3166-1 alpha-2; empty: everywhere. */
  regions: z.array(z.string()),
  /** Folder of this machine that letters are written to, of a farm without a mail server that serves this machine alone. */
  mailFolder: z.string().nullable().optional(),
});

/** Address and password, or the code that the answer to them asked for. */
export const signInSchema = z
  .strictObject({ email: email.optional(), password: knownPassword.optional(), code: code.optional() })
  .superRefine((proof, context) => {
    const missing = (path: "email" | "password" | "code", message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (proof.code !== undefined) {
      if (proof.email !== undefined || proof.password !== undefined) missing("code", "Send the code alone, after address and password.");
      return;
    }
    if (proof.email === undefined) missing("email", "Write the address of your account.");
    if (proof.password === undefined) missing("password", "Write your password.");
  });
export const signInAnswerSchema = z.object({
  /** `code`: send the second factor's code to the same address, with the cookie of this answer, within ten minutes. */
  next: z.enum(["signed-in", "code"]),
});
export const sessionListSchema = z.object({
  sessions: z.array(
    z.object({
      id,
      current: z.boolean(),
      /** The client's own words about itself. */
      device: z.string().nullable(),
      address: z.string().nullable(),
      createdAt: time,
      lastUsedAt: time,
      expiresAt: time,
    }),
  ),
});

export const profileSchema = z.strictObject({ name });
export const passwordChangeSchema = z.strictObject({ password: knownPassword, newPassword: password, code: code.optional() });
/** The password, and a fresh code where the second factor is on. */
export const stepUpSchema = z.strictObject({ password: knownPassword, code: code.optional() });
export const passwordOnlySchema = z.strictObject({ password: knownPassword });
export const codeSchema = z.strictObject({ code });
export const totpSetupSchema = z.object({
  /** otpauth:// address, for the QR code. */
  uri: z.string(),
  /** Each works once. Shown this one time. */
  recoveryCodes: z.array(z.string()),
});
/** Whether signing in takes a code; `since` is null where that was never noted. */
export const totpStateSchema = z.object({
  on: z.boolean(),
  since: time.nullable(),
  /** Null where the second factor is off. */
  recoveryCodesLeft: z.number().int().min(0).nullable(),
});
export const recoveryCodesSchema = z.object({ recoveryCodes: z.array(z.string()) });

export const keyScopes = ["jobs:read", "jobs:write", "credits:read"] as const;
export type KeyScope = (typeof keyScopes)[number];
export const keyRequestSchema = z.strictObject({
  name,
  scopes: z
    .array(z.enum(keyScopes))
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, "Name each scope once.")
    .meta({ uniqueItems: true }),
  expiresAt: time.optional(),
  perMinute: z.number().int().min(1).max(6000).default(600),
});
export const keySchema = z.object({
  id,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  perMinute: z.number().int(),
  uses: z.number().int(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  expiresAt: time.nullable(),
});
/** `secret` is the whole key, shown this one time. */
export const newKeySchema = z.object({ key: keySchema, secret: z.string() });
export const keyListSchema = z.object({ keys: z.array(keySchema) });

export const teamRoles = ["owner", "admin", "member"] as const;
const role = z.enum(teamRoles);
export const teamRequestSchema = z.strictObject({ name });
export const teamSchema = z.object({ id, name: z.string(), role, createdAt: time });
export const teamListSchema = z.object({ teams: z.array(teamSchema) });
export const teamDetailSchema = z.object({
  team: teamSchema,
  members: z.array(z.object({ id, accountId: id, name: z.string(), email: z.string(), role, since: time })),
  invitations: z.array(z.object({ id, email: z.string(), role, expiresAt: time })),
});
export const invitationRequestSchema = z.strictObject({ email, role: z.enum(["admin", "member"]).default("member") });
export const invitationSchema = z.object({ id, teamId: id, team: z.string(), role, expiresAt: time });
export const invitationListSchema = z.object({ invitations: z.array(invitationSchema) });
export const roleChangeSchema = z.strictObject({ role });
