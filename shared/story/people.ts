// The people of a story: how they are called, and every place in a sentence that points to one.
import type { Gender } from "./languages/types.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Token } from "./text.ts";

export interface Person {
  name: string;
  gender: Gender | undefined;
  /** Known by a role only: "the baker". */
  byRole: boolean;
  /** A role without a name that may stand for someone already there: "the girl". */
  generic: boolean;
  /** Where the story first names them. */
  at: number;
  age?: "child" | "teen" | "adult" | "old";
  /** Whose parent, uncle or aunt they are. */
  elderOf?: Person;
  /** The teller of a story in the first person. */
  narrator?: boolean;
}

export interface People {
  list: Person[];
  /** Names in lower case, matched where the story writes a capital. */
  names: Map<string, Person>;
  /** Roles in lower case, matched with or without capital. */
  roles: Map<string, Person>;
}

export type MentionKind = "name" | "role" | "he" | "she" | "they" | "his" | "her" | "first" | "group";

export interface Mention {
  kind: MentionKind;
  person?: Person;
  /** Token index of its first and last word. */
  index: number;
  last: number;
  /** Where in the text. */
  start: number;
  end: number;
  /** After a preposition, as a possessive, or in another place where a subject cannot stand. */
  oblique: boolean;
  /** Spoken of, not there: "without Anna", "a letter from Anna". */
  absent: boolean;
  /** Group size, when told. */
  count?: number;
  indefinite?: boolean;
  /** By its article, where the word itself has two: "die Alte". */
  gender?: Gender;
}

export function emptyPeople(): People {
  return { list: [], names: new Map(), roles: new Map() };
}

/** Everything in the tokens that points to a person, in order. */
export function mentionsIn(tokens: readonly Token[], people: People, lexicon: Lexicon): Mention[] {
  const found: Mention[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    const named = nameAt(tokens, index, people);
    const before = tokens[index - 1];
    if (named) {
      const last = index + named.count - 1;
      const end = tokens[last];
      // Over "the" and over a title in small letters: "de tante Ursule".
      let back = index - 1;
      if (lexicon.titles.has(tokens[back]?.word ?? "")) back -= 1;
      if (lexicon.articles.has(tokens[back]?.word ?? "") && !lexicon.prepositions.has(tokens[back]?.word ?? "")) back -= 1;
      const lead = tokens[back];
      found.push({
        kind: "name",
        person: named.person,
        index,
        last,
        start: token.start,
        end: end?.end ?? token.end,
        oblique: (end?.possessive ?? false) || (lead !== undefined && lexicon.prepositions.has(lead.word)),
        absent: (end?.possessive ?? false) || (lead !== undefined && lexicon.absent.has(lead.word)),
      });
      index = last;
      continue;
    }
    const role = roleAt(tokens, index, people, lexicon);
    if (role) {
      found.push(role);
      index = role.last;
      continue;
    }
    const kind = pronounKind(tokens, index, lexicon);
    if (kind) {
      found.push({
        kind,
        index,
        last: index,
        start: token.start,
        end: token.end,
        oblique: kind === "his" || kind === "her" || (before !== undefined && lexicon.prepositions.has(before.word)),
        absent: false,
      });
      continue;
    }
    const group = groupAt(tokens, index, lexicon);
    if (group) {
      found.push({
        kind: "group",
        index,
        last: group.last,
        start: token.start,
        end: tokens[group.last]?.end ?? token.end,
        oblique: false,
        absent: false,
        count: group.count,
      });
      index = group.last;
    }
  }
  return found;
}

function nameAt(tokens: readonly Token[], index: number, people: People): { person: Person; count: number } | null {
  const token = tokens[index];
  if (!token?.capital) return null;
  for (let count = 3; count >= 1; count -= 1) {
    if (index + count > tokens.length) continue;
    const phrase = tokens
      .slice(index, index + count)
      .map((one) => one.word)
      .join(" ");
    const person = people.names.get(phrase);
    if (person) return { person, count };
  }
  return null;
}

/** "bread for his grandmother": someone with no name who is only thought of. */
const meantFor = new Set(["for", "para", "pour", "für", "per"]);

function roleAt(tokens: readonly Token[], index: number, people: People, lexicon: Lexicon): Mention | null {
  for (let count = 3; count >= 1; count -= 1) {
    const slice = tokens.slice(index, index + count);
    if (slice.length < count) continue;
    const person = people.roles.get(slice.map((one) => one.word).join(" "));
    if (count === 1 && lexicon.roleAdjectives.has(slice[0]?.word ?? "") && people.roles.has(tokens[index + 1]?.word ?? "")) return null;
    const first = slice[0];
    const end = slice.at(-1);
    if (!person || !first || !end) continue;
    // Over adjectives to the article: "the old keeper".
    let back = index - 1;
    while (back >= 0 && index - back <= 2 && lexicon.roleAdjectives.has(tokens[back]?.word ?? "")) back -= 1;
    const determiner = tokens[back];
    const determined = determiner !== undefined && lexicon.determiners.has(determiner.word);
    if (!determined && !first.capital) return null;
    const lead = determined ? tokens[back - 1] : tokens[index - 1];
    return {
      kind: "role",
      person,
      index: determined ? back : index,
      last: index + count - 1,
      start: (determined ? determiner : first).start,
      end: end.end,
      oblique: end.possessive || (lead !== undefined && lexicon.prepositions.has(lead.word)),
      absent: end.possessive || (lead !== undefined && (lexicon.absent.has(lead.word) || meantFor.has(lead.word))),
      indefinite: determined && lexicon.indefinite.has(determiner.word),
      ...(determined && lexicon.words.code === "de" && count === 1 ? articleGender(first.word, determiner.word) : {}),
    };
  }
  return null;
}

/** German adjectives that stand for people take their gender from the article. */
function articleGender(word: string, article: string): Pick<Mention, "gender"> {
  if (!/^(?:alte|fremde|kleine|kranke|blinde|tote|gefangene|verletzte|reisende)$/u.test(word)) return {};
  return /^(?:die|eine|diese|jene)$/u.test(article) ? { gender: "f" } : article === "der" || article === "dieser" ? { gender: "m" } : {};
}

function pronounKind(tokens: readonly Token[], index: number, lexicon: Lexicon): MentionKind | null {
  const token = tokens[index];
  const word = token?.word ?? "";
  const bare = word.replace(/'(?:s|d|ll|re|ve|m)$/u, "");
  const { code } = lexicon.words;
  if (code === "de" && (word === "sie" || word === "ihr")) return germanSie(tokens, index, lexicon);
  if (lexicon.first.has(bare) && (code !== "en" || bare !== "i" || token?.capital)) return "first";
  if (lexicon.he.has(bare)) return "he";
  if (lexicon.she.has(bare)) return "she";
  if (lexicon.they.has(bare)) return "they";
  if (lexicon.her.has(bare)) return "her";
  return lexicon.his.has(bare) ? "his" : null;
}

/** "sie ging" is she, "sie gingen" is they. */
function germanSie(tokens: readonly Token[], index: number, lexicon: Lexicon): MentionKind {
  if (tokens[index]?.word === "ihr") return "her";
  const beside = [tokens[index + 1]?.word ?? "", tokens[index - 1]?.word ?? ""];
  const plural = beside.some(
    (word) =>
      /(?:ten|gen|men|ben|sen|len|fen|ßen|hen|ien|nen|sind|ren)$/u.test(word) &&
      !lexicon.common.has(word) &&
      !lexicon.prepositions.has(word),
  );
  return plural || beside.includes("sind") || beside.includes("waren") || beside.includes("hatten") || beside.includes("haben")
    ? "they"
    : "she";
}

function groupAt(tokens: readonly Token[], index: number, lexicon: Lexicon): { last: number; count: number } | null {
  const number = lexicon.words.numbers[tokens[index]?.word ?? ""] ?? Number.NaN;
  if (!Number.isInteger(number) || number < 2 || number > 6) return null;
  for (let ahead = 1; ahead <= 2; ahead += 1) {
    const two = `${tokens[index + ahead]?.word ?? ""} ${tokens[index + ahead + 1]?.word ?? ""}`;
    if (lexicon.people.has(two)) return { last: index + ahead + 1, count: number };
    if (lexicon.people.has(tokens[index + ahead]?.word ?? "")) return { last: index + ahead, count: number };
  }
  return null;
}
