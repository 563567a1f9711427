// The content rules over what is said of a character, and who may be in mature work: texts are checked before they are
// kept, with the member at fault named.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { CharacterContent } from "../../../shared/domain/character.ts";
import { checkFields, checkText, type PolicyFinding, type PolicyField } from "../../../shared/domain/policy/index.ts";
import type { Rating } from "../../../shared/domain/job.ts";

/** Every text of a character with the path of its member. */
function textsOf({ profile, looks }: CharacterContent): PolicyField[] {
  return [
    { field: "name", text: profile.name },
    ...profile.aliases.map((text, index) => ({ field: `aliases.${index}`, text })),
    { field: "roleLine", text: profile.roleLine },
    ...profile.traits.map((text, index) => ({ field: `traits.${index}`, text })),
    { field: "age.statement", text: profile.age.statement },
    { field: "persona", text: profile.persona },
    { field: "voice", text: profile.voice },
    ...looks.flatMap((look, index) => [
      { field: `looks.${index}.name`, text: look.name },
      { field: `looks.${index}.costume`, text: look.costume },
      { field: `looks.${index}.hair`, text: look.hair },
      ...look.props.map((text, place) => ({ field: `looks.${index}.props.${place}`, text })),
    ]),
  ].filter(({ text }) => text.trim() !== "");
}

/** Texts longer than this are read by themselves, passage by passage. */
const long = 600;

function findingIn(content: CharacterContent, rating: Rating): PolicyFinding | null {
  const { years } = content.profile.age;
  const minorPresent = years !== null && years < 18;
  const texts = textsOf(content);
  const short = texts.filter(({ text }) => text.length <= long);
  return (
    checkFields(short, { rating, minorPresent }) ??
    texts
      .filter(({ text }) => text.length > long)
      .map(({ field, text }) => checkText(text, { rating, minorPresent, field }))
      .find((finding) => finding !== null) ??
    null
  );
}

/** Throws policy_blocked, with the member named, where the rules do not allow what is said. */
export function checkContent(content: CharacterContent): void {
  const finding = findingIn(content, "general");
  if (finding !== null)
    throw new CodedError("policy_blocked", finding.message, { fields: [{ path: finding.field, message: finding.message }] });
}

/** Texts other than a card's that a file brings along, by their member's path. Throws policy_blocked. */
export function checkTexts(texts: readonly PolicyField[]): void {
  for (const { field, text } of texts) {
    const finding = checkText(text, { rating: "general", field });
    if (finding !== null) throw new CodedError("policy_blocked", finding.message, { fields: [{ path: field, message: finding.message }] });
  }
}

/** Where a character's texts say that somebody is under 18: the member, and why; null where they do not. */
export function saysUnderAge(content: CharacterContent): { field: string; words: string } | null {
  const { years, statement } = content.profile.age;
  if (years !== null && years < 18) return { field: "age.years", words: "The age is under 18." };
  if (statement !== "" && checkFields([{ field: "age.statement", text: `aged ${statement}` }], { rating: "mature" }) !== null)
    return { field: "age.statement", words: "The age says that the character is under 18." };
  const finding = findingIn(content, "mature");
  return finding === null || finding.category === "floor" ? null : { field: finding.field, words: "The texts mention somebody under 18." };
}

/** Throws where an adult age cannot be confirmed. */
export function checkAdult(content: CharacterContent, underAge: boolean): void {
  const refuse = (field: string, message: string): never => {
    throw new CodedError("policy_blocked", message, { fields: [{ path: field, message }] });
  };
  if (underAge)
    refuse(
      "age.adult",
      "This character came as somebody under 18. An adult age cannot be confirmed; make a new character for an adult role.",
    );
  const { years, statement } = content.profile.age;
  if (years === null && statement === "") refuse("age.statement", "Say the age before it is confirmed.");
  const said = saysUnderAge(content);
  if (said !== null && said.field.startsWith("age.")) refuse(said.field, `${said.words} It cannot be confirmed as an adult age.`);
}

/** Why the character may not be in mature work; null where it may. */
export function whyNotMature(content: CharacterContent, underAge: boolean): string | null {
  if (underAge) return "The character came as somebody under 18: it is never in mature work.";
  const said = saysUnderAge(content);
  if (said !== null) return `${said.words} Mature work may not mention anyone under 18.`;
  return content.profile.age.adult ? null : "Nobody has confirmed that the character is an adult.";
}
