// Making an export: a zip of documents, files and a page, streamed into parts that are sealed under the account's key like any
// other file. A part is all that is ever in memory. A try that was killed is begun again from its start.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { AccountId, ArtifactId, IdMaker } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import type { RandomBytes } from "../identity/secrets.ts";
import { fileKeyPurpose } from "../jobs/keyring.ts";
import type { ArtifactStore, Clock } from "../ports.ts";
import { documentsOf, type ExportDataDeps, type ExportedFile, filesOf, profileOf } from "./export-data.ts";
import { exportPage, type WrittenDocument } from "./export-page.ts";
import { exportKeyPurpose } from "./exports.ts";

export interface ExportMakeDeps extends ExportDataDeps {
  store: Pick<ArtifactStore, "accept" | "read" | "remove">;
  newId: IdMaker;
  random: RandomBytes;
  clock: Clock;
  /** Bytes of a part; smaller in tests. */
  partBytes?: number;
}

const usualPart = 8 * 1024 * 1024;
const endings: Record<string, string> = {
  "video/mp4": "mp4",
  "image/webp": "webp",
  "image/png": "png",
  "image/jpeg": "jpg",
  "audio/wav": "wav",
  "application/json": "json",
  "text/plain": "txt",
};

function pathOf({ jobId, kind, index, id, contentType }: ExportedFile): string {
  const ending = endings[contentType.split(";")[0] ?? ""] ?? "bin";
  return `files/${jobId ?? "brought"}/${kind}-${index + 1}-${id.slice(-6)}.${ending}`;
}

/** Makes the export; one that is made, failed or gone already stays as it is. Throws where it must be tried again. */
export async function makeExport(exportId: string, deps: ExportMakeDeps, signal?: AbortSignal): Promise<void> {
  const { operations, store } = deps;
  const [owner] = await operations.query<{ account: AccountId }>("select account_id as account from account_export where export_id = $1", [
    exportId,
  ]);
  if (owner === undefined) return;
  const { account } = owner;
  const begun = await operations.call<{ try: number; stale: ArtifactId[] } | null>("export_begin", account, exportId);
  if (begun === null) return;
  for (const stale of begun.stale) await store.remove(stale);
  const profile = await profileOf(deps, account);
  // Erased meanwhile: whatever is here goes with it.
  if (profile === null) return;

  const files = (await filesOf(deps, account)).map((file) => ({ ...file, path: pathOf(file) }));
  const fileBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on("error", (error: Error) => output.destroy(error));
  const mtime = new Date(deps.clock.now());
  const written: WrittenDocument[] = [];
  let filesDone = 0;

  /** An entry that is made while it is written. */
  const add = (name: string, pieces: () => AsyncIterable<string | Uint8Array> | Iterable<string>, size?: number) => {
    const options = size === undefined ? { mtime } : { mtime, size, compress: false };
    zip.addReadStreamLazy(name, options, (done) => {
      const stream = Readable.from(pieces(), { objectMode: false });
      stream.on("error", (error) => output.destroy(error));
      done(null, stream);
    });
  };
  for (const { name, words, rows } of await documentsOf(deps, account)) {
    add(name, async function* json() {
      let count = 0;
      for await (const row of rows()) {
        yield `${count === 0 ? "[\n" : ",\n"}${JSON.stringify(row)}`;
        count += 1;
      }
      yield count === 0 ? "[]\n" : "\n]\n";
      written.push({ name, words, rows: count });
    });
  }
  for (const { id, path, bytes, keyId } of files) {
    add(
      path,
      async function* file() {
        const key = await deps.keyring.keyFor(account, fileKeyPurpose(keyId));
        for await (const piece of store.read(id, key, { start: 0, end: bytes - 1 })) {
          filesDone += piece.length;
          yield piece;
        }
      },
      bytes,
    );
  }
  add("index.html", () => exportPage({ profile, madeAt: mtime.toISOString(), documents: written, files }));
  zip.end();

  const percent = () => Math.min(99, Math.floor(fileBytes === 0 ? 50 : (filesDone / fileBytes) * 99));
  const whole = await writeParts(output, { exportId, account, attempt: begun.try, percent }, deps, signal);
  if (whole !== null) await operations.call("export_end", account, exportId, begun.try, whole.bytes, whole.sha256);
}

/** Seals the stream part by part. Null when another try has begun or the account is gone: then this one is over. */
async function writeParts(
  output: Readable,
  { exportId, account, attempt, percent }: { exportId: string; account: AccountId; attempt: number; percent: () => number },
  { operations, store, keyring, newId, random, partBytes = usualPart }: ExportMakeDeps,
  signal?: AbortSignal,
): Promise<{ bytes: number; sha256: string } | null> {
  const key = await keyring.keyFor(account, exportKeyPurpose(exportId));
  const hash = createHash("sha256");
  let bytes = 0;
  let parts = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const writePart = async (): Promise<boolean> => {
    const plain = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    const id = newId<"artifact">();
    // The row first, so that no file is without one.
    const ours = await operations.call<boolean>("export_part", account, exportId, attempt, parts, id, plain.length, percent());
    if (!ours) return false;
    parts += 1;
    const sealed = encryptStream(Readable.from([plain]) as AsyncIterable<Uint8Array>, { key, id, bytes: plain.length, random });
    await store.accept(id, sealed, key, { sha256: createHash("sha256").update(plain).digest("hex"), bytes: plain.length });
    hash.update(plain);
    bytes += plain.length;
    return true;
  };
  for await (const piece of output as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes >= partBytes && !(await writePart())) return null;
  }
  if (heldBytes > 0 && !(await writePart())) return null;
  return { bytes, sha256: hash.digest("hex") };
}
