// Consent records: made, shown with what revoking would mark, and revoked. What is shown and what is marked come from the
// same records of takes.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { ConsentEffect } from "../../../shared/contract/studio/character-views.ts";
import type { z } from "zod";
import type { consentStatementSchema } from "../../../shared/contract/studio/character-views.ts";
import { type ConsentStand, standOf } from "../../../shared/domain/consent.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import type { Rating } from "../../../shared/domain/job.ts";
import { canonicalJson } from "../../../shared/domain/recipe.ts";
import type { Films } from "../../film/films.ts";
import { headingOf } from "../../film/snapshot.ts";
import { hashText } from "../../hash.ts";
import type { Clock } from "../../ports.ts";
import { counted } from "../../words.ts";
import type { CharacterQueries } from "./character-queries.ts";
import type { ConsentRow } from "./character-rows.ts";
import { whyNotMature } from "./character-policy.ts";
import type { ConsentQueries } from "./consent-queries.ts";
import { presentOf } from "./film-looks.ts";

export type ConsentStatement = z.output<typeof consentStatementSchema>;

/** A job that is not over. */
export interface OpenJob {
  id: string;
  title: string;
  state: string;
  held: number;
}

interface ConsentPorts {
  queries: CharacterQueries;
  consents: ConsentQueries;
  films: Pick<Films, "rows" | "standing">;
  openJobs: () => OpenJob[];
  clock: Clock;
  ids: IdMaker;
}

/** What a job wants to use a picture for. */
export interface PictureUse {
  rating: Rating;
  projectId: string | null;
}

export type Consent = ReturnType<typeof createConsent>;

export function createConsent({ queries, consents, films, openJobs, clock, ids }: ConsentPorts) {
  const now = () => presentOf(clock, consents);

  const get = (consentId: string): ConsentRow => {
    const record = consents.consent(consentId);
    if (record === null) throw new CodedError("not_found", "That consent record is not in this library.");
    return record;
  };
  const effectOf = (consentId: string): ConsentEffect => {
    get(consentId);
    const hashes = consents.hashesOf(consentId);
    const using = consents.takesUsing(hashes);
    const takeIds = new Set(using.map(({ takeId }) => takeId));
    const jobs = openJobs().filter(({ id }) => {
      const spec = consents.specText(id);
      return hashes.some((hash) => spec.includes(hash));
    });
    const shown: ConsentEffect["films"] = [];
    const cut = new Set<string>();
    let leaveCut = 0;
    for (const projectId of new Set(using.map((take) => take.projectId))) {
      const film = films.rows(projectId);
      const own = using.filter((take) => take.projectId === projectId);
      const shots = films.standing(film);
      const scenes: ConsentEffect["films"][number]["scenes"] = [];
      for (const [index, scene] of film.scenes.entries()) {
        const marked = shots
          .filter((shot) => shot.scene.id === scene.id)
          .flatMap((shot) => {
            const takes = own.filter((take) => take.shotId === shot.row.id);
            if (takes.length === 0) return [];
            const inCut = shot.newest.some((take) => take !== null && takeIds.has(take.id));
            const job = jobs.some(({ id }) => shot.jobs.some((one) => one?.job.row.id === id));
            if (inCut) leaveCut += 1;
            return [
              {
                shotId: shot.row.id,
                label: shot.label,
                still: shot.frame?.still ?? takes[0]?.still ?? null,
                takeIds: takes.map(({ takeId }) => takeId),
                inCut,
                after: inCut ? "Marked, leaves the cut" : job ? "Marked, its job ends" : "Marked",
              },
            ];
          });
        if (marked.length > 0) scenes.push({ sceneId: scene.id, number: index + 1, heading: headingOf(scene), shots: marked });
      }
      for (const take of own) if (take.clip !== null) cut.add(take.clip);
      shown.push({ projectId, title: film.project.title, scenes });
    }
    const owners = new Set(hashes.flatMap((hash) => queries.ownersOfHash(hash)));
    const showing = consents.takesOfCharacters([...owners].flatMap((id) => queries.withMerged(id)));
    const exports = consents
      .finishedExports()
      .filter(({ plan }) => [...cut].some((hash) => plan.includes(hash)))
      .map(({ id, title, file }) => ({ exportId: id, title, file }));
    const shots = shown.reduce((sum, film) => sum + film.scenes.reduce((inFilm, scene) => inFilm + scene.shots.length, 0), 0);
    const assets = consents.assetsUsing(hashes);
    const basis = {
      takes: [...takeIds].toSorted(),
      jobs: jobs.map(({ id }) => id).toSorted(),
      exports: exports.map(({ exportId }) => exportId),
      assets,
      leaveCut,
    };
    return {
      consentId,
      references: [...new Set(consents.ties(consentId).map(({ referenceId }) => referenceId))],
      shots,
      takes: takeIds.size,
      untouched: Math.max(0, showing - takeIds.size),
      leaveCut,
      jobs: jobs.map(({ id, title, state, held }) => ({ jobId: id, title, state, credits: held })),
      credits: jobs.reduce((sum, { held }) => sum + held, 0),
      exports,
      assets,
      films: shown,
      basis: hashText(canonicalJson(basis)),
    };
  };

  return {
    /** Writes a record for references, inside of a transaction. Answers its id. Throws invalid_input. */
    record(references: readonly { id: string; hash: string }[], statement: ConsentStatement): string {
      const at = clock.now();
      const wrong = (path: string, message: string): never => {
        throw new CodedError("invalid_input", message, { fields: [{ path: `statement.${path}`, message }] });
      };
      const given = statement.givenAt === null ? at : Date.parse(statement.givenAt);
      const expires = statement.expiresAt === null ? null : Date.parse(statement.expiresAt);
      if (given > at + 86_400_000) wrong("givenAt", "A consent cannot be given on a day that is still to come.");
      if (expires !== null && expires <= given) wrong("expiresAt", "The consent ends before it begins. Choose a later last day.");
      if (statement.subject !== "fictional" && statement.scope.ratings.includes("mature") && statement.evidence === null)
        wrong("evidence", "Mature work with a real person needs evidence of consent: add the signed sheet.");
      const id: string = ids();
      consents.insert({
        id,
        origin: statement.origin,
        subject: statement.subject,
        evidence: statement.evidence,
        films: statement.scope.films,
        ratings: statement.scope.ratings,
        givenAt: given,
        expiresAt: expires,
        note: statement.note,
        recordedAt: at,
        revokedAt: null,
        revokedFor: null,
      });
      for (const reference of references) consents.tie(id, reference.id, reference.hash, at);
      return id;
    },
    effect: effectOf,
    /** Revokes for good. Throws conflict where the effect is not the one that was shown. Answers it, and the jobs to end. */
    revoke(consentId: string, basis: string, reason: string): ConsentEffect {
      const effect = queries.transaction(() => {
        if (get(consentId).revokedAt !== null) throw new CodedError("conflict", "This consent was taken back before.");
        const now = effectOf(consentId);
        if (now.basis !== basis)
          throw new CodedError(
            "conflict",
            `What taking it back would mark has changed: ${counted(now.takes, "take")} now. Look at the list and decide again.`,
          );
        consents.revoke(consentId, clock.now(), reason, now);
        return now;
      });
      return effect;
    },
    /**
     * May a new job use this file? Null for a file that was never a character's reference; else whether it may, and why not
     * in words.
     */
    consentOf(hash: string, use: PictureUse): { allowed: boolean; state: ConsentStand["state"]; words: string } | null {
      const owners = queries.ownersOfHash(hash);
      const record = consents.ofHash(hash);
      if (owners.length === 0 && record === null) return null;
      const stand = standOf(record, now(), use.projectId);
      const allowed = use.rating === "mature" ? stand.mature : stand.general;
      if (allowed && use.rating === "mature") {
        for (const id of owners) {
          const row = queries.character(id);
          const why = row === null ? null : whyNotMature(row.content, row.underAge);
          if (why !== null) return { allowed: false, state: stand.state, words: why };
        }
      }
      const words = allowed || stand.state !== "on-record" || !stand.general ? stand.words : "The consent does not cover mature work.";
      return { allowed, state: stand.state, words };
    },
    /** Films that have takes made with these pictures. */
    filmsUsing: (hashes: readonly string[]): Set<string> => new Set(consents.takesUsing(hashes).map(({ projectId }) => projectId)),
  };
}
