// An asset: a file of the library. Its kinds, its states, where it came from, and how names compare.
import { fold } from "./words.ts";

export const assetKinds = ["image", "clip", "audio", "document"] as const;
export type AssetKind = (typeof assetKinds)[number];

/** `staged`: just made, in the workspace. `kept`: in the library. `discarded`: gone after a day. `trashed`: until it is emptied. */
export const assetStates = ["staged", "kept", "discarded", "trashed"] as const;
export type AssetState = (typeof assetStates)[number];

export const assetOrigins = ["made", "imported", "copied"] as const;
export type AssetOrigin = (typeof assetOrigins)[number];

/** The name as people sort it: without case and accents, numbers by their size (2 before 10). */
export function nameKey(name: string): string {
  return foldedKey(name).replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, "");
    // How many digits there are goes before them, so that texts sort as numbers do.
    return `${String.fromCharCode(0x21 + Math.min(number.length, 90))}${number}`;
  });
}

/** A text by which two names are the same: without case, accents, and runs of spaces. */
export const foldedKey = (name: string): string => fold(name).replace(/\s+/gu, " ").trim();
