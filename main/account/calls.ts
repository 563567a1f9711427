// The farm's calls about accounts and credits, each with the schemas of its contract.
import { z } from "zod";
import { holdingsSchema, type MovementFilter, movementsSchema, spendingSchema } from "../../shared/contract/farm-credits.ts";
import { accountSchema, budgetsSchema, plansSchema } from "../../shared/contract/farm-http.ts";
import { exportSchema, exportStateSchema } from "../../shared/contract/farm-rights.ts";
import {
  admissionSchema,
  type keyRequestSchema,
  keyListSchema,
  mailSentSchema,
  newKeySchema,
  type passwordChangeSchema,
  recoveryCodesSchema,
  type resetSchema,
  sessionListSchema,
  signInAnswerSchema,
  type signUpSchema,
  type stepUpSchema,
  totpSetupSchema,
  totpStateSchema,
} from "../../shared/contract/farm-identity.ts";
import type { FarmRequest, Send } from "../farm/client.ts";

const nothing = z.unknown();

export type AccountCalls = ReturnType<typeof accountCalls>;

/** The calls over `send`, which knows farm and session. */
export function accountCalls(send: Send) {
  const ask = async <S extends z.ZodType>(schema: S, method: FarmRequest["method"], path: string, body?: object) =>
    (await send(schema, { method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })).value;
  const change = (method: FarmRequest["method"], path: string, body: object) => send(nothing, { method, path, body: JSON.stringify(body) });
  return {
    admission: () => ask(admissionSchema, "GET", "sign-up"),
    signUp: (request: z.output<typeof signUpSchema>) => ask(mailSentSchema, "POST", "accounts", request),
    sendVerification: (email: string) => ask(mailSentSchema, "POST", "accounts/verification-mails", { email }),
    verify: (token: string) => ask(nothing, "POST", "accounts/verification", { token }),
    forgotPassword: (email: string) => ask(mailSentSchema, "POST", "password-resets", { email }),
    resetPassword: (request: z.output<typeof resetSchema>) => ask(nothing, "POST", "password-resets/confirm", request),
    signIn: (proof: { email: string; password: string }) =>
      send(signInAnswerSchema, { method: "POST", path: "sessions", body: JSON.stringify(proof) }),
    giveCode: (code: string, cookie: string) =>
      send(signInAnswerSchema, { method: "POST", path: "sessions", body: JSON.stringify({ code }), cookie }),

    rename: (name: string) => ask(accountSchema, "PATCH", "account", { name }),
    /** A new token comes with the answer, and with that of the second factor's changes. */
    changePassword: (request: z.output<typeof passwordChangeSchema>) => change("POST", "account/password", request),
    plans: () => ask(plansSchema, "GET", "plans"),
    sessions: async () => (await ask(sessionListSchema, "GET", "sessions")).sessions,
    endSession: (id: string) => ask(nothing, "DELETE", `sessions/${id}`),
    keys: () => ask(keyListSchema, "GET", "api-keys"),
    createKey: (request: z.output<typeof keyRequestSchema>) => ask(newKeySchema, "POST", "api-keys", request),
    removeKey: (id: string) => ask(nothing, "DELETE", `api-keys/${id}`),
    totp: () => ask(totpStateSchema, "GET", "account/totp"),
    setUpTotp: (password: string) => ask(totpSetupSchema, "POST", "account/totp", { password }),
    confirmTotp: (code: string) => change("POST", "account/totp/confirm", { code }),
    turnOffTotp: (proof: z.output<typeof stepUpSchema>) => change("DELETE", "account/totp", proof),
    newRecoveryCodes: (proof: z.output<typeof stepUpSchema>) => ask(recoveryCodesSchema, "POST", "account/totp/recovery-codes", proof),

    requestExport: () => ask(exportSchema, "POST", "account/export", {}),
    exportState: async () => (await ask(exportStateSchema, "GET", "account/export")).export,
    erase: (proof: z.output<typeof stepUpSchema>) => ask(nothing, "DELETE", "account", proof),

    holdings: () => ask(holdingsSchema, "GET", "credits/lots"),
    /** At most `limit` (200) of them, after the cursor. */
    movements(filter: MovementFilter, limit: number, cursor: string | undefined) {
      const query = new URLSearchParams({ filter, limit: String(limit), ...(cursor === undefined ? {} : { cursor }) });
      return ask(movementsSchema, "GET", `credits/movements?${query.toString()}`);
    },
    spending: (month: string | undefined) =>
      ask(spendingSchema, "GET", month === undefined ? "credits/spending" : `credits/spending?month=${month}`),
    budgets: () => ask(budgetsSchema, "GET", "credits/budgets"),
  };
}
