// Words of the generated library: the same every time, some of them everywhere and most of them rare.

const stems =
  "light house harbour storm lantern night winter letter river mountain glass road window garden bridge engine silver amber shadow morning whale tower field ember copper velvet mirror forest island station candle smoke marble orchard thunder meadow desert willow anchor compass feather granite".split(
    " ",
  );
const endings = ["", "s", "ed", "ing", "er", "y", "less", "ward", "like", "fall", "way", "stone", "line", "work", "mark"];
const words = stems.flatMap((stem) => endings.map((ending) => `${stem}${ending}`));
const people = Array.from(
  { length: 30 },
  (_, index) =>
    `${["Anna", "Ilse", "Jonas", "Mara", "Tove", "Emil"][index % 6] ?? ""}${["", "bel", "ius", "dottir", "son"][Math.floor(index / 6)] ?? ""}`,
);
const characters = Array.from("東京夜海灯台雪山川空月光影森道橋船港嵐朝");

export const vocabulary = {
  words,
  tag: (index: number) => `${words[(index * 7) % words.length] ?? ""} tag`,
  person: (index: number) => people[index] ?? "Anna",
  /** Four characters of a script without spaces. */
  unspaced: (index: number) => Array.from({ length: 4 }, (_, place) => characters[(index * 3 + place * 5) % characters.length]).join(""),
};

export interface Random {
  /** 0 to `limit` - 1. */
  below(limit: number): number;
  /** So many words, common ones more often. */
  sentence(count: number): string;
}

/** Numbers from a seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    sentence: (count) => Array.from({ length: count }, () => words[Math.floor(next() ** 2.2 * words.length)] ?? "").join(" "),
  };
}
