// Edits JSON as text: members are found by their place and replaced or added, and every other byte stays as it was.

/** A member of an object by its places in the text. */
export interface Member {
  key: string;
  from: number;
  valueFrom: number;
  valueTo: number;
}

const blank = /[ \t\r\n]/;

function afterBlank(text: string, at: number): number {
  let here = at;
  while (here < text.length && blank.test(text[here] ?? "")) here += 1;
  return here;
}

function afterString(text: string, at: number): number {
  let here = at + 1;
  while (text[here] !== '"') here += text[here] === "\\" ? 2 : 1;
  return here + 1;
}

/** The end of the value that begins at `at`. The text is valid JSON. */
function afterValue(text: string, at: number): number {
  let here = at;
  let depth = 0;
  for (;;) {
    const sign = text[here];
    if (sign === '"') here = afterString(text, here);
    else {
      if (sign === "{" || sign === "[") depth += 1;
      if (sign === "}" || sign === "]") depth -= 1;
      here += 1;
      if (sign !== "{" && sign !== "[" && sign !== "}" && sign !== "]" && depth === 0)
        while (here < text.length && !/[,\]}\s]/.test(text[here] ?? "")) here += 1;
    }
    if (depth === 0) return here;
  }
}

/** Members of the object that begins at or after `at`, in their order, doubles too. The text is valid JSON. */
export function membersOf(text: string, at = 0): Member[] {
  const members: Member[] = [];
  let here = afterBlank(text, afterBlank(text, at) + 1);
  while (text[here] === '"') {
    const from = here;
    here = afterString(text, here);
    const key = JSON.parse(text.slice(from, here)) as string;
    const valueFrom = afterBlank(text, afterBlank(text, here) + 1);
    const valueTo = afterValue(text, valueFrom);
    members.push({ key, from, valueFrom, valueTo });
    here = afterBlank(text, valueTo);
    if (text[here] === ",") here = afterBlank(text, here + 1);
  }
  return members;
}

/** The member that counts where a key stands twice: the last. */
export function memberAt(text: string, key: string, at = 0): Member | null {
  return membersOf(text, at).findLast((member) => member.key === key) ?? null;
}

/** The text with a member's value replaced by `raw` JSON, or the member added at the end of the object at `at`. */
export function withMember(text: string, key: string, raw: string, at = 0): string {
  const members = membersOf(text, at);
  const found = members.findLast((member) => member.key === key);
  if (found !== undefined) return text.slice(0, found.valueFrom) + raw + text.slice(found.valueTo);
  const open = afterBlank(text, at);
  const [first] = members;
  const last = members.at(-1);
  const added = `${JSON.stringify(key)}:${first !== undefined && text[first.valueFrom - 1] === " " ? " " : ""}${raw}`;
  if (first === undefined || last === undefined) return `${text.slice(0, open + 1)}${added}${text.slice(open + 1)}`;
  return `${text.slice(0, last.valueTo)},${text.slice(open + 1, first.from)}${added}${text.slice(last.valueTo)}`;
}

/** Keys that stand twice in the object at `at`. */
export function doubles(text: string, at = 0): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of membersOf(text, at)) (seen.has(key) ? twice : seen).add(key);
  return [...twice];
}
