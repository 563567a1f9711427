// Characters: profiles with versions, references with consent, looks over scenes, cards and sharing. What is shown stands
// in character-views.ts.
import { z } from "zod";
import { angles } from "../../domain/character.ts";
import {
  characterCardSchema,
  characterLogSchema,
  characterTakeSchema,
  characterViewSchema,
  consentEffectSchema,
  consentStatementSchema,
  consistencySchema,
  continuitySchema,
  importedCardSchema,
  lookWordsSchema,
  profileSchema,
  turnaroundQuoteSchema,
  versionChangeSchema,
  versionViewSchema,
  writtenFileSchema,
} from "./character-views.ts";

const id = z.uuid();
const none = z.strictObject({});
const hash = z.string().regex(/^[0-9a-f]{64}$/, "A file is named by the 64 hexadecimal digits of its SHA-256.");
const number = z.number().int().min(1);
const one = z.strictObject({ characterId: id });
const someReferences = z.array(id).min(1, "Choose a reference.").max(200);
const someAngles = z.array(z.enum(angles)).min(1).max(angles.length);

/** Bytes of a file: of a blob or an asset that the library has, or sent along (at most 30 MB; larger ones by an upload). */
const fileSource = z.union([
  z.strictObject({ assetId: id }),
  z.strictObject({ hash, name: z.string().trim().min(1).max(255).optional() }),
  z.strictObject({ name: z.string().trim().min(1).max(255), base64: z.string().max(42_000_000, "The file is larger than 30 MB.") }),
]);
export type FileSource = z.infer<typeof fileSource>;

const character = { output: characterViewSchema };

export const charactersContract = {
  /** The cast of a film, or of the whole library; by scenes, then by name. `removed`: the ones in the trash. */
  list: {
    input: z.strictObject({ projectId: id.optional(), removed: z.boolean().default(false) }),
    output: z.object({
      characters: z.array(characterCardSchema),
      /** In the library, not in the trash. */
      total: z.number().int(),
      /** Names of the film's story that no character stands for yet, with the shots that show them. */
      unlinked: z.array(z.object({ name: z.string(), description: z.string(), shots: z.number().int() })),
      log: characterLogSchema,
    }),
  },
  open: { input: one, ...character },
  /** A new character; from a name of a film's cast where one is given, which is linked to it with its look. */
  create: {
    input: z.strictObject({
      profile: profileSchema.partial().optional(),
      from: z.strictObject({ projectId: id, name: z.string().min(1).max(120) }).optional(),
    }),
    ...character,
  },
  /** Changes what is said of the character; absent members stay. Makes a new version. */
  update: { input: z.strictObject({ characterId: id, patch: profileSchema.partial() }), ...character },
  /** To the trash; films keep what they show. `restore` brings it back. */
  remove: { input: z.strictObject({ characterIds: z.array(id).min(1).max(500) }), output: characterLogSchema },
  restore: { input: z.strictObject({ characterIds: z.array(id).min(1).max(500) }), output: characterLogSchema },

  /** Says which character a name of a film's story is; null: none. */
  link: {
    input: z.strictObject({ projectId: id, name: z.string().min(1).max(120), characterId: id.nullable() }),
    output: continuitySchema,
  },
  /** Who is where in a film, in which look. */
  continuity: { input: z.strictObject({ projectId: id }), output: continuitySchema },

  /** Every version, newest first. */
  versions: { input: one, output: z.object({ versions: z.array(versionViewSchema) }) },
  /** What changed from one version to another. */
  compareVersions: {
    input: z.strictObject({ characterId: id, from: number, to: number }),
    output: z.object({ changes: z.array(versionChangeSchema) }),
  },
  /** Makes a new version that says what an older one said. */
  bringBack: { input: z.strictObject({ characterId: id, number }), ...character },

  /** Adds a picture as a reference. Without a statement it is asked for later, unless the picture was made here from nobody. */
  addReference: {
    input: z.strictObject({
      characterId: id,
      source: fileSource,
      angle: z.enum(angles),
      main: z.boolean().default(false),
      statement: consentStatementSchema.optional(),
    }),
    ...character,
  },
  setReference: {
    input: z.strictObject({
      characterId: id,
      referenceId: id,
      angle: z.enum(angles).optional(),
      /** True makes it the main one in place of the one before. */
      main: z.literal(true).optional(),
      /** Its place among the references, from 0. */
      index: z.number().int().min(0).optional(),
    }),
    ...character,
  },
  /** Takes references out of the character; consent records and takes that used them stay. Undoable. */
  removeReferences: { input: z.strictObject({ characterId: id, referenceIds: someReferences }), ...character },
  /** Moves references to another character, with their consent. Answers with the one they came from. */
  moveReferences: { input: z.strictObject({ characterId: id, referenceIds: someReferences, toCharacterId: id }), ...character },

  /** Keeps a file as evidence of a consent; `recordConsent` names it. */
  addEvidence: { input: z.strictObject({ source: fileSource }), output: z.object({ hash, name: z.string() }) },
  /** A new record for references, in place of what was said before of them. Records stay for ever: this is not undone. */
  recordConsent: {
    input: z.strictObject({ characterId: id, referenceIds: someReferences, statement: consentStatementSchema }),
    ...character,
  },
  /** What revoking would mark. Changes nothing. */
  consentEffect: { input: z.strictObject({ consentId: id }), output: consentEffectSchema },
  /**
   * Takes consent back for good: marks what `consentEffect` showed, ends the jobs that wait, blocks new ones. Refused with
   * conflict when the effect is not the one shown (`basis`).
   */
  revoke: {
    input: z.strictObject({ consentId: id, basis: z.string(), reason: z.string().trim().max(2000).default("") }),
    output: z.object({ effect: consentEffectSchema, jobsEnded: z.array(id) }),
  },
  /** The effect as a text file, to keep or print. */
  saveEffect: { input: z.strictObject({ consentId: id }), output: writtenFileSchema },

  addLook: { input: z.strictObject({ characterId: id, look: lookWordsSchema }), ...character },
  setLook: { input: z.strictObject({ characterId: id, lookId: id, patch: lookWordsSchema.partial() }), ...character },
  removeLook: { input: z.strictObject({ characterId: id, lookId: id }), ...character },
  /** Lets a look stand from a scene to another (null: to the end of the film). The same look and first scene again moves its end. */
  setSpan: {
    input: z.strictObject({ characterId: id, lookId: id, projectId: id, fromSceneId: id, toSceneId: id.nullable() }),
    output: continuitySchema,
  },
  /** Moves a span: one step of undo. */
  moveSpan: {
    input: z.strictObject({
      characterId: id,
      lookId: id,
      projectId: id,
      fromSceneId: id,
      to: z.strictObject({ lookId: id.optional(), fromSceneId: id, toSceneId: id.nullable() }),
    }),
    output: continuitySchema,
  },
  removeSpan: { input: z.strictObject({ characterId: id, lookId: id, projectId: id, fromSceneId: id }), output: continuitySchema },

  /** Price and wait of making pictures for angles; without `angles` for the missing ones. */
  turnaroundQuote: { input: z.strictObject({ characterId: id, angles: someAngles.optional() }), output: turnaroundQuoteSchema },
  /** Sends the jobs; results arrive in the workspace. The credits shown must still be right. */
  turnaround: {
    input: z.strictObject({ characterId: id, angles: someAngles.optional(), expectedCredits: z.number().int().optional() }),
    output: z.object({ jobIds: z.array(id) }),
  },
  /** How close takes stay to the references, scene by scene. */
  consistency: { input: z.strictObject({ characterId: id, projectId: id.optional() }), output: consistencySchema },
  /** Takes that show the character, newest first; `after` is the last id of the page before. */
  takes: {
    input: z.strictObject({ characterId: id, after: id.optional(), limit: z.number().int().min(1).max(200).default(60) }),
    output: z.object({ takes: z.array(characterTakeSchema), total: z.number().int(), next: id.nullable() }),
  },

  /** Two into one: references, looks, places in films and both histories go to `intoId`. Undoable. */
  merge: { input: z.strictObject({ intoId: id, fromId: id }), ...character },
  /** A new character out of some references, looks and films of another. Undoable; answers with the new one. */
  split: {
    input: z.strictObject({
      characterId: id,
      name: z.string().trim().min(1, "A character needs a name.").max(120),
      referenceIds: z.array(id).max(200).default([]),
      lookIds: z.array(id).max(200).default([]),
      /** Names of films that are the new character from now on. */
      cast: z
        .array(z.strictObject({ projectId: id, name: z.string().min(1).max(120) }))
        .max(500)
        .default([]),
    }),
    ...character,
  },

  exportCard: {
    input: z.strictObject({ characterId: id, format: z.enum(["v2-json", "v2-png", "v3-json", "v3-png", "charx"]) }),
    output: writtenFileSchema,
  },
  /** One file with everything: versions, references, looks, consent records with their evidence, the card it came from. */
  exportShare: { input: one, output: writtenFileSchema },
  /** Cards (JSON, PNG, CHARX) and shared characters; each is taken in whole or not at all. */
  importCards: {
    input: z.strictObject({ files: z.array(fileSource).min(1, "Choose a file.").max(200) }),
    output: z.object({ cards: z.array(importedCardSchema) }),
  },

  /** What undo and redo would do now. */
  history: { input: none, output: characterLogSchema },
  /** The last change of any character. Consent records are not undone. */
  undo: { input: none, output: characterLogSchema.extend({ characterIds: z.array(id) }) },
  redo: { input: none, output: characterLogSchema.extend({ characterIds: z.array(id) }) },
} as const;

/** Events of this part, from core to screens. */
export const charactersEvents = {
  /** Characters, their looks, consent or thumbnails changed: ask for what is shown again. */
  "characters.changed": z.object({ characterIds: z.array(id) }),
} as const;
