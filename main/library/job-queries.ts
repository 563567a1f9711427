// Named queries over submissions and their jobs (studio.db), the farm's mirror and downloads (cache.db).
// No transaction spans the two files.
import type { ArtifactRef } from "../../shared/contract/farm-http.ts";
import { emptyMirror, type JobMirror } from "../farm/job-record.ts";
import type { Connection } from "./database.ts";
import type { SubmissionJobRow, SubmissionRow } from "./rows.ts";

type Raw = Record<string, string | number | null>;
const parse = (value: string | number | null | undefined) => JSON.parse(String(value)) as unknown;

export interface TransferRow {
  artifactId: string;
  jobId: string;
  kind: ArtifactRef["kind"];
  segment: number;
  sha256: string;
  bytes: number;
  state: "wanted" | "done" | "lost";
  error: string | null;
  attempts: number;
}

function submissionOf(raw: Raw): SubmissionRow {
  return {
    id: raw.id,
    projectId: raw.project_id,
    sceneId: raw.scene_id,
    body: raw.body,
    state: raw.state,
    accountId: raw.account_id,
    forAccount: raw.for_account,
    error: raw.error_json === null ? null : parse(raw.error_json),
    createdAt: raw.created_at,
  } as SubmissionRow;
}

function jobOf(raw: Raw): SubmissionJobRow {
  return {
    id: raw.id,
    submissionId: raw.submission_id,
    position: raw.position,
    projectId: raw.project_id,
    sceneId: raw.scene_id,
    title: raw.title,
    quality: raw.quality,
    segments: parse(raw.segments_json),
    results: raw.results_json === null ? null : parse(raw.results_json),
    spec: parse(raw.spec_json),
    farmId: raw.farm_id,
    cancelWanted: raw.cancel_wanted === 1,
    createdAt: raw.created_at,
  } as SubmissionJobRow;
}

function transferOf(raw: Raw): TransferRow {
  return {
    artifactId: raw.artifact_id,
    jobId: raw.job_id,
    kind: raw.kind,
    segment: raw.segment,
    sha256: raw.sha256,
    bytes: raw.bytes,
    state: raw.state,
    error: raw.error,
    attempts: raw.attempts,
  } as TransferRow;
}

export type JobQueries = ReturnType<typeof jobQueries>;

/** Prepares the queries on the open databases. */
export function jobQueries(studio: Connection, cache: Connection) {
  const one = (sql: string) => studio.prepare<unknown[], Raw>(sql);
  const two = (sql: string) => cache.prepare<unknown[], Raw>(sql);
  const insertSubmission = one(
    "INSERT INTO submission (id, project_id, scene_id, body, state, account_id, for_account, error_json, created_at) VALUES (@id, @projectId, @sceneId, NULL, 'unsent', NULL, @forAccount, NULL, @createdAt)",
  );
  const insertJob =
    one(`INSERT INTO submission_job (id, submission_id, position, project_id, scene_id, title, quality, segments_json, results_json, spec_json, created_at)
    VALUES (@id, @submissionId, @position, @projectId, @sceneId, @title, @quality, @segments, @results, @spec, @createdAt)`);
  const setSubmission = one(
    "UPDATE submission SET state = @state, body = @body, account_id = @accountId, for_account = @forAccount, error_json = @error WHERE id = @id",
  );
  const submission = one("SELECT * FROM submission WHERE id = ?");
  const openSubmissions = one("SELECT * FROM submission WHERE state IN ('unsent', 'unknown') ORDER BY created_at, id");
  const submissionStates = one(
    "SELECT id, project_id, scene_id, NULL AS body, state, account_id, for_account, error_json, created_at FROM submission",
  );
  const jobsOfSubmission = one("SELECT * FROM submission_job WHERE submission_id = ? ORDER BY position");
  const jobsOfProject = one("SELECT * FROM submission_job WHERE project_id = ? ORDER BY created_at, id");
  const allJobs = one("SELECT * FROM submission_job ORDER BY created_at, id");
  const job = one("SELECT * FROM submission_job WHERE id = ?");
  const setFarmId = one("UPDATE submission_job SET farm_id = ? WHERE id = ?");
  const setCancelWanted = one("UPDATE submission_job SET cancel_wanted = 1 WHERE id = ?");
  const mirrors = two("SELECT id, mirror_json FROM farm_job");
  const putMirror =
    two(`INSERT INTO farm_job (id, farm_id, account_id, seq, state, mirror_json, changed_at) VALUES (@id, @farmId, @accountId, @seq, @state, @mirror, @at)
    ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, state = excluded.state, mirror_json = excluded.mirror_json, changed_at = excluded.changed_at`);
  const wantTransfer = two(`INSERT INTO transfer (artifact_id, job_id, kind, segment, sha256, bytes, content_type, state)
    VALUES (@id, @jobId, @kind, @index, @sha256, @bytes, @contentType, 'wanted') ON CONFLICT (artifact_id) DO NOTHING`);
  const setTransfer = two("UPDATE transfer SET state = ?, error = ?, attempts = ? WHERE artifact_id = ?");
  const transfersOfJob = two("SELECT * FROM transfer WHERE job_id = ? ORDER BY segment, kind");
  const wantedTransfers = two("SELECT * FROM transfer WHERE state = 'wanted' ORDER BY attempts, job_id, segment, kind");
  const allTransfers = two("SELECT * FROM transfer ORDER BY job_id, segment, kind");
  const note = two("SELECT value FROM note WHERE name = ?");
  const dropNotes = two("DELETE FROM note WHERE substr(name, 1, length(@beginning)) = @beginning");
  const putNote = two("INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");

  return {
    /** Writes submissions with their jobs, and what `beside` writes: all or none. */
    insert(submissions: readonly { submission: SubmissionRow; jobs: readonly SubmissionJobRow[] }[], beside?: () => void): void {
      studio
        .transaction(() => {
          beside?.();
          for (const { submission: row, jobs } of submissions) {
            insertSubmission.run(row);
            for (const own of jobs)
              insertJob.run({
                ...own,
                cancelWanted: undefined,
                segments: JSON.stringify(own.segments),
                results: own.results === null ? null : JSON.stringify(own.results),
                spec: JSON.stringify(own.spec),
              });
          }
        })
        .immediate();
    },
    setSubmission(row: SubmissionRow): void {
      setSubmission.run({ ...row, error: row.error === null ? null : JSON.stringify(row.error) });
    },
    /** The farm's ids of a submission's jobs and its new state, together. */
    settle(row: SubmissionRow, farmIds: readonly { id: string; farmId: string }[]): void {
      studio
        .transaction(() => {
          for (const { id, farmId } of farmIds) setFarmId.run(farmId, id);
          setSubmission.run({ ...row, error: row.error === null ? null : JSON.stringify(row.error) });
        })
        .immediate();
    },
    submission(id: string): SubmissionRow | null {
      const raw = submission.get(id);
      return raw === undefined ? null : submissionOf(raw);
    },
    openSubmissions: () => openSubmissions.all().map(submissionOf),
    /** Every submission, without bodies. */
    submissionStates: () => submissionStates.all().map(submissionOf),
    jobsOfSubmission: (id: string) => jobsOfSubmission.all(id).map(jobOf),
    jobsOfProject: (id: string) => jobsOfProject.all(id).map(jobOf),
    allJobs: () => allJobs.all().map(jobOf),
    job(id: string): SubmissionJobRow | null {
      const raw = job.get(id);
      return raw === undefined ? null : jobOf(raw);
    },
    setCancelWanted: (id: string) => void setCancelWanted.run(id),
    /** What an older version wrote lacks the newer members. */
    mirrors: () =>
      new Map(mirrors.all().map((raw) => [String(raw.id), { ...emptyMirror("queued"), ...(parse(raw.mirror_json) as JobMirror) }])),
    putMirror(id: string, farmId: string, accountId: string, mirror: JobMirror, at: number): void {
      putMirror.run({ id, farmId, accountId, seq: mirror.seq, state: mirror.state, mirror: JSON.stringify(mirror), at });
    },
    wantTransfer: (jobId: string, artifact: ArtifactRef) => wantTransfer.run({ ...artifact, jobId }).changes === 1,
    setTransfer: (row: TransferRow) => void setTransfer.run(row.state, row.error, row.attempts, row.artifactId),
    transfersOfJob: (jobId: string) => transfersOfJob.all(jobId).map(transferOf),
    wantedTransfers: () => wantedTransfers.all().map(transferOf),
    allTransfers: () => allTransfers.all().map(transferOf),
    note(name: string): string | null {
      const raw = note.get(name);
      return raw === undefined ? null : String(raw.value);
    },
    putNote: (name: string, value: string) => void putNote.run(name, value),
    /** Forgets the notes whose name begins so. */
    dropNotes: (beginning: string) => void dropNotes.run({ beginning }),
  };
}
