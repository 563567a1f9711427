// tus 1.0 over uploads: the protocol is @tus/server's, the bytes go to the store beside this. Errors keep their code on the way out.
import type { Readable } from "node:stream";
import { DataStore, Server, Upload } from "@tus/server";
import { CodedError } from "../../shared/contract/errors.ts";
import { type UploadMetadata, uploadMetadataSchema } from "../../shared/contract/farm-uploads.ts";
import { type AccountId, type IdMaker, isId } from "../../shared/domain/ids.ts";
import { createLocks } from "./locks.ts";
import type { UploadName, Uploads } from "./uploads.ts";

/** Who sends, by which plan. */
export interface Sender {
  accountId: AccountId;
  plan: string;
}

export interface TusServer {
  /**
   * Answers a request of `sender`; resolves once a body was taken. Throws CodedError, as the services throw it and for what the protocol
   * refuses.
   */
  answer(request: Request, sender: Sender): Promise<Response>;
}

export const uploadPath = "/v1/uploads";
const dayMs = 24 * 3600 * 1000;
/** How long a request that holds an upload may go on once another one wants it, in ms. */
const drainMs = 1000;

/** An upload's id inside the protocol's server names the account too: no call can reach another one's. */
const idOf = ({ accountId, id }: UploadName) => `${accountId}~${id}`;
function nameOf(id: string): UploadName {
  const [accountId = "", own = ""] = id.split("~");
  return { accountId: accountId as AccountId, id: own };
}

function metadataOf(sent: Record<string, string | null> = {}): UploadMetadata {
  const parsed = uploadMetadataSchema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => ({ path: `Upload-Metadata.${path.join(".")}`, message }));
  throw new CodedError("invalid_input", undefined, { fields });
}

/** What the protocol's own refusals are in the union of codes. */
function codedOf(status: number, words: string): CodedError {
  const detail = words.trim();
  if (status === 404) return new CodedError("not_found", "There is no such upload. Start it again.");
  if (status === 409) return new CodedError("conflict", "The upload stands elsewhere. Ask where with HEAD and go on from there.");
  if (status === 410) return new CodedError("artifact_expired", "This upload was not finished within a day and is gone. Start it again.");
  if (status === 413) return new CodedError("payload_too_large", "More came than the upload announced, or it announced too much.");
  if (status >= 500 && status !== 501) return new CodedError("internal", undefined, { cause: new Error(detail) });
  return new CodedError("invalid_input", `The request is not one of tus 1.0: ${detail}.`);
}

function dataStoreOf(uploads: Uploads, plans: WeakMap<Upload, string>): DataStore {
  const store = new DataStore();
  store.extensions = ["creation", "creation-with-upload", "expiration", "termination"];
  store.getExpiration = () => dayMs;
  store.create = async (upload) => {
    upload.creation_date = await uploads.begin(nameOf(upload.id), plans.get(upload) ?? "", upload.size ?? 0, metadataOf(upload.metadata));
    return upload;
  };
  store.getUpload = async (id) => {
    const { bytes, offset, metadata, createdAt } = await uploads.look(nameOf(id));
    return new Upload({ id, size: bytes, offset, creation_date: createdAt, ...(metadata === null ? {} : { metadata }) });
  };
  store.write = (source: Readable, id, offset) => uploads.append(nameOf(id), offset, source);
  store.remove = (id) => uploads.remove(nameOf(id));
  return store;
}

export function createTusServer(uploads: Uploads, newId: IdMaker): TusServer {
  const senders = new WeakMap<Request, Sender>();
  const failures = new WeakMap<Request, CodedError>();
  const plans = new WeakMap<Upload, string>();
  const senderOf = (request: Request): Sender => {
    const sender = senders.get(request);
    if (sender === undefined) throw new CodedError("unauthenticated");
    return sender;
  };
  const server = new Server({
    path: uploadPath,
    datastore: dataStoreOf(uploads, plans),
    locker: createLocks(),
    lockDrainTimeout: drainMs,
    namingFunction: (request) => idOf({ accountId: senderOf(request).accountId, id: newId<"upload">() }),
    generateUrl: (_request, { path, id }) => `${path}/${nameOf(id).id}`,
    // What is no id of the farm's is nobody's upload.
    getFileIdFromRequest: (request, last = "") => (isId(last) ? idOf({ accountId: senderOf(request).accountId, id: last }) : undefined),
    onUploadCreate: async (request, upload) => {
      plans.set(upload, senderOf(request).plan);
      return {};
    },
    async onIncomingRequest(request, id) {
      // A crash may have come between the last byte and the look into the file: whoever asks how far it is, gets it finished first.
      if (request.method !== "HEAD") return;
      const { state, offset, bytes } = await uploads.look(nameOf(id));
      if (state === "open" && offset === bytes) await uploads.finish(nameOf(id));
    },
    async onUploadFinish(_request, upload) {
      await uploads.finish(nameOf(upload.id));
      return {};
    },
    onResponseError(request, error) {
      const { status_code: status, body } = error as { status_code?: number; body?: string };
      if (error instanceof CodedError) failures.set(request, error);
      else if (status === undefined) failures.set(request, new CodedError("internal", undefined, { cause: error }));
      // A request that had to make room for another one of the same upload goes on after it.
      else failures.set(request, codedOf(status === 400 && body?.startsWith("Request aborted") ? 409 : status, body ?? ""));
      return undefined;
    },
  });
  return {
    async answer(request, sender) {
      senders.set(request, sender);
      const response = await server.handleWeb(request);
      const failure = failures.get(request);
      if (failure !== undefined) throw failure;
      if (response.status >= 400 && response.status !== 412) throw codedOf(response.status, await response.text());
      return response;
    },
  };
}
