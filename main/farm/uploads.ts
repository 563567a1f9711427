// Brings files of the library to the farm before a job names them: by tus, in pieces, resumed where the farm says it stands, after the end
// of either program too. A file that the farm has already is not sent again.
import { type FileHandle, open } from "node:fs/promises";
import { DefaultHttpStack, type DetailedError, type FileReader, Upload } from "tus-js-client";
import { CodedError, errorKinds, problemSchema } from "../../shared/contract/errors.ts";
import type { InputPurpose, InputType } from "../../shared/contract/farm-uploads.ts";
import { magicBytes, typeByContent } from "../../shared/contract/file-type.ts";
import type { Blobs } from "../library/blobs.ts";
import type { Clock, Logger } from "../ports.ts";
import type { Connection } from "./outbox.ts";

export interface UploadOptions {
  /** Name that the farm is told; checked there by the rules of content. */
  fileName?: string;
  purpose?: InputPurpose;
  /** The account that it is for: another one that is signed in meanwhile does not get it. */
  account?: string;
  /** How many bytes are there, of how many. */
  progress?: (sent: number, total: number) => void;
}

export interface Uploads {
  /**
   * Resolves once the farm has the blob with this hash, and waits for the farm where it is away. Calls for one hash and account join. Throws
   * CodedError not_found for a blob that is not here, what the farm has against the file, and cancelled at the studio's end.
   */
  ensureThere: (hash: string, options?: UploadOptions) => Promise<void>;
  /** Stops; what is half there goes on at the next start. */
  close(): Promise<void>;
}

interface UploadsPorts {
  blobs: Pick<Blobs, "pathOf">;
  clock: Clock;
  logger: Logger;
  /** Null while the farm is away. */
  connection(): Connection | null;
  note(name: string): string | null;
  putNote(name: string, value: string): void;
  dropNotes(beginning: string): void;
  wait(ms: number): Promise<void>;
  /** Sent at once, and so what has to be sent again at most after a break; smaller in tests. */
  pieceBytes?: number;
}

const usualPieceBytes = 4 * 1024 * 1024;
/** Milliseconds before try n of going on; the last one goes on. */
const pauses = [250, 500, 1000, 2000, 4000, 8000, 15_000] as const;
/** A farm that says nothing for so long is gone; the look into a large file takes its time. */
const silentMs = 120_000;
/** An input that goes sooner is brought again, so that it is there when the job is. */
const leastLeftMs = 15 * 60_000;
/** Times that one file is begun anew after the farm forgot it. */
const mostBeginnings = 3;

/** Answers that say nothing against the file: the farm is away, busy or full, or does not know the session at the moment. */
const passing = new Set([401, 408, 409, 421, 423, 425, 429]);

/** Reads pieces of an open file, which its opener closes. */
function readerOf(handle: FileHandle): FileReader {
  return {
    async openFile() {
      const { size } = await handle.stat();
      return {
        size,
        async slice(start, end) {
          const piece = Buffer.alloc(Math.min(end, size) - start);
          const { bytesRead } = await handle.read(piece, 0, piece.length, start);
          if (bytesRead < piece.length) throw new Error("the file became shorter");
          return { value: Object.assign(piece, { size: piece.length }), done: end >= size };
        },
        close: () => undefined,
      };
    },
  };
}

async function typeOf(path: string): Promise<InputType> {
  const handle = await open(path, "r").catch((cause: unknown) => {
    throw new CodedError("not_found", "The file is not in this library any more.", { cause });
  });
  try {
    const first = Buffer.alloc(magicBytes);
    const { bytesRead } = await handle.read(first, 0, magicBytes, 0);
    const type = typeByContent(first.subarray(0, bytesRead));
    if (type === null)
      throw new CodedError("file_refused", "The farm does not take files of this kind. Save it as PNG, JPEG, WebP or MP4.");
    return type;
  } finally {
    await handle.close();
  }
}

/** The farm's own words for a failed call; null where it said none. */
function problemOf(text: string): CodedError | null {
  try {
    const { code, detail, fields } = problemSchema.parse(JSON.parse(text));
    return new CodedError(code, detail, fields ? { fields } : {});
  } catch {
    return null;
  }
}

/** What a failed call means: why the farm does not take the file, null where it is tried again, or that the upload is not there any more. */
function meaningOf(error: Error | DetailedError): CodedError | "gone" | null {
  const answer = "originalResponse" in error ? error.originalResponse : null;
  const status = answer?.getStatus() ?? 0;
  const problem = problemOf(answer?.getBody() ?? "");
  if (status < 400 || passing.has(status) || (problem !== null && errorKinds[problem.code].retryable)) return null;
  if (status === 404 || status === 410) return "gone";
  if (problem !== null) return problem;
  // A HEAD says no more than that: whatever is the matter with this upload, another one may do.
  return status < 500 ? "gone" : null;
}

export function createUploads(ports: UploadsPorts): Uploads {
  const { logger } = ports;
  const busy = new Map<string, Promise<void>>();
  const stopped = new AbortController();

  /** Sends what the farm does not have yet. `noted` remembers where it goes on. */
  const send = (
    file: FileHandle,
    { client }: Connection,
    metadata: Record<string, string>,
    noted: { url: string | null; put(url: string): void },
    progress: UploadOptions["progress"],
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      let silence: NodeJS.Timeout | undefined;
      const end = (error?: Error) => {
        clearTimeout(silence);
        stopped.signal.removeEventListener("abort", stop);
        if (error === undefined) resolve();
        else reject(error);
      };
      const halt = (error: Error) => {
        void upload.abort();
        end(error);
      };
      const stop = () => halt(new CodedError("cancelled"));
      const alive = () => {
        clearTimeout(silence);
        silence = setTimeout(() => halt(new CodedError("farm_unreachable")), silentMs);
      };
      const upload = new Upload(file as never, {
        // A second try must never begin a second upload: without an endpoint it can only go on.
        endpoint: noted.url === null ? client.uploads.endpoint : null,
        uploadUrl: noted.url,
        metadata,
        headers: client.uploads.headers,
        chunkSize: ports.pieceBytes ?? usualPieceBytes,
        retryDelays: null,
        storeFingerprintForResuming: false,
        fingerprint: () => Promise.resolve(""),
        fileReader: readerOf(file),
        httpStack: new DefaultHttpStack({}),
        onUploadUrlAvailable() {
          alive();
          if (upload.url !== null && upload.url !== noted.url) noted.put(upload.url);
        },
        onChunkComplete(_size, accepted, total) {
          alive();
          progress?.(accepted, total);
        },
        onProgress: alive,
        onSuccess: () => end(),
        onError: end,
      });
      stopped.signal.addEventListener("abort", stop, { once: true });
      alive();
      upload.start();
    });

  const ensure = async (hash: string, { fileName, purpose = "input", account, progress }: UploadOptions): Promise<void> => {
    const path = ports.blobs.pathOf(hash);
    const metadata = { filename: fileName ?? hash.slice(0, 12), filetype: await typeOf(path), sha256: hash, purpose };
    let beginnings = 0;
    for (let turn = 0; ; turn += 1) {
      if (stopped.signal.aborted) throw new CodedError("cancelled");
      const current = ports.connection();
      const connection = account === undefined || current?.accountId === account ? current : null;
      try {
        if (connection === null) throw new CodedError("farm_unreachable");
        const note = `upload:${connection.client.url}:${connection.accountId}:${hash}`;
        const [there] = (await connection.client.inputs([hash])).inputs;
        const left = there === undefined ? 0 : there.expiresAt === null ? Infinity : Date.parse(there.expiresAt) - ports.clock.now();
        if (left < leastLeftMs) {
          const url = ports.note(note);
          const file = await open(path, "r");
          try {
            await send(file, connection, metadata, { url, put: (made) => ports.putNote(note, made) }, progress);
          } catch (error) {
            if (error instanceof CodedError) throw error;
            const meaning = meaningOf(error as Error);
            if (meaning !== null) ports.dropNotes(note);
            if (meaning === "gone" && (beginnings += 1) < mostBeginnings) continue;
            throw meaning === "gone" || meaning === null ? new CodedError("farm_unreachable", undefined, { cause: error }) : meaning;
          } finally {
            await file.close();
          }
        }
        ports.dropNotes(note);
        return;
      } catch (error) {
        const away = error instanceof CodedError && (errorKinds[error.code].retryable || error.code === "unauthenticated");
        if (!away) throw error;
        if (turn === 0) logger.info("a file waits for the farm", { hash });
        await ports.wait(pauses[Math.min(turn, pauses.length - 1)] as number);
      }
    }
  };

  return {
    ensureThere(hash, options = {}) {
      const key = `${options.account ?? ""}:${hash}`;
      const running = busy.get(key) ?? ensure(hash, options).finally(() => busy.delete(key));
      busy.set(key, running);
      return running;
    },
    async close() {
      stopped.abort();
      await Promise.allSettled(busy.values());
    },
  };
}
