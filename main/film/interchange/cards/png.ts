// Cards inside of PNG pictures: base64 of the card's text in a tEXt chunk, `chara` for V2 and `ccv3` for V3.
import { crc32 } from "node:zlib";
import { CodedError } from "../../../../shared/contract/errors.ts";
import { pngWithTexts, readPng } from "../../../../shared/media/metadata/png.ts";
import { bytesSource } from "../../../../shared/media/metadata/source.ts";

const keywords = ["ccv3", "chara"] as const;

const refuse = (message: string): never => {
  throw new CodedError("invalid_input", message, { fields: [{ path: "(whole)", message }] });
};

/** UTF-8 as it is written. Throws invalid_input for other bytes. */
export function utf8Of(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("The card is not written in UTF-8: it is damaged, or no card.");
  }
}

/** The text of the card in a PNG, the newer form where there are both. Throws invalid_input. */
export function cardInPng(bytes: Uint8Array): string {
  const facts = readPng(bytesSource(bytes));
  if (facts === null) return refuse("The picture is no PNG that can be read. Ask for it again from where it came.");
  for (const keyword of keywords) {
    const found = facts.texts.find((text) => text.keyword.toLowerCase() === keyword);
    if (found === undefined) continue;
    const packed = found.text.replaceAll(/\s/gu, "");
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(packed)) return refuse("The card in the picture is damaged. Ask for it again from where it came.");
    return utf8Of(Buffer.from(packed, "base64"));
  }
  return refuse("There is no card in this picture. Programs that make pictures smaller take it out: use the file as it was made.");
}

function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, "latin1");
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** The picture with cards in it, in place of those it had. Throws invalid_input for what is no whole PNG. */
export function pngWithCards(png: Uint8Array, cards: { ccv3?: string; chara?: string }): Buffer {
  const source = bytesSource(png);
  const parts = pngWithTexts(source, [], (keyword) => !(keywords as readonly string[]).includes(keyword.toLowerCase()));
  if (parts === null) return refuse("The character's picture is damaged. Choose another main reference.");
  const chunks = keywords.flatMap((keyword) => {
    const text = cards[keyword];
    return text === undefined ? [] : [textChunk(keyword, Buffer.from(text, "utf8").toString("base64"))];
  });
  // Signature and header first: a PNG begins with them.
  return Buffer.concat(
    [...parts.slice(0, 2), ...chunks, ...parts.slice(2)].map((part) =>
      part instanceof Uint8Array ? part : source.read(part.from, part.length),
    ),
  );
}
