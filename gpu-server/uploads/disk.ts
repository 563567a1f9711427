// Uploads under way on the coordinator's disk, encrypted from the first byte. Whole records are appended; what does not fill one yet
// lies in a small file beside it, which is replaced by a rename. How far an upload is, is what these files say, and nothing else.
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { isId } from "../../shared/domain/ids.ts";
import { isFull, isMissing, readAt, syncFolder } from "../artifacts/files.ts";
import {
  headerBytes,
  makeUploadHeader,
  openRecord,
  openUploadHeader,
  recordBytes,
  recordCount,
  recordLength,
  recordPlainBytes,
  saltBytes,
  sealedRecordLength,
  sealRecord,
  type UploadHeader,
} from "./format.ts";

/** An upload's id (a UUIDv7) and its key, 32 bytes. */
export interface KeyedUpload {
  id: string;
  key: Uint8Array;
}

export interface UploadFiles {
  /** Makes room for an upload of `bytes` plain bytes. Throws CodedError disk_full. */
  create(upload: KeyedUpload, bytes: number): Promise<void>;
  /** Plain bytes that are there for good; null when the file is not there or not readable any more. */
  offset(upload: KeyedUpload): Promise<number | null>;
  /**
   * Adds `source` at `offset` and resolves with the new offset once it is on the disk. What came before `source` failed is kept.
   * Throws CodedError conflict when the upload stands elsewhere, payload_too_large, disk_full, artifact_expired, or what `source` threw.
   */
  append(upload: KeyedUpload, offset: number, source: AsyncIterable<Uint8Array>): Promise<number>;
  /** The plain bytes of a whole upload. Throws CodedError conflict when it is not whole or is damaged. */
  read(upload: KeyedUpload): AsyncGenerator<Buffer>;
  remove(id: string): Promise<void>;
  /** Every id on disk. */
  ids(): AsyncGenerator<string>;
}

export interface UploadDiskOptions {
  /** Folder of the uploads; made where missing. */
  folder: string;
  random: (count: number) => Uint8Array;
  /** Opens a file; another one in the test of a full disk. */
  openFile?: (file: string, flags: string) => Promise<FileHandle>;
}

const ending = ".ovzu";
/** Records that are written at once. */
const recordsAtOnce = 16;

/** Where an upload stands. */
interface Standing {
  header: UploadHeader;
  /** Whole records. */
  records: number;
  /** Plain bytes after them. */
  tail: Buffer;
  offset: number;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten;
}

const asFull = (error: unknown): unknown => (isFull(error) ? new CodedError("disk_full", undefined, { cause: error }) : error);
const gone = () => new CodedError("artifact_expired", "This upload is not here any more. Start it again.");

export async function createUploadFiles({ folder, random, openFile }: UploadDiskOptions): Promise<UploadFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const openAs = openFile ?? ((file: string, flags: string) => open(file, flags, 0o600));
  const fileOf = (id: string): string => {
    if (!isId(id)) throw new CodedError("not_found");
    return path.join(folder, id.slice(-2), id + ending);
  };
  const tailOf = (id: string): string => `${fileOf(id)}.tail`;

  /** The bytes after the last whole record, where the small file holds them. */
  const readTail = async (header: UploadHeader, id: string, records: number): Promise<Buffer> => {
    const none = Buffer.alloc(0);
    if (records === recordCount(header)) return none;
    const handle = await openAs(tailOf(id), "r").catch(() => null);
    if (handle === null) return none;
    try {
      const plain = openRecord(header, records, await readAt(handle, 0, recordBytes));
      return plain !== null && plain.length < recordLength(header, records) ? plain : none;
    } finally {
      await handle.close();
    }
  };

  /** What the files say. A record that a crash cut or tore is not there. */
  const standing = async (handle: FileHandle, { id, key }: KeyedUpload): Promise<Standing | null> => {
    const header = openUploadHeader(await readAt(handle, 0, headerBytes), key, id);
    if (header === null) return null;
    const body = (await handle.stat()).size - headerBytes;
    const last = recordCount(header) - 1;
    let records = Math.min(last, Math.floor(body / recordBytes));
    if (records === last && body >= last * recordBytes + sealedRecordLength(header, last)) records += 1;
    while (records > 0) {
      const index = records - 1;
      const sealed = await readAt(handle, headerBytes + index * recordBytes, sealedRecordLength(header, index));
      if (openRecord(header, index, sealed) !== null) break;
      records -= 1;
    }
    const tail = await readTail(header, id, records);
    return { header, records, tail, offset: Math.min(header.bytes, records * recordPlainBytes) + tail.length };
  };

  const putTail = async (header: UploadHeader, id: string, index: number, plain: Uint8Array): Promise<void> => {
    const fresh = `${tailOf(id)}.new`;
    const handle = await openAs(fresh, "w");
    try {
      await writeAll(handle, sealRecord(header, index, plain, random), 0);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(fresh, tailOf(id));
    await syncFolder(path.dirname(fresh));
  };

  /** Adds the source record by record. Whatever ends it, what came is on the disk when this returns or throws. */
  const add = async (handle: FileHandle, from: Standing, id: string, source: AsyncIterable<Uint8Array>): Promise<number> => {
    const { header } = from;
    const plain = Buffer.allocUnsafe(recordPlainBytes);
    from.tail.copy(plain);
    let [index, fill, offset] = [from.records, from.tail.length, from.offset];
    let waiting: Buffer[] = [];
    let position = headerBytes + index * recordBytes;
    let writing: Promise<void> = Promise.resolve();
    const flush = async (): Promise<void> => {
      await writing;
      const [bytes, at] = [Buffer.concat(waiting), position];
      position += bytes.length;
      waiting = [];
      writing = writeAll(handle, bytes, at);
      writing.catch(() => undefined); // the next flush tells
    };
    const take = async (part: Uint8Array): Promise<void> => {
      if (offset + part.length > header.bytes) throw new CodedError("payload_too_large", "More came than the upload announced.");
      for (let at = 0; at < part.length;) {
        const count = Math.min(part.length - at, recordLength(header, index) - fill);
        plain.set(part.subarray(at, at + count), fill);
        [at, fill] = [at + count, fill + count];
        if (fill < recordLength(header, index)) break;
        waiting.push(sealRecord(header, index, plain.subarray(0, fill), random));
        [index, fill] = [index + 1, 0];
        if (waiting.length === recordsAtOnce) await flush();
      }
      offset += part.length;
    };
    let failure: { error: unknown } | null = null;
    try {
      for await (const part of source) await take(part);
    } catch (error) {
      failure = { error };
    }
    await flush();
    await writing;
    await handle.datasync();
    if (fill > 0) await putTail(header, id, index, plain.subarray(0, fill));
    if (failure !== null) throw failure.error;
    return offset;
  };

  return {
    async create({ id, key }, bytes) {
      const file = fileOf(id);
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        const handle = await openAs(file, "wx");
        try {
          const header = makeUploadHeader(bytes, random(saltBytes));
          if (openUploadHeader(header, key, id) === null) throw new RangeError("a header that does not open");
          await writeAll(handle, header, 0);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await syncFolder(path.dirname(file));
        await syncFolder(folder);
      } catch (error) {
        throw asFull(error);
      }
    },
    async offset(upload) {
      const handle = await openAs(fileOf(upload.id), "r").catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      if (handle === null) return null;
      try {
        return (await standing(handle, upload))?.offset ?? null;
      } finally {
        await handle.close();
      }
    },
    async append(upload, offset, source) {
      const handle = await openAs(fileOf(upload.id), "r+").catch((error: unknown) => {
        throw isMissing(error) ? gone() : error;
      });
      try {
        const from = await standing(handle, upload);
        if (from === null) throw gone();
        if (from.offset !== offset) throw new CodedError("conflict", `The upload stands at ${from.offset}. Go on from there.`);
        // Nothing of a torn record may ever be taken for a later one.
        if (from.records < recordCount(from.header)) await handle.truncate(headerBytes + from.records * recordBytes);
        return await add(handle, from, upload.id, source);
      } catch (error) {
        throw asFull(error);
      } finally {
        await handle.close();
      }
    },
    async *read(upload) {
      const broken = () => new CodedError("conflict", "The upload did not stay whole on the farm. Bring the file again.");
      const handle = await openAs(fileOf(upload.id), "r").catch((error: unknown) => {
        throw isMissing(error) ? gone() : error;
      });
      try {
        const header = openUploadHeader(await readAt(handle, 0, headerBytes), upload.key, upload.id);
        if (header === null) throw broken();
        for (let index = 0; index < recordCount(header); index += 1) {
          const sealed = await readAt(handle, headerBytes + index * recordBytes, sealedRecordLength(header, index));
          const plain = openRecord(header, index, sealed);
          if (plain === null || plain.length !== recordLength(header, index)) throw broken();
          yield plain;
        }
      } finally {
        await handle.close();
      }
    },
    async remove(id) {
      const file = fileOf(id);
      for (const name of [`${tailOf(id)}.new`, tailOf(id), file]) await rm(name, { force: true });
    },
    async *ids() {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        for (const name of await readdir(path.join(folder, entry.name))) {
          const id = name.slice(0, -ending.length);
          if (name.endsWith(ending) && isId(id)) yield id;
        }
      }
    },
  };
}
