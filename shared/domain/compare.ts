// Assets side by side: every member of their recipes and what the files are, field by field, in the order in which a
// person looks for differences.

export interface Comparable {
  /** Null where it has none. */
  recipe: Readonly<Record<string, unknown>> | null;
  /** What is said of the file beside the recipe: size, length. */
  facts: Readonly<Record<string, string | null>>;
}

export interface ComparedField {
  /** Dotted path in the recipe ("shot.weather"), or the name of a fact. */
  field: string;
  values: (string | null)[];
  same: boolean;
}

/** Fields that are looked at first, in this order; the rest follows as it comes. */
const firstFields = [
  "prompt",
  "negative",
  "seed",
  "engine",
  "model",
  "quality",
  "steps",
  "guidance",
  "sampler",
  "strength",
  "size",
  "length",
];
/** Members that facts say better, or that say where a thing stands and not how it was made. */
const left = new Set(["width", "height", "frames", "shot.sceneNumber", "shot.shotNumber"]);

function text(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? null : value.map((item) => text(item) ?? "").join(", ");
  if (typeof value !== "object") return null;
  const parts = Object.entries(value).flatMap(([key, member]) => {
    const own = text(member);
    return own === null ? [] : [key === "name" ? own : `${key} ${own}`];
  });
  return parts.length === 0 ? null : parts.join(" ");
}

function collect(into: Map<string, string>, value: Readonly<Record<string, unknown>>, before: string): void {
  for (const [key, member] of Object.entries(value)) {
    const path = `${before}${key}`;
    if (left.has(path)) continue;
    if (member !== null && typeof member === "object" && !Array.isArray(member))
      collect(into, member as Record<string, unknown>, `${path}.`);
    else {
      const own = text(member);
      if (own !== null) into.set(path, own);
    }
  }
}

/** The fields of all of them; one that none of them has is left out. */
export function compareAssets(items: readonly Comparable[]): ComparedField[] {
  const all = items.map(({ recipe, facts }) => {
    const fields = new Map<string, string>();
    for (const [name, value] of Object.entries(facts)) if (value !== null) fields.set(name, value);
    if (recipe !== null) collect(fields, recipe, "");
    return fields;
  });
  const names = new Set([...firstFields, ...all.flatMap((fields) => [...fields.keys()])]);
  return [...names].flatMap((field) => {
    const values = all.map((fields) => fields.get(field) ?? null);
    if (values.every((value) => value === null)) return [];
    return [{ field, values, same: values.every((value) => value === values[0]) }];
  });
}
