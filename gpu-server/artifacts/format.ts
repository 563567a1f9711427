// The chunk format of a file at rest (ledger.md): 64 KiB chunks of AES-256-GCM under a key of the file's
// own. Pure: sizes, header and one chunk; streams and the disk are the neighbours' work.
import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";

/** Plain bytes in every chunk but the last. */
export const chunkBytes = 64 * 1024;
/** Bytes that a chunk grows by: the GCM tag. */
const tagBytes = 16;
export const sealedChunkBytes = chunkBytes + tagBytes;

/*
 * Header, 40 bytes: "OVZA" | version 1 | log2 of the chunk size | 2 zero | plain length, 8 big-endian |
 * salt 16 | nonce prefix 7 | 1 zero. It is the associated data of every chunk, so its length field, and with
 * it the place where the file must end, cannot be changed. Nonce: prefix 7 | chunk number 4 | last flag 1.
 */
export const headerBytes = 40;
const magic = Buffer.from("OVZA\x01\x10\x00\x00", "latin1");
const prefixAt = 32;
const prefixBytes = 7;
const saltAt = 16;
const saltBytes = 16;
/** Random bytes that a header needs. */
export const headerRandomBytes = saltBytes + prefixBytes;

/** The error of every file that is not what was written: cut, changed, of another id or under another key. */
export function damaged(): CodedError {
  return new CodedError("internal", "A stored file is damaged and was not handed out. Render it again; the log names it.");
}

/** A header of a file of `bytes` plain bytes; `random` is headerRandomBytes long. */
export function makeHeader(bytes: number, random: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeBigUInt64BE(BigInt(bytes), magic.length);
  header.set(random.subarray(0, saltBytes), saltAt);
  header.set(random.subarray(saltBytes, headerRandomBytes), prefixAt);
  return header;
}

/** What a header says. `objectKey` is derived: HKDF-SHA-256 of the data key, salted by the header, bound to the id. */
export interface OpenHeader {
  header: Buffer;
  bytes: number;
  objectKey: Buffer;
}

/** Reads a header. Throws the `damaged` error when it is not one. */
export function openHeader(header: Uint8Array, key: Uint8Array, id: string): OpenHeader {
  const buffer = Buffer.from(header);
  if (buffer.length !== headerBytes || !buffer.subarray(0, magic.length).equals(magic)) throw damaged();
  const bytes = buffer.readBigUInt64BE(magic.length);
  if (bytes > BigInt(Number.MAX_SAFE_INTEGER) || buffer[headerBytes - 1] !== 0) throw damaged();
  const salt = buffer.subarray(saltAt, saltAt + saltBytes);
  const objectKey = Buffer.from(hkdfSync("sha256", key, salt, `ourvidz artifact 1 ${id}`, 32));
  return { header: buffer, bytes: Number(bytes), objectKey };
}

/** Number of chunks of a file; an empty file has one empty chunk, so that it is sealed too. */
export function chunkCount(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / chunkBytes));
}

/** Length on disk of a file of `bytes` plain bytes. */
export function sealedLength(bytes: number): number {
  return headerBytes + bytes + chunkCount(bytes) * tagBytes;
}

function nonceOf(file: OpenHeader, index: number): Buffer {
  const nonce = Buffer.alloc(12);
  file.header.copy(nonce, 0, prefixAt, prefixAt + prefixBytes);
  nonce.writeUInt32BE(index, prefixBytes);
  nonce[11] = index === chunkCount(file.bytes) - 1 ? 1 : 0;
  return nonce;
}

/** Plain length of chunk `index`. */
export function chunkLength(file: OpenHeader, index: number): number {
  return index === chunkCount(file.bytes) - 1 ? file.bytes - index * chunkBytes : chunkBytes;
}

/** Encrypts chunk `index`; its tag stands at the end. */
export function sealChunk(file: OpenHeader, index: number, plain: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-gcm", file.objectKey, nonceOf(file, index)).setAAD(file.header);
  const sealed = cipher.update(plain);
  cipher.final(); // gives no bytes in this mode
  return Buffer.concat([sealed, cipher.getAuthTag()]);
}

/** Decrypts chunk `index`. Throws the `damaged` error when a bit of it, of the header, or its place is wrong. */
export function openChunk(file: OpenHeader, index: number, sealed: Uint8Array): Buffer {
  if (sealed.length !== chunkLength(file, index) + tagBytes) throw damaged();
  const decipher = createDecipheriv("aes-256-gcm", file.objectKey, nonceOf(file, index), { authTagLength: tagBytes }).setAAD(file.header);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    decipher.final(); // gives no bytes in this mode; it says whether the tag is right
  } catch {
    throw damaged();
  }
  return plain;
}
