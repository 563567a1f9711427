// Named queries over consent records and over what was made with references. Records are only ever added.
import type { ReferenceSubject, ReferenceOrigin } from "../../../shared/domain/character.ts";
import type { Rating } from "../../../shared/domain/job.ts";
import type { Connection } from "../database.ts";
import type { ConsentRow } from "./character-rows.ts";

type Raw = Record<string, string | number | null>;

const number = (value: string | number | null | undefined) => (value === null || value === undefined ? null : Number(value));

const consentOf = (raw: Raw): ConsentRow => ({
  id: String(raw.id),
  origin: raw.origin as ReferenceOrigin,
  subject: raw.subject as ReferenceSubject,
  evidence: raw.evidence_hash === null ? null : { hash: String(raw.evidence_hash), name: String(raw.evidence_name) },
  films: raw.films_json === null ? null : (JSON.parse(String(raw.films_json)) as string[]),
  ratings: String(raw.ratings).split(",") as Rating[],
  givenAt: Number(raw.given_at),
  expiresAt: number(raw.expires_at),
  note: String(raw.note),
  recordedAt: Number(raw.recorded_at),
  revokedAt: number(raw.revoked_at),
  revokedFor: raw.revoked_for === null || raw.revoked_for === undefined ? null : String(raw.revoked_for),
});

/** A take that used some references. */
export interface UsingTake {
  takeId: string;
  projectId: string;
  shotId: string;
  kind: "frame" | "clip";
  still: string | null;
  clip: string | null;
}

const record = "c.*, r.at AS revoked_at, r.reason AS revoked_for FROM consent c LEFT JOIN consent_revocation r ON r.consent_id = c.id";

export type ConsentQueries = ReturnType<typeof consentQueries>;

/** Prepares the queries on an open studio.db. */
export function consentQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const statements = {
    insert: one(
      `INSERT INTO consent (id, origin, subject, evidence_hash, evidence_name, films_json, ratings, given_at, expires_at, note, recorded_at)
       VALUES (@id, @origin, @subject, @evidenceHash, @evidenceName, @films, @ratings, @givenAt, @expiresAt, @note, @recordedAt)`,
    ),
    tie: one("INSERT INTO consent_reference (consent_id, reference_id, hash, at) VALUES (?, ?, ?, ?)"),
    revoke: one("INSERT INTO consent_revocation (consent_id, at, reason, effect_json) VALUES (?, ?, ?, ?)"),
    consent: one(`SELECT ${record} WHERE c.id = ?`),
    ofHash: one(`SELECT ${record} WHERE c.id = (SELECT consent_id FROM consent_reference WHERE hash = ? ORDER BY number DESC LIMIT 1)`),
    ofReferences: one(
      `SELECT ${record} WHERE c.id IN (SELECT consent_id FROM consent_reference WHERE reference_id IN (SELECT value FROM json_each(?)))
       ORDER BY c.recorded_at DESC, c.id DESC`,
    ),
    ties: one("SELECT reference_id, hash, at FROM consent_reference WHERE consent_id = ? ORDER BY number"),
    /** Pictures for which this record is the newest. */
    hashesOf: one(
      `SELECT DISTINCT t.hash FROM consent_reference t WHERE t.consent_id = ?
       AND NOT EXISTS (SELECT 1 FROM consent_reference n WHERE n.hash = t.hash AND n.number > t.number AND n.consent_id <> t.consent_id)`,
    ),
    /** Newest records that ended: revoked, or past their last day. */
    ended: one(
      `SELECT t.hash, ${record} JOIN consent_reference t ON t.consent_id = c.id
       WHERE (r.at IS NOT NULL OR c.expires_at <= ?)
       AND NOT EXISTS (SELECT 1 FROM consent_reference n WHERE n.hash = t.hash AND n.number > t.number AND n.consent_id <> t.consent_id)`,
    ),
    newestTime: one(
      "SELECT max(coalesce((SELECT max(recorded_at) FROM consent), 0), coalesce((SELECT max(at) FROM consent_revocation), 0)) AS at",
    ),
    nextExpiry: one("SELECT min(expires_at) AS at FROM consent WHERE expires_at > ?"),
    takesOfFilm: one(`SELECT t.id, u.hash FROM take t JOIN take_reference u ON u.take_id = t.id WHERE t.project_id = ?`),
    takesUsing: one(
      `SELECT DISTINCT t.id, t.project_id, t.shot_id, t.kind, coalesce(t.still, t.thumbnail) AS still, t.clip FROM take_reference u
       JOIN take t ON t.id = u.take_id WHERE u.hash IN (SELECT value FROM json_each(?)) ORDER BY t.project_id, t.id`,
    ),
    assetsUsing: one(
      `SELECT count(DISTINCT u.asset_id) AS assets FROM asset_reference u JOIN asset a ON a.id = u.asset_id
       WHERE a.take_id IS NULL AND u.hash IN (SELECT value FROM json_each(?))`,
    ),
    takesUsingCount: one("SELECT count(*) AS takes FROM take_reference WHERE hash = ?"),
    takesOfCharacters: one(
      "SELECT count(DISTINCT take_id) AS takes FROM take_character WHERE character_id IN (SELECT value FROM json_each(?))",
    ),
    spec: one("SELECT spec_json FROM submission_job WHERE id = ?"),
    exports: one("SELECT id, project_id, project_title, file, plan_json FROM film_export WHERE state = 'done' ORDER BY id"),
  };
  return {
    insert(row: ConsentRow): void {
      statements.insert.run({
        id: row.id,
        origin: row.origin,
        subject: row.subject,
        evidenceHash: row.evidence?.hash ?? null,
        evidenceName: row.evidence?.name ?? null,
        films: row.films === null ? null : JSON.stringify(row.films),
        ratings: row.ratings.join(","),
        givenAt: row.givenAt,
        expiresAt: row.expiresAt,
        note: row.note,
        recordedAt: row.recordedAt,
      });
    },
    tie: (consentId: string, referenceId: string, hash: string, at: number): void =>
      void statements.tie.run(consentId, referenceId, hash, at),
    revoke: (consentId: string, at: number, reason: string, effect: unknown): void =>
      void statements.revoke.run(consentId, at, reason, JSON.stringify(effect)),
    consent(id: string): ConsentRow | null {
      const raw = statements.consent.get(id);
      return raw === undefined ? null : consentOf(raw);
    },
    /** The newest record for a picture. */
    ofHash(hash: string): ConsentRow | null {
      const raw = statements.ofHash.get(hash);
      return raw === undefined ? null : consentOf(raw);
    },
    /** Every record that was made for these references, newest first. */
    ofReferences: (ids: readonly string[]): ConsentRow[] => statements.ofReferences.all(JSON.stringify(ids)).map(consentOf),
    ties: (consentId: string) =>
      statements.ties.all(consentId).map((raw) => ({ referenceId: String(raw.reference_id), hash: String(raw.hash), at: Number(raw.at) })),
    hashesOf: (consentId: string): string[] => statements.hashesOf.all(consentId).map((raw) => String(raw.hash)),
    /** Pictures whose consent ended by `now`, with the record. */
    ended: (now: number): Map<string, ConsentRow> => new Map(statements.ended.all(now).map((raw) => [String(raw.hash), consentOf(raw)])),
    /** The newest moment that a record names as the present: time has come at least so far. */
    newestTime: (): number => Number(statements.newestTime.get()?.at ?? 0),
    nextExpiry: (now: number): number | null => number(statements.nextExpiry.get(now)?.at),
    /** What each take of a film was made with. */
    takesOfFilm: (projectId: string) =>
      statements.takesOfFilm.all(projectId).map((raw) => ({ takeId: String(raw.id), hash: String(raw.hash) })),
    takesUsing: (hashes: readonly string[]): UsingTake[] =>
      statements.takesUsing.all(JSON.stringify(hashes)).map((raw) => ({
        takeId: String(raw.id),
        projectId: String(raw.project_id),
        shotId: String(raw.shot_id),
        kind: raw.kind as UsingTake["kind"],
        still: raw.still === null ? null : String(raw.still),
        clip: raw.clip === null ? null : String(raw.clip),
      })),
    assetsUsing: (hashes: readonly string[]): number => Number(statements.assetsUsing.get(JSON.stringify(hashes))?.assets ?? 0),
    takesUsingCount: (hash: string): number => Number(statements.takesUsingCount.get(hash)?.takes ?? 0),
    takesOfCharacters: (ids: readonly string[]): number => Number(statements.takesOfCharacters.get(JSON.stringify(ids))?.takes ?? 0),
    /** What a job was sent with; empty where it is gone. */
    specText: (jobId: string): string => String(statements.spec.get(jobId)?.spec_json ?? ""),
    finishedExports: () =>
      statements.exports.all().map((raw) => ({
        id: String(raw.id),
        projectId: String(raw.project_id),
        title: String(raw.project_title),
        file: String(raw.file),
        plan: String(raw.plan_json),
      })),
  };
}
