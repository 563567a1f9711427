// Seals a spool file under the lease's data key and sends it to the coordinator. The same upload id may
// be sent again after a lost answer: it is the same file.
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { CodedError, problemSchema } from "../../../shared/contract/errors.ts";
import type { NodeFile } from "../../../shared/contract/node-link.ts";
import type { WorkerFile } from "../../../shared/contract/worker.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { encryptStream } from "../../artifacts/cipher.ts";
import { spoolFile } from "./spool.ts";

export interface Uploader {
  /** Sends one file. Throws CodedError: `conflict` when the lease is over, `disk_full`, `farm_unreachable` after the last try. */
  send(file: WorkerFile, spool: string, lease: { jobId: string; epoch: number; key: Uint8Array }, signal: AbortSignal): Promise<NodeFile>;
}

export interface UploaderPorts {
  farmUrl: string;
  token: string;
  nodeId: string;
  newId: IdMaker;
  /** Waits; another one in tests. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Waits between tries, in ms; together longer than a lease lives, so that giving up never comes first. */
const waits = [250, 500, 1000, 2000, 4000, 8000, 8000];

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest("hex");
}

export function createUploader(ports: UploaderPorts): Uploader {
  const put = async (url: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> => {
    const response = await fetch(url, {
      method: "PUT",
      headers: { authorization: `Bearer ${ports.token}`, "content-type": "application/octet-stream", "x-node-id": ports.nodeId },
      body: Readable.toWeb(Readable.from(body, { objectMode: false })) as ReadableStream<Uint8Array>,
      duplex: "half",
      signal,
    });
    const text = await response.text();
    if (response.ok) return;
    const problem = problemSchema.safeParse(text.startsWith("{") ? JSON.parse(text) : undefined);
    if (problem.success) throw new CodedError(problem.data.code, problem.data.detail);
    throw new CodedError(response.status < 500 ? "farm_incompatible" : "farm_unreachable");
  };

  return {
    async send(file, spool, lease, signal) {
      const found = await spoolFile(spool, file);
      const sha256 = await hashOf(found.path);
      const uploadId = ports.newId<"artifact">();
      const query = new URLSearchParams({ job: lease.jobId, epoch: String(lease.epoch), sha256, bytes: String(found.bytes) });
      const url = `${ports.farmUrl}/v1/node/files/${uploadId}?${query.toString()}`;
      for (let turn = 0; ; turn += 1) {
        try {
          const sealed = encryptStream(createReadStream(found.path), { key: lease.key, id: uploadId, bytes: found.bytes, random: randomBytes });
          await put(url, sealed, signal);
          return { uploadId, kind: file.kind, index: file.index, contentType: file.contentType, sha256, bytes: found.bytes };
        } catch (error) {
          if (signal.aborted) throw new CodedError("cancelled");
          const coded = error instanceof CodedError ? error : new CodedError("farm_unreachable", undefined, { cause: error });
          const wait = waits[turn];
          const again = coded.code === "farm_unreachable" || coded.code === "disk_full" || coded.code === "database_unavailable";
          if (!again || wait === undefined) throw coded;
          await ports.sleep(wait, signal);
        }
      }
    },
  };
}
