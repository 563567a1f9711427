// Parents, uncles and aunts: whose they are, since they are older than whoever calls them so.
import type { Lexicon } from "./lexicon.ts";
import type { People, Person } from "./people.ts";
import { wordSet, type Token } from "./text.ts";

const elders = wordSet(`father mother dad daddy mum mom mama papa parents uncle aunt auntie stepfather stepmother godfather godmother
  padre madre papá mamá tío tía padrastro madrastra padrino madrina père mère maman oncle tante beau-père belle-mère parrain marraine
  vater mutter onkel stiefvater stiefmutter patenonkel patentante babbo mamma zio zia patrigno matrigna pai mãe tio tia padrasto madrasta papai mamãe`);
const his = wordSet(
  "his su sus son sa ses sein seine seinen seiner seinem suo sua suoi sue seu seus suas ihr ihre ihren ihrem ihrer her their leur leurs loro",
);
const of = wordSet("of de d' del di della von da do");

/** Remembers who was told of last, and gives parents to them. */
export class Kin {
  private readonly lexicon: Lexicon;
  private readonly people: People;
  private readonly found = new Map<string, Person | string | undefined>();
  private readonly recent: (Person | string)[] = [];

  constructor(people: People, lexicon: Lexicon) {
    this.people = people;
    this.lexicon = lexicon;
  }

  /** A word that may be a name or a role, as the story goes on. */
  met(token: Token): void {
    const one = token.capital ? (this.people.names.get(token.word) ?? this.role(token.word)) : this.role(token.word);
    if (one !== undefined && this.recent.at(-1) !== one) this.recent.push(one);
  }

  /** "her father", "Mara's father", "le père de Mara": the first time that a parent is told of. */
  told(role: string, determiner: Token, after: readonly (Token | undefined)[]): void {
    if (!elders.has(role) || this.found.has(role)) return;
    const [link, name] = after;
    const owner = determiner.possessive
      ? (this.people.names.get(determiner.word) ?? determiner.word)
      : link && name?.capital && of.has(link.word)
        ? this.people.names.get(name.word)
        : undefined;
    if (owner === undefined && !his.has(determiner.word)) return;
    this.found.set(role, owner ?? this.before(determiner.word));
  }

  private role(word: string): string | undefined {
    return this.lexicon.roles.has(word) && !elders.has(word) ? word : undefined;
  }

  /** Whoever was told of last and may be "his" or "her". */
  private before(word: string): Person | string | undefined {
    const gender = word === "his" || word.startsWith("sein") ? "m" : word === "her" ? "f" : undefined;
    return this.recent.findLast((one) => {
      const own = typeof one === "string" ? this.lexicon.roles.get(one) : one.gender;
      return gender === undefined || own === undefined || own === gender;
    });
  }

  /** When everyone is known. */
  settle(): void {
    for (const [role, owner] of this.found) {
      const elder = this.people.roles.get(role);
      const child = typeof owner === "string" ? this.people.roles.get(owner) : owner;
      if (elder && child && elder !== child) elder.elderOf ??= child;
    }
  }
}
