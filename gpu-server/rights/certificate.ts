// The certificate of an erasure: what was erased, what was kept and why, signed with the farm's own key so that whoever holds it
// can show that it is the farm's word. Nothing in it leads back to the person.
import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { canonicalJson } from "../../shared/domain/recipe.ts";

export interface CertificateBody {
  id: string;
  /** Keyed hash of the account's id: the farm can tell whether a known account is meant, and nobody can tell which. */
  account: string;
  /** RFC 3339, UTC. */
  askedAt: string;
  erasedAt: string;
  erased: { what: string; count: number }[];
  kept: { what: string; why: string }[];
  backups: string;
}

export interface Certificate {
  body: CertificateBody;
  /** Ed25519 over the body's canonical JSON, base64. */
  signature: string;
}

/** What an Ed25519 key of PKCS #8 begins with; its 32 random bytes follow (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** Signs and checks certificates; `seed` is 32 bytes. */
export interface CertificateKey {
  pseudonym(accountId: string): string;
  sign(body: CertificateBody): Certificate;
  valid(certificate: Certificate): boolean;
  /** For whoever checks a certificate elsewhere: SPKI, base64. */
  publicKey: string;
}

export function certificateKey(seed: Uint8Array): CertificateKey {
  const key: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
  const open = createPublicKey(key);
  const bytes = (body: CertificateBody) => Buffer.from(canonicalJson(body));
  return {
    pseudonym: (accountId) => createHmac("sha256", seed).update(`account ${accountId}`).digest("hex").slice(0, 32),
    sign: (body) => ({ body, signature: sign(null, bytes(body), key).toString("base64") }),
    valid: ({ body, signature }) => verify(null, bytes(body), open, Buffer.from(signature, "base64")),
    publicKey: open.export({ format: "der", type: "spki" }).toString("base64"),
  };
}

/** Tables in words; one that is not here is named as it is. */
const words: Record<string, string> = {
  profile: "profile with name and address",
  session: "signed-in devices",
  api_key: "API keys",
  invitation: "invitations to teams",
  letter: "letters kept by the farm",
  wrapped_key: "key of the account, without which its files and requests cannot be read",
  job: "jobs with their requests",
  job_event: "events of jobs",
  artifact: "files of jobs",
  account_export: "exports",
  account_export_part: "files of exports",
  upload: "uploads",
  consent: "consents",
  consent_revocation: "revocations of consents",
  age_check: "result of the age check",
  moderation_case: "cases of moderation",
  policy_decision: "decisions of the safety rules",
  counter: "counters of attempts and requests",
  ledger: "names in the books: movements of credits that lead to nobody now",
};

/** A table's name in words. */
export function inPlainWords(table: string): string {
  return words[table] ?? table.replaceAll("_", " ");
}

/** The certificate as people read it. */
export function certificateText({ body, signature }: Certificate, publicKey: string): string {
  return [
    `Certificate of erasure ${body.id}`,
    "",
    `Asked for: ${body.askedAt}`,
    `Done: ${body.erasedAt}`,
    `Account: ${body.account} (a keyed hash, from which nobody can tell the account)`,
    "",
    "Erased:",
    ...body.erased.map(({ what, count }) => `- ${what}: ${count}`),
    "",
    "Kept, and why:",
    ...body.kept.map(({ what, why }) => `- ${what}: ${why}`),
    "",
    `Backups: ${body.backups}`,
    "",
    `Signature (Ed25519 over the facts above): ${signature}`,
    `Public key of this farm: ${publicKey}`,
  ].join("\n");
}
