// The studio's jobs: what was sent, what the farm said, what is here. One place that keeps mirrors, writes
// them to cache.db and tells who listens; everything else asks here.
import type { ArtifactRef, Job, NumberedEvent } from "../../shared/contract/farm-http.ts";
import type { JobView } from "../../shared/contract/studio/views.ts";
import { isTerminal, type StudioJobState } from "../../shared/domain/job.ts";
import { canonicalJson } from "../../shared/domain/recipe.ts";
import type { JobQueries, TransferRow } from "../library/job-queries.ts";
import type { KnownJobRow, SubmissionJobRow, SubmissionRow } from "../library/rows.ts";
import type { Clock } from "../ports.ts";
import {
  deliveredResults,
  emptyMirror,
  type JobMirror,
  type JobRecord,
  type Sending,
  type TransferSummary,
  wantedResults,
} from "./job-record.ts";
import { applyEvent, applySnapshot } from "./mirror.ts";

export interface JobsPorts {
  queries: JobQueries;
  clock: Clock;
  /** True for jobs of the account that is signed in, or of none yet. */
  mine(accountId: string | null): boolean;
  /** A job changed; `ended` when it has just come to its end. */
  changed(job: JobRecord, how: { ended: boolean }): void;
  /** Files that the farm holds for a job and this computer does not. */
  wanted(job: JobRecord): void;
}

export type Jobs = ReturnType<typeof createJobs>;

/** Progress alone is not worth a write: it comes again. */
const worthKeeping = (before: JobMirror | null, after: JobMirror) =>
  before === null ||
  before.state !== after.state ||
  before.artifacts.length !== after.artifacts.length ||
  before.heldBack !== after.heldBack ||
  isTerminal(after.state);

const known = ({ spec, ...row }: SubmissionJobRow): KnownJobRow => ({ ...row, kind: spec.kind });

/** Most farm ids whose early events are remembered. */
const mostEarly = 500;

export function createJobs(ports: JobsPorts) {
  const { queries, clock } = ports;
  const mirrors = queries.mirrors();
  const submissions = new Map(queries.submissionStates().map((row) => [row.id, row]));
  const rows = new Map(queries.allJobs().map((row) => [row.id, known(row)]));
  const byFarmId = new Map([...rows.values()].flatMap((row) => (row.farmId === null ? [] : [[row.farmId, row.id] as const])));
  const transfers = new Map<string, TransferRow[]>();
  for (const row of queries.allTransfers()) transfers.set(row.jobId, [...(transfers.get(row.jobId) ?? []), row]);
  /** Submissions whose request is on its way just now: their state is not in doubt yet. */
  const inFlight = new Set<string>();
  /** By submission: its files that are on their way to the farm. */
  const sending = new Map<string, Sending>();
  /** Numbers of events that came before the answer to their own submission, by the farm's id. */
  const early = new Map<string, number>();
  const heardEarly = (farmId: string, seq: number): void => {
    // Jobs of other clients of the account are heard here too; only the newest matter.
    if (early.size >= mostEarly) early.delete(early.keys().next().value as string);
    early.set(farmId, Math.max(seq, early.get(farmId) ?? 0));
  };

  /** The account that holds a job; studio.db knows it also when cache.db was lost. */
  const accountOf = (row: KnownJobRow): string | null => submissions.get(row.submissionId)?.accountId ?? null;
  /** The account whose job it is, also before it left. */
  const ownerOf = (row: KnownJobRow): string | null => accountOf(row) ?? submissions.get(row.submissionId)?.forAccount ?? null;
  const isMine = (row: KnownJobRow): boolean => ports.mine(ownerOf(row));
  const mirrorOf = (row: KnownJobRow): JobMirror => {
    const known = mirrors.get(row.id);
    if (known !== undefined) return known;
    const submission = submissions.get(row.submissionId);
    const neverSent = submission === undefined || (submission.state === "unsent" && submission.accountId === null);
    if (row.cancelWanted && neverSent) return { ...emptyMirror("cancelled"), endedAt: row.createdAt };
    const error = submission?.error ?? null;
    if (submission?.state === "refused") return { ...emptyMirror("failed"), error, endedAt: submission.createdAt };
    if (submission?.state === "cancelled") return { ...emptyMirror("cancelled"), endedAt: submission.createdAt };
    const state: StudioJobState =
      submission?.state === "sent" ? "queued" : submission?.state === "unknown" && !inFlight.has(submission.id) ? "unknown" : "unsent";
    return { ...emptyMirror(state), error };
  };
  const summary = (jobId: string): TransferSummary | null => {
    const own = transfers.get(jobId);
    if (own === undefined || own.length === 0) return null;
    const open = own.filter((row) => row.state === "wanted");
    return {
      done: own.filter((row) => row.state === "done").length,
      total: own.length,
      bytes: open.reduce((sum, row) => sum + row.bytes, 0),
      error: own.find((row) => row.error !== null && row.state !== "done")?.error ?? null,
    };
  };
  const record = (row: KnownJobRow): JobRecord => ({
    row,
    mirror: mirrorOf(row),
    transfer: summary(row.id),
    sending: sending.get(row.submissionId) ?? null,
  });
  const tell = (id: string, ended = false) => {
    const row = rows.get(id);
    if (row !== undefined) ports.changed(record(row), { ended });
  };
  const put = (id: string, mirror: JobMirror): void => {
    const row = rows.get(id);
    if (row === undefined || row.farmId === null) return;
    const before = mirrors.get(id) ?? null;
    // Places are asked for every few seconds: what says nothing new is no news.
    if (before === mirror || (before !== null && canonicalJson(before) === canonicalJson(mirror))) return;
    mirrors.set(id, mirror);
    if (worthKeeping(before, mirror)) queries.putMirror(id, row.farmId, accountOf(row) ?? "", mirror, clock.now());
    const arrived = mirror.artifacts.length !== (before?.artifacts.length ?? 0);
    if (arrived) wantFiles(id, mirror.artifacts);
    tell(id, isTerminal(mirror.state) && (before === null || !isTerminal(before.state)));
    if (arrived) ports.wanted(record(row));
  };
  const wantFiles = (id: string, artifacts: readonly ArtifactRef[]): void => {
    const own = transfers.get(id) ?? [];
    for (const artifact of artifacts) {
      if (artifact.kind === "preview" || own.some((row) => row.artifactId === artifact.id)) continue;
      queries.wantTransfer(id, artifact);
      own.push({
        artifactId: artifact.id,
        jobId: id,
        kind: artifact.kind,
        segment: artifact.index,
        sha256: artifact.sha256,
        bytes: artifact.bytes,
        state: "wanted",
        error: null,
        attempts: 0,
      });
    }
    transfers.set(id, own);
  };

  return {
    /** Of every account that ever worked here. */
    all: () => [...rows.values()].map(record),
    /** Of the account that is signed in: another's are neither shown nor counted as its own. */
    mine: () => [...rows.values()].filter(isMine).map(record),
    isMine: ({ row }: JobRecord) => isMine(row),
    owner: ({ row }: JobRecord) => ownerOf(row),
    ofProject: (projectId: string) => [...rows.values()].filter((row) => row.projectId === projectId && isMine(row)).map(record),
    get(id: string): JobRecord | null {
      const row = rows.get(id);
      return row === undefined ? null : record(row);
    },
    byFarmId(farmId: string): JobRecord | null {
      const row = rows.get(byFarmId.get(farmId) ?? "");
      return row === undefined ? null : record(row);
    },
    /** Jobs that the farm of this account still works on. */
    openAt: (accountId: string) =>
      [...rows.values()]
        .filter((row) => row.farmId !== null && accountOf(row) === accountId && !isTerminal(mirrorOf(row).state))
        .map(record),

    /** Keeps new submissions before anything is sent, and what `beside` writes with them: all or none. */
    insert(list: readonly { submission: SubmissionRow; jobs: readonly SubmissionJobRow[] }[], beside?: () => void): JobRecord[] {
      queries.insert(list, beside);
      const added = list.flatMap(({ submission, jobs }) => {
        submissions.set(submission.id, submission);
        for (const row of jobs) rows.set(row.id, known(row));
        return jobs.map((row) => row.id);
      });
      for (const id of added) tell(id);
      return added.map((id) => record(rows.get(id) as KnownJobRow));
    },
    setSending(submissionId: string, now: Sending | null): void {
      if (now === null) sending.delete(submissionId);
      else sending.set(submissionId, now);
      for (const own of rows.values()) if (own.submissionId === submissionId) tell(own.id);
    },
    /** With what is sent, in order. */
    submissionJobs: (submissionId: string) => queries.jobsOfSubmission(submissionId),
    setSubmission(row: SubmissionRow, flying: boolean): void {
      queries.setSubmission(row);
      submissions.set(row.id, { ...row, body: null });
      if (flying) inFlight.add(row.id);
      else inFlight.delete(row.id);
      for (const own of rows.values()) if (own.submissionId === row.id) tell(own.id, row.state === "refused" || row.state === "cancelled");
    },
    /** The farm took the submission: its jobs have ids there now. Answers the ids whose news was faster than the answer. */
    taken(row: SubmissionRow, answers: readonly { id: string; job: Job }[]): string[] {
      queries.settle(
        row,
        answers.map(({ id, job }) => ({ id, farmId: job.id })),
      );
      submissions.set(row.id, { ...row, body: null });
      inFlight.delete(row.id);
      for (const { id, job } of answers) {
        const own = rows.get(id);
        if (own === undefined) continue;
        rows.set(id, { ...own, farmId: job.id });
        byFarmId.set(job.id, id);
        put(id, applySnapshot(mirrors.get(id) ?? null, job));
      }
      return answers.flatMap(({ job }) => {
        const behind = (early.get(job.id) ?? 0) > job.lastSeq;
        early.delete(job.id);
        return behind ? [job.id] : [];
      });
    },
    snapshot(job: Job): void {
      const id = byFarmId.get(job.id);
      if (id === undefined) heardEarly(job.id, job.lastSeq);
      else put(id, applySnapshot(mirrors.get(id) ?? null, job));
    },
    /** False when a snapshot of the job must be asked for. */
    event(farmId: string, numbered: NumberedEvent): boolean {
      const id = byFarmId.get(farmId);
      if (id === undefined) {
        heardEarly(farmId, numbered.seq);
        return true;
      }
      const known = mirrors.get(id);
      if (known === undefined) return false;
      const next = applyEvent(known, numbered);
      if (next === "gap") return false;
      put(id, next);
      return true;
    },
    /** `segment`: its place in the job. */
    setPreview(id: string, segment: number, hash: string): void {
      const known = mirrors.get(id);
      if (known === undefined || isTerminal(known.state)) return;
      mirrors.set(id, { ...known, preview: hash, previews: { ...known.previews, [segment]: hash } });
      tell(id);
    },
    setCancelWanted(id: string): void {
      queries.setCancelWanted(id);
      const row = rows.get(id);
      if (row !== undefined) rows.set(id, { ...row, cancelWanted: true });
      tell(id);
    },
    /** Asks for what every job delivered and is not here: after a start, when cache.db was lost. */
    wantedTransfers: (accountId: string) =>
      [...transfers.values()].flat().filter(({ state, jobId }) => {
        const row = rows.get(jobId);
        return state === "wanted" && (row === undefined || accountOf(row) === accountId);
      }),
    transfersOf: (id: string) => transfers.get(id) ?? [],
    /** The row of one file, by the farm's id. */
    transferOf(artifactId: string): TransferRow | undefined {
      for (const own of transfers.values()) {
        const row = own.find((one) => one.artifactId === artifactId);
        if (row !== undefined) return row;
      }
      return undefined;
    },
    setTransfer(row: TransferRow): void {
      queries.setTransfer(row);
      const own = transfers.get(row.jobId) ?? [];
      transfers.set(
        row.jobId,
        own.map((known) => (known.artifactId === row.artifactId ? row : known)),
      );
      tell(row.jobId);
    },
    tell,
  };
}

const timeText = (ms: number) => new Date(ms).toISOString();

/** A job as the screens see it. */
export function jobView(
  job: JobRecord,
  context: {
    projectTitle: string | null;
    stillOf(shotId: string): string | null;
    /** The name that a person knows a field of the job by. */
    fieldOf(path: string): string;
  },
): JobView {
  const { row, mirror } = job;
  const { error, blocked } = mirror;
  const fields = error?.fields?.map(({ path, message }) => ({ path: context.fieldOf(path), message }));
  const shots = new Map(row.segments.map((segment) => [segment.shotId, segment.label]));
  return {
    id: row.id,
    projectId: row.projectId,
    projectTitle: context.projectTitle,
    title: row.title,
    shots: [...shots].map(([shotId, label]) => ({ shotId, label, still: context.stillOf(shotId) })),
    kind: row.kind,
    engine: mirror.engine || row.quality,
    quality: row.quality,
    state: mirror.state,
    heldBack: mirror.heldBack,
    position: mirror.state === "queued" ? mirror.position : null,
    phase: mirror.phase,
    progress: mirror.progress,
    eta: mirror.eta,
    segmentsDone: deliveredResults(job).size,
    segments: wantedResults(row),
    preview: mirror.preview,
    held: mirror.held,
    captured: mirror.captured,
    refunded: mirror.refunded,
    error: error === null || fields === undefined ? error : { ...error, fields },
    blocked: blocked === null ? null : { ...blocked, field: context.fieldOf(blocked.field) },
    sending: job.sending,
    transfer: job.transfer,
    createdAt: timeText(row.createdAt),
    endedAt: mirror.endedAt === null ? null : timeText(mirror.endedAt),
  };
}
