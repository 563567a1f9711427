// Text in a picture: any text becomes valid XML, and is broken into lines by an estimate of its width.

// characters that XML 1.0 forbids even when escaped
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** One line of text without characters that XML or a reader cannot take; runs of space are one space. */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(forbidden, " ")
      // marks piled on one letter would climb over the picture
      .replaceAll(/(\p{M}{4})\p{M}+/gu, "$1")
      .replaceAll(/\s+/gu, " ")
      .trim()
  );
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

const narrow = /[iljtfrI.,:;'’!|()[\] ]/;
const capital = /[A-ZMWmw@%\p{Lu}]/u;
const full = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3ffff}]/u;
const weightless = /\p{M}|\p{Cf}/u;

/** Estimated width in em of a sans-serif text. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (weightless.test(character)) continue;
    width += full.test(character) ? 1.02 : narrow.test(character) ? 0.3 : capital.test(character) ? 0.72 : 0.56;
  }
  return width;
}

/** The longest beginning that fits, cut between letters and never before a mark that belongs to one. */
function fitting(text: string, width: number): string {
  const characters = Array.from(text);
  let used = 0;
  let end = 0;
  for (const character of characters) {
    const own = textWidth(character);
    if (used + own > width && end > 0) break;
    used += own;
    end += 1;
  }
  while (end > 1 && weightless.test(characters[end] ?? "")) end -= 1;
  return characters.slice(0, end).join("");
}

/** Lines of at most `width` em; a word longer than a line is broken. What exceeds `limit` lines ends in an ellipsis. */
export function wrapText(text: string, width: number, limit: number): string[] {
  const lines: string[] = [];
  let line = "";
  // no more text than the lines can hold is looked at: a novel in a subtitle costs nothing
  const words = fitting(text, width * (limit + 1)).split(" ");
  for (const word of words) {
    if (line && textWidth(`${line} ${word}`) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (textWidth(line) > width) {
      const head = fitting(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line) lines.push(line);
  if (lines.length <= limit && textWidth(text) <= textWidth(words.join(" ")) + 0.01) return lines;
  const kept = lines.slice(0, limit);
  const last = kept[kept.length - 1] ?? "";
  kept[kept.length - 1] = `${fitting(last, width - 1).trimEnd()}…`;
  return kept;
}
