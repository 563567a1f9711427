// Settings of accounts, as settings.ts reads them.
import type { SignUpMode } from "../identity/admission.ts";

/** Who may have an account, from where, and how mail leaves. */
export interface IdentitySettings {
  signUp: SignUpMode;
  /** ISO 3166-1 alpha-2; empty: everywhere. */
  regions: string[];
  trustedOrigins: string[];
  trustProxy: string | false;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Days that backups of the database are kept at most: a certificate of erasure says so. */
  backupDays: number;
}

/** A farm of this machine alone. */
export const localIdentity: IdentitySettings = {
  signUp: "open",
  regions: [],
  trustedOrigins: [],
  trustProxy: false,
  smtpUrl: undefined,
  mailFrom: "OurVidz <no-reply@localhost>",
  backupDays: 30,
};
