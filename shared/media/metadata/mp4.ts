// MP4 and QuickTime boxes: the comment and XMP of a film, its tracks in short, and a copy with ours in their place. The media itself is
// never read; where the index grows before it, the index's own offsets are moved by as much.
import { type Box, boxAt, boxesIn } from "../mp4.ts";
import { type ByteSource, looseText, type Part } from "./source.ts";

export interface Mp4Track {
  /** vide, soun or another. */
  handler: string;
  /** Of the sample description, such as avc1. */
  coding: string;
}

export interface Mp4Facts {
  /** Main brand, such as isom, "qt  ", "M4A ". */
  brand: string;
  /** False where a box reaches past the file, or there is no index. */
  whole: boolean;
  tracks: Mp4Track[];
  /** Text members: comment, description, prompt, workflow, and whatever else stands there. */
  texts: Record<string, string>;
  xmp: string | null;
}

interface TopBox {
  type: string;
  at: number;
  header: number;
  size: number;
}

/** The UUID of the box that holds XMP. */
const xmpUuid = Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex");
const mostIndex = 256 * 1024 * 1024;
const mostXmp = 8 * 1024 * 1024;
const mostBoxes = 100_000;

/** Boxes of the outermost level; `whole` is false where one does not fit. */
function topBoxes(source: ByteSource): { boxes: TopBox[]; whole: boolean } {
  const boxes: TopBox[] = [];
  let at = 0;
  while (at + 8 <= source.size && boxes.length < mostBoxes) {
    const head = source.read(at, 16);
    const short = head.readUInt32BE(0);
    const header = short === 1 ? 16 : 8;
    if (header > head.length) return { boxes, whole: false };
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? source.size - at : short;
    if (size < header || at + size > source.size) return { boxes, whole: false };
    boxes.push({ type: head.toString("latin1", 4, 8), at, header, size });
    at += size;
  }
  return { boxes, whole: true };
}

/** Runs `work` on boxes from a stranger: null where they do not fit together. */
function lenient<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const itemNames: Record<string, string> = {
  "\xa9cmt": "comment",
  "\xa9des": "description",
  desc: "description",
  ldes: "synopsis",
  "\xa9nam": "title",
  "\xa9too": "encoder",
  "\xa9swr": "encoder",
};

/** Text of an item's data box. */
function itemText(body: Buffer): string | null {
  const data = boxesIn(body).find((box) => box.type === "data")?.body;
  return data === undefined || data.length < 8 ? null : looseText(data.subarray(8));
}

/** Names of a `keys` box, in order. */
function keysOf(body: Buffer): string[] {
  const count = body.length < 8 ? 0 : Math.min(body.readUInt32BE(4), 4096);
  const names: string[] = [];
  let at = 8;
  for (let i = 0; i < count && at + 8 <= body.length; i++) {
    const size = body.readUInt32BE(at);
    if (size < 8 || at + size > body.length) break;
    names.push(body.toString("utf8", at + 8, at + size));
    at += size;
  }
  return names;
}

/** Texts of a meta box: items by four letters (iTunes) or by number of a key (QuickTime). */
function metaTexts(meta: Buffer): Record<string, string> {
  // A full box where MPEG wrote it, a plain one in QuickTime files.
  const boxes = lenient(() => boxesIn(meta.subarray(4))) ?? lenient(() => boxesIn(meta)) ?? [];
  const list = boxes.find((box) => box.type === "ilst");
  const keys = keysOf(boxes.find((box) => box.type === "keys")?.body ?? Buffer.alloc(0));
  const texts: Record<string, string> = {};
  for (const item of list === undefined ? [] : boxesIn(list.body)) {
    const number = Buffer.from(item.type, "latin1").readUInt32BE(0);
    const key = keys[number - 1]?.split(".").at(-1);
    const name = key ?? itemNames[item.type] ?? item.type;
    const text = lenient(() => itemText(item.body));
    if (text !== null) texts[name] ??= text;
  }
  return texts;
}

/** Texts of a udta box: its meta box, and QuickTime's own (16 bits of length, 16 of language). */
function userTexts(udta: Buffer): Record<string, string> {
  const texts: Record<string, string> = {};
  // QuickTime ends the list with four zeros, which are no box.
  const boxes = lenient(() => boxesIn(udta)) ?? lenient(() => boxesIn(udta.subarray(0, -4))) ?? [];
  for (const box of boxes) {
    if (box.type === "meta")
      Object.assign(
        texts,
        lenient(() => metaTexts(box.body)),
      );
    else if (box.type.startsWith("\xa9") && box.body.length > 4) {
      const length = Math.min(box.body.readUInt16BE(0), box.body.length - 4);
      texts[itemNames[box.type] ?? box.type] ??= looseText(box.body.subarray(4, 4 + length));
    }
  }
  return texts;
}

function trackOf(track: Box): Mp4Track | null {
  const handler = boxAt(track.body, ["mdia", "hdlr"]);
  const description = boxAt(track.body, ["mdia", "minf", "stbl", "stsd"]);
  if (handler === null || handler.length < 12) return null;
  const coding = description === null || description.length < 16 ? "" : description.toString("latin1", 12, 16);
  return { handler: handler.toString("latin1", 8, 12), coding };
}

/** What an MP4 says of itself; null for what is none. */
export function readMp4(source: ByteSource): Mp4Facts | null {
  const { boxes, whole } = topBoxes(source);
  const [type] = boxes;
  if (type?.type !== "ftyp" && type?.type !== "moov" && type?.type !== "wide") return null;
  const brand = type.type === "ftyp" && type.size >= 16 ? source.read(type.at + 8, 4).toString("latin1") : "qt  ";
  const facts: Mp4Facts = { brand, whole, tracks: [], texts: {}, xmp: null };
  const moov = boxes.find((box) => box.type === "moov");
  if (moov === undefined || moov.size > mostIndex) return { ...facts, whole: false };
  for (const box of boxes) {
    if (box.type !== "uuid" || box.size < box.header + 16 || box.size > mostXmp || facts.xmp !== null) continue;
    const body = source.read(box.at + box.header, box.size - box.header);
    if (body.subarray(0, 16).equals(xmpUuid)) facts.xmp = body.toString("utf8", 16);
  }
  const index = lenient(() => boxesIn(source.read(moov.at + moov.header, moov.size - moov.header)));
  if (index === null) return { ...facts, whole: false };
  for (const box of index) {
    if (box.type === "trak") {
      const track = lenient(() => trackOf(box));
      if (track !== null) facts.tracks.push(track);
    } else if (box.type === "udta") Object.assign(facts.texts, userTexts(box.body));
    else if (box.type === "meta")
      Object.assign(
        facts.texts,
        lenient(() => metaTexts(box.body)),
      );
  }
  return facts;
}

function boxOf(type: string, ...parts: Uint8Array[]): Buffer {
  const size = parts.reduce((sum, part) => sum + part.length, 8);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(size, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, ...parts]);
}

/** The comment as players and ffmpeg read it: udta/meta/ilst/©cmt. */
function commentBox(comment: string): Buffer {
  const handler = Buffer.alloc(25);
  handler.write("mdir", 8, "latin1");
  handler.write("appl", 12, "latin1");
  const text = Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), Buffer.from(comment, "utf8")]);
  const list = boxOf("ilst", boxOf("\xa9cmt", boxOf("data", text)));
  return boxOf("udta", boxOf("meta", Buffer.alloc(4), boxOf("hdlr", handler), list));
}

/** Where the containers with chunk offsets lie in an index. */
const onTheWay = new Set(["trak", "mdia", "minf", "stbl"]);

/** A copy of an index with every chunk offset as `placeOf` gives it. Throws RangeError where a table does not fit, or 32 bits do not hold it. */
function moved(index: Buffer, placeOf: (offset: number) => number): Buffer {
  const copy = Buffer.from(index);
  const walk = (from: number, to: number): void => {
    let at = from;
    while (at + 8 <= to) {
      const short = copy.readUInt32BE(at);
      const header = short === 1 ? 16 : 8;
      const size = short === 1 ? Number(copy.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
      if (size < header || at + size > to) throw new RangeError("a box of the index does not fit");
      const type = copy.toString("latin1", at + 4, at + 8);
      const body = at + header;
      if (onTheWay.has(type)) walk(body, at + size);
      else if (type === "stco" || type === "co64") {
        const wide = type === "co64" ? 8 : 4;
        const count = copy.readUInt32BE(body + 4);
        if (body + 8 + count * wide > at + size) throw new RangeError("a table of the index does not fit");
        for (let entry = body + 8; entry < body + 8 + count * wide; entry += wide) {
          if (wide === 8) copy.writeBigUInt64BE(BigInt(placeOf(Number(copy.readBigUInt64BE(entry)))), entry);
          else copy.writeUInt32BE(placeOf(copy.readUInt32BE(entry)), entry);
        }
      }
      at += size;
    }
  };
  walk(0, copy.length);
  return copy;
}

/**
 * A copy of an MP4 or QuickTime film with this comment and XMP packet in place of what stands there; a null comment leaves it without
 * one. Null where it is none, is cut off, or is in fragments (their offsets lie elsewhere).
 */
export function mp4WithMetadata(source: ByteSource, comment: string | null, xmp: string): Part[] | null {
  const { boxes, whole } = topBoxes(source);
  const moov = boxes.find((box) => box.type === "moov");
  if (!whole || moov === undefined || moov.size > mostIndex || boxes.some((box) => box.type === "moof")) return null;
  const last = boxes.at(-1);
  // A last box without a size reaches to the end: nothing may follow it.
  if (last !== undefined && last !== moov && source.read(last.at, 4).readUInt32BE(0) === 0) return null;
  const isXmp = (box: TopBox) => box.type === "uuid" && source.read(box.at + box.header, 16).equals(xmpUuid);
  const kept = boxes.filter((box) => !isXmp(box));
  return lenient(() => {
    const index = boxesIn(source.read(moov.at + moov.header, moov.size - moov.header));
    const inside = index.filter((box) => box.type !== "udta" && box.type !== "meta").map((box) => boxOf(box.type, box.body));
    const body = Buffer.concat([...inside, ...(comment === null ? [] : [commentBox(comment)])]);
    let end = 0;
    const places = kept.map((box) => {
      const place = { box, start: end };
      end += box === moov ? body.length + 8 : box.size;
      return place;
    });
    const placeOf = (offset: number) => {
      const place = places.find(({ box }) => offset >= box.at && offset < box.at + box.size);
      return place === undefined ? offset : offset - place.box.at + place.start;
    };
    return [
      ...kept.map((box) => (box === moov ? boxOf("moov", moved(body, placeOf)) : { from: box.at, length: box.size })),
      boxOf("uuid", xmpUuid, Buffer.from(xmp, "utf8")),
    ];
  });
}
