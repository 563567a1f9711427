// A file as the parsers of metadata see it: parts of it by place, so that none reads a large file whole.
import { inflateSync } from "node:zlib";

/** Bytes by place. `read` gives fewer than asked for only at the end. */
export interface ByteSource {
  size: number;
  read(at: number, length: number): Buffer;
}

/** A source over bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: whole.length,
    read: (at, length) => whole.subarray(Math.max(0, at), Math.max(0, Math.min(whole.length, at + length))),
  };
}

/** A part of a file that is written: new bytes, or a stretch of the old file. */
export type Part = Uint8Array | { from: number; length: number };

/** Text of metadata that is read at most: more is no recipe but an attempt to fill memory. */
export const mostText = 8 * 1024 * 1024;

/** What zlib makes of the bytes; null when they are damaged or give more than `most`. */
export function inflateAtMost(bytes: Uint8Array, most: number): Buffer | null {
  try {
    return inflateSync(bytes, { maxOutputLength: most });
  } catch {
    return null;
  }
}

const strict = new TextDecoder("utf-8", { fatal: true });

/** UTF-8 where the bytes are that, else Latin-1: tools write the one where the format asks for the other. */
export function looseText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  }
}

/** JSON of a text as an object; null for anything else. */
export function objectOf(text: string): Record<string, unknown> | null {
  const start = text.trimStart();
  if (!start.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    // Python's json writes NaN where JSON has no such word.
    try {
      const value: unknown = JSON.parse(text.replaceAll(/(?<=[:[,]\s?)(?:NaN|-?Infinity)(?=\s?[,\]}])/g, "null"));
      return isObject(value) ? value : null;
    } catch {
      return null;
    }
  }
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
