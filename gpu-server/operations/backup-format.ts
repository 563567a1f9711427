// A backup's manifest, and its secrets: as they are, or sealed by a passphrase.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";

export const manifestFile = "manifest.json";
export const secretsFile = "secrets.json";

export const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Version of PostgreSQL's programs, as the platform package has it. */
  postgres: z.string(),
  platform: z.string(),
  /** Newest migration. */
  schema: z.number().int(),
  sealed: z.boolean(),
  folders: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

const secretsSchema = z.record(z.string(), z.string());
const sealedSchema = z.object({ salt: z.string(), nonce: z.string(), tag: z.string(), text: z.string() });

/** scrypt at 128 MB and about half a second: a passphrase is guessed slowly. */
const keyOf = (passphrase: string, salt: Buffer) => scryptSync(passphrase, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 });

/** Secrets by name as the text of their file. */
export function packSecrets(secrets: Record<string, string>, passphrase: string | undefined): string {
  const plain = JSON.stringify(secrets);
  if (passphrase === undefined) return plain;
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(passphrase, salt), nonce);
  const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const fields = { salt, nonce, tag: cipher.getAuthTag(), text };
  return JSON.stringify(Object.fromEntries(Object.entries(fields).map(([name, bytes]) => [name, bytes.toString("base64")])));
}

/** Opens what `packSecrets` made. Throws CodedError invalid_input for a passphrase that is missing or wrong. */
export function unpackSecrets(packed: string, sealed: boolean, passphrase: string | undefined): Record<string, string> {
  if (!sealed) return secretsSchema.parse(JSON.parse(packed));
  if (passphrase === undefined) throw new CodedError("invalid_input", "The secrets of this backup are encrypted. Set BACKUP_PASSPHRASE.");
  const fields = sealedSchema.parse(JSON.parse(packed));
  const bytes = (name: keyof typeof fields) => Buffer.from(fields[name], "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(passphrase, bytes("salt")), bytes("nonce")).setAuthTag(bytes("tag"));
    return secretsSchema.parse(JSON.parse(Buffer.concat([decipher.update(bytes("text")), decipher.final()]).toString("utf8")));
  } catch (cause) {
    throw new CodedError("invalid_input", "BACKUP_PASSPHRASE is not the one that this backup was made with.", { cause });
  }
}
