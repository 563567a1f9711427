// Accounts: sign-up, confirmation of the address, new passwords, profile, second factor and the end.
// No answer says whether an address has an account.
import type { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type {
  passwordChangeSchema,
  profileSchema,
  resetSchema,
  signUpSchema,
  stepUpSchema,
  totpStateSchema,
} from "../../shared/contract/farm-identity.ts";
import type { Database } from "../database/pool.ts";
import type { Admission } from "./admission.ts";
import type { Counters } from "./counters.ts";
import type { ClientRequest, Facade } from "./facade.ts";
import { isFarmAddress } from "./owner.ts";
import type { Outbox } from "./outbox.ts";
import type { Caller } from "./sessions.ts";

/** A token to use from now on, and cookies to pass on. */
export interface Renewed {
  token: string | null;
  cookies: string[];
}

type StepUp = z.output<typeof stepUpSchema>;

export interface Accounts {
  signUp(client: ClientRequest, request: z.output<typeof signUpSchema>): Promise<void>;
  /** Notes the wish for another confirmation mail, or a new password; the same for every address. */
  askForMail(client: ClientRequest, kind: "verify-request" | "reset-request", email: string): Promise<void>;
  confirmAddress(client: ClientRequest, token: string): Promise<void>;
  resetPassword(client: ClientRequest, request: z.output<typeof resetSchema>): Promise<void>;
  rename(client: ClientRequest, profile: z.output<typeof profileSchema>): Promise<void>;
  /** Ends every other session. */
  changePassword(client: ClientRequest, caller: Caller, change: z.output<typeof passwordChangeSchema>): Promise<Renewed>;
  remove(client: ClientRequest, caller: Caller, proof: StepUp): Promise<void>;
  totpState(caller: Caller): Promise<z.output<typeof totpStateSchema>>;
  totpSetup(client: ClientRequest, caller: Caller, password: string): Promise<{ uri: string; recoveryCodes: string[] }>;
  totpConfirm(client: ClientRequest, caller: Caller, code: string): Promise<Renewed>;
  totpOff(client: ClientRequest, caller: Caller, proof: StepUp): Promise<Renewed>;
  newRecoveryCodes(client: ClientRequest, caller: Caller, proof: StepUp): Promise<string[]>;
}

export interface AccountsPorts {
  database: Database;
  facade: Facade;
  counters: Counters;
  outbox: Pick<Outbox, "enqueue">;
  admission: Admission;
  /** Recovery codes of an account that were not used yet. */
  recoveryCodesLeft: (accountId: string) => Promise<number>;
  /** An account's row is gone: the rest of it is erased by background work. */
  closed: (accountId: string) => Promise<void>;
}

/** Accounts over the identity library. */
export function createAccounts({ database, facade, counters, outbox, admission, recoveryCodesLeft, closed }: AccountsPorts): Accounts {
  const renewed = ({ token, cookies }: Renewed): Renewed => ({ token, cookies });
  return {
    async signUp(client, { email, password, name, inviteCode, country }) {
      await counters.limit("sign-up", email, 5, 900);
      await admission.admit({ inviteCode, country });
      try {
        await facade.call(client, "POST", "/sign-up/email", { body: { email, password, name } });
      } catch (error) {
        // Of two sign-ups at once the second finds the address taken: the same answer as a moment later.
        const taken =
          error instanceof CodedError && error.code === "invalid_input"
            ? await database.query(`select 1 from identity."user" where email = $1`, [email.toLowerCase()])
            : [];
        if (taken.length === 0) throw error;
      }
    },
    async askForMail(client, kind, email) {
      await counters.limit(`${kind}:ip`, client.ip, 20, 600);
      await counters.limit(kind, email, 3, 900);
      await outbox.enqueue({ kind, to: email });
    },
    async confirmAddress(client, token) {
      try {
        await facade.call(client, "GET", "/verify-email", { query: { token } });
      } catch (error) {
        throw ofField(error, "token");
      }
    },
    async resetPassword(client, { token, password }) {
      await counters.limit("reset:ip", client.ip, 20, 600);
      try {
        await facade.call(client, "POST", "/reset-password", { body: { token, newPassword: password } });
      } catch (error) {
        throw ofField(error, "token");
      }
    },
    async rename(client, { name }) {
      await facade.call(client, "POST", "/update-user", { as: "session", body: { name } });
    },
    async changePassword(client, caller, { password, newPassword, code }) {
      refuseFarm(caller, signsItselfIn);
      const body = { currentPassword: password, newPassword, revokeOtherSessions: true, code };
      const answer = await facade.call(client, "POST", "/change-password", { as: "session", body });
      await counters.succeeded(caller.email);
      return renewed(answer);
    },
    async remove(client, caller, { password, code }) {
      refuseFarm(caller, "It goes when the farm's data folder is removed.");
      await facade.call(client, "POST", "/delete-user", { as: "session", body: { password, code } });
      await closed(caller.accountId);
    },
    async totpState({ accountId, twoFactor }) {
      if (!twoFactor) return { on: false, since: null, recoveryCodesLeft: null };
      const [row] = await database.query<{ since: Date }>("select since from identity.second_factor where account_id = $1", [accountId]);
      return { on: true, since: row?.since.toISOString() ?? null, recoveryCodesLeft: await recoveryCodesLeft(accountId) };
    },
    async totpSetup(client, caller, password) {
      refuseFarm(caller, signsItselfIn);
      const { body } = await facade.call(client, "POST", "/two-factor/enable", { as: "session", body: { password } });
      await counters.succeeded(caller.email);
      const { totpURI, backupCodes } = body as { totpURI: string; backupCodes: string[] };
      return { uri: totpURI, recoveryCodes: backupCodes };
    },
    async totpConfirm(client, caller, code) {
      const answer = await facade.call(client, "POST", "/two-factor/verify-totp", { as: "session", body: { code } });
      await counters.succeeded(caller.email);
      return renewed(answer);
    },
    async totpOff(client, caller, { password, code }) {
      const answer = await facade.call(client, "POST", "/two-factor/disable", { as: "session", body: { password, code } });
      await counters.succeeded(caller.email);
      return renewed(answer);
    },
    async newRecoveryCodes(client, caller, { password, code }) {
      const path = "/two-factor/generate-backup-codes";
      const { body } = await facade.call(client, "POST", path, { as: "session", body: { password, code } });
      await counters.succeeded(caller.email);
      return (body as { backupCodes: string[] }).backupCodes;
    },
  };
}

const signsItselfIn = "The farm signs it in by itself, by a password that lies in the data folder.";

/** The local owner's account is not like others in how it is proven. Throws CodedError forbidden. */
function refuseFarm({ email }: Caller, why: string): void {
  if (isFarmAddress(email)) throw new CodedError("forbidden", `This is the farm's own account. ${why}`);
}

/** Names the field of an invalid_input that the library did not name. */
function ofField(error: unknown, path: string): unknown {
  if (!(error instanceof CodedError) || error.code !== "invalid_input") return error;
  const { message } = error;
  return new CodedError("invalid_input", message, { fields: [{ path, message }] });
}
