// Writes a character as the text of a card: the card that it came from with only what was changed here replaced, or a new one.
import type { CharacterProfile, LookWords } from "../../../../shared/domain/character.ts";
import { canonicalJson } from "../../../../shared/domain/recipe.ts";
import { memberAt, withMember } from "./json-text.ts";
import { type CardAsset, type CardExtension, type CardSpec, dataPlace, extensionName, readCard } from "./read.ts";

export type WrittenSpec = "v2" | "v3";

const names: Record<WrittenSpec, { spec: string; version: string }> = {
  v2: { spec: "chara_card_v2", version: "2.0" },
  v3: { spec: "chara_card_v3", version: "3.0" },
};

/** A card with every member that its specification asks for, and nothing in them. */
const emptyData = {
  name: "",
  description: "",
  personality: "",
  scenario: "",
  first_mes: "",
  mes_example: "",
  creator_notes: "",
  system_prompt: "",
  post_history_instructions: "",
  alternate_greetings: [],
  tags: [],
  creator: "",
  character_version: "",
  extensions: {},
};

/** What the studio knows beside the members of the specifications. */
function extensionOf(profile: CharacterProfile, looks: readonly LookWords[]): CardExtension {
  return {
    aliases: profile.aliases,
    roleLine: profile.roleLine,
    voice: profile.voice,
    palette: profile.palette,
    traits: profile.traits,
    years: profile.age.years,
    age: profile.age.statement,
    looks: looks.map(({ name, look, costume, hair, props }) => ({ name, look, costume, hair, props })),
  };
}

/** The text in another specification's form; what stood in it stays. */
function inSpec(text: string, from: CardSpec, to: WrittenSpec): string {
  const { spec, version } = names[to];
  if (from === to) return text;
  let written =
    from === "v1"
      ? `{"spec":${JSON.stringify(spec)},"spec_version":${JSON.stringify(version)},"data":${text.trim()}}`
      : withMember(withMember(text, "spec", JSON.stringify(spec)), "spec_version", JSON.stringify(version));
  const missing = Object.entries({ ...emptyData, ...(to === "v3" ? { group_only_greetings: [] } : {}) });
  for (const [key, value] of missing)
    if (memberAt(written, key, dataPlace(written, to)) === null)
      written = withMember(written, key, JSON.stringify(value), dataPlace(written, to));
  return written;
}

/**
 * The character as a card's text. `from` is the card that it came from; what differs from what was read out of it is
 * replaced, every other byte stays. `assets` are the files of a CHARX; undefined leaves the card's own list alone.
 */
export function writeCard(
  content: { profile: CharacterProfile; looks: readonly LookWords[] },
  to: WrittenSpec,
  from: { text: string } | null,
  assets?: readonly CardAsset[],
): string {
  const { profile, looks } = content;
  const blank = JSON.stringify({ spec: names.v2.spec, spec_version: names.v2.version, data: { ...emptyData, name: "?" } });
  const base = from?.text ?? blank;
  const read = readCard(base);
  let text = inSpec(base, read.spec, to);
  const set = (key: string, value: unknown) => {
    text = withMember(text, key, JSON.stringify(value), dataPlace(text, to));
  };
  if (profile.name !== read.profile.name) set("name", profile.name);
  if (profile.persona !== read.profile.persona) set("description", profile.persona);
  if (canonicalJson(profile.traits) !== canonicalJson(read.profile.traits)) set("personality", profile.traits.join(", "));
  if (to === "v3" && canonicalJson(profile.aliases) !== canonicalJson(read.profile.aliases) && profile.aliases[0] !== undefined)
    set("nickname", profile.aliases[0]);
  const own = extensionOf(profile, looks);
  if (canonicalJson(own) !== canonicalJson(extensionOf(read.profile, read.looks))) {
    const extensions = memberAt(text, "extensions", dataPlace(text, to));
    if (extensions === null || text[extensions.valueFrom] !== "{") set("extensions", { [extensionName]: own });
    else text = withMember(text, extensionName, JSON.stringify(own), extensions.valueFrom);
  }
  if (assets !== undefined) set("assets", assets);
  return text;
}
