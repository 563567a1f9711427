// What differs between two versions of a character, in words and as it was and is.
import { angleLabels, type CharacterContent, type CharacterProfile, type LookWords } from "./character.ts";
import { canonicalJson } from "./recipe.ts";
import type { Look } from "./shot.ts";

/** One difference. `field` is a path, `label` its name for people. */
export interface CharacterDifference {
  field: string;
  label: string;
  before: string;
  after: string;
}

const profileLabels: [keyof CharacterProfile, string][] = [
  ["name", "Name"],
  ["aliases", "Other names"],
  ["roleLine", "Role"],
  ["persona", "Persona"],
  ["traits", "Traits"],
  ["voice", "Voice"],
  ["palette", "Palette"],
  ["age", "Age"],
];

const garmentWords = { coat: "coat", jacket: "jacket", dress: "dress", jumper: "jumper", uniform: "uniform" } as const;

/** The drawn parts of a look in words: "#2f4f4f coat, long hair, grey". Empty where nothing is said. */
export function drawnWords(look: Look): string {
  const coat = look.wear === undefined ? "clothes" : garmentWords[look.wear];
  return [
    look.colour === undefined ? (look.wear === undefined ? "" : coat) : `${look.colour} ${coat}`,
    look.hair === undefined
      ? ""
      : look.hair === "bald"
        ? "bald"
        : ["cap", "beanie", "hood"].includes(look.hair)
          ? look.hair
          : `${look.hair} hair`,
    look.grey === true ? "grey" : "",
    look.beard === true ? "beard" : "",
    look.scarf === undefined ? "" : `${look.scarf} scarf`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** A whole look in words. */
export function lookText({ look, costume, hair, props }: LookWords): string {
  return [drawnWords(look), costume, hair, props.join(", ")].filter((part) => part !== "").join("; ");
}

function profileText(profile: CharacterProfile, key: keyof CharacterProfile): string {
  const value = profile[key];
  if (key === "age") {
    const { years, statement, adult } = profile.age;
    return [statement, years === null || statement === String(years) ? "" : `${years} years`, adult ? "adult, confirmed" : "not confirmed"]
      .filter(Boolean)
      .join(", ");
  }
  return typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : "";
}

/** Everything that differs, profile first, then references, then looks by name. */
export function differencesBetween(before: CharacterContent, after: CharacterContent): CharacterDifference[] {
  const found: CharacterDifference[] = [];
  for (const [key, label] of profileLabels) {
    if (canonicalJson(before.profile[key]) === canonicalJson(after.profile[key])) continue;
    found.push({ field: key, label, before: profileText(before.profile, key), after: profileText(after.profile, key) });
  }
  const angleList = (content: CharacterContent) =>
    content.references.map((one) => `${angleLabels[one.angle]}${one.main ? " (main)" : ""}`).join(", ");
  if (canonicalJson(before.references) !== canonicalJson(after.references))
    found.push({ field: "references", label: "References", before: angleList(before), after: angleList(after) });
  const old = new Map(before.looks.map((look) => [look.id as string, look]));
  const now = new Map(after.looks.map((look) => [look.id as string, look]));
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(id), now.get(id)];
    if (canonicalJson(was ?? null) === canonicalJson(is ?? null)) continue;
    const named = (look: LookWords | undefined) => (look === undefined ? "" : [look.name, lookText(look)].filter(Boolean).join(": "));
    found.push({ field: `looks.${id}`, label: `Look ${(is ?? was)?.name ?? ""}`, before: named(was), after: named(is) });
  }
  const order = (content: CharacterContent) => content.looks.map((look) => look.id).join(" ");
  if (found.every(({ field }) => !field.startsWith("looks")) && order(before) !== order(after))
    found.push({
      field: "looks",
      label: "Order of looks",
      before: before.looks.map((look) => look.name).join(", "),
      after: after.looks.map((look) => look.name).join(", "),
    });
  return found;
}

/** What a change did, for the history: "Persona changed", "Reference added", "3 things changed". */
export function changeLabel(before: CharacterContent, after: CharacterContent): string {
  const found = differencesBetween(before, after);
  const [first] = found;
  if (first === undefined) return "Saved again";
  if (found.length > 1)
    return `${found
      .map(({ label }) => label)
      .slice(0, 3)
      .join(", ")}${found.length > 3 ? " and more" : ""} changed`;
  if (first.field === "references") {
    const grown = after.references.length - before.references.length;
    if (grown > 0) return grown === 1 ? "Reference added" : `${grown} references added`;
    if (grown < 0) return grown === -1 ? "Reference taken out" : `${-grown} references taken out`;
  }
  if (first.field.startsWith("looks.") && first.before === "") return `${first.label} added`;
  if (first.field.startsWith("looks.") && first.after === "") return `${first.label} taken out`;
  return `${first.label} changed`;
}
