// Seals a spool file under the lease's data key and sends it to the coordinator. The same upload id may
// be sent again after a lost answer: it is the same file.
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import http from "node:http";
import https from "node:https";
import { Readable } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { CodedError, problemSchema } from "../../../shared/contract/errors.ts";
import type { NodeFile } from "../../../shared/contract/node-link.ts";
import type { WorkerFile } from "../../../shared/contract/worker.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { encryptStream } from "../../artifacts/cipher.ts";
import { parseLine } from "../../engines/lines.ts";
import type { Logger } from "../../ports.ts";
import { again, answerMs } from "./again.ts";
import { spoolFile } from "./spool.ts";

export interface Uploader {
  /** Sends one file. Throws CodedError: `conflict` when the lease is over, `cancelled` by the signal. */
  send(file: WorkerFile, spool: string, lease: { jobId: string; epoch: number; key: Uint8Array }, signal: AbortSignal): Promise<NodeFile>;
}

export interface UploaderPorts {
  farmUrl: string;
  token: string;
  nodeId: string;
  newId: IdMaker;
  logger: Logger;
  /** Waits; another one in tests. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest("hex");
}

/** Sends a body piece by piece; no more of it is in memory than the socket takes. */
async function exchange(
  url: string,
  { token, nodeId }: Pick<UploaderPorts, "token" | "nodeId">,
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream", "x-node-id": nodeId };
  const request = (url.startsWith("https:") ? https : http).request(url, { method: "PUT", headers, signal, timeout: answerMs });
  request.on("timeout", () => request.destroy(new Error("the coordinator did not answer in time")));
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on("response", resolve);
    request.on("error", reject);
  });
  // A refusal may come before the whole body was taken: then the answer counts and the broken pipe does not.
  const sent = pipeline(Readable.from(body, { objectMode: false }), request);
  const response = await Promise.race([answered, sent.then(() => answered)]);
  sent.catch(() => undefined);
  return { status: response.statusCode ?? 0, text: await textOf(response) };
}

export function createUploader(ports: UploaderPorts): Uploader {
  const put = async (url: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> => {
    const { status, text } = await exchange(url, ports, body, signal);
    if (status >= 200 && status < 300) return;
    const problem = problemSchema.safeParse(parseLine(text));
    if (problem.success) throw new CodedError(problem.data.code, problem.data.detail);
    throw new CodedError(status < 500 ? "farm_incompatible" : "farm_unreachable");
  };

  return {
    async send(file, spool, lease, signal) {
      const found = await spoolFile(spool, file);
      const sha256 = await hashOf(found.path);
      const uploadId = ports.newId<"artifact">();
      const query = new URLSearchParams({ job: lease.jobId, epoch: String(lease.epoch), sha256, bytes: String(found.bytes) });
      const url = `${ports.farmUrl}/v1/node/files/${uploadId}?${query.toString()}`;
      return again({ ...ports, signal, what: { jobId: lease.jobId, file: "output" } }, async () => {
        const sealed = encryptStream(createReadStream(found.path), {
          key: lease.key,
          id: uploadId,
          bytes: found.bytes,
          random: randomBytes,
        });
        await put(url, sealed, signal);
        const { kind, index, contentType, seconds } = file;
        return { uploadId, kind, index, contentType, sha256, bytes: found.bytes, ...(seconds === undefined ? {} : { seconds }) };
      });
    },
  };
}
