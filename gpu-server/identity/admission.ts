// Who may make an account: open to all, by invite code, or nobody; and from which regions.
import { createHash } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Database } from "../database/pool.ts";
import type { RandomBytes } from "./secrets.ts";

export const signUpModes = ["open", "invite", "closed"] as const;
export type SignUpMode = (typeof signUpModes)[number];

export interface AdmissionSettings {
  signUp: SignUpMode;
  /** ISO 3166-1 alpha-2 codes; empty: everywhere. */
  regions: string[];
}

/** What a sign-up form asks for, and where letters lie on a farm of this machine alone. */
export interface AdmissionNotice extends AdmissionSettings {
  mailFolder: string | null;
}

export interface Admission {
  /** Lets a sign-up in and uses up its invite code. Throws CodedError region_not_served, sign_up_closed, invite_invalid. */
  admit(request: { inviteCode?: string | undefined; country?: string | undefined }): Promise<void>;
}

/** Invite codes are typed by people: case, spaces and hyphens do not matter. */
const hashOf = (code: string) =>
  createHash("sha256")
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ""))
    .digest();

export function createAdmission(database: Database, { signUp, regions }: AdmissionSettings): Admission {
  const served = new Set(regions.map((region) => region.toUpperCase()));
  return {
    async admit({ inviteCode, country }) {
      if (signUp === "closed") throw new CodedError("sign_up_closed");
      if (served.size > 0) {
        const where = country?.toUpperCase();
        const list = [...served].sort().join(", ");
        if (where === undefined) {
          const message = `Say the country that you are in: this farm serves ${list}.`;
          throw new CodedError("invalid_input", undefined, { fields: [{ path: "country", message }] });
        }
        if (!served.has(where)) throw new CodedError("region_not_served", `This farm does not serve ${where} yet. It serves ${list}.`);
      }
      if (signUp === "open") return;
      // Used up for a known address too: what is left of a code must not tell who has an account.
      const used = await database.query(
        `update identity.invite_code set uses_left = uses_left - 1
         where hash = $1 and uses_left > 0 and (expires_at is null or expires_at > farm.farm_now()) returning 1`,
        [hashOf(inviteCode ?? "")],
      );
      if (used.length === 0) throw new CodedError("invite_invalid");
    },
  };
}

/** Makes an invite code for `uses` accounts that lasts `days`; stored as a hash. Returns the code. */
export async function createInvite(database: Database, uses: number, days: number, random: RandomBytes): Promise<string> {
  // Without letters and digits that look alike; 32 of them, 16 places: 80 bits.
  const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const code = [...random(16)].map((byte) => alphabet[byte % alphabet.length]).join("");
  await database.query("insert into identity.invite_code values ($1, $2, farm.farm_now(), farm.farm_now() + make_interval(days => $3))", [
    hashOf(code),
    uses,
    days,
  ]);
  return code.replaceAll(/(.{4})(?=.)/g, "$1-");
}
