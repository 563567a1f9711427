// Sends one file of a page to the browser host, as a stream of its bytes. Where the connection breaks it asks how far the file is and goes on.
import { z } from "zod";
import { errorBodySchema } from "../../shared/contract/errors.ts";
import { takeToken } from "./token.ts";

const answerSchema = z.object({
  state: z.enum(["kept", "same", "quarantined", "partial"]),
  assetId: z.string().nullable(),
  reason: z.string().nullable(),
});

interface Uploaded {
  /** The asset that it became, or that the library had already; null where it became none. */
  assetId: string | null;
  /** Why it became none, in words; null else. */
  error: string | null;
}

const tries = 5;
const waitMs = 800;
const cutOff = "The studio's core did not answer while the file was sent. Drop the file again: what arrived is kept.";

function addressOf(importId: string, file: File): string {
  const url = new URL(`upload/${importId}`, window.location.href);
  url.hash = "";
  url.search = "";
  url.searchParams.set("path", file.webkitRelativePath === "" ? file.name : file.webkitRelativePath);
  url.searchParams.set("size", String(file.size));
  url.searchParams.set("modified", String(file.lastModified));
  return url.href;
}

/** Uploads `file` as part of an import that `imports.beginUpload` announced. Never rejects. */
export async function uploadFile(importId: string, file: File, signal?: AbortSignal): Promise<Uploaded> {
  const address = addressOf(importId, file);
  const authorization = `Bearer ${takeToken(window.location, window.history, window.sessionStorage) ?? ""}`;
  const init = signal === undefined ? {} : { signal };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, waitMs * attempt));
    if (signal?.aborted === true) break;
    try {
      const asked = attempt === 0 ? null : await fetch(address, { ...init, method: "HEAD", headers: { authorization } });
      const offset = Number(asked?.headers.get("upload-offset") ?? 0);
      const answer = await fetch(address, {
        ...init,
        method: "PUT",
        headers: { authorization, "upload-offset": String(offset) },
        body: offset === 0 ? file : file.slice(offset),
      });
      const body: unknown = await answer.json();
      if (answer.ok) {
        const { state, assetId, reason } = answerSchema.parse(body);
        if (state !== "partial") return { assetId, error: reason === null ? null : `${file.name}: ${reason}` };
        continue;
      }
      const error = errorBodySchema.parse(body);
      // An older half of it is here: the next try goes on from its end.
      if (error.code !== "conflict" || attempt === tries - 1) return { assetId: null, error: error.message };
    } catch {
      // The connection broke, or the file changed while it was read.
    }
  }
  return { assetId: null, error: cutOff };
}
