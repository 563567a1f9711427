// Texts that no database can hold, refused where they come in: whoever stores them, here or in a library, need not ask.
import { CodedError } from "../../shared/contract/errors.ts";

const message = "This text holds a character that cannot be stored: a NUL or half a surrogate pair. Take it out.";

/** True for what a parser made: a body that is still a stream, or bytes, is not walked through. */
function isParsed(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}

/** Path of the first text below `value` that cannot be stored, name of a field or its text; null for none. */
function placeOf(value: unknown, path: string[]): string[] | null {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed() ? path : null;
  if (typeof value !== "object" || value === null || !isParsed(value)) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = placeOf(name, [...path, "(name)"]) ?? placeOf(inner, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

/** The refusal of a parsed body or query with such a text; undefined where all can be stored. */
export function unstorable(value: unknown): CodedError | undefined {
  const place = placeOf(value, []);
  return place === null
    ? undefined
    : new CodedError("invalid_input", message, { fields: [{ path: place.join(".") || "(whole)", message }] });
}
