// The farm as the rest of the core uses it: render, cancel, pause, order, and takes that appear when their
// files are here. Wires outbox, connection, mirror and transfers.
import { CodedError } from "../../shared/contract/errors.ts";
import { type Farm, farmSchema } from "../../shared/contract/farm-http.ts";
import type { JobView } from "../../shared/contract/studio/views.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import { isTerminal } from "../../shared/domain/job.ts";
import type { Events } from "../events.ts";
import type { Films } from "../film/films.ts";
import { type FarmFacts, priceListOf, quoteOf } from "../film/quote.ts";
import { blockedIndex } from "../film/standing.ts";
import type { Blobs } from "../library/blobs.ts";
import type { FilmQueries } from "../library/film-queries.ts";
import type { JobQueries, TransferRow } from "../library/job-queries.ts";
import type { SettingsStore } from "../library/settings.ts";
import type { Clock, FarmAddress, Logger } from "../ports.ts";
import { counted } from "../words.ts";
import { createConnection } from "./connection.ts";
import { createExpiryLook } from "./expiring.ts";
import { type JobRecord, wantedResults } from "./job-record.ts";
import { createJobs, jobView } from "./jobs.ts";
import { createOutbox } from "./outbox.ts";
import { type Submission, submissionsOf } from "./render.ts";
import type { Sessions } from "./sessions.ts";
import { collectTakes } from "./takes.ts";
import { createTransfers, type TransferChoices } from "./transfers.ts";
import { createUploads } from "./uploads.ts";

export interface FarmPorts {
  queries: JobQueries;
  filmQueries: FilmQueries;
  films(): Films;
  blobs: Blobs;
  events: Events;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  settings: SettingsStore;
  /** What a person decided about transfers. */
  choices: TransferChoices;
  sessions: Sessions;
  localFarm: FarmAddress | null;
  /** How this studio calls itself to farms. */
  agent: string;
  /** Who is signed in, or what is known of them, changed. */
  accountChanged(): void;
}

/** What becomes of jobs that make assets rather than takes. */
export interface Made {
  /** The member of what was asked for that a path of its job stands for. */
  fieldOf(path: string): string;
  /** A file of the job arrived, or the studio was started. */
  arrived(job: JobRecord): void;
  changed(job: JobRecord): void;
  /** Sends what an ended job did not bring again. */
  retry(job: JobRecord): JobRecord;
}

/** Note of the seconds that the farm needs for one image, or one frame of a clip, of such jobs. */
const madeNote = (engine: string, kind: string, quality: string) => `seconds:${engine}:${kind}:${quality}`;

/** News of jobs reaches the screens within this time. */
const tellWithinMs = 60;

export type FarmService = ReturnType<typeof createFarm>;

export function createFarm(ports: FarmPorts) {
  const { queries, events, clock, ids, logger, settings, sessions } = ports;
  let made: Made | null = null;
  const localFarm = ports.localFarm === null ? null : sessions.over(ports.localFarm);
  const waits = new Set<() => void>();
  let closed = false;
  /** Why files of the farm cannot be kept at the moment. */
  let noRoom: string | null = null;
  const transferListeners = new Set<() => void>();
  const transfersChanged = () => {
    for (const listener of transferListeners) listener();
  };
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        waits.delete(end);
        resolve();
      };
      const timer = setTimeout(end, closed ? 0 : ms);
      waits.add(end);
    });

  const view = (job: JobRecord): JobView =>
    jobView(job, {
      projectTitle: job.row.projectId === null ? null : ports.filmQueries.title(job.row.projectId),
      stillOf: (shotId) => ports.filmQueries.lastStill(shotId),
      fieldOf: (path) => (job.row.results === null ? path : (made?.fieldOf(path) ?? path)),
    });
  const shotsOf = (job: JobRecord) => new Set<string>(job.row.segments.map((segment) => segment.shotId));

  /** Jobs with news for the screens: told together, because a film of 300 shots is looked through for each telling. */
  const news = new Set<string>();
  let telling: NodeJS.Timeout | undefined;
  const tellSoon = (): void => {
    if (telling !== undefined) return;
    telling = setTimeout(() => {
      telling = undefined;
      if (closed) return;
      const shots = new Map<string, Set<string>>();
      for (const id of news) {
        const job = jobs.get(id);
        if (job === null || !jobs.isMine(job)) continue;
        events.send("job.changed", { job: view(job) });
        if (job.row.results !== null) made?.changed(job);
        if (job.row.projectId === null || job.row.segments.length === 0) continue;
        const own = shots.get(job.row.projectId) ?? new Set();
        for (const shot of shotsOf(job)) own.add(shot);
        shots.set(job.row.projectId, own);
      }
      news.clear();
      for (const [projectId, own] of shots) ports.films().shotChanged(projectId, own);
    }, tellWithinMs);
  };

  const jobs = createJobs({
    queries,
    clock,
    mine(accountId) {
      if (accountId === null || connection.address() === null) return true;
      const account = connection.account();
      // Before the farm has ever said who is signed in, nobody's jobs are hidden.
      return account === null ? connection.status().state !== "signed-out" : account.id === accountId;
    },
    changed(job, { ended }) {
      if (closed) return;
      news.add(job.row.id);
      tellSoon();
      if (job.transfer !== null) transfersChanged();
      if (ended) {
        connection.creditsChanged();
        measure(job);
        if (job.mirror.state === "blocked") followUp(job);
      }
    },
    wanted: () => transfers.kick(),
  });
  const connection = createConnection({
    clock,
    logger,
    jobs,
    agent: ports.agent,
    accountChanged: () => ports.accountChanged(),
    changed(status) {
      events.send("farm.changed", { farm: status });
      transfersChanged();
    },
    current() {
      void outbox.flush();
      transfers.kick();
      const here = connection.current();
      const word = connection.farm();
      if (word !== null) queries.putNote(saidNote(), JSON.stringify(word));
      if (here !== null) void lookAtExpiring(here);
      for (const job of jobs.openAt(connection.current()?.accountId ?? ""))
        if (job.row.cancelWanted && job.row.farmId !== null && !isTerminal(job.mirror.state)) void cancelThere(job);
    },
    preview: (jobId, artifact) => transfers.preview(jobId, artifact),
    note: (name) => queries.note(name),
    putNote: (name, value) => queries.putNote(name, value),
  });
  const lookAtExpiring = createExpiryLook({
    blobs: ports.blobs,
    clock,
    logger,
    note: (name) => queries.note(name),
    putNote: (name, value) => void (closed || queries.putNote(name, value)),
    warn: (text) => void (closed || events.send("notice", { level: "warning", text })),
  });
  const outbox = createOutbox({
    queries,
    jobs,
    logger,
    connection: connection.current,
    lost: connection.lost,
    wait,
    bring: (hash, account, progress) => uploads.ensureThere(hash, { account, progress }),
  });
  const transfers = createTransfers({
    jobs,
    blobs: ports.blobs,
    logger,
    clock,
    choices: ports.choices,
    limit: () => settings.read().bandwidth,
    changed: transfersChanged,
    connection: connection.current,
    wait,
    room(trouble) {
      if (trouble === noRoom) return;
      noRoom = trouble;
      if (trouble !== null)
        events.send("notice", { level: "error", text: `${trouble} Clips that are ready are fetched when there is room.` });
    },
    arrived(jobId) {
      const job = jobs.get(jobId);
      if (job !== null) collect(job);
    },
  });

  const uploads = createUploads({
    blobs: ports.blobs,
    clock,
    logger,
    connection: connection.current,
    note: (name) => queries.note(name),
    putNote: (name, value) => queries.putNote(name, value),
    dropNotes: (beginning) => queries.dropNotes(beginning),
    wait,
  });

  const collect = (job: JobRecord): void => {
    if (job.row.results !== null) return made?.arrived(job);
    const { projectId } = job.row;
    if (projectId === null) return;
    const shots = collectTakes(job, { jobs, films: ports.filmQueries, ids, clock });
    if (shots.size === 0) return;
    ports.films().shotChanged(projectId, shots);
    const revision = ports.filmQueries.project(projectId)?.revision;
    if (revision !== undefined) events.send("project.changed", { projectId, revision });
  };
  /** Seconds a frame that the farm needed, a running average: the quote's ETA. */
  const measure = (job: JobRecord): void => {
    const { startedAt, endedAt, state } = job.mirror;
    if (state !== "succeeded" || startedAt === null || endedAt === null) return;
    const { segments, results } = job.row;
    const frames = [...segments, ...(results ?? [])].reduce((sum, one) => sum + (one.frames ?? 0), 0);
    const each = frames > 0 ? frames : wantedResults(job.row);
    const name = results === null ? "secondsPerFrame" : madeNote(job.mirror.engine, job.row.kind, job.row.quality);
    const now = (endedAt - startedAt) / 1000 / Math.max(1, each);
    const before = Number(queries.note(name) ?? now);
    queries.putNote(name, String(before * 0.7 + now * 0.3));
  };
  /** What stood in a job beside a blocked segment goes on by itself; each round leaves at least one segment out, so it ends. */
  const followUp = (job: JobRecord): void => {
    const { projectId } = job.row;
    if (projectId === null) return;
    const named = job.mirror.blocked === null ? null : blockedIndex(job.mirror.blocked.field);
    if (named === null || job.row.segments.length < 2) return;
    const innocent = new Set<string>(job.row.segments.map((segment) => segment.shotId));
    queueMicrotask(() => {
      if (closed) return;
      try {
        submit(projectId, innocent);
      } catch (error) {
        logger.warn("what stood beside a blocked segment could not be sent again", {
          job: job.row.id,
          reason: error instanceof Error ? error.message : "",
        });
      }
    });
  };

  /** Each farm's word is its own; that of this computer stands at another port each time. */
  const saidNote = (): string => {
    const { local, url } = connection.status();
    return `said:${local ? "local" : url}`;
  };
  const facts = (): FarmFacts => {
    const status = connection.status();
    const engine = status.engines.find((one) => one.kinds.includes("video.generate") && one.qualities.includes("draft"))?.id;
    const queue = connection.farm()?.queue.find((one) => one.engine === engine);
    const measured = queries.note("secondsPerFrame");
    return {
      priceList: status.priceList,
      available: status.credits?.available ?? null,
      wait: status.state === "connected" ? (queue?.wait ?? { p50: 0, p80: 0 }) : null,
      secondsPerFrame: measured === null ? null : Number(measured),
    };
  };
  const submit = (projectId: string, only: ReadonlySet<string> | null): JobRecord[] => {
    const film = ports.films().rows(projectId);
    const prices = priceListOf(facts().priceList);
    if (prices === null)
      throw new CodedError("farm_incompatible", "The farm's price list is newer than this studio. Update the studio to render.");
    const submissions = submissionsOf(
      film,
      ports.films().standing(film),
      prices,
      { ids, now: clock.now(), account: connection.account()?.id ?? null },
      only,
    );
    const added = jobs.insert(submissions);
    void outbox.flush().then(() => connection.creditsChanged());
    return added;
  };
  const known = (jobId: string): JobRecord => {
    const job = jobs.get(jobId);
    if (job === null || !jobs.isMine(job)) throw new CodedError("not_found", "That job is not here any more. Reload the list.");
    return job;
  };
  const there = (job: JobRecord) => {
    const current = connection.current();
    if (current === null) throw new CodedError("farm_unreachable");
    if (job.row.farmId === null)
      throw new CodedError("conflict", "The job has not reached the farm yet. Cancel it, or wait until it is there.");
    return { client: current.client, farmId: job.row.farmId };
  };
  const cancelThere = async (job: JobRecord): Promise<void> => {
    const { client, farmId } = there(job);
    jobs.snapshot(await client.cancel(farmId));
  };

  return {
    status: connection.status,
    /** The line to the farm, for what concerns the account. */
    line: connection,
    /** Jobs that wait on this computer for accounts that are not signed in, by account. */
    waitingForOthers(): Map<string, number> {
      const counts = new Map<string, number>();
      for (const job of jobs.all()) {
        const owner = jobs.owner(job);
        const waits = job.mirror.state === "unsent" || job.mirror.state === "unknown";
        if (owner !== null && waits && !jobs.isMine(job)) counts.set(owner, (counts.get(owner) ?? 0) + 1);
      }
      return counts;
    },
    /** What was not sent yet for an account that is gone will never be. */
    dropWaiting(accountId: string): void {
      for (const row of queries.openSubmissions())
        if ((row.accountId ?? row.forAccount) === accountId) jobs.setSubmission({ ...row, state: "cancelled" }, false);
    },
    /** What the job with that label at the farm is called here: its own id is the label that it is sent with. */
    titleOf: (label: string) => jobs.get(label)?.row.title ?? null,
    projects: () => new Set(jobs.all().flatMap(({ row }) => row.projectId ?? [])),
    facts,
    jobsOf: (projectId: string) => jobs.ofProject(projectId),
    job: (jobId: string) => jobs.get(jobId),
    /** Jobs of every account that ever worked here. */
    all: () => jobs.all(),
    /** The same for a job of the account that is signed in; null for another's. */
    ownJob(jobId: string): JobRecord | null {
      const job = jobs.get(jobId);
      return job !== null && jobs.isMine(job) ? job : null;
    },
    /** What the farm said of itself when it was last asked, also in an earlier run; null before it ever was. */
    said(): Farm | null {
      const word = connection.farm();
      if (word !== null) return word;
      const kept = queries.note(saidNote());
      if (kept === null) return null;
      const parsed = farmSchema.safeParse(JSON.parse(kept));
      return parsed.success ? parsed.data : null;
    },
    /** Seconds for one image, or one frame of a clip, measured on jobs of this studio; null before the first. */
    secondsEach(engine: string, kind: string, quality: string): number | null {
      const measured = queries.note(madeNote(engine, kind, quality));
      return measured === null ? null : Number(measured);
    },
    attachMade(maker: Made): void {
      made = maker;
    },
    /** Files of a job on their way here or arrived. */
    filesOf: (jobId: string) => jobs.transfersOf(jobId),
    /** Keeps submissions that belong to no shots, with what `beside` writes in the same transaction, and sends them. */
    send(submissions: readonly Submission[], beside: () => void): JobRecord[] {
      const added = jobs.insert(submissions, beside);
      void outbox.flush().then(() => connection.creditsChanged());
      return added;
    },
    /** The account that new jobs are for; null while none is known. */
    account: () => connection.account()?.id ?? null,
    /** The farm's calls while it is there, for what is asked and answered at once. */
    here: () => connection.current(),
    view,
    list: (projectId?: string) => (projectId === undefined ? jobs.mine() : jobs.ofProject(projectId)),
    /** The newest Render first, the jobs of one Render in film order, as the farm gets them. */
    listed: (projectId?: string) =>
      (projectId === undefined ? jobs.mine() : jobs.ofProject(projectId)).toSorted((a, b) => b.row.createdAt - a.row.createdAt),

    /** Connects to the farm of the settings, else to the one of this computer. */
    async start(): Promise<void> {
      for (const job of jobs.all()) collect(job);
      const { farmUrl } = settings.read();
      await connection.use(farmUrl === null ? localFarm : sessions.at(farmUrl));
    },
    /** Points at another farm, or back at the local one with null. */
    async connect(url: string | null, token: string | undefined) {
      if (url === null) {
        settings.change({ farmUrl: null });
        return connection.use(localFarm);
      }
      if (!/^https?:\/\//.test(url))
        throw new CodedError("invalid_input", undefined, {
          fields: [{ path: "url", message: "A farm's address starts with https:// or http://." }],
        });
      const farm = sessions.at(url);
      if (token !== undefined) await sessions.keep(farm, token);
      settings.change({ farmUrl: url });
      return connection.use(farm);
    },
    /** Files on their way to this computer. */
    transfers,
    /** Every file of the jobs of the account that is signed in, with its job's id. */
    *transferRows(): Generator<{ id: string; row: TransferRow }> {
      for (const job of jobs.mine()) for (const row of jobs.transfersOf(job.row.id)) yield { id: job.row.id, row };
    },
    viewOf(jobId: string): JobView | null {
      const job = jobs.get(jobId);
      return job === null ? null : view(job);
    },
    /** Calls `listener` when something of the transfers changes; at every piece of a file. */
    onTransfers: (listener: () => void): void => void transferListeners.add(listener),
    /** Why files of the farm cannot be kept at the moment: the disk is full. */
    noRoom: () => noRoom,
    /** Brings a file of the library to the farm, before a job names it by its hash. */
    ensureThere: uploads.ensureThere,
    /** Looks for the farm at once. */
    tryNow: () => connection.tryNow(),
    /** Talks to a farm for this run alone, without a setting (the command line). */
    use: (address: FarmAddress) => connection.use(address),

    /** Sends what is approved and not rendered. Throws CodedError conflict when the price is not the one shown. */
    render(projectId: string, only: readonly string[] | undefined, expectedCredits: number | undefined): JobRecord[] {
      const film = ports.films().rows(projectId);
      const filter = only === undefined ? null : new Set(only);
      const shots = ports
        .films()
        .standing(film)
        .filter((shot) => filter === null || filter.has(shot.row.id));
      const quote = quoteOf(film.scenes, shots, [], film.project.quality, facts());
      if (expectedCredits !== undefined && expectedCredits !== quote.credits) {
        throw new CodedError(
          "conflict",
          `Rendering costs ${counted(quote.credits, "credit")} now, not ${expectedCredits}. Look at the new price and press Render again; nothing was sent.`,
        );
      }
      if (quote.segments > 0 && quote.blockedBy !== null) throw new CodedError("credits_insufficient", quote.blockedBy);
      return submit(projectId, filter);
    },
    async cancel(jobId: string): Promise<JobRecord> {
      const job = known(jobId);
      if (isTerminal(job.mirror.state)) return job;
      jobs.setCancelWanted(jobId);
      // A job that never left is cancelled by that; the rest is told to the farm now or when it is back.
      if (job.row.farmId !== null && connection.current() !== null) await cancelThere(job);
      return known(jobId);
    },
    async pause(jobId: string): Promise<JobRecord> {
      const { client, farmId } = there(known(jobId));
      jobs.snapshot(await client.pause(farmId));
      return known(jobId);
    },
    async resume(jobId: string): Promise<JobRecord> {
      const { client, farmId } = there(known(jobId));
      jobs.snapshot(await client.resume(farmId));
      return known(jobId);
    },
    /** Sends the missing segments of a job that ended again, as the shots are now. */
    retry(jobId: string): JobRecord {
      const job = known(jobId);
      if (!isTerminal(job.mirror.state)) throw new CodedError("conflict", "The job is still under way.");
      const { projectId } = job.row;
      if (job.row.results !== null || projectId === null) {
        if (made === null) throw new CodedError("conflict");
        return made.retry(job);
      }
      if (job.mirror.state === "blocked")
        throw new CodedError(
          "policy_blocked",
          `${job.mirror.blocked?.message ?? ""} Change the shot's words, approve it and render it again.`.trim(),
        );
      const added = submit(projectId, shotsOf(job));
      const first = added[0];
      if (first === undefined) throw new CodedError("conflict", "Nothing of this job is missing any more, or its shots wait for approval.");
      return first;
    },
    async order(jobIds: readonly string[]): Promise<void> {
      const current = connection.current();
      if (current === null) throw new CodedError("farm_unreachable");
      const farmIds = jobIds.map((id) => known(id).row.farmId).filter((id) => id !== null);
      await current.client.order(farmIds);
      for (const id of farmIds) jobs.snapshot(await current.client.job(id));
    },
    /** Resolves when everything that could be sent was sent. */
    flush: () => outbox.flush(),
    async close(): Promise<void> {
      closed = true;
      connection.close();
      outbox.close();
      clearTimeout(telling);
      for (const end of waits) end();
      await Promise.all([transfers.close(), uploads.close()]);
    },
  };
}
