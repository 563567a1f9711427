// What can honestly be said of a new password before it is sent: whether it is long enough, and what makes it
// easy to guess. No meter: nothing here knows whether it is strong.

/** Fewest and most characters that the farm takes. */
export const passwordLength = { least: 12, most: 128 };

export type PasswordNote =
  | { kind: "short"; missing: number }
  | { kind: "long"; over: number }
  /** Made of few different characters, or of one part again and again. */
  | { kind: "repeats" }
  /** A row of the keyboard or of the alphabet is most of it. */
  | { kind: "row" }
  /** It holds the name or the address. */
  | { kind: "known" }
  /** A word that every list of passwords begins with. */
  | { kind: "common" }
  /** Nothing speaks against it. */
  | { kind: "fine" };

const rows = ["abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "01234567890"];
const common = /^(?:\W|\d)*(?:password|passwort|letmein|welcome|iloveyou|admin|ourvidz)(?:\W|\d)*$/;

/** Longest stretch of `text` that lies in a row, forwards or backwards. */
function longestRow(text: string): number {
  const all = rows.flatMap((row) => [row, [...row].reverse().join("")]);
  let longest = 0;
  for (let start = 0; start < text.length; start++)
    for (let end = start + longest + 1; end <= text.length && all.some((row) => row.includes(text.slice(start, end))); end++)
      longest = end - start;
  return longest;
}

/** What to say of `password`; `known` are the name and address it is for. */
export function passwordNote(password: string, known: readonly string[]): PasswordNote {
  const { length } = password;
  if (length < passwordLength.least) return { kind: "short", missing: passwordLength.least - length };
  if (length > passwordLength.most) return { kind: "long", over: length - passwordLength.most };
  const small = password.toLowerCase();
  if (new Set(small).size < 6 || /^(.{1,6})\1+.{0,5}$/.test(small)) return { kind: "repeats" };
  if (common.test(small)) return { kind: "common" };
  const parts = known.flatMap((text) => text.toLowerCase().split(/[\s@.]+/)).filter((part) => part.length >= 4);
  if (parts.some((part) => small.includes(part) && small.length - part.length < 10)) return { kind: "known" };
  if (longestRow(small) * 2 >= length) return { kind: "row" };
  return { kind: "fine" };
}
