// What the database says of uploads and inputs: each call is one SQL function of one account.
import { CodedError, type ErrorBody } from "../../shared/contract/errors.ts";
import type { Input, InputPurpose, InputType, UploadMetadata, Usage } from "../../shared/contract/farm-uploads.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { Keyring } from "../jobs/keyring.ts";
import type { Facts } from "./inspect.ts";
import { bytesInWords, quotaOf } from "./quotas.ts";

/** An upload as its row has it. */
export interface UploadRow {
  purpose: InputPurpose;
  contentType: InputType;
  sha256: string;
  bytes: number;
  state: "open" | "done" | "refused";
  /** Why it was refused. */
  error: ErrorBody | null;
  /** What its sender said of it, while it is open: members of Upload-Metadata. */
  metadata: Record<string, string> | null;
  createdAt: string;
  expired: boolean;
}

export interface UploadRows {
  /** Throws CodedError quota_exceeded, with what is used, the limit and the remedy. Returns when it began. */
  create(accountId: AccountId, plan: string, id: string, bytes: number, metadata: UploadMetadata): Promise<string>;
  get(accountId: AccountId, id: string): Promise<UploadRow | null>;
  /** The upload becomes an input. Returns the id of the file that is kept, which is another one where the account had it already. */
  finish(accountId: AccountId, id: string, fileId: string, keyId: string, facts: Facts): Promise<string | null>;
  refuse(accountId: AccountId, id: string, error: ErrorBody): Promise<void>;
  /** Returns the id of a file that goes with it. */
  remove(accountId: AccountId, id: string): Promise<string | null>;
  inputs(accountId: AccountId, hashes: readonly string[]): Promise<Input[]>;
  usage(accountId: AccountId, plan: string): Promise<Usage>;
}

/** Used, limit and remedy in words. */
function overQuota(refused: "open" | "bytes", used: number, plan: string, bytes: number): CodedError {
  const quota = quotaOf(plan);
  const message =
    refused === "open"
      ? `${used} uploads are under way, and the plan ${plan} allows ${quota.uploads} at once. Finish one, or delete it, then start this one.`
      : `This file has ${bytesInWords(bytes)}; ${bytesInWords(used)} of the ${bytesInWords(quota.bytes)} that the plan ${plan} allows for files are used. ` +
        "Delete an upload that is not needed, wait until files go a day after their last job, or take a larger plan.";
  return new CodedError("quota_exceeded", message, { fields: [{ path: refused === "open" ? "uploads" : "bytes", message }] });
}

/** Rows over the API's database role. */
export function createUploadRows(database: Database, keyring: Keyring): UploadRows {
  return {
    async create(accountId, plan, id, bytes, metadata) {
      const { purpose, filetype, sha256 } = metadata;
      const sealed = await keyring.sealInput(accountId, id, JSON.stringify(metadata));
      const quota = quotaOf(plan);
      const made = await database.call<{ createdAt: string } | { refused: "open" | "bytes"; used: number }>(
        "upload_create",
        accountId,
        id,
        purpose,
        filetype,
        sha256,
        bytes,
        sealed,
        quota.bytes,
        quota.uploads,
      );
      if ("refused" in made) throw overQuota(made.refused, made.used, plan, bytes);
      return made.createdAt;
    },
    async get(accountId, id) {
      type Found = Omit<UploadRow, "metadata"> & { sealed: string | null };
      const found = await database.call<Found | null>("upload_get", accountId, id);
      if (found === null) return null;
      const { sealed, ...row } = found;
      const opened = sealed === null ? null : await keyring.openInput(accountId, id, Buffer.from(sealed, "base64"));
      return { ...row, metadata: opened === null ? null : (JSON.parse(opened) as Record<string, string>) };
    },
    finish: (accountId, id, fileId, keyId, { width, height, seconds }) =>
      database.call<string | null>("upload_finish", accountId, id, fileId, keyId, width, height, seconds),
    refuse: (accountId, id, error) => database.call("upload_refuse", accountId, id, JSON.stringify(error)),
    remove: (accountId, id) => database.call<string | null>("upload_remove", accountId, id),
    inputs: (accountId, hashes) => database.call<Input[]>("inputs_of", accountId, hashes),
    async usage(accountId, plan) {
      type Found = { made: Usage["made"]; brought: { files: number; bytes: number; open: number } };
      const { made, brought } = await database.call<Found>("usage_of", accountId);
      const quota = quotaOf(plan);
      return {
        made,
        brought: { files: brought.files, bytes: brought.bytes, limit: quota.bytes },
        uploads: { open: brought.open, limit: quota.uploads },
      };
    },
  };
}
