// Keys: every account has one, wrapped by the farm's master key; files and requests are encrypted
// under keys derived from it, so that destroying it makes them unreadable.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { RandomBytes } from "../identity/secrets.ts";

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, ciphertext, tag. `about` is authenticated with it, so that one row's bytes never pass for another's. */
function seal(key: Uint8Array, plain: Uint8Array, about: string, random: RandomBytes): Buffer {
  const nonce = random(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made. Throws when a byte, the key or `about` differs. */
function unseal(key: Uint8Array, sealed: Uint8Array, about: string): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]);
}

export interface Keyring {
  /** A key of 32 bytes for one purpose of one account. */
  keyFor(accountId: AccountId, purpose: string): Promise<Uint8Array>;
  sealInput(accountId: AccountId, jobId: string, plain: string): Promise<Buffer>;
  openInput(accountId: AccountId, jobId: string, sealed: Uint8Array): Promise<string>;
  /** Forgets the account's key in memory: it was destroyed. */
  forget(accountId: AccountId): void;
  /** A hash that says nothing about the text to anyone without the account's key. */
  hash(accountId: AccountId, text: string): Promise<Buffer>;
}

/** Key id of a lease's files, as artifact rows keep it. */
export function leaseKeyId(jobId: string, epoch: number): string {
  return `${jobId}:${epoch}`;
}

/** Purpose of the key that a file with this key id is encrypted under. */
export function fileKeyPurpose(keyId: string): string {
  return `file:${keyId}`;
}

/** Keys of accounts in `database`, wrapped by `masterKey` (32 bytes). An account's key is read once and kept in memory. */
export function createKeyring(database: Database, masterKey: Uint8Array, random: RandomBytes): Keyring {
  const known = new Map<AccountId, Promise<Uint8Array>>();
  const load = async (accountId: AccountId) => {
    const wrapped = await database.call<Buffer>("account_key", accountId, seal(masterKey, random(32), `account:${accountId}`, random));
    return unseal(masterKey, wrapped, `account:${accountId}`);
  };
  const accountKey = (accountId: AccountId) => {
    const loading = known.get(accountId) ?? load(accountId);
    known.set(accountId, loading);
    loading.catch(() => known.delete(accountId));
    return loading;
  };
  const keyFor = async (accountId: AccountId, purpose: string) =>
    new Uint8Array(hkdfSync("sha256", await accountKey(accountId), new Uint8Array(), purpose, 32));
  return {
    keyFor,
    async sealInput(accountId, jobId, plain) {
      return seal(await keyFor(accountId, "job-input"), Buffer.from(plain), `input:${accountId}:${jobId}`, random);
    },
    async openInput(accountId, jobId, sealed) {
      return unseal(await keyFor(accountId, "job-input"), sealed, `input:${accountId}:${jobId}`).toString("utf8");
    },
    forget(accountId) {
      known.delete(accountId);
    },
    async hash(accountId, text) {
      return createHmac("sha256", await keyFor(accountId, "hash"))
        .update(text)
        .digest();
    },
  };
}
