// Brings the files of jobs to this computer: a queue that survives quitting, sleep and network loss, two at a
// time, under one limit; each file can be held back, and says what is the matter with it.
import { stat, statfs } from "node:fs/promises";
import { CodedError, errorBodyOf, type ErrorBody } from "../../shared/contract/errors.ts";
import type { ArtifactRef } from "../../shared/contract/farm-http.ts";
import { codedErrorOf } from "../errors.ts";
import { type Blobs, diskFull } from "../library/blobs.ts";
import type { TransferRow } from "../library/job-queries.ts";
import type { Clock, Logger } from "../ports.ts";
import { download } from "./download.ts";
import type { Jobs } from "./jobs.ts";
import type { Connection } from "./outbox.ts";
import { createRate, type Rate } from "./rate.ts";
import { createThrottle } from "./throttle.ts";

/** What a person decided about transfers; kept in studio.db. */
export interface TransferChoices {
  pauses(): Set<string>;
  pause(ids: readonly string[], at: number): void;
  resume(ids: readonly string[]): void;
  resumeAll(): void;
}

interface TransferPorts {
  jobs: Jobs;
  blobs: Blobs;
  logger: Logger;
  clock: Clock;
  choices: TransferChoices;
  /** KB a second for all downloads together; null for none. */
  limit(): number | null;
  connection(): Connection | null;
  /** A file of the job arrived. */
  arrived(jobId: string): void;
  wait(ms: number): Promise<void>;
  /** The disk has no room for a file, in words; null when there is room again. */
  room(trouble: string | null): void;
  /** Something that screens show of transfers changed. */
  changed(): void;
}

/** A file that is being fetched just now. */
interface Running {
  stop: AbortController;
  work: Promise<void>;
  received: number;
  /** Bytes that were here when this try began. */
  from: number;
  rate: Rate;
}

/** How a file stands, beside its row. */
export interface FileState {
  state: "waiting" | "running" | "paused" | "retrying" | "no-room";
  received: number;
  rate: number | null;
  resumedAt: number | null;
  retryIn: number | null;
}

const atOnce = 2;
/** Pauses between tries of one file, in milliseconds; the last one goes on. */
const pauses = [500, 1000, 2000, 4000, 8000, 15_000] as const;
/** Room that the databases keep beside a file. */
const reserveBytes = 256 * 1024;
/** The choice that holds back every file. */
const everyFile = "*";

/** What happened to a file and what comes next, in words. `have`: bytes of it that are here. */
function troubleText({ code, message }: ErrorBody, have: number): string {
  if (code === "farm_unreachable")
    return have > 0
      ? `The connection was lost after ${sizeText(have)}. It goes on there by itself.`
      : "The connection was lost. It is tried again by itself.";
  if (code === "signature_invalid") return "The link had run out. A new one is asked for.";
  if (code === "media_failed") return "The file arrived damaged and was thrown away. It is fetched again.";
  if (code === "artifact_expired" || code === "not_found") return "The farm has this file no more. Render the shot again.";
  return code === "disk_full" ? message : `${message} It is tried again by itself.`;
}

const sizeText = (bytes: number) => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

export function createTransfers(ports: TransferPorts) {
  const { jobs, blobs, logger, clock, choices } = ports;
  const busy = new Map<string, Running>();
  /** Files that wait for their next try, with the time of it. */
  const resting = new Map<string, { until: number; noRoom: boolean; wake: () => void }>();
  let held = choices.pauses();
  const stopped = new AbortController();
  const throttle = createThrottle(() => {
    const limit = ports.limit();
    return limit === null ? null : limit * 1000;
  }, clock);
  let kicked = false;

  const partialOf = (row: TransferRow) => `artifact-${row.artifactId}`;
  const bytesHere = (row: TransferRow) =>
    stat(blobs.partial(partialOf(row))).then(
      (found) => found.size,
      () => 0,
    );
  const isHeld = (id: string) => held.has(everyFile) || held.has(id);
  /** Refuses a file that would not fit beside those that are on their way. Throws CodedError disk_full. */
  const needRoom = async (row: TransferRow): Promise<void> => {
    const { bavail, bsize } = await statfs(blobs.folder);
    const missing = Math.max(0, row.bytes - (await bytesHere(row)));
    const others = [...busy].reduce((sum, [id, one]) => {
      const other = id === row.artifactId ? undefined : jobs.transferOf(id);
      return sum + (other === undefined ? 0 : Math.max(0, other.bytes - one.received));
    }, 0);
    if (bavail * bsize < missing + others + reserveBytes) throw diskFull(blobs.folder);
  };
  const rest = (row: TransferRow, ms: number, noRoom: boolean): void => {
    let wake = () => {};
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const mine = { until: clock.now() + ms, noRoom, wake };
    resting.set(row.artifactId, mine);
    void Promise.race([ports.wait(ms), woken]).then(() => {
      if (resting.get(row.artifactId) === mine) resting.delete(row.artifactId);
      kick();
    });
  };
  const fetchOne = async (row: TransferRow, connection: Connection, running: Running): Promise<void> => {
    try {
      if (!(await blobs.has(row.sha256))) {
        running.received = await bytesHere(row);
        await needRoom(row);
        const artifact = await connection.client.artifact(row.artifactId);
        const url = connection.client.linkOf(artifact.url);
        await download({
          blobs,
          name: partialOf(row),
          url,
          sha256: row.sha256,
          signal: AbortSignal.any([stopped.signal, running.stop.signal]),
          throttle,
          progress(received, from) {
            running.rate.add(received - running.received, clock.now());
            Object.assign(running, { received, from });
            ports.changed();
          },
        });
      }
      jobs.setTransfer({ ...row, state: "done", error: null });
      ports.room(null);
      ports.arrived(row.jobId);
    } catch (thrown) {
      const body = errorBodyOf(codedErrorOf(thrown, blobs.folder));
      if (body.code === "cancelled") return;
      const noRoom = body.code === "disk_full";
      if (noRoom) ports.room(body.message);
      const lost = body.code === "artifact_expired" || body.code === "not_found";
      logger.warn("a file could not be fetched", { artifact: row.artifactId, code: body.code, attempts: row.attempts + 1 });
      if (!lost) rest(row, pauses[Math.min(row.attempts, pauses.length - 1)] as number, noRoom);
      const error = troubleText(body, await bytesHere(row));
      jobs.setTransfer({ ...row, state: lost ? "lost" : "wanted", error, attempts: row.attempts + 1 });
    }
  };
  const begin = (row: TransferRow, connection: Connection): void => {
    const running: Running = { stop: new AbortController(), work: Promise.resolve(), received: 0, from: 0, rate: createRate() };
    busy.set(row.artifactId, running);
    running.work = fetchOne(row, connection, running)
      .catch((error: unknown) => {
        // Not even the failure could be written down (a full disk): the file stays wanted.
        const body = errorBodyOf(codedErrorOf(error, blobs.folder));
        if (body.code === "disk_full") ports.room(body.message);
        logger.error("a download could not be recorded", {
          artifact: row.artifactId,
          reason: error instanceof Error ? error.message : "",
        });
        rest(row, pauses[pauses.length - 1] as number, body.code === "disk_full");
      })
      .finally(() => {
        busy.delete(row.artifactId);
        ports.changed();
        kick();
      });
  };
  const kick = (): void => {
    if (kicked || stopped.signal.aborted) return;
    kicked = true;
    queueMicrotask(() => {
      kicked = false;
      const connection = ports.connection();
      if (connection === null || stopped.signal.aborted || held.has(everyFile)) return;
      // Another account's files are not there for this one: they wait for their owner.
      for (const row of jobs.wantedTransfers(connection.accountId)) {
        if (busy.size >= atOnce) return;
        if (!busy.has(row.artifactId) && !resting.has(row.artifactId) && !isHeld(row.artifactId)) begin(row, connection);
      }
    });
  };
  const chosen = (): void => {
    held = choices.pauses();
    for (const [id, running] of busy) if (isHeld(id)) running.stop.abort();
    ports.changed();
    kick();
  };
  return {
    /** Looks for files to fetch. */
    kick,
    /** A preview, kept as a blob; failures are of no matter. */
    preview(jobId: string, artifact: ArtifactRef): void {
      const connection = ports.connection();
      if (connection === null) return;
      void (async () => {
        const { url } = await connection.client.artifact(artifact.id);
        await download({
          blobs,
          name: `preview-${artifact.id}`,
          url: connection.client.linkOf(url),
          sha256: artifact.sha256,
          signal: stopped.signal,
        });
        jobs.setPreview(jobId, artifact.index, artifact.sha256);
      })().catch((error: unknown) => {
        if (!(error instanceof CodedError)) logger.warn("a preview could not be fetched", { job: jobId });
      });
    },
    /** How a file that is wanted stands just now. */
    stateOf(row: TransferRow): FileState {
      const running = busy.get(row.artifactId);
      const still = { received: running?.received ?? 0, rate: null, resumedAt: null, retryIn: null };
      if (isHeld(row.artifactId)) return { ...still, state: "paused" };
      if (running !== undefined)
        return {
          state: "running",
          received: running.received,
          rate: running.rate.now(clock.now()),
          resumedAt: running.from > 0 ? running.from : null,
          retryIn: null,
        };
      const wait = resting.get(row.artifactId);
      if (wait === undefined) return { ...still, state: "waiting" };
      const retryIn = Math.min(15, Math.max(0, Math.ceil((wait.until - clock.now()) / 1000)));
      return { ...still, state: wait.noRoom ? "no-room" : "retrying", retryIn };
    },
    /** Bytes of a file that are on this computer, of one that is not being fetched. */
    bytesHere,
    allPaused: () => held.has(everyFile),
    pause(ids: readonly string[]): void {
      choices.pause(ids, clock.now());
      chosen();
    },
    /** Lets files go on; where all were held back, the others stay so. `wanted`: every file that is not here yet. */
    resume(ids: readonly string[], wanted: readonly string[]): void {
      if (held.has(everyFile)) {
        const others = wanted.filter((id) => !ids.includes(id));
        choices.pause(others, clock.now());
        choices.resume([everyFile]);
      }
      choices.resume(ids);
      chosen();
    },
    pauseAll(): void {
      choices.pause([everyFile], clock.now());
      chosen();
    },
    /** Lets every file go on, also those that were held back alone. */
    resumeAll(): void {
      choices.resumeAll();
      chosen();
    },
    /** Tries at once what waits for its next try, and asks again for what was lost. */
    retry(ids: readonly string[]): void {
      for (const id of ids) {
        const row = jobs.transferOf(id);
        if (row === undefined || row.state === "done" || busy.has(id)) continue;
        jobs.setTransfer({ ...row, state: "wanted", error: null, attempts: 0 });
        resting.get(id)?.wake();
      }
      kick();
    },
    /** Fetches again what had arrived and is not here any more. Answers the files that the farm is asked for. */
    refetch(hashes: ReadonlySet<string>, rows: Iterable<{ row: TransferRow }>): Set<string> {
      const asked = new Set<string>();
      for (const { row } of rows) {
        if (!hashes.has(row.sha256)) continue;
        asked.add(row.sha256);
        if (row.state !== "wanted") jobs.setTransfer({ ...row, state: "wanted", error: null, attempts: 0 });
      }
      kick();
      return asked;
    },
    async close(): Promise<void> {
      stopped.abort();
      await Promise.allSettled([...busy.values()].map((running) => running.work));
    },
  };
}
