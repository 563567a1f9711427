// Countries by their names: what a farm serves, and the choice of one's own.

const names = new Intl.DisplayNames("en", { type: "region" });
const nameOf = (code: string) => names.of(code.toUpperCase()) ?? code;

/** "Germany, Iceland and Norway"; past six only how many more. */
export function regionList(codes: readonly string[]): string {
  const all = codes.map(nameOf).sort((one, other) => one.localeCompare(other, "en"));
  const shown = all.length > 6 ? [...all.slice(0, 5), `${all.length - 5} more countries`] : all;
  return new Intl.ListFormat("en", { type: "conjunction" }).format(shown);
}

/** Code and name of each, by name. */
export function regionNames(codes: readonly string[]): Record<string, string> {
  const pairs = codes.map((code): [string, string] => [code, nameOf(code)]);
  return Object.fromEntries(pairs.sort((one, other) => one[1].localeCompare(other[1], "en")));
}
