// Character cards as text: V1 (flat), V2 (chara_card_v2) and V3 (chara_card_v3). What the studio uses is read out of them;
// the rest is not touched, because the text itself is kept.
import { z } from "zod";
import { CodedError } from "../../../../shared/contract/errors.ts";
import { lookWordsSchema, profileSchema } from "../../../../shared/contract/studio/character-views.ts";
import { type CharacterProfile, emptyProfile, type LookWords } from "../../../../shared/domain/character.ts";
import type { PolicyField } from "../../../../shared/domain/policy/index.ts";
import { doubles, memberAt, membersOf } from "./json-text.ts";

export type CardSpec = "v1" | "v2" | "v3";

export interface CardAsset {
  type: string;
  uri: string;
  name: string;
  ext: string;
}

export interface ReadCard {
  spec: CardSpec;
  profile: CharacterProfile;
  looks: LookWords[];
  /** Pictures and files that a V3 card names. */
  assets: CardAsset[];
  /** Every text of the card by its path, for the content rules. */
  texts: PolicyField[];
  /** What to know of it, in sentences. */
  notes: string[];
}

/** Most characters of a card's text. */
const mostText = 16 * 1024 * 1024;

/** Members of `data` by the specifications. */
const v1Names = ["name", "description", "personality", "scenario", "first_mes", "mes_example"];
const dataNames = new Set([
  ...v1Names,
  "creator_notes",
  "system_prompt",
  "post_history_instructions",
  "alternate_greetings",
  "character_book",
  "tags",
  "creator",
  "character_version",
  "extensions",
  "assets",
  "nickname",
  "creator_notes_multilingual",
  "source",
  "group_only_greetings",
  "creation_date",
  "modification_date",
]);

/** The studio's own part of a card, under data.extensions. */
export const extensionName = "ourvidz";
const extensionSchema = z.object({
  aliases: profileSchema.shape.aliases.catch([]),
  roleLine: profileSchema.shape.roleLine.catch(""),
  voice: profileSchema.shape.voice.catch(""),
  palette: profileSchema.shape.palette.catch([]),
  traits: profileSchema.shape.traits.optional().catch(undefined),
  years: profileSchema.shape.age.shape.years.catch(null),
  age: profileSchema.shape.age.shape.statement.catch(""),
  looks: z.array(lookWordsSchema).max(200).catch([]),
});
export type CardExtension = z.output<typeof extensionSchema>;

const refuse = (field: string, message: string): never => {
  throw new CodedError("invalid_input", message, { fields: [{ path: field, message }] });
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** The object of a card's text. Throws invalid_input. */
function objectIn(text: string): Record<string, unknown> {
  if (text.length > mostText)
    refuse("(whole)", "The card is larger than 16 MB of text. A card has some kilobytes: this is something else.");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("(whole)", "The card is not valid JSON: it is damaged, or no card. Ask for it again from where it came.");
  }
  return isObject(value) ? value : refuse("(whole)", "The file holds JSON, but no character card: a card is one object.");
}

/** Where the texts of a card stand: `data` of V2 and V3, the whole of V1. */
export function dataPlace(text: string, spec: CardSpec): number {
  return spec === "v1" ? 0 : (memberAt(text, "data")?.valueFrom ?? 0);
}

function specOf(card: Record<string, unknown>): { spec: CardSpec; data: Record<string, unknown> } {
  const { spec, data } = card;
  if (spec === "chara_card_v2" || spec === "chara_card_v3") {
    if (!isObject(data)) return refuse("data", "The card says that it is one, but has no data. It cannot be used.");
    return { spec: spec === "chara_card_v2" ? "v2" : "v3", data };
  }
  if (typeof spec === "string")
    return refuse("spec", `The card is of a kind that this studio does not know (${spec.slice(0, 60)}). It reads V1, V2 and V3.`);
  if (typeof card.name === "string" && v1Names.slice(1).some((name) => typeof card[name] === "string")) return { spec: "v1", data: card };
  return refuse("spec", "The file holds JSON, but no character card: neither its kind nor a name and a description stand in it.");
}

/** A short list of words with commas between is a list of traits; anything longer is prose, and stays what it is. */
function traitsIn(personality: string): string[] {
  const parts = personality
    .split(/[,;\n]/u)
    .map((part) => part.trim())
    .filter(Boolean);
  return parts.length <= 40 && parts.every((part) => part.length <= 40 && !/[.!?]/u.test(part)) ? parts : [];
}

/** All strings in a value, with their paths. */
function stringsIn(value: unknown, path: string, found: PolicyField[], depth = 0): PolicyField[] {
  if (typeof value === "string") {
    if (value.trim() !== "") found.push({ field: path, text: value });
  } else if (depth < 12 && Array.isArray(value))
    for (const [index, one] of value.entries()) stringsIn(one, `${path}.${index}`, found, depth + 1);
  else if (depth < 12 && isObject(value))
    for (const [key, one] of Object.entries(value)) stringsIn(one, `${path}.${key}`, found, depth + 1);
  return found;
}

/** Reads a card. Throws invalid_input, with the member at fault named. */
export function readCard(text: string): ReadCard {
  const card = objectIn(text);
  const { spec, data } = specOf(card);
  const at = spec === "v1" ? "" : "data.";
  const word = (name: string, most: number): string => {
    const value = data[name];
    if (value === undefined || value === null) return "";
    if (typeof value !== "string") return refuse(`${at}${name}`, `The card's ${name} is not a text. It cannot be used.`);
    if (value.length > most)
      return refuse(`${at}${name}`, `The card's ${name} has more than ${most.toLocaleString("en")} characters. Shorten it and try again.`);
    return value;
  };
  const notes: string[] = [];
  const name = word("name", 4000).replaceAll(/\s+/gu, " ").trim();
  if (name === "") refuse(`${at}name`, "The card has no name. A character needs one.");
  if (name.length > 120) notes.push("The name was cut to 120 characters here; the card keeps all of it.");
  const extensions = isObject(data.extensions) ? data.extensions : {};
  const own = extensionSchema.safeParse(extensions[extensionName]);
  const more: CardExtension | null = own.success ? own.data : null;
  const nickname = spec === "v3" ? word("nickname", 4000).trim().slice(0, 120) : "";
  const personality = word("personality", 100_000);
  const profile: CharacterProfile = {
    ...emptyProfile(name.slice(0, 120).trim()),
    aliases: more !== null && more.aliases.length > 0 ? more.aliases : nickname === "" || nickname === name ? [] : [nickname],
    persona: word("description", 100_000),
    traits: more?.traits ?? traitsIn(personality),
    roleLine: more?.roleLine ?? "",
    voice: more?.voice ?? "",
    palette: more?.palette ?? [],
    // What a file says of an age is never a confirmation.
    age: { years: more?.years ?? null, statement: more?.age ?? "", adult: false },
  };
  if (more === null || (more.years === null && more.age === "")) notes.push("The age is not known: it is not confirmed.");
  else notes.push("The age is not confirmed: confirm it yourself.");
  for (const key of [...doubles(text), ...(spec === "v1" ? [] : doubles(text, dataPlace(text, spec)).map((one) => `data.${one}`))])
    notes.push(`The card names ${key} twice: the last one counts, and both are kept.`);
  const assets = Array.isArray(data.assets)
    ? data.assets.flatMap((one): CardAsset[] => {
        const read = z.object({ type: z.string(), uri: z.string(), name: z.string(), ext: z.string() }).safeParse(one);
        return read.success ? [read.data] : [];
      })
    : [];
  const texts = Object.entries(data)
    .filter(([key]) => key !== "assets" && (dataNames.has(key) || key === extensionName))
    .flatMap(([key, value]) => stringsIn(value, `${at}${key}`, []));
  return { spec, profile, looks: (more?.looks ?? []) as LookWords[], assets, texts, notes };
}

/** Paths of members that no specification names: they are kept as they are. */
export function unknownMembers(text: string): string[] {
  const spec = memberAt(text, "spec") === null ? "v1" : "v2";
  const data = dataPlace(text, spec);
  const root =
    spec === "v1"
      ? []
      : membersOf(text).flatMap(({ key }) => (["spec", "spec_version", "data"].includes(key) || dataNames.has(key) ? [] : [key]));
  const at = spec === "v1" ? "" : "data.";
  const inside = membersOf(text, data).flatMap(({ key }) => (dataNames.has(key) ? [] : [`${at}${key}`]));
  const extensions = memberAt(text, "extensions", data);
  const more =
    extensions === null || text[extensions.valueFrom] !== "{"
      ? []
      : membersOf(text, extensions.valueFrom).flatMap(({ key }) => (key === extensionName ? [] : [`${at}extensions.${key}`]));
  return [...new Set([...root, ...inside, ...more])];
}
