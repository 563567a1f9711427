// SHA-256 of a text, as takes, frames and pieces are keyed by it.
import { createHash } from "node:crypto";

/** Hexadecimal SHA-256 of the text's UTF-8 bytes. */
export function hashText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
