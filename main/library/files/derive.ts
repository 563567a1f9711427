// The background work on files: thumbnails, placeholders, fingerprints, measures, proxies, peaks, words. What a screen shows goes first;
// pictures run in a thread, clips and sounds in children of ffmpeg; one of each at a time, so that the machine stays free for people.
import { existsSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import path from "node:path";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { DerivedView } from "../../../shared/contract/studio/imports.ts";
import { MediaError } from "../../../shared/media/error.ts";
import type { MediaTools } from "../../../shared/media/ffmpeg.ts";
import { codedErrorOf } from "../../errors.ts";
import type { Events } from "../../events.ts";
import type { Logger } from "../../ports.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { Blobs } from "../blobs.ts";
import type { AssetFile, FileQueries } from "./file-queries.ts";
import type { FileThread } from "./file-threads.ts";
import { makeProxy, measuresOf, needsProxy, peaksOf, posterOf, probeFile, wordsOfPdf } from "./films-and-sounds.ts";
import { textIn } from "./look.ts";
import type { Picture } from "./pictures.ts";
import type { NewDerived, Thumbs } from "./thumbs.ts";

interface DerivePorts {
  queries: FileQueries;
  assets: AssetQueries;
  blobs: Blobs;
  thumbs: Thumbs;
  thread: FileThread;
  events: Events;
  logger: Logger;
  /** Throws MediaError ffmpeg_missing. */
  tools(): Promise<MediaTools>;
  /** Folder of proxies. */
  proxies: string;
  /** The file does not decode. */
  damaged(hash: string, reason: string): void;
  /** Something of an import's files was done. */
  progressed(importId: string): void;
  /** Pictures that look alike are found by it. */
  setFingerprint(hash: string, fingerprint: string): void;
}

export interface Derive {
  /** New files of an import; they come after what is wanted. */
  added(hashes: readonly string[], importId: string | null): void;
  /** What a screen shows now, first. Answers what is known. */
  want(hashes: readonly string[]): DerivedView[];
  /** A thumbnail, made now where it is missing; null where there is none. */
  thumb(hash: string): Promise<Buffer | null>;
  /** Where the proxy of a clip lies; null where there is none. */
  proxy(hash: string): string | null;
  words(hash: string): Promise<{ text: string | null; cut: boolean }>;
  /** How many files wait. */
  waiting(): number;
  derivingOf(importId: string): number;
  /** Looks through the library for what is missing, in small steps. */
  goOn(): void;
  /** Resolves when nothing waits. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const mostWords = 2_000_000;
const sliceRows = 200;
const sliceEveryMs = 20;
const tellEveryMs = 200;

const blank = (hash: string): NewDerived => ({
  hash,
  state: "ready",
  thumbhash: null,
  fingerprint: null,
  width: null,
  height: null,
  frames: null,
  rate: null,
  proxy: false,
  peaks: null,
  reason: null,
  thumb: null,
  words: null,
});

/** The background work of a library. */
export function createDerive(ports: DerivePorts): Derive {
  const { queries, assets, blobs, thumbs, thread, events, logger } = ports;
  const ending = new AbortController();
  /** In the order in which they are done: newest wish first, then as they came. */
  const wanted: string[] = [];
  const line = new Set<string>();
  /** Files that are waited for, by hash: which imports count them. */
  const counted = new Map<string, Set<string>>();
  const perImport = new Map<string, number>();
  const working = new Map<string, Promise<void>>();
  /** Not to be tried again before the next start: ffmpeg is missing, or the blob is. */
  const passed = new Set<string>();
  let told = new Set<string>();
  let telling: NodeJS.Timeout | undefined;
  let scanning: Promise<void> | null = null;
  let listening: NodeJS.Timeout | undefined;
  let scanned = 0;
  let [pictureBusy, filmBusy] = [false, false];
  const idleWaiters: (() => void)[] = [];

  const viewOf = (hash: string): DerivedView => {
    const known = thumbs.derived(hash);
    const base64 = (bytes: Uint8Array | null | undefined) =>
      bytes === null || bytes === undefined ? null : Buffer.from(bytes).toString("base64");
    return {
      hash,
      state: known?.state ?? "waiting",
      thumb: known?.hasThumb ?? false,
      thumbhash: base64(known?.thumbhash),
      width: known?.width ?? null,
      height: known?.height ?? null,
      frames: known?.frames ?? null,
      rate: known?.rate ?? null,
      proxy: known?.proxy ?? false,
      peaks: base64(known?.peaks),
    };
  };
  const proxyFile = (hash: string) => path.join(ports.proxies, hash.slice(0, 2), `${hash}.mp4`);
  const waiting = () => line.size + working.size;
  const tellLater = (hash: string) => {
    // What was under way at the end is told to nobody.
    if (ending.signal.aborted) return;
    told.add(hash);
    telling ??= setTimeout(() => {
      telling = undefined;
      const files = [...told].slice(0, 500).map(viewOf);
      told = new Set([...told].slice(500));
      events.send("imports.derived", { files, deriving: waiting() });
      if (told.size > 0) tellLater([...told][0] ?? hash);
    }, tellEveryMs);
  };
  const settled = (hash: string) => {
    for (const importId of counted.get(hash) ?? []) {
      const left = (perImport.get(importId) ?? 1) - 1;
      if (left > 0) perImport.set(importId, left);
      else perImport.delete(importId);
      ports.progressed(importId);
    }
    counted.delete(hash);
    tellLater(hash);
  };

  const pictureOf = (file: string) => thread.run<Picture>({ task: "picture", file }).done;
  const fromPicture = (derived: NewDerived, picture: Picture): NewDerived => ({
    ...derived,
    thumb: picture.thumb,
    thumbhash: picture.thumbhash,
    fingerprint: picture.fingerprint,
  });
  const image = async (file: AssetFile): Promise<NewDerived> => {
    const picture = await pictureOf(blobs.pathOf(file.hash));
    const { width, height, frames } = picture;
    return { ...fromPicture(blank(file.hash), picture), width, height, frames: frames > 1 ? frames : null };
  };
  const film = async (file: AssetFile): Promise<NewDerived> => {
    const tools = await ports.tools();
    const blob = blobs.pathOf(file.hash);
    const info = await probeFile(tools, blob, ending.signal);
    const measures = measuresOf(info);
    let derived: NewDerived = { ...blank(file.hash), ...measures };
    const seconds = info.duration;
    if (info.video !== null && file.kind === "clip") {
      const poster = blobs.partial(`poster-${file.hash}.png`);
      try {
        await posterOf(tools, blob, seconds, poster, ending.signal);
        derived = fromPicture(derived, await pictureOf(poster));
      } finally {
        await rm(poster, { force: true });
      }
      // The grid can show it from here on; the rest takes longer.
      keep(file, derived);
      tellLater(file.hash);
      if (!file.made && needsProxy(info)) {
        if (!existsSync(proxyFile(file.hash))) await makeProxy(tools, blob, proxyFile(file.hash), ending.signal);
        derived.proxy = true;
      }
    }
    if (info.audio !== null) derived.peaks = await peaksOf(tools, blob, info.audio.duration || seconds, ending.signal);
    return derived;
  };
  const document = async (file: AssetFile): Promise<NewDerived> => {
    const blob = blobs.pathOf(file.hash);
    let text: string | null = null;
    let cut = false;
    if (file.contentType === "application/pdf") text = await wordsOfPdf(blob, ending.signal);
    else if (file.contentType.startsWith("text/") || file.contentType === "application/json") {
      const handle = await open(blob, "r");
      try {
        const { size } = await handle.stat();
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, mostWords * 2)), 0, Math.min(size, mostWords * 2), 0);
        cut = bytesRead < size;
        text = textIn(buffer.subarray(0, bytesRead), !cut);
      } finally {
        await handle.close();
      }
    }
    const words = text === null ? null : { text: text.slice(0, mostWords), cut: cut || text.length > mostWords };
    return { ...blank(file.hash), words };
  };
  const make = async (file: AssetFile): Promise<void> => {
    // A blob that is missing is told by verify, once, and not here for each of its assets.
    if (!(await blobs.has(file.hash))) return void passed.add(file.hash);
    let derived: NewDerived;
    try {
      derived = file.kind === "image" ? await image(file) : file.kind === "document" ? await document(file) : await film(file);
    } catch (error) {
      if (!ending.signal.aborted) await failed(file, error);
      return;
    }
    if (!ending.signal.aborted) keep(file, derived);
  };
  /** Writes down what was made. A failure of that is none of the file's. */
  const keep = (file: AssetFile, derived: NewDerived): void => {
    try {
      thumbs.put(derived);
      const { width, height, frames, rate } = derived;
      assets.measure(file.hash, {
        ...(width === null ? {} : { width }),
        ...(height === null ? {} : { height }),
        ...(frames === null ? {} : { frames }),
        ...(rate === null ? {} : { rate }),
      });
      if (derived.fingerprint !== null) ports.setFingerprint(file.hash, derived.fingerprint);
    } catch (error) {
      passed.add(file.hash);
      logger.warn("what was made of a file could not be kept", { hash: file.hash, reason: error instanceof Error ? error.message : "" });
    }
  };
  const failed = async (file: AssetFile, thrown: unknown): Promise<void> => {
    const error = codedErrorOf(thrown, blobs.folder);
    const code = thrown instanceof MediaError ? thrown.code : error instanceof CodedError ? error.code : "internal";
    passed.add(file.hash);
    // A missing ffmpeg, a full disk: nothing is wrong with the file. It is tried again at the next start.
    if (!(await blobs.has(file.hash)) || code === "ffmpeg_missing" || code === "disk_full" || code === "cancelled") {
      logger.warn("a file could not be looked at", { hash: file.hash, code });
      return;
    }
    const what = file.kind === "image" ? "picture" : file.kind === "clip" ? "video" : file.kind === "audio" ? "sound" : "document";
    const reason = `The ${what} is damaged: it cannot be decoded. Copy it again from where it came from, or keep it as a document.`;
    logger.warn("a file does not decode", { hash: file.hash, code, reason: thrown instanceof Error ? thrown.message : "" });
    // A poster may have come before the rest failed.
    const before = thumbs.derived(file.hash);
    const poster = before === null ? {} : { thumbhash: before.thumbhash, fingerprint: before.fingerprint };
    keep(file, { ...blank(file.hash), ...poster, state: "failed", reason });
    ports.damaged(file.hash, reason);
  };

  const isFilm = (file: AssetFile) => file.kind === "clip" || file.kind === "audio";
  /** What waits, in the order in which it is done. */
  function* candidates(): Generator<string> {
    for (let at = wanted.length - 1; at >= 0; at -= 1) {
      const hash = wanted[at] ?? "";
      if (line.has(hash)) yield hash;
      else wanted.splice(at, 1);
    }
    yield* line;
  }
  /** Takes the next file of the kind that has a free place. */
  const takeNext = (): AssetFile | null => {
    let looked = 0;
    for (const hash of candidates()) {
      // A long row of clips before a picture, and the other way round, is passed over in pieces.
      looked += 1;
      if (looked > 500) break;
      const file = queries.fileOf(hash);
      if (file === null || passed.has(hash)) {
        line.delete(hash);
        settled(hash);
        continue;
      }
      if (isFilm(file) ? filmBusy : pictureBusy) continue;
      line.delete(hash);
      return file;
    }
    return null;
  };
  const next = (): void => {
    while (!ending.signal.aborted) {
      if (wanted.length > 500) wanted.splice(0, wanted.length - 500);
      const file = pictureBusy && filmBusy ? null : takeNext();
      if (file === null) break;
      const film = isFilm(file);
      if (film) filmBusy = true;
      else pictureBusy = true;
      const work = make(file).finally(() => {
        if (film) filmBusy = false;
        else pictureBusy = false;
        working.delete(file.hash);
        settled(file.hash);
        next();
      });
      working.set(file.hash, work);
    }
    if (waiting() === 0 && scanning === null && listening === undefined) for (const waiter of idleWaiters.splice(0)) waiter();
  };
  /** Puts a file into the line; false where nothing is to be done. */
  const enqueue = (hash: string): boolean => {
    if (ending.signal.aborted || passed.has(hash) || thumbs.has(hash)) return false;
    if (!working.has(hash)) line.add(hash);
    return true;
  };
  const scan = async (): Promise<void> => {
    for (;;) {
      const rows = ending.signal.aborted ? [] : queries.filesAfter(scanned, sliceRows);
      if (rows.length === 0) return;
      scanned = rows.at(-1)?.number ?? scanned;
      for (const { hash } of rows) enqueue(hash);
      next();
      await new Promise((resolve) => setTimeout(resolve, sliceEveryMs));
    }
  };
  const goOn = () => {
    if (scanning !== null || ending.signal.aborted) return;
    scanning = scan()
      .catch((error: unknown) =>
        logger.warn("the library could not be looked through", { reason: error instanceof Error ? error.message : "" }),
      )
      .finally(() => {
        scanning = null;
        next();
      });
  };
  // Whoever adds an asset, its thumbnail follows.
  assets.listen(() => {
    listening ??= setTimeout(() => {
      listening = undefined;
      goOn();
    }, tellEveryMs);
  });
  return {
    added(hashes, importId) {
      for (const hash of hashes) {
        passed.delete(hash);
        if (thumbs.derived(hash)?.state === "failed") thumbs.forget(hash);
        if (!enqueue(hash) || importId === null) continue;
        const imports = counted.get(hash) ?? new Set();
        if (!imports.has(importId)) perImport.set(importId, (perImport.get(importId) ?? 0) + 1);
        counted.set(hash, imports.add(importId));
      }
      // The writing step comes first.
      setImmediate(next);
    },
    want(hashes) {
      for (const hash of hashes.toReversed()) if (queries.fileOf(hash) !== null && enqueue(hash)) wanted.push(hash);
      setImmediate(next);
      return hashes.map(viewOf);
    },
    async thumb(hash) {
      const known = thumbs.thumb(hash);
      if (known !== null || thumbs.has(hash)) return known;
      const file = queries.fileOf(hash);
      if (file !== null) {
        if (enqueue(hash)) wanted.push(hash);
        next();
        // Until its turn comes and it is made.
        while (line.has(hash) && !ending.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 50));
        await working.get(hash);
        return thumbs.thumb(hash);
      }
      // A picture of a film that is no asset: a still or a preview.
      if (!(await blobs.has(hash))) return null;
      const picture = await pictureOf(blobs.pathOf(hash)).catch(() => null);
      if (picture !== null) thumbs.put({ ...fromPicture(blank(hash), picture), width: picture.width, height: picture.height });
      return picture === null ? null : Buffer.from(picture.thumb);
    },
    proxy(hash) {
      if (thumbs.derived(hash)?.proxy !== true) return null;
      if (existsSync(proxyFile(hash))) return proxyFile(hash);
      // Proxies do not move with a library: they are made again where they are asked for.
      thumbs.forget(hash);
      if (enqueue(hash)) wanted.push(hash);
      next();
      return null;
    },
    async words(hash) {
      const known = thumbs.words(hash);
      if (known !== null) return known;
      const file = queries.fileOf(hash);
      if (file?.kind !== "document" || thumbs.has(hash)) return { text: null, cut: false };
      return (await document(file)).words ?? { text: null, cut: false };
    },
    waiting,
    derivingOf: (importId) => perImport.get(importId) ?? 0,
    goOn,
    async idle() {
      if (waiting() === 0 && scanning === null && listening === undefined) return;
      await new Promise<void>((resolve) => idleWaiters.push(resolve));
    },
    async close() {
      ending.abort();
      clearTimeout(telling);
      clearTimeout(listening);
      line.clear();
      await Promise.allSettled([...working.values(), ...(scanning === null ? [] : [scanning])]);
      for (const waiter of idleWaiters.splice(0)) waiter();
    },
  };
}
