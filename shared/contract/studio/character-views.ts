// What the screens see of characters: cards of the cast, one character whole, consent and what revoking it would mark.
import { z } from "zod";
import { angles, consentStates, referenceOrigins, referenceSubjects } from "../../domain/character.ts";
import { etaSchema } from "../farm-http.ts";
import { lookSchema } from "../shot.ts";

const id = z.uuid();
const at = z.iso.datetime({ offset: true });
const count = z.number().int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/, "A file is named by the 64 hexadecimal digits of its SHA-256.");
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, "Write a colour as #rrggbb.");
const angle = z.enum(angles);

const line = (most: number, what: string) =>
  z
    .string()
    .trim()
    .max(most, `${what} has at most ${most.toLocaleString("en")} characters.`);
const text = (most: number, what: string) => z.string().max(most, `${what} has at most ${most.toLocaleString("en")} characters.`);

/** What a creator says of a character; pictures and looks stand beside it. */
export const profileSchema = z.strictObject({
  name: line(120, "A name").min(1, "A character needs a name."),
  /** Other names by which stories call the character. */
  aliases: z.array(line(120, "A name").min(1)).max(30),
  /** "The new keeper". */
  roleLine: line(200, "A role line"),
  persona: text(100_000, "A persona"),
  traits: z.array(line(60, "A trait").min(1)).max(40),
  /** How the character sounds, in words. */
  voice: text(4000, "A voice"),
  palette: z.array(colour).max(8),
  age: z.strictObject({
    /** Years, where they are said; null where not. */
    years: z.number().int().min(0).max(2000).nullable(),
    /** In the creator's words: "34", "older than the lighthouse". */
    statement: line(200, "An age"),
    /** The creator confirms that the character is an adult. False blocks every use in mature work. */
    adult: z.boolean(),
  }),
});

/** A look: the drawn parts, and the rest in words. */
export const lookWordsSchema = z.strictObject({
  name: line(80, "A look's name").min(1, "A look needs a name."),
  look: lookSchema,
  costume: line(400, "A costume"),
  hair: line(200, "A hair description"),
  props: z.array(line(60, "A prop").min(1)).max(12),
});

/** How one reference, or the whole character, stands with consent. */
export const consentStandSchema = z.object({
  state: z.enum(consentStates),
  /** "Fictional", "Needs consent", "Ended 12 March 2028": a word or two for the chip. */
  label: z.string(),
  /** The same in a sentence, with what to do. */
  words: z.string(),
  /** True where new jobs may use it in general work, and in mature work. */
  general: z.boolean(),
  mature: z.boolean(),
});
export type ConsentStand = z.infer<typeof consentStandSchema>;

const pictureSchema = z.object({
  hash,
  /** True: drawn from the looks, because there is no reference. */
  drawn: z.boolean(),
});

const missingAngleSchema = z.object({
  angle,
  /** "Profile". */
  label: z.string(),
  /** Why it helps: "4 shots show Ilse from the side". */
  words: z.string(),
  /** Shots of films that ask for it. */
  shots: count,
});

export const characterCardSchema = z.object({
  id,
  name: z.string(),
  roleLine: z.string(),
  picture: pictureSchema.nullable(),
  references: count,
  /** Films that use the character, last opened first. */
  films: z.array(z.object({ projectId: id, title: z.string(), scenes: count, shots: count })),
  /** Over the films shown. */
  scenes: count,
  takes: count,
  missingAngles: z.array(missingAngleSchema),
  consent: consentStandSchema,
  adult: z.boolean(),
  /** Mean closeness of the takes that can be measured; null where there is none. */
  closeness: z.number().min(0).max(1).nullable(),
  version: count,
  changedAt: at,
  /** In the trash since; null where it is not. */
  removedAt: at.nullable(),
});
export type CharacterCard = z.infer<typeof characterCardSchema>;

export const referenceViewSchema = z.object({
  id,
  assetId: id.nullable(),
  hash,
  contentType: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  angle,
  label: z.string(),
  main: z.boolean(),
  consent: consentStandSchema,
  consentId: id.nullable(),
  /** Takes that used it. */
  takes: count,
  addedAt: at,
});
export type ReferenceView = z.infer<typeof referenceViewSchema>;

const consentScopeSchema = z.strictObject({
  /** Null: every film. */
  films: z.array(id).max(1000).nullable(),
  ratings: z
    .array(z.enum(["general", "mature"]))
    .min(1, "A consent covers at least one rating.")
    .max(2),
});

/** What is said of where a reference comes from and whom it shows. */
export const consentStatementSchema = z.strictObject({
  origin: z.enum(referenceOrigins),
  subject: z.enum(referenceSubjects),
  /** A signed sheet or the like: its file is kept. Another person's consent is on record only with one. */
  evidence: z
    .strictObject({ hash, name: z.string().trim().min(1).max(255) })
    .nullable()
    .default(null),
  scope: consentScopeSchema.default({ films: null, ratings: ["general"] }),
  givenAt: at.nullable().default(null),
  /** Null: until it is taken back. */
  expiresAt: at.nullable().default(null),
  note: line(2000, "A note").default(""),
});

export const consentViewSchema = z.object({
  id,
  origin: z.enum(referenceOrigins),
  subject: z.enum(referenceSubjects),
  evidence: z.object({ hash, name: z.string() }).nullable(),
  scope: consentScopeSchema,
  /** "Face, in this film", "every film, general": what it covers, in words; and what it does not. */
  covers: z.string(),
  doesNotCover: z.string(),
  givenAt: at,
  expiresAt: at.nullable(),
  revokedAt: at.nullable(),
  note: z.string(),
  recordedAt: at,
  /** References that it stands for, also ones that were taken out since. */
  referenceIds: z.array(id),
  stand: consentStandSchema,
  /** What happened to it, oldest first, in words. */
  history: z.array(z.object({ at, words: z.string() })),
});
export type ConsentView = z.infer<typeof consentViewSchema>;

/** Exactly what revoking would mark: worked out from the takes' own records, nothing has changed yet. */
export const consentEffectSchema = z.object({
  consentId: id,
  references: z.array(id),
  shots: count,
  takes: count,
  /** Takes of the character that used none of these references. */
  untouched: count,
  /** Shots whose clip in the film used one: they leave the cut. */
  leaveCut: count,
  jobs: z.array(z.object({ jobId: id, title: z.string(), state: z.string(), credits: count })),
  /** Credits that come back when the jobs end. */
  credits: count,
  /** Finished exports that hold one of the clips; they are listed, their files stay. */
  exports: z.array(z.object({ exportId: id, title: z.string(), file: z.string() })),
  /** Files of the library beside films. */
  assets: count,
  films: z.array(
    z.object({
      projectId: id,
      title: z.string(),
      scenes: z.array(
        z.object({
          sceneId: id,
          number: z.number().int(),
          heading: z.string(),
          shots: z.array(
            z.object({
              shotId: id,
              label: z.string(),
              still: hash.nullable(),
              takeIds: z.array(id),
              inCut: z.boolean(),
              /** "Marked", "Marked, leaves the cut", "Job ends, 1 credit back". */
              after: z.string(),
            }),
          ),
        }),
      ),
    }),
  ),
  /** Names this very effect: `revoke` refuses when another one would follow. */
  basis: z.string(),
});
export type ConsentEffect = z.infer<typeof consentEffectSchema>;

export const lookViewSchema = lookWordsSchema.extend({
  id,
  /** Drawn by this computer; null until it is. */
  thumbnail: hash.nullable(),
  /** Where it stands, film by film: the scenes that resolve to it. */
  scenes: z.array(z.object({ projectId: id, title: z.string(), words: z.string(), numbers: z.array(z.number().int()) })),
});
export type LookView = z.infer<typeof lookViewSchema>;

/** A look's place in a film, as it was set. */
export const lookSpanSchema = z.object({
  projectId: id,
  characterId: id,
  lookId: id,
  fromSceneId: id,
  /** Null: until the end of the film. */
  toSceneId: id.nullable(),
});
export type LookSpanView = z.infer<typeof lookSpanSchema>;

/** Who is where in a film: a row a character, a column a scene, a band a look. */
export const continuitySchema = z.object({
  projectId: id,
  scenes: z.array(z.object({ id, number: z.number().int(), heading: z.string() })),
  rows: z.array(
    z.object({
      /** Null: a name of the story without a character. */
      characterId: id.nullable(),
      /** As the film's story calls it. */
      names: z.array(z.string()),
      name: z.string(),
      picture: hash.nullable(),
      /** Numbers of the scenes in which it is seen. */
      present: z.array(z.number().int()),
      /** Without overlap, in order. A scene outside of every band is drawn as the story says. */
      bands: z.array(z.object({ lookId: id, name: z.string(), from: z.number().int(), to: z.number().int() })),
      spans: z.array(lookSpanSchema),
    }),
  ),
  /** The rule by which overlaps and gaps are decided, in a sentence. */
  rule: z.string(),
  /** What to look at: scenes of a span that are gone, references without consent. */
  notices: z.array(z.object({ characterId: id, title: z.string(), words: z.string() })),
});
export type Continuity = z.infer<typeof continuitySchema>;

export const characterViewSchema = characterCardSchema.extend({
  profile: profileSchema,
  /** In order; the main one is marked. */
  pictures: z.array(referenceViewSchema),
  looks: z.array(lookViewSchema),
  spans: z.array(lookSpanSchema),
  consents: z.array(consentViewSchema),
  /** Names by which films know the character. */
  cast: z.array(z.object({ projectId: id, title: z.string(), name: z.string() })),
  /** Lines of the films, newest film first: how the character talks. */
  lines: z.array(z.object({ projectId: id, sceneNumber: z.number().int(), text: z.string() })),
  shownWith: z.array(
    z.object({
      characterId: id.nullable(),
      name: z.string(),
      picture: hash.nullable(),
      /** Drawn from a look. */ drawn: z.boolean(),
      shots: count,
    }),
  ),
  /** The card it came from: "V3, 2 unknown fields kept"; null where it did not come from one. */
  card: z.object({ spec: z.string(), words: z.string(), unknown: z.array(z.string()), files: count }).nullable(),
  /** Why it may not be used in mature work; null where it may. */
  notMature: z.string().nullable(),
  versions: count,
});
export type CharacterView = z.infer<typeof characterViewSchema>;

export const versionViewSchema = z.object({
  number: z.number().int(),
  at,
  /** "Persona changed", "Reference added". */
  label: z.string(),
  current: z.boolean(),
  /** Takes that were made with it. */
  takes: count,
});

/** One thing that differs between two versions, in words and as it was and is. */
export const versionChangeSchema = z.object({
  /** "persona", "references", "looks.Oilskin". */
  field: z.string(),
  label: z.string(),
  before: z.string(),
  after: z.string(),
});

export const characterTakeSchema = z.object({
  takeId: id,
  projectId: id,
  projectTitle: z.string(),
  sceneNumber: z.number().int().nullable(),
  shotId: id,
  label: z.string().nullable(),
  kind: z.enum(["frame", "clip"]),
  still: hash.nullable(),
  /** The character's version that it was made with; null where the take does not say. */
  version: z.number().int().nullable(),
  draft: z.boolean(),
  /** It used a reference whose consent ended. */
  marked: z.boolean(),
  /** 0 to 1; null where it cannot be measured, `words` says why. */
  closeness: z.number().min(0).max(1).nullable(),
  words: z.string(),
  createdAt: at,
});
export type CharacterTake = z.infer<typeof characterTakeSchema>;

export const consistencySchema = z.object({
  /** What is measured, and what it is not. */
  measure: z.string(),
  /** Below this a scene is worth a look. */
  check: z.number(),
  /** Measured takes, drafts that are not scored, takes that cannot be measured. */
  measured: count,
  drafts: count,
  unmeasured: count,
  /** False while pictures are still being measured: ask again on `characters.changed`. */
  complete: z.boolean(),
  scenes: z.array(
    z.object({
      projectId: id,
      sceneId: id,
      number: z.number().int(),
      heading: z.string(),
      /** Mean of the measured takes; null where there is none. */
      closeness: z.number().min(0).max(1).nullable(),
      takes: z.array(z.object({ takeId: id, shotId: id, closeness: z.number().nullable(), draft: z.boolean(), words: z.string() })),
    }),
  ),
  /** Of each reference to the others; null where it stands alone. */
  references: z.array(z.object({ referenceId: id, closeness: z.number().nullable() })),
});
export type Consistency = z.infer<typeof consistencySchema>;

export const turnaroundQuoteSchema = z.object({
  angles: z.array(z.object({ angle, label: z.string(), prompt: z.string() })),
  engine: z.string().nullable(),
  credits: count,
  eta: etaSchema.nullable(),
  /** Why it cannot be sent now, with what to do; null when it can. */
  blockedBy: z.string().nullable(),
  /** What the engine cannot do with it: "The draft engine draws the look, not the face." */
  notes: z.array(z.string()),
});

/** A file that was written, in the exports folder and as a blob that the media address serves for a day. */
export const writtenFileSchema = z.object({
  file: z.string(),
  folder: z.string(),
  name: z.string(),
  hash,
  bytes: count,
  contentType: z.string(),
  /** What is in it and what is not, in words. */
  words: z.string(),
});

export const importedCardSchema = z.object({
  name: z.string(),
  /** Null where it could not be taken in; `reason` says why and what to do. */
  characterId: id.nullable(),
  format: z.string().nullable(),
  reason: z.string().nullable(),
  /** The member of the card at fault, where one is. */
  field: z.string().nullable(),
  /** What to know of it: "2 unknown fields kept", "The age is not confirmed". */
  notes: z.array(z.string()),
});

/** What undo and redo would do now, in words; null where there is nothing. */
export const characterLogSchema = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });
