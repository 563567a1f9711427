// Takes files that a page uploads, one request a file: HEAD asks how far it is, PUT goes on from there. The file's path, size and time
// stand in the address; the bytes are the body.
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { errorBodyOf, errorKinds } from "../../shared/contract/errors.ts";
import { codedErrorOf } from "../errors.ts";
import type { FileUploads, UploadedFile } from "../library/files/uploads.ts";

const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const fileSchema = z.object({ path: z.string().min(1, "A file has a name.").max(32_767), size: number, modified: number.default(0) });

/** Answers HEAD and PUT for one file of an upload; errors as the product's own body. */
export async function receiveUpload(
  uploads: FileUploads,
  importId: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, body: unknown, offset?: number) => {
    // What was not read of a refused body must not be taken for the next request.
    const headers: Record<string, string> = { "content-type": "application/json", "cache-control": "no-store" };
    if (status >= 400) headers.connection = "close";
    if (offset !== undefined) headers["upload-offset"] = String(offset);
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : JSON.stringify(body));
  };
  if (request.method !== "HEAD" && request.method !== "PUT") {
    response.writeHead(405, { allow: "HEAD, PUT" }).end();
    return;
  }
  try {
    const file: UploadedFile = fileSchema.parse(Object.fromEntries(query));
    if (request.method === "HEAD") {
      answer(200, null, await uploads.offset(importId, file));
      return;
    }
    const offset = number.parse(request.headers["upload-offset"] ?? 0);
    const outcome = await uploads.receive(importId, file, offset, request.iterator({ destroyOnReturn: false }));
    answer(200, outcome, outcome.offset);
  } catch (error) {
    // The page went away in the middle; what arrived is kept.
    if (response.destroyed || request.socket.destroyed) return;
    const body = errorBodyOf(codedErrorOf(error));
    answer(errorKinds[body.code].status, body);
  }
}
