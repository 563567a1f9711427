// Streams in the chunk format: encrypt a file of known length, read any range of one, and check one that
// arrives without ever holding more than a chunk.
import { createHash } from "node:crypto";
import {
  chunkBytes,
  chunkCount,
  chunkLength,
  damaged,
  headerBytes,
  headerRandomBytes,
  makeHeader,
  openChunk,
  openHeader,
  type OpenHeader,
  sealChunk,
  sealedChunkBytes,
  sealedLength,
} from "./format.ts";

/** The data key (32 bytes) and the id that the file is bound to. */
export interface FileKey {
  key: Uint8Array;
  id: string;
}

/** Regroups any pieces into pieces of exactly `size` bytes and a shorter rest, which is empty only for an empty source. */
async function* inPieces(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const part of source) {
    held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part]);
    let at = 0;
    // A full piece is kept back until more follows, so that the last one is never mistaken for one in between.
    for (; held.length - at > size; at += size) yield held.subarray(at, at + size);
    if (at > 0) held = held.subarray(at);
  }
  yield held;
}

/**
 * Encrypts `source`, whose length must be `bytes`. `random(n)` gives n random bytes. Throws RangeError when the source
 * is shorter or longer, which ends the stream before its last chunk: what was written then never passes a check.
 */
export async function* encryptStream(
  source: AsyncIterable<Uint8Array>,
  file: FileKey & { bytes: number; random: (count: number) => Uint8Array },
): AsyncGenerator<Uint8Array> {
  const header = makeHeader(file.bytes, file.random(headerRandomBytes));
  const opened = openHeader(header, file.key, file.id);
  yield header;
  let index = 0;
  for await (const piece of inPieces(source, chunkBytes)) {
    if (index >= chunkCount(file.bytes) || piece.length !== chunkLength(opened, index)) {
      throw new RangeError(`the file changed while it was encrypted: it should have ${file.bytes} bytes`);
    }
    yield sealChunk(opened, index, piece);
    index += 1;
  }
  if (index !== chunkCount(file.bytes)) throw new RangeError(`the file ended early: it should have ${file.bytes} bytes`);
}

/** Chunks that are read from the file at once. */
const chunksAtOnce = 8;
/** Buffers for sealed bytes, used again: making them anew for each range costs as much as opening what is in them. */
const spare: Buffer[] = [];
const mostSpare = 16;
const borrow = (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(chunksAtOnce * sealedChunkBytes);

/** A sealed file that can be read anywhere. */
export interface RandomAccess {
  /** Bytes on disk. */
  length: number;
  /** Up to `count` bytes from `position`, in `into` where it is given, else in a buffer of their own. */
  read(position: number, count: number, into?: Buffer): Promise<Uint8Array>;
}

/** Opens a sealed file: its header read, its length checked. Throws the `damaged` error. */
async function openSealed(file: RandomAccess, keyed: FileKey): Promise<OpenHeader> {
  const opened = openHeader(await file.read(0, headerBytes), keyed.key, keyed.id);
  if (file.length !== sealedLength(opened.bytes)) throw damaged();
  return opened;
}

/**
 * Plain bytes [start, end] (inclusive) of a sealed file, decrypting only the chunks that they lie in. Throws the
 * `damaged` error for a file that was changed or cut, RangeError for a range outside of it.
 */
export async function* decryptRange(file: RandomAccess, keyed: FileKey, range: { start: number; end: number }): AsyncGenerator<Uint8Array> {
  const opened = await openSealed(file, keyed);
  const { start, end } = range;
  const wholeEmpty = opened.bytes === 0 && start === 0 && end === -1;
  if (!wholeEmpty && !(start >= 0 && start <= end && end < opened.bytes))
    throw new RangeError(`no bytes ${start}-${end} in ${opened.bytes}`);
  const last = wholeEmpty ? 0 : Math.floor(end / chunkBytes);
  const readFrom = (from: number, into: Buffer): Promise<Uint8Array> | undefined => {
    if (from > last) return undefined;
    const count = Math.min(chunksAtOnce, last - from + 1) * sealedChunkBytes;
    const reading = file.read(headerBytes + from * sealedChunkBytes, count, into);
    reading.catch(() => undefined); // whoever waits for it hears of it; nobody does when the reader leaves
    return reading;
  };
  let index = Math.floor(start / chunkBytes);
  let [current, next] = [borrow(), borrow()];
  let reading = readFrom(index, current);
  try {
    // The next chunks are read while these are opened and handed out.
    while (reading !== undefined) {
      const sealed = await reading;
      reading = readFrom(index + chunksAtOnce, next);
      [current, next] = [next, current];
      for (let at = 0; at < chunksAtOnce && index <= last; at += 1, index += 1) {
        const plain = openChunk(opened, index, sealed.subarray(at * sealedChunkBytes, (at + 1) * sealedChunkBytes));
        const from = Math.max(0, start - index * chunkBytes);
        if (plain.length > 0) yield plain.subarray(from, end - index * chunkBytes + 1);
      }
    }
  } finally {
    await reading?.catch(() => undefined); // nothing writes into a buffer that was given back
    spare.push(current, next);
    spare.length = Math.min(spare.length, mostSpare);
  }
}

/** Chunks of a sealed stream that arrives, each with what is in it. Throws the `damaged` error. */
async function* openedChunks(
  source: AsyncIterable<Uint8Array>,
  keyed: FileKey,
): AsyncGenerator<{ opened: OpenHeader; index: number; sealed: Buffer; plain: Uint8Array }> {
  let opened: OpenHeader | undefined;
  let rest: Buffer = Buffer.alloc(0);
  const pieces = inPieces(
    (async function* body() {
      for await (const part of source) {
        if (opened !== undefined) {
          yield part;
          continue;
        }
        rest = Buffer.concat([rest, part]);
        if (rest.length < headerBytes) continue;
        opened = openHeader(rest.subarray(0, headerBytes), keyed.key, keyed.id);
        yield rest.subarray(headerBytes);
      }
    })(),
    sealedChunkBytes,
  );
  let index = 0;
  for await (const sealed of pieces) {
    if (opened === undefined || index >= chunkCount(opened.bytes)) throw damaged();
    yield { opened, index, sealed, plain: openChunk(opened, index, sealed) };
    index += 1;
  }
  if (opened === undefined || index !== chunkCount(opened.bytes)) throw damaged();
}

/** The plain bytes of a sealed stream that arrives. Throws the `damaged` error at the first wrong byte and for one that is cut or too long. */
export async function* decryptStream(source: AsyncIterable<Uint8Array>, keyed: FileKey): AsyncGenerator<Uint8Array> {
  for await (const { plain } of openedChunks(source, keyed)) if (plain.length > 0) yield plain;
}

/**
 * Passes a sealed stream through unchanged while it opens every chunk. Throws the `damaged` error at the first wrong
 * byte and for a stream that is cut or too long; `result` is called with the plain hash and length at the end.
 */
export async function* checkSealed(
  source: AsyncIterable<Uint8Array>,
  keyed: FileKey,
  result: (plain: { sha256: string; bytes: number }) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const { opened, index, sealed, plain } of openedChunks(source, keyed)) {
    hash.update(plain);
    bytes = opened.bytes;
    if (index === 0) yield opened.header;
    yield sealed;
  }
  result({ sha256: hash.digest("hex"), bytes });
}
