// Brings the files of jobs to this computer: a queue that survives quitting and network loss, two at a time.
import { CodedError, errorBodyOf } from "../../shared/contract/errors.ts";
import type { ArtifactRef } from "../../shared/contract/farm-http.ts";
import type { Blobs } from "../library/blobs.ts";
import type { TransferRow } from "../library/job-queries.ts";
import type { Logger } from "../ports.ts";
import { codedErrorOf } from "../errors.ts";
import { download } from "./download.ts";
import type { Jobs } from "./jobs.ts";
import type { Connection } from "./outbox.ts";

interface TransferPorts {
  jobs: Jobs;
  blobs: Blobs;
  logger: Logger;
  connection(): Connection | null;
  /** A file of the job arrived. */
  arrived(jobId: string): void;
  wait(ms: number): Promise<void>;
  /** The disk has no room for a file, in words; null when there is room again. */
  room(trouble: string | null): void;
}

export interface Transfers {
  /** Looks for files to fetch. */
  kick(): void;
  /** A preview, kept as a blob; failures are of no matter. */
  preview(jobId: string, artifact: ArtifactRef): void;
  close(): Promise<void>;
}

const atOnce = 2;
/** Pauses between tries of one file, in milliseconds; the last one goes on. */
const pauses = [500, 1000, 2000, 4000, 8000, 15_000] as const;

export function createTransfers(ports: TransferPorts): Transfers {
  const { jobs, blobs, logger } = ports;
  const busy = new Map<string, Promise<void>>();
  const stopped = new AbortController();
  let kicked = false;

  const fetchOne = async (row: TransferRow, connection: Connection): Promise<void> => {
    try {
      if (!(await blobs.has(row.sha256))) {
        const artifact = await connection.client.artifact(row.artifactId);
        const url = connection.client.linkOf(artifact.url);
        await download({ blobs, name: `artifact-${row.artifactId}`, url, sha256: row.sha256, signal: stopped.signal });
      }
      jobs.setTransfer({ ...row, state: "done", error: null });
      ports.room(null);
      ports.arrived(row.jobId);
    } catch (thrown) {
      const body = errorBodyOf(codedErrorOf(thrown, blobs.folder));
      if (body.code === "cancelled") return;
      if (body.code === "disk_full") ports.room(body.message);
      const lost = body.code === "artifact_expired" || body.code === "not_found";
      jobs.setTransfer({ ...row, state: lost ? "lost" : "wanted", error: body.message, attempts: row.attempts + 1 });
      logger.warn("a file could not be fetched", { artifact: row.artifactId, code: body.code, attempts: row.attempts + 1 });
      if (!lost) await ports.wait(pauses[Math.min(row.attempts, pauses.length - 1)] as number);
    }
  };
  const kick = (): void => {
    if (kicked || stopped.signal.aborted) return;
    kicked = true;
    queueMicrotask(() => {
      kicked = false;
      const connection = ports.connection();
      if (connection === null || stopped.signal.aborted) return;
      // Another account's files are not there for this one: they wait for their owner.
      for (const row of jobs.wantedTransfers(connection.accountId)) {
        if (busy.size >= atOnce) return;
        if (busy.has(row.artifactId)) continue;
        const work = fetchOne(row, connection)
          .catch(async (error: unknown) => {
            // Not even the failure could be written down (a full disk): the file stays wanted.
            const body = errorBodyOf(codedErrorOf(error, blobs.folder));
            if (body.code === "disk_full") ports.room(body.message);
            logger.error("a download could not be recorded", {
              artifact: row.artifactId,
              reason: error instanceof Error ? error.message : "",
            });
            await ports.wait(pauses[pauses.length - 1] as number);
          })
          .finally(() => {
            busy.delete(row.artifactId);
            kick();
          });
        busy.set(row.artifactId, work);
      }
    });
  };
  return {
    kick,
    preview(jobId, artifact) {
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
    async close() {
      stopped.abort();
      await Promise.allSettled(busy.values());
    },
  };
}
