// The contract of signing in and of the Account page. Passwords and codes travel from the screen to the core and are
// never kept; a session's token stays in the core and reaches no screen.
import { z } from "zod";
import { holdingsSchema, monthSchema, movementFilters, movementSchema, spendingSchema } from "../farm-credits.ts";
import { budgetsSchema } from "../farm-http.ts";
import { exportSchema } from "../farm-rights.ts";
import {
  admissionSchema,
  codeSchema,
  emailOnlySchema,
  keyRequestSchema,
  keySchema,
  mailSentSchema,
  passwordChangeSchema,
  passwordOnlySchema,
  profileSchema,
  recoveryCodesSchema,
  resetSchema,
  signUpSchema,
  stepUpSchema,
} from "../farm-identity.ts";

const id = z.uuid();
const time = z.iso.datetime({ offset: true });
const none = z.strictObject({});
const done = z.object({});

/** When the farm said what is shown; `live` is false where the farm is away and this is the last that was known. */
const seen = { asOf: time, live: z.boolean() };

export const planViewSchema = z.object({
  name: z.string(),
  creditsPerMonth: z.number().int(),
  /** Price a month in US cents; 0 is free, null is not sold. */
  centsPerMonth: z.number().int().nullable(),
  /** What the plan may do beyond others, each in a word or two: "priority queue", "long video". */
  entitlements: z.array(z.string()),
  openJobs: z.number().int(),
  /** The plan in a sentence or two, with price and what happens to what is left over. */
  words: z.string(),
});
export type PlanView = z.infer<typeof planViewSchema>;

/** Who is signed in at the farm, and how this computer stands with it. */
export const accountStateSchema = z.object({
  /** What screens offer: no farm at all, sign in, give the code of a sign-in under way, or the account. */
  step: z.enum(["no-farm", "sign-in", "code", "signed-in"]),
  /** Why one is signed out, where it was not one's own doing; null where there is nothing to say. */
  message: z.string().nullable(),
  /** Of the account that is signed in, or was last known while the farm is away; null otherwise. */
  account: z
    .object({
      id,
      email: z.string(),
      name: z.string(),
      createdAt: time,
      /** The owner of this computer's farm, whom it signs in by itself: no address, password or second factor to change. */
      localOwner: z.boolean(),
      twoFactor: z.boolean(),
      plan: planViewSchema,
      /** The plan's next credits; null where the plan gives none. */
      nextGrant: z.object({ credits: z.number().int(), at: time }).nullable(),
      ...seen,
    })
    .nullable(),
  /** Address of the last sign-in at this farm on this computer, to begin with. */
  lastEmail: z.string().nullable(),
  /** Where the key of the account is kept on this computer, in words. */
  keptIn: z.string(),
  /** Jobs of other accounts that wait on this computer until those sign in again. */
  others: z.array(z.object({ email: z.string().nullable(), jobs: z.number().int() })),
});
export type AccountState = z.infer<typeof accountStateSchema>;

export const creditsViewSchema = holdingsSchema.extend({
  /** Free and held together. */
  total: z.number().int(),
  ...seen,
});
export type CreditsView = z.infer<typeof creditsViewSchema>;

export const movementViewSchema = movementSchema.extend({
  /** What the job is here: "Scene 5, shots A to D"; null where this computer does not know the job. */
  title: z.string().nullable(),
});
export type MovementView = z.infer<typeof movementViewSchema>;

export const deviceViewSchema = z.object({
  id,
  current: z.boolean(),
  /** "OurVidz Studio on Linux"; the browser's own words for others. */
  name: z.string(),
  kind: z.enum(["studio", "browser", "other"]),
  /** Network address that it signed in from. */
  address: z.string().nullable(),
  signedInAt: time,
  lastUsedAt: time,
  endsAt: time,
});
export type DeviceView = z.infer<typeof deviceViewSchema>;
const devices = z.object({ devices: z.array(deviceViewSchema) });

/** A copy of everything that the farm holds of the account, in the making or ready; the link to it stays in the core. */
export const accountExportSchema = exportSchema.omit({ url: true, sha256: true });
export type AccountExportView = z.infer<typeof accountExportSchema>;

/** A text that a person pasted: the code of a mail, or the whole link with it. */
const token = z.string().trim().min(1, "Paste the link or the code of the mail.").max(2000, "This is not a link or code of the mail.");

export const accountContract = {
  /** Who may make an account at this farm, and how its mail arrives. */
  admission: {
    input: none,
    output: admissionSchema.extend({
      /** `secure`: nobody on the way can read along (https, or this computer). */
      farm: z.object({ url: z.string(), local: z.boolean(), name: z.string().nullable(), secure: z.boolean() }),
      /** Folder on this computer that letters are written to instead of being sent; null where they are sent. */
      mailFolder: z.string().nullable(),
    }),
  },
  /** A letter goes to the address, whether it is new or not. */
  signUp: { input: signUpSchema, output: mailSentSchema },
  sendVerification: { input: emailOnlySchema, output: mailSentSchema },
  /** Confirms the address with the letter's link or code. */
  verify: { input: z.strictObject({ token }), output: done },
  /** `code`: give a code of the authenticator app, or a recovery code, with `giveCode` within ten minutes. */
  signIn: {
    input: z.strictObject({ email: signUpSchema.shape.email, password: passwordOnlySchema.shape.password }),
    output: z.object({ next: z.enum(["signed-in", "code"]) }),
  },
  /** The number of recovery codes that are left, after one was used. */
  giveCode: { input: codeSchema, output: z.object({ next: z.literal("signed-in"), recoveryCodesLeft: z.number().int().nullable() }) },
  /** Drops a sign-in that waits for its code. */
  dropSignIn: { input: none, output: done },
  /** Ends this session at the farm and forgets its key here. On this computer's own farm the owner is signed in again. */
  signOut: { input: none, output: accountStateSchema },
  forgotPassword: { input: emailOnlySchema, output: mailSentSchema },
  /** With the code of the letter; ends every session of the account. */
  resetPassword: { input: z.strictObject({ token, password: resetSchema.shape.password }), output: done },

  /** Answers also while the farm is away. */
  state: { input: none, output: accountStateSchema },
  /** Asks the farm again. */
  refresh: { input: none, output: accountStateSchema },
  rename: { input: profileSchema, output: accountStateSchema },
  /** Signs every other device out. `code` where the second factor is on. */
  changePassword: { input: passwordChangeSchema, output: done },
  plans: { input: none, output: z.object({ plans: z.array(planViewSchema), ...seen }) },

  /** Lots in the order in which they are used. Answers the last that was known while the farm is away. */
  credits: { input: none, output: creditsViewSchema },
  /** Newest first; `cursor` is the `next` of the page before. */
  movements: {
    input: z.strictObject({ filter: z.enum(movementFilters).default("all"), cursor: z.string().max(400).optional() }),
    output: z.object({ movements: z.array(movementViewSchema), next: z.string().nullable(), ...seen }),
  },
  /** What was spent in a month (2026-11; UTC), the running one where absent. */
  spending: { input: z.strictObject({ month: monthSchema.optional() }), output: spendingSchema.extend(seen) },
  /** Writes every movement as a CSV file into the exports folder; `opened` is false where the host has no desktop. */
  saveMovements: { input: none, output: z.object({ file: z.string(), movements: z.number().int(), opened: z.boolean() }) },
  /** Spending limits of films. */
  budgets: { input: none, output: budgetsSchema.extend(seen) },

  devices: { input: none, output: devices },
  signOutDevice: { input: z.strictObject({ id }), output: devices },
  signOutOthers: { input: none, output: devices },

  keys: { input: none, output: z.object({ keys: z.array(keySchema) }) },
  /** `secret` is the whole key, shown this one time. */
  createKey: { input: keyRequestSchema, output: z.object({ key: keySchema, secret: z.string() }) },
  removeKey: { input: z.strictObject({ id }), output: z.object({ keys: z.array(keySchema) }) },

  twoFactor: {
    input: none,
    output: z.object({ on: z.boolean(), since: time.nullable(), recoveryCodesLeft: z.number().int().nullable() }),
  },
  /** `uri` is for the QR code, `secret` for typing it in; the recovery codes are shown this one time. On only after `confirmTwoFactor`. */
  setUpTwoFactor: {
    input: passwordOnlySchema,
    output: z.object({ uri: z.string(), secret: z.string(), recoveryCodes: z.array(z.string()) }),
  },
  confirmTwoFactor: { input: codeSchema, output: done },
  turnOffTwoFactor: { input: stepUpSchema, output: done },
  /** The old ones stop working. */
  newRecoveryCodes: { input: stepUpSchema, output: recoveryCodesSchema },

  /** Asks the farm for a copy of everything it holds; one is made at a time, and kept for 7 days. */
  requestExport: { input: none, output: z.object({ export: accountExportSchema }) },
  /** The newest copy; null before the first and after the last has expired. */
  exportState: { input: none, output: z.object({ export: accountExportSchema.nullable() }) },
  /** Brings the copy that is ready into the exports folder, as a zip; goes on where it was cut off. Answers when it is here. */
  saveExport: { input: none, output: z.object({ file: z.string(), bytes: z.number(), opened: z.boolean() }) },
  /** Ends the account for good, with its password and a fresh code where the second factor is on. Films on this computer stay. */
  erase: { input: stepUpSchema, output: accountStateSchema },
} as const;
