// npm run farm -- verify: every file that a row names is opened under its account's key, read to its end and held against its hash; and
// files that no row names are counted. Needs no farm that runs, and disturbs none that does.
import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountId, ArtifactId } from "../../shared/domain/ids.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import type { Database } from "../database/pool.ts";
import { secret } from "../identity/secrets.ts";
import { createKeyring, fileKeyPurpose, type Keyring } from "../jobs/keyring.ts";
import type { ArtifactStore, Logger } from "../ports.ts";
import { createUploadFiles, type UploadFiles } from "../uploads/disk.ts";
import { uploadFolder } from "../uploads/open.ts";
import { uploadKey } from "../uploads/uploads.ts";
import { orphanFiles } from "./check.ts";
import { withDatabases } from "./commands.ts";

interface StoredRow extends Record<string, unknown> {
  account_id: AccountId;
  id: string;
  sha256: string;
  bytes: string;
  key_id: string;
}

/** What was looked at, and what is wrong with it: a line for each file, with its id. */
interface Verified {
  artifacts: number;
  inputs: number;
  uploads: number;
  bytes: number;
  bad: string[];
  /** Files that no row names. */
  orphans: string[];
}

interface VerifyPorts {
  operations: Database;
  store: ArtifactStore;
  uploads: UploadFiles;
  keyring: Keyring;
}

/** Rows are read by pages of this size, so that memory does not grow with the farm. */
const page = 500;
const named = {
  artifact: `select account_id, artifact_id as id, sha256, bytes, key_id from artifact
    where state <> 'removed' and expires_at > farm_now() and artifact_id > $1 order by artifact_id limit ${page}`,
  input: `select account_id, file_id as id, sha256, bytes, key_id from input_file where state = 'readable' and file_id > $1 order by file_id limit ${page}`,
  upload: `select account_id, upload_id as id, sha256, bytes, '' as key_id from upload
    where state = 'open' and expires_at > farm_now() and upload_id > $1 order by upload_id limit ${page}`,
};
type Kind = keyof typeof named;

async function* rowsOf(operations: Database, kind: Kind): AsyncGenerator<StoredRow> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await operations.query<StoredRow>(named[kind], [after]);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return;
    after = last.id;
  }
}

/** Reads everything. */
async function verifyFiles({ operations, store, uploads, keyring }: VerifyPorts): Promise<Verified> {
  const verified: Verified = { artifacts: 0, inputs: 0, uploads: 0, bytes: 0, bad: [], orphans: [] };
  /** What is wrong with a finished file; null for nothing. */
  const faultOf = async (row: StoredRow): Promise<string | null> => {
    const key = await keyring.keyFor(row.account_id, fileKeyPurpose(row.key_id));
    const hash = createHash("sha256");
    let bytes = 0;
    try {
      for await (const part of store.read(row.id as ArtifactId, key, { start: 0, end: Number(row.bytes) - 1 })) {
        hash.update(part);
        bytes += part.length;
      }
    } catch (error) {
      return error instanceof CodedError && error.code === "artifact_expired" ? "is missing" : "is damaged";
    }
    verified.bytes += bytes;
    return bytes === Number(row.bytes) && hash.digest("hex") === row.sha256 ? null : "is not the file that its row names";
  };
  /** The row may have gone while its file was read. */
  const report = async (kind: Kind, row: StoredRow, fault: string): Promise<void> => {
    const [same] = await operations.query(named[kind].replace("> $1 order", "= $1 order"), [row.id]);
    if (same !== undefined) verified.bad.push(`${kind} ${row.id} ${fault}`);
  };
  for (const [kind, counter] of [
    ["artifact", "artifacts"],
    ["input", "inputs"],
  ] as const) {
    for await (const row of rowsOf(operations, kind)) {
      verified[counter] += 1;
      const fault = await faultOf(row);
      if (fault !== null) await report(kind, row, fault);
    }
  }
  for await (const row of rowsOf(operations, "upload")) {
    verified.uploads += 1;
    const offset = await uploads.offset(await uploadKey(keyring, { accountId: row.account_id, id: row.id }));
    if (offset === null) await report("upload", row, "is missing or does not open");
    verified.bytes += offset ?? 0;
  }
  verified.orphans.push(...(await orphanFiles(operations, store)));
  for await (const id of uploads.ids()) if (!(await operations.call<boolean>("upload_known", id))) verified.orphans.push(id);
  return verified;
}

/** Verifies the files of a data folder. Returns the lines to print and whether all is well. */
export function verify(data: string, databaseUrl: string | undefined, log: Logger): Promise<{ lines: string[]; sound: boolean }> {
  return withDatabases(data, databaseUrl, log, async ({ operations, api }) => {
    const random = (count: number) => randomBytes(count);
    const masterKey = Buffer.from(await secret(data, "master-key", random), "base64url");
    const { artifacts, inputs, uploads, bytes, bad, orphans } = await verifyFiles({
      operations,
      store: await createDiskArtifactStore({ folder: join(data, "artifacts"), besideAnother: true }),
      uploads: await createUploadFiles({ folder: uploadFolder(data), random }),
      keyring: createKeyring(api, masterKey, random),
    });
    const lines = [...bad, ...orphans.map((id) => `file ${id} belongs to no row; retention removes it when it is a day old`)];
    lines.push(
      `${artifacts} artifacts, ${inputs} inputs and ${uploads} uploads were read, ${bytes} bytes: ` +
        (bad.length === 0 ? "all of them open and have their hashes." : `${bad.length} are missing or damaged.`),
    );
    return { lines, sound: bad.length === 0 };
  });
}
