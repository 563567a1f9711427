// Settings of accounts from the environment. What cannot be used is said in a sentence at the start.
import { isIP } from "node:net";
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

/** True for an address, a network like 10.0.0.0/8, and the names that stand for the machine's and private ones. */
function isProxy(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  if (["loopback", "linklocal", "uniquelocal"].includes(text)) return true;
  return (
    isIP(address) > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128)))
  );
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
  const proxies = listOf(env.TRUST_PROXY);
  const unknown = proxies.find((proxy) => !isProxy(proxy));
  if (unknown !== undefined) throw new UsageError(`TRUST_PROXY takes addresses, networks like 10.0.0.0/8, or loopback, not "${unknown}".`);
  const smtpUrl = env.SMTP_URL || undefined;
  // The address is not repeated: it holds a password.
  if (smtpUrl !== undefined && !/^smtps?:$/.test(protocolOf(smtpUrl) ?? ""))
    throw new UsageError("SMTP_URL must be an address like smtps://user:password@host.");
  return {
    signUp: signUp as SignUpMode,
    regions,
    trustedOrigins,
    trustProxy: proxies.length > 0 && proxies.join(","),
    smtpUrl,
    mailFrom: env.MAIL_FROM ?? localIdentity.mailFrom,
  };
}
