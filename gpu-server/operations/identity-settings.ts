// Settings of accounts from the environment. What cannot be used is said in a sentence at the start.
import { type SignUpMode, signUpModes } from "../identity/admission.ts";
import { UsageError } from "./options.ts";

/** Who may have an account, from where, and how mail leaves. */
export interface IdentitySettings {
  signUp: SignUpMode;
  /** ISO 3166-1 alpha-2; empty: everywhere. */
  regions: string[];
  trustedOrigins: string[];
  trustProxy: string | false;
  smtpUrl: string | undefined;
  mailFrom: string;
}

/** A farm of this machine alone. */
export const localIdentity: IdentitySettings = {
  signUp: "open",
  regions: [],
  trustedOrigins: [],
  trustProxy: false,
  smtpUrl: undefined,
  mailFrom: "OurVidz <no-reply@localhost>",
};

const listOf = (text = "") =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function protocolOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).protocol : undefined;
}

/** Reads SIGN_UP, ALLOWED_REGIONS, STUDIO_ORIGINS, TRUST_PROXY, SMTP_URL and MAIL_FROM. Throws UsageError. */
export function identitySettings(env: NodeJS.ProcessEnv): IdentitySettings {
  const signUp = env.SIGN_UP ?? (env.PUBLIC_URL ? "invite" : "open");
  if (!(signUpModes as readonly string[]).includes(signUp))
    throw new UsageError(`SIGN_UP must be open, invite or closed, not "${signUp}".`);
  const regions = listOf(env.ALLOWED_REGIONS).map((region) => region.toUpperCase());
  const strange = regions.find((region) => !/^[A-Z]{2}$/.test(region));
  if (strange !== undefined) throw new UsageError(`ALLOWED_REGIONS takes countries of two letters, like DE,FR, not "${strange}".`);
  const trustedOrigins = listOf(env.STUDIO_ORIGINS);
  const wrong = trustedOrigins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong !== undefined) throw new UsageError(`STUDIO_ORIGINS takes origins like https://studio.example.com, not "${wrong}".`);
  const smtpUrl = env.SMTP_URL || undefined;
  // The address is not repeated: it holds a password.
  if (smtpUrl !== undefined && !/^smtps?:$/.test(protocolOf(smtpUrl) ?? ""))
    throw new UsageError("SMTP_URL must be an address like smtps://user:password@host.");
  return {
    signUp: signUp as SignUpMode,
    regions,
    trustedOrigins,
    trustProxy: env.TRUST_PROXY || false,
    smtpUrl,
    mailFrom: env.MAIL_FROM ?? localIdentity.mailFrom,
  };
}
