// A character as one text for sharing: all versions, references, consent records with revocations, and the card it came
// from. Files stand beside it by their hash.
import { z } from "zod";
import { CodedError } from "../../../shared/contract/errors.ts";
import { lookWordsSchema, profileSchema } from "../../../shared/contract/studio/character-views.ts";
import { angles, referenceOrigins, referenceSubjects } from "../../../shared/domain/character.ts";
import type { CharacterQueries } from "./character-queries.ts";
import type { CharacterRow } from "./character-rows.ts";
import type { ConsentQueries } from "./consent-queries.ts";

const id = z.uuid();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.number().int();

const contentSchema = z.object({
  profile: profileSchema,
  references: z.array(z.object({ id, hash, angle: z.enum(angles), main: z.boolean() })).max(500),
  looks: z.array(lookWordsSchema.extend({ id })).max(500),
});

const shareSchema = z.object({
  format: z.literal("ourvidz-character"),
  version: z.literal(1),
  head: z.number().int(),
  underAge: z.boolean(),
  versions: z
    .array(z.object({ number: z.number().int(), at: time, label: z.string().max(500), content: contentSchema }))
    .min(1)
    .max(100_000),
  references: z.array(
    z.object({
      id,
      hash,
      contentType: z.string().max(100),
      width: z.number().int().nullable(),
      height: z.number().int().nullable(),
      addedAt: time,
    }),
  ),
  consents: z.array(
    z.object({
      id,
      origin: z.enum(referenceOrigins),
      subject: z.enum(referenceSubjects),
      evidence: z.object({ hash, name: z.string().max(255) }).nullable(),
      films: z.array(id).nullable(),
      ratings: z.array(z.enum(["general", "mature"])).min(1),
      givenAt: time,
      expiresAt: time.nullable(),
      note: z.string().max(2000),
      recordedAt: time,
      revokedAt: time.nullable(),
      revokedFor: z.string().max(2000).nullable(),
      ties: z.array(z.object({ referenceId: id, hash, at: time })),
    }),
  ),
  card: z
    .object({
      spec: z.enum(["v1", "v2", "v3"]),
      format: z.enum(["json", "png", "charx"]),
      text: z.string(),
      files: z.array(z.object({ name: z.string().max(400), hash, bytes: z.number().int() })),
      read: profileSchema,
      at: time,
    })
    .nullable(),
});
export type SharedCharacter = z.output<typeof shareSchema>;

/** The text of a shared character, and the files that go with it. */
export function shareOf(row: CharacterRow, queries: CharacterQueries, consents: ConsentQueries): { text: string; hashes: string[] } {
  const versions = queries
    .versions(row.id)
    .toReversed()
    .map(({ number, at, label }) => ({ number, at, label, content: queries.content(row.id, number) ?? row.content }));
  const referenceIds = [...new Set(versions.flatMap(({ content }) => content.references.map((one) => one.id as string)))];
  const references = referenceIds.flatMap((one) => queries.reference(one) ?? []);
  const records = consents.ofReferences(referenceIds).map((record) => ({ ...record, ties: consents.ties(record.id) }));
  const card = queries.card(row.id);
  const shared = {
    format: "ourvidz-character",
    version: 1,
    head: row.version,
    underAge: row.underAge,
    versions,
    references: references.map(({ assetId: _asset, ...facts }) => facts),
    // Oldest first: the order in which they took each other's place.
    consents: records.toReversed(),
    card: card === null ? null : { ...card, characterId: undefined },
  };
  const hashes = new Set([
    ...references.map((one) => one.hash),
    ...records.flatMap(({ evidence }) => (evidence === null ? [] : [evidence.hash])),
    ...(card?.files ?? []).map((file) => file.hash),
  ]);
  return { text: JSON.stringify(shared, null, 1), hashes: [...hashes] };
}

/** Reads a shared character's text. Throws invalid_input with the member at fault. */
export function readShare(text: string): SharedCharacter {
  const refuse = (field: string, message: string): never => {
    throw new CodedError("invalid_input", message, { fields: [{ path: field, message }] });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("character.json", "The shared character is damaged. Ask for the file again.");
  }
  const read = shareSchema.safeParse(value);
  if (!read.success) {
    const [first] = read.error.issues;
    return refuse(
      first?.path.join(".") ?? "character.json",
      "The shared character is damaged, or was made by a newer studio. Ask for it again, or update the studio.",
    );
  }
  if (!read.data.versions.some(({ number }) => number === read.data.head))
    return refuse("head", "The shared character is damaged: the version that holds is missing. Ask for the file again.");
  return read.data;
}
