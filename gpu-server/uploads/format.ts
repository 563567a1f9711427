// The form of a file that is still coming: a header and records of 64 KiB, each sealed by AES-256-GCM under a nonce of its own.
// Unlike a finished file (artifacts/format.ts) a record may be written again after a crash, so nonces are drawn and not counted.
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";

/** Plain bytes in every record but the last. */
export const recordPlainBytes = 64 * 1024;
const nonceBytes = 12;
const tagBytes = 16;
/** Bytes that a record grows by. */
const recordGrowth = nonceBytes + tagBytes;
export const recordBytes = recordPlainBytes + recordGrowth;

/* Header, 32 bytes: "OVZU" | version 1 | 3 zero | plain length, 8 big-endian | salt 16. It is associated data of every record. */
export const headerBytes = 32;
const magic = Buffer.from("OVZU\x01\x00\x00\x00", "latin1");
const saltAt = 16;
export const saltBytes = headerBytes - saltAt;

/** A header that was read. `recordKey` is HKDF-SHA-256 of the upload's key, salted by the header, bound to the id. */
export interface UploadHeader {
  header: Buffer;
  /** Plain bytes of the whole file. */
  bytes: number;
  recordKey: Buffer;
}

/** A header for a file of `bytes` plain bytes; `salt` is saltBytes long. */
export function makeUploadHeader(bytes: number, salt: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeBigUInt64BE(BigInt(bytes), magic.length);
  header.set(salt, saltAt);
  return header;
}

/** Reads a header; null when it is not one. */
export function openUploadHeader(header: Buffer, key: Uint8Array, id: string): UploadHeader | null {
  if (header.length !== headerBytes || !header.subarray(0, magic.length).equals(magic)) return null;
  const recordKey = Buffer.from(hkdfSync("sha256", key, header.subarray(saltAt), `ourvidz upload 1 ${id}`, 32));
  return { header, bytes: Number(header.readBigUInt64BE(magic.length)), recordKey };
}

/** Number of records of a whole file. */
export function recordCount(file: Pick<UploadHeader, "bytes">): number {
  return Math.ceil(file.bytes / recordPlainBytes);
}

/** Plain length of record `index` of a whole file. */
export function recordLength(file: Pick<UploadHeader, "bytes">, index: number): number {
  return Math.min(recordPlainBytes, file.bytes - index * recordPlainBytes);
}

/** Length on disk of record `index` of a whole file. */
export function sealedRecordLength(file: Pick<UploadHeader, "bytes">, index: number): number {
  return recordLength(file, index) + recordGrowth;
}

function associated(file: UploadHeader, index: number): Buffer {
  const place = Buffer.alloc(4);
  place.writeUInt32BE(index);
  return Buffer.concat([file.header, place]);
}

/** Seals a record, or the beginning of one. */
export function sealRecord(file: UploadHeader, index: number, plain: Uint8Array, random: (count: number) => Uint8Array): Buffer {
  const nonce = random(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", file.recordKey, nonce).setAAD(associated(file, index));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens a record; null when a bit of it or its place is wrong. */
export function openRecord(file: UploadHeader, index: number, sealed: Uint8Array): Buffer | null {
  if (sealed.length < recordGrowth) return null;
  const decipher = createDecipheriv("aes-256-gcm", file.recordKey, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(associated(file, index)).setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}
