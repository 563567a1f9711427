// Uploads of an account, apart from the protocol: begin one within the plan's limits, add to it, and once it is whole make it an input.
import { CodedError } from "../../shared/contract/errors.ts";
import { inputTypes, type UploadMetadata } from "../../shared/contract/farm-uploads.ts";
import type { AccountId, ArtifactId, IdMaker } from "../../shared/domain/ids.ts";
import { checkText } from "../../shared/domain/policy/index.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { fileKeyPurpose, type Keyring } from "../jobs/keyring.ts";
import type { ArtifactStore, Logger } from "../ports.ts";
import type { KeyedUpload, UploadFiles } from "./disk.ts";
import { type Facts, requireType } from "./inspect.ts";
import { bytesInWords } from "./quotas.ts";
import type { UploadRow, UploadRows } from "./rows.ts";

/** Whose upload, and which. */
export interface UploadName {
  accountId: AccountId;
  id: string;
}

/** An upload and how far it is. */
export interface UploadState extends UploadRow {
  offset: number;
}

export interface Uploads {
  /** Begins an upload. Throws CodedError payload_too_large, policy_blocked, quota_exceeded, disk_full. Returns when it began. */
  begin(name: UploadName, plan: string, bytes: number, metadata: UploadMetadata): Promise<string>;
  /** Throws CodedError not_found, artifact_expired, or why it was refused. */
  look(name: UploadName): Promise<UploadState>;
  /** Adds bytes; see UploadFiles.append. Returns the new offset. */
  append(name: UploadName, offset: number, source: AsyncIterable<Uint8Array>): Promise<number>;
  /**
   * Makes a whole upload an input; one that is an input already stays so. Throws CodedError file_refused or invalid_input when it is not
   * what it said, which ends it; after any other error it can be finished again.
   */
  finish(name: UploadName): Promise<void>;
  /** Ends an upload, and takes its input away unless a job is open that names it. */
  remove(name: UploadName): Promise<void>;
}

export interface UploadsPorts {
  rows: UploadRows;
  files: UploadFiles;
  store: ArtifactStore;
  keyring: Keyring;
  inspect(declared: UploadRow["contentType"], file: { bytes: number; read: ArtifactRead }): Promise<Facts>;
  newId: IdMaker;
  random: (count: number) => Uint8Array;
  logger: Logger;
}
type ArtifactRead = (range: { start: number; end: number }) => AsyncIterable<Uint8Array>;

/** Key id of an input's file, as its row keeps it. */
const inputKeyId = (fileId: string) => `input:${fileId}`;

/** The key of an upload that is under way. */
export async function uploadKey(keyring: Keyring, { accountId, id }: UploadName): Promise<KeyedUpload> {
  return { id, key: await keyring.keyFor(accountId, `upload:${id}`) };
}

export function createUploads(ports: UploadsPorts): Uploads {
  const { rows, files, store, keyring } = ports;
  const finishing = new Map<string, Promise<void>>();
  const keyed = (name: UploadName) => uploadKey(keyring, name);

  const unknown = () => new CodedError("not_found", "There is no such upload. Start it again.");
  const rowOf = async ({ accountId, id }: UploadName): Promise<UploadRow> => {
    const row = await rows.get(accountId, id);
    if (row === null) throw unknown();
    if (row.state === "refused")
      throw new CodedError(row.error?.code ?? "file_refused", row.error?.message, { fields: row.error?.fields ?? [] });
    if (row.expired) throw new CodedError("artifact_expired", "This upload was not finished within a day and is gone. Start it again.");
    return row;
  };

  /** The bytes as a finished file of the store under an id of its own, looked into. Nothing is left of it when this throws. */
  const settle = async (name: UploadName, row: UploadRow): Promise<{ fileId: ArtifactId; keyId: string; facts: Facts }> => {
    const fileId = ports.newId<"artifact">();
    const keyId = inputKeyId(fileId);
    const key = await keyring.keyFor(name.accountId, fileKeyPurpose(keyId));
    const upload = await keyed(name);
    async function* plain() {
      let first = true;
      for await (const part of files.read(upload)) {
        if (first) requireType(row.contentType, part);
        first = false;
        yield part;
      }
    }
    const { sha256, bytes, contentType } = row;
    try {
      const sealed = encryptStream(plain(), { key, id: fileId, bytes, random: ports.random });
      await store.accept(fileId, sealed, key, { sha256, bytes });
    } catch (error) {
      if (!(error instanceof CodedError && error.code === "invalid_input")) throw error;
      const message = "The bytes that came have another SHA-256 than the upload announced. Read the file again and bring it anew.";
      throw new CodedError("file_refused", message, { fields: [{ path: "sha256", message }] });
    }
    try {
      return { fileId, keyId, facts: await ports.inspect(contentType, { bytes, read: (range) => store.read(fileId, key, range) }) };
    } catch (error) {
      await store.remove(fileId);
      throw error;
    }
  };

  const finish = async (name: UploadName): Promise<void> => {
    const row = await rowOf(name);
    if (row.state === "done") return;
    try {
      const { fileId, keyId, facts } = await settle(name, row);
      const kept = await rows.finish(name.accountId, name.id, fileId, keyId, facts);
      if (kept !== fileId) await store.remove(fileId);
    } catch (error) {
      const broken = error instanceof CodedError && error.code === "conflict";
      if (!broken && !(error instanceof CodedError && error.code === "file_refused")) throw error;
      ports.logger.warn("an upload was refused", { uploadId: name.id, code: error.code });
      await rows.refuse(name.accountId, name.id, error.toBody());
      await files.remove(name.id);
      throw error;
    }
    await files.remove(name.id);
  };

  return {
    async begin(name, plan, bytes, metadata) {
      const { most } = inputTypes[metadata.filetype];
      if (bytes < 1) {
        const message = "The file is empty.";
        throw new CodedError("invalid_input", message, { fields: [{ path: "Upload-Length", message }] });
      }
      if (bytes > most) {
        const message = `A file of type ${metadata.filetype} has at most ${bytesInWords(most)}; this one has ${bytesInWords(bytes)}. Make it smaller.`;
        throw new CodedError("payload_too_large", message, { fields: [{ path: "Upload-Length", message }] });
      }
      const finding = checkText(metadata.filename, { rating: "general", field: "filename" });
      if (finding !== null)
        throw new CodedError("policy_blocked", finding.message, { fields: [{ path: "filename", message: finding.message }] });
      const createdAt = await rows.create(name.accountId, plan, name.id, bytes, metadata);
      try {
        await files.create(await keyed(name), bytes);
      } catch (error) {
        await rows.remove(name.accountId, name.id);
        throw error;
      }
      return createdAt;
    },
    async look(name) {
      const row = await rowOf(name);
      if (row.state === "done") return { ...row, offset: row.bytes };
      const offset = await files.offset(await keyed(name));
      if (offset === null) throw new CodedError("artifact_expired", "This upload is not here any more. Start it again.");
      return { ...row, offset };
    },
    async append(name, offset, source) {
      const row = await rowOf(name);
      if (row.state === "done") throw new CodedError("conflict", "The upload is whole already.");
      return files.append(await keyed(name), offset, source);
    },
    finish(name) {
      const running = finishing.get(name.id) ?? finish(name).finally(() => finishing.delete(name.id));
      finishing.set(name.id, running);
      return running;
    },
    async remove({ accountId, id }) {
      if ((await rows.get(accountId, id)) === null) throw unknown();
      const file = await rows.remove(accountId, id);
      await files.remove(id);
      if (file !== null) await store.remove(file as ArtifactId);
    },
  };
}
