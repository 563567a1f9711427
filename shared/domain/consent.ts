// How a reference stands with the consent of whom it shows: pure over its newest record and the time. The same rule
// decides what screens say, what new jobs may use, and which takes are marked.
import type { ConsentState, ReferenceOrigin, ReferenceSubject } from "./character.ts";
import type { Rating } from "./job.ts";

/** A record as it was made; a revocation belongs to it for good. Times are milliseconds since 1970. */
export interface ConsentRecord {
  id: string;
  origin: ReferenceOrigin;
  subject: ReferenceSubject;
  evidence: { hash: string; name: string } | null;
  /** Ids of films; null: every film. */
  films: readonly string[] | null;
  ratings: readonly Rating[];
  givenAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
}

export interface ConsentStand {
  state: ConsentState;
  /** A word or two. */
  label: string;
  /** A sentence, with what to do. */
  words: string;
  /** May new general work use it? */
  general: boolean;
  /** May new mature work? The character's age is asked beside it. */
  mature: boolean;
}

const dayWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** "12 March 2028". */
export const dayOf = (ms: number): string => dayWords.format(ms);

const no = { general: false, mature: false };

/** How a picture stands by its newest record, in `projectId`'s film where one is named. */
export function standOf(record: ConsentRecord | null, now: number, projectId: string | null = null): ConsentStand {
  if (record === null)
    return {
      state: "unstated",
      label: "Say what it is",
      words: "Nothing is said of where this picture comes from and whom it shows. Say it, and jobs may use it.",
      ...no,
    };
  if (record.revokedAt !== null) {
    const day = dayOf(record.revokedAt);
    return {
      state: "revoked",
      label: `Taken back ${day}`,
      words: `Consent was taken back on ${day}. What was made with it is marked, and jobs may not use it. A new consent makes a new record.`,
      ...no,
    };
  }
  if (record.expiresAt !== null && record.expiresAt <= now) {
    const day = dayOf(record.expiresAt);
    return {
      state: "expired",
      label: `Ended ${day}`,
      words: `Consent ended on ${day}. What was made with it is marked, and jobs may not use it until a new one is recorded.`,
      ...no,
    };
  }
  if (record.subject === "fictional")
    return {
      state: "fictional",
      label: "Fictional",
      words: "It shows nobody who lives or lived: no consent is needed.",
      general: true,
      mature: true,
    };
  if (record.subject === "other-person" && record.evidence === null)
    return {
      state: "needed",
      label: "Needs consent",
      words: "It shows a real person, and there is no evidence of consent. Jobs wait until a signed sheet is added.",
      ...no,
    };
  const inFilm = projectId === null || record.films === null || record.films.includes(projectId);
  const until = record.expiresAt === null ? "" : ` until ${dayOf(record.expiresAt)}`;
  return {
    state: "on-record",
    label: "Consent",
    words: inFilm
      ? `A real person, with consent on record${until}.`
      : "A real person, with consent on record for other films than this one. Record a consent for this film to use it here.",
    general: inFilm && record.ratings.includes("general"),
    // A word alone is enough for general work of oneself; for mature work there is evidence, or it is not made.
    mature: inFilm && record.ratings.includes("mature") && record.evidence !== null,
  };
}

/** How a whole character stands: as the reference that asks for most. */
export function worstOf(stands: readonly ConsentStand[]): ConsentStand {
  const order: readonly ConsentState[] = ["revoked", "expired", "needed", "unstated", "on-record", "fictional"];
  for (const state of order) {
    const same = stands.filter((stand) => stand.state === state);
    if (same[0] === undefined) continue;
    return {
      ...same[0],
      general: stands.every((stand) => stand.general),
      mature: stands.every((stand) => stand.mature),
    };
  }
  return {
    state: "none",
    label: "No references",
    words: "There is no picture yet whose consent could matter.",
    general: true,
    mature: true,
  };
}
