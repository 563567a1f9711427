// Who tells the story, and who is he or she: read off the pronouns of the narration.
import { eitherNames } from "./given-names.ts";
import type { Lexicon } from "./lexicon.ts";
import type { People, Person } from "./people.ts";
import type { TokenSentence } from "./text.ts";

/** A story told by "I" has its teller among the people. */
export function addNarrator(parts: readonly TokenSentence[], people: People, lexicon: Lexicon): void {
  let count = 0;
  let at = -1;
  for (const { tokens, spoken } of parts) {
    if (spoken) continue;
    for (const token of tokens) {
      const bare = token.word.replace(/'.*$/u, "");
      if (!(lexicon.first.has(bare) || lexicon.firstSpeech.has(token.word)) || (bare === "i" && !token.capital)) continue;
      count += 1;
      if (at < 0) at = token.start;
    }
  }
  if (count < 3) return;
  people.list.push({ name: lexicon.words.narrator, gender: undefined, byRole: true, generic: false, at, narrator: true });
}

/** Genders by the pronouns that follow a name which stands alone in its sentence. */
export function addGenders(parts: readonly TokenSentence[], people: People, lexicon: Lexicon): void {
  const votes = new Map<Person, number>();
  let alone: Person | null = null;
  for (const { tokens, spoken } of parts) {
    if (spoken) continue;
    const here = new Set<Person>();
    let vote = 0;
    for (const [index, token] of tokens.entries()) {
      const person = token.capital ? people.names.get(token.word) : people.roles.get(token.word);
      if (person) here.add(person);
      const before = tokens[index - 1];
      if (lexicon.he.has(token.word) || (lexicon.his.has(token.word) && !lexicon.her.has(token.word)))
        vote += lexicon.he.has(token.word) ? 2 : 1;
      else if (lexicon.she.has(token.word) || (lexicon.her.has(token.word) && !lexicon.his.has(token.word)))
        vote -= lexicon.she.has(token.word) && before?.word !== "and" ? 2 : 1;
    }
    const only: Person | null = here.size === 1 ? ([...here][0] ?? null) : here.size === 0 ? alone : null;
    if (only && vote !== 0) votes.set(only, (votes.get(only) ?? 0) + Math.sign(vote) * (here.size === 1 ? 2 : 1));
    alone = only;
  }
  for (const person of people.list) {
    const either = !person.byRole && eitherNames.has(person.name.split(" ")[0]?.toLowerCase() ?? "");
    if (person.gender && !either) continue;
    const vote = votes.get(person) ?? 0;
    if (vote !== 0) person.gender = vote > 0 ? "m" : "f";
    else if (!person.gender && !person.byRole && /a$/iu.test(person.name.split(" ")[0] ?? "")) person.gender = "f";
  }
}
