// The part of the check that looks into files: I5 (what was captured can be read), I11 (no plaintext byte lies in
// the folders of artifacts and uploads) and I13 (requests open under their account's key alone).
import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AccountId, ArtifactId } from "../../shared/domain/ids.ts";
import { headerBytes, sealedLength } from "../artifacts/format.ts";
import type { Database } from "../database/pool.ts";
import { fileKeyPurpose, type Keyring } from "../jobs/keyring.ts";
import type { ArtifactStore } from "../ports.ts";
import type { Finding } from "./check.ts";
import { treeOf } from "./copy.ts";

interface StoredRow extends Record<string, unknown> {
  account_id: AccountId;
  artifact_id: ArtifactId;
  sha256: string;
  bytes: string;
  key_id: string;
}

const readableFiles = `
  select account_id, artifact_id, sha256, bytes, key_id from artifact where state = 'readable' and expires_at > farm_now()
  union all select account_id, file_id, sha256, bytes, key_id from input_file where state = 'readable'`;

/** Breaks of I5 and I13 over all readable files and kept requests: each is opened whole. */
export async function checkFiles(operations: Database, artifacts: Pick<ArtifactStore, "read">, keyring: Keyring): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const row of await operations.query<StoredRow>(readableFiles)) {
    const hash = createHash("sha256");
    try {
      const key = await keyring.keyFor(row.account_id, fileKeyPurpose(row.key_id));
      for await (const part of artifacts.read(row.artifact_id, key, { start: 0, end: Number(row.bytes) - 1 })) hash.update(part);
      if (hash.digest("hex") !== row.sha256) findings.push({ invariant: "I5", what: `${row.artifact_id} has another hash` });
    } catch (error) {
      findings.push({ invariant: "I5", what: `${row.artifact_id} cannot be read: ${(error as Error).message}` });
    }
  }
  const inputs = await operations.query<{ account_id: AccountId; job_id: string; input: Buffer }>(
    "select account_id, job_id, input from job where input is not null",
  );
  for (const { account_id: account, job_id: job, input } of inputs) {
    const opened = await keyring.openInput(account, job, input).then(
      () => true,
      () => false,
    );
    if (!opened) findings.push({ invariant: "I13", what: `the request of ${job} does not open under its account's key` });
  }
  return findings;
}

/** Starts of files by their ending; what has another ending has no business there. */
const artifactStart = Buffer.from("OVZA\x01", "latin1");
const uploadStart = Buffer.from("OVZU\x01", "latin1");

async function startOf(file: string): Promise<{ start: Buffer; length: number }> {
  const handle = await open(file, "r");
  try {
    const start = Buffer.alloc(headerBytes);
    const { bytesRead } = await handle.read(start, 0, headerBytes, 0);
    return { start: start.subarray(0, bytesRead), length: (await stat(file)).size };
  } finally {
    await handle.close();
  }
}

/** Why a file of the store is not one of its sealed forms; null when it is. */
async function strange(file: string, path: string): Promise<string | null> {
  // One record under GCM without a header of its own: whatever it holds opens under the upload's key or not at all.
  if (/\.ovzu\.tail(\.new)?$/.test(path)) return null;
  const { start, length } = await startOf(file);
  if (path.endsWith(".ovza") || path.startsWith("partial/")) {
    // A file that is still being written may be shorter than its header.
    if (path.startsWith("partial/") && length < headerBytes) return null;
    if (!start.subarray(0, artifactStart.length).equals(artifactStart)) return "has no header of a sealed file";
    const whole = sealedLength(Number(start.readBigUInt64BE(8)));
    return path.endsWith(".ovza") && length !== whole ? `has ${length} bytes and its header asks for ${whole}` : null;
  }
  if (path.endsWith(".ovzu")) return start.subarray(0, uploadStart.length).equals(uploadStart) ? null : "has no header of a sealed upload";
  return "is no file of the store";
}

/** Breaks of I11: files in the folders of artifacts and uploads of `data` that are not sealed. */
export async function checkStore(data: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const folder of ["artifacts", "uploads"])
    for await (const path of treeOf(join(data, folder))) {
      if (path.endsWith("/")) continue;
      const why = await strange(join(data, folder, path), path).catch((error: unknown) => {
        // Removed meanwhile.
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      });
      if (why !== null) findings.push({ invariant: "I11", what: `${folder}/${path} ${why}` });
    }
  return findings;
}
