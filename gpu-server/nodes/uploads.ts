// Files that nodes send: accepted into the artifact store under a live lease's key, and confirmed again
// when the node says that they belong to a segment or a result.
import { createHash } from "node:crypto";
import { CodedError } from "../../shared/contract/errors.ts";
import type { NodeFile } from "../../shared/contract/node-link.ts";
import type { ArtifactId, JobId } from "../../shared/domain/ids.ts";
import type { ArtifactStore, JobStore, StoredFile } from "../ports.ts";

export interface UploadFacts {
  uploadId: ArtifactId;
  jobId: JobId;
  epoch: number;
  /** Of the plain bytes. */
  sha256: string;
  bytes: number;
}

export interface NodeUploads {
  /** Stores a sealed file. Throws CodedError: conflict when the lease is over, invalid_input, disk_full. */
  accept(facts: UploadFacts, body: AsyncIterable<Uint8Array>): Promise<void>;
  /** The files as stored ones. Throws CodedError invalid_input for one that did not arrive under this lease. */
  confirm(jobId: JobId, epoch: number, files: readonly NodeFile[]): Promise<StoredFile[]>;
}

/** Largest file that a node may send, in plain bytes. */
const largestFile = 1024 ** 3;
/** Uploads remembered; older ones are confirmed by reading them again. */
const remembered = 4096;

export function createNodeUploads(jobs: Pick<JobStore, "dataKey">, artifacts: ArtifactStore): NodeUploads {
  const arrived = new Map<string, string>();
  const nameOf = (facts: UploadFacts) => [facts.jobId, facts.epoch, facts.sha256, facts.bytes].join(" ");

  /** For uploads of before a restart: the file is there and is what the node says. */
  const isStored = async (facts: UploadFacts): Promise<boolean> => {
    const key = await jobs.dataKey(facts.jobId, facts.epoch);
    if (key === null) return false;
    const hash = createHash("sha256");
    try {
      for await (const part of artifacts.read(facts.uploadId, key.key, { start: 0, end: facts.bytes - 1 })) hash.update(part);
    } catch {
      return false;
    }
    return hash.digest("hex") === facts.sha256;
  };

  return {
    async accept(facts, body) {
      if (facts.bytes > largestFile) throw new CodedError("payload_too_large");
      const key = await jobs.dataKey(facts.jobId, facts.epoch);
      if (key === null) throw new CodedError("conflict", "This lease is over: the file is not wanted any more.");
      // An upload is repeated after a lost answer; what is there already must not be replaced by anything else.
      if (arrived.has(facts.uploadId) && arrived.get(facts.uploadId) !== nameOf(facts)) throw new CodedError("conflict");
      await artifacts.accept(facts.uploadId, body, key.key, { sha256: facts.sha256, bytes: facts.bytes });
      if ((await jobs.dataKey(facts.jobId, facts.epoch)) === null) {
        // Nothing will ever name the file, so it does not wait for the orphan scan. One that arrived before may be a result.
        if (!arrived.has(facts.uploadId)) await artifacts.remove(facts.uploadId);
        throw new CodedError("conflict", "This lease ended while the file came in: it is not wanted any more.");
      }
      arrived.set(facts.uploadId, nameOf(facts));
      const oldest = arrived.keys().next().value;
      if (arrived.size > remembered && oldest !== undefined) arrived.delete(oldest);
    },
    async confirm(jobId, epoch, files) {
      const stored: StoredFile[] = [];
      for (const { uploadId, kind, index, contentType, sha256, bytes, seconds } of files) {
        const id = uploadId as ArtifactId;
        const facts = { uploadId: id, jobId, epoch, sha256, bytes };
        if (arrived.get(id) !== nameOf(facts) && !(await isStored(facts))) {
          throw new CodedError("invalid_input", "The node named a file that did not arrive.");
        }
        stored.push({ id, kind, index, contentType, sha256, bytes, ...(seconds === undefined ? {} : { seconds }) });
      }
      return stored;
    },
  };
}
