// Files that jobs are made from, on their way to the node that works on one: a live lease opens what its job names and nothing
// else, sealed anew under the lease's own key, so that neither the line nor another node can read it.
import { CodedError } from "../../shared/contract/errors.ts";
import type { ArtifactId, JobId } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import type { ArtifactStore, JobStore } from "../ports.ts";

/** A file as it is handed to a node. */
export interface HandedInput {
  id: ArtifactId;
  /** Of the plain bytes. */
  bytes: number;
  contentType: string;
  /** The sealed bytes, in the chunk format of artifacts. */
  sealed(): AsyncIterable<Uint8Array>;
}

export interface NodeInputs {
  /**
   * The file of this hash for a lease. Throws CodedError: conflict when the lease is over, input_missing when the job does not name
   * it or it is gone, policy_blocked when its consent was withdrawn since.
   */
  open(jobId: JobId, epoch: number, sha256: string): Promise<HandedInput>;
}

export function createNodeInputs(
  jobs: Pick<JobStore, "dataKey" | "input">,
  artifacts: Pick<ArtifactStore, "read">,
  random: (count: number) => Uint8Array,
): NodeInputs {
  return {
    async open(jobId, epoch, sha256) {
      const lease = await jobs.dataKey(jobId, epoch);
      if (lease === null) throw new CodedError("conflict", "This lease is over: its files are not handed out any more.");
      const found = await jobs.input(jobId, epoch, sha256);
      if (found === null) {
        if ((await jobs.dataKey(jobId, epoch)) === null) throw new CodedError("conflict", "This lease is over.");
        throw new CodedError(
          "input_missing",
          "A file that this job is made from is not on the farm any more. Bring it again, then send the job again.",
        );
      }
      if (found === "withdrawn")
        throw new CodedError(
          "policy_blocked",
          "The consent for a reference of this job was revoked or is over. Use another reference, or record a new consent.",
        );
      const { id, bytes, contentType, key } = found;
      const sealed = () => encryptStream(artifacts.read(id, key, { start: 0, end: bytes - 1 }), { key: lease.key, id, bytes, random });
      return { id, bytes, contentType, sealed };
    },
  };
}
