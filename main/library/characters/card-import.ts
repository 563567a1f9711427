// Takes in characters from files: cards as JSON, PNG and CHARX, and shared characters. Files are kept first, then one
// transaction writes the rest: a character is there whole or not at all.
import { open, readFile, rm } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";
import { CodedError, errorBodyOf } from "../../../shared/contract/errors.ts";
import type { FileSource } from "../../../shared/contract/studio/characters.ts";
import type { importedCardSchema } from "../../../shared/contract/studio/character-views.ts";
import type { Angle, CharacterContent } from "../../../shared/domain/character.ts";
import type { CharacterId, IdMaker, LookId, ReferenceId } from "../../../shared/domain/ids.ts";
import { cardInPng, utf8Of } from "../../film/interchange/cards/png.ts";
import { readCard, type ReadCard, unknownMembers } from "../../film/interchange/cards/read.ts";
import { bytesOf, readZip } from "../../film/interchange/cards/zip.ts";
import { codedErrorOf } from "../../errors.ts";
import type { Clock } from "../../ports.ts";
import { counted } from "../../words.ts";
import type { Blobs } from "../blobs.ts";
import type { CharacterQueries } from "./character-queries.ts";
import type { CardRow } from "./character-rows.ts";
import { checkContent, checkTexts, saysUnderAge } from "./character-policy.ts";
import type { CharacterStore } from "./character-store.ts";
import { withOneMain } from "./changes.ts";
import type { ConsentQueries } from "./consent-queries.ts";
import type { FileSources, KnownFile } from "./file-sources.ts";
import { readShare, type SharedCharacter } from "./share.ts";

type ImportedCard = z.output<typeof importedCardSchema>;

interface CardImportPorts {
  queries: CharacterQueries;
  consents: ConsentQueries;
  store: CharacterStore;
  sources: FileSources;
  blobs: Blobs;
  clock: Clock;
  ids: IdMaker;
}

interface Taken {
  characterId: CharacterId;
  format: string;
  notes: string[];
}
interface Picture {
  id: ReferenceId;
  hash: string;
  angle: Angle;
  facts: { contentType: string; width: number; height: number };
}
type ZipFiles = { name: string; hash: string; bytes: number }[];

const megabyte = 1024 * 1024;
const most = { json: 16 * megabyte, png: 64 * megabyte, share: 64 * megabyte } as const;

const refuse = (message: string, field = "(whole)"): never => {
  throw new CodedError("invalid_input", message, { fields: [{ path: field, message }] });
};

export function createCardImport({ queries, consents, store, sources, blobs, clock, ids }: CardImportPorts) {
  const keep = async (stream: Readable): Promise<string> => {
    const partial = blobs.partial(`card-${ids()}`);
    try {
      await pipeline(stream, createWriteStream(partial));
      return await blobs.adopt(partial);
    } finally {
      await rm(partial, { force: true });
    }
  };
  /** A picture of a card as a reference; null where it cannot be one. */
  const pictureOf = async (hash: string, angle: Angle): Promise<Picture | null> => {
    const facts = await sources.pictureOf({ hash, name: "The picture" }).catch(() => null);
    return facts === null ? null : { id: ids<"reference">(), hash, angle, facts };
  };
  /** Writes a card's character. */
  const create = (
    read: ReadCard,
    card: Pick<CardRow, "format" | "text" | "files">,
    pictures: readonly Picture[],
    format: string,
  ): Taken => {
    checkTexts(read.texts);
    const distinct = pictures.filter((one, index) => pictures.findIndex(({ hash }) => hash === one.hash) === index);
    const content: CharacterContent = {
      profile: read.profile,
      references: withOneMain(distinct.map(({ id, hash, angle }, index) => ({ id, hash, angle, main: index === 0 }))),
      looks: read.looks.map((look) => ({ ...look, id: ids<"look">() })),
    };
    const at = clock.now();
    const [characterId] = store.create(
      [
        {
          content,
          label: `From a card, ${format}`,
          card: { ...card, spec: read.spec, read: read.profile, at },
          first: () => {
            for (const { id, hash, facts } of distinct) queries.insertReference({ id, assetId: null, hash, ...facts, addedAt: at });
          },
        },
      ],
      `import ${read.profile.name}`,
    );
    if (characterId === undefined) throw new CodedError("internal");
    const unknown = unknownMembers(card.text).length;
    const young = saysUnderAge(content);
    return {
      characterId,
      format,
      notes: [
        ...(unknown === 0 ? [] : [`${counted(unknown, "unknown field")} kept as ${unknown === 1 ? "it is" : "they are"}.`]),
        ...(young === null ? [] : [`${young.words} The character is never in mature work.`]),
        ...(distinct.length === 0 ? [] : ["Nothing is said yet of where its pictures come from: say it before jobs use them."]),
        ...read.notes,
      ],
    };
  };
  const fromCharx = async (file: KnownFile): Promise<Taken> => {
    const files: ZipFiles = [];
    let text: string | null = null;
    await readZip(blobs.pathOf(file.hash), async ({ name, bytes }, stream) => {
      if (name === "card.json") {
        const raw = await bytesOf(stream, most.json);
        text = utf8Of(raw);
        files.push({ name, hash: await blobs.put(raw), bytes });
      } else files.push({ name, hash: await keep(stream), bytes });
    });
    if (text === null) return refuse("The file holds no card.json: it is a zip, but no character.", "card.json");
    const cardText: string = text;
    const read = readCard(cardText);
    const wanted = read.assets
      .filter(({ type, uri }) => type === "icon" && uri.startsWith("embeded://"))
      .toSorted((a, b) => Number(b.name === "main") - Number(a.name === "main"));
    const pictures: Picture[] = [];
    for (const { uri } of wanted) {
      const found = files.find(({ name }) => name === uri.slice("embeded://".length));
      const picture: Picture | null =
        found === undefined ? null : await pictureOf(found.hash, pictures.length === 0 ? "front" : "expression");
      if (picture !== null) pictures.push(picture);
    }
    return create(read, { format: "charx", text: cardText, files }, pictures, "CHARX");
  };
  /** A shared character, under ids of its own where this library has the same ones already. */
  const fromShare = async (share: SharedCharacter, files: ReadonlySet<string>): Promise<Taken> => {
    const needed = [
      ...share.references.map(({ hash }) => hash),
      ...share.consents.flatMap(({ evidence }) => evidence?.hash ?? []),
      ...(share.card?.files ?? []).map(({ hash }) => hash),
    ];
    for (const hash of needed)
      if (!files.has(hash)) refuse("A file of the shared character is missing or damaged. Ask for the file again.", `files/${hash}`);
    for (const { content } of share.versions) checkContent(content as CharacterContent);
    if (share.card !== null) checkTexts(readCard(share.card.text).texts);
    const newIds = new Map<string, string>();
    const idOf = (id: string, taken: boolean): string => {
      const known = newIds.get(id) ?? (taken ? ids() : id);
      newIds.set(id, known);
      return known;
    };
    const described = new Set(share.references.map(({ id }) => id));
    const contentOf = ({ profile, references, looks }: SharedCharacter["versions"][number]["content"]): CharacterContent => ({
      // Whoever takes a character in confirms its age anew.
      profile: { ...profile, age: { ...profile.age, adult: false } },
      references: references
        .filter(({ id }) => described.has(id))
        .map((one) => ({ ...one, id: idOf(one.id, queries.reference(one.id) !== null) as ReferenceId })),
      looks: looks.map((look) => ({ ...look, id: look.id as LookId })) as CharacterContent["looks"],
    });
    for (const { id } of share.references) idOf(id, queries.reference(id) !== null);
    const [first, ...rest] = share.versions;
    if (first === undefined) throw new CodedError("internal");
    // What this library has recorded of a picture holds: an older file brings no consent back that was taken back here.
    const known = new Set(share.references.map(({ hash }) => hash).filter((hash) => consents.ofHash(hash) !== null));
    const head = share.versions.findIndex(({ number }) => number === share.head);
    const current = share.versions[head] ?? first;
    const [characterId] = store.create(
      [
        {
          content: contentOf(first.content),
          label: first.label,
          at: first.at,
          ...(share.card === null ? {} : { card: { ...share.card, at: clock.now() } }),
          underAge: share.underAge,
          first: () => {
            for (const { id, ...facts } of share.references)
              queries.insertReference({ ...facts, id: (newIds.get(id) ?? id) as ReferenceId, assetId: null });
            for (const { ties: all, ...record } of share.consents) {
              const ties = all.filter(({ hash }) => !known.has(hash));
              if (ties.length === 0) continue;
              const id = idOf(record.id, consents.consent(record.id) !== null);
              consents.insert({ ...record, id });
              for (const tie of ties)
                if (described.has(tie.referenceId)) consents.tie(id, newIds.get(tie.referenceId) ?? tie.referenceId, tie.hash, tie.at);
              if (record.revokedAt !== null) consents.revoke(id, record.revokedAt, record.revokedFor ?? "", null);
            }
          },
        },
      ],
      `import ${current.content.profile.name}`,
      (id) => {
        let version = 1;
        for (const [index, later] of rest.entries()) {
          const number = queries.insertVersion(id, contentOf(later.content), later.label, later.at);
          if (index + 1 === head) version = number;
        }
        const before = { version: 1, removedAt: null, mergedInto: null, underAge: share.underAge };
        return version === 1 ? [] : [{ table: "head", id, before, after: { ...before, version } }];
      },
    );
    if (characterId === undefined) throw new CodedError("internal");
    return {
      characterId,
      format: "Shared character",
      notes: [
        `${counted(share.versions.length, "version")}, ${counted(share.references.length, "reference")} and ${counted(share.consents.length, "consent record")} taken in.`,
        ...(known.size === 0 ? [] : [`This library's own consent record holds for ${counted(known.size, "picture")}.`]),
        "The age is not confirmed: confirm it yourself.",
      ],
    };
  };
  const fromZip = async (file: KnownFile): Promise<Taken> => {
    let share: SharedCharacter | null = null;
    const files = new Set<string>();
    let isShare = false;
    // What kind it is, says its first file's name.
    await readZip(blobs.pathOf(file.hash), async ({ name }, stream) => {
      if (name === "character.json") {
        isShare = true;
        share = readShare(utf8Of(await bytesOf(stream, most.share)));
      } else if (isShare) {
        const hash = await keep(stream);
        if (name === `files/${hash}`) files.add(hash);
      } else stream.destroy();
    });
    return share === null ? fromCharx(file) : fromShare(share, files);
  };
  const takeIn = async (source: FileSource): Promise<Taken & { name: string }> => {
    const file = await sources.fileOf(source);
    const head = await readStart(blobs.pathOf(file.hash));
    if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) return { ...(await fromZip(file)), name: file.name };
    if (file.contentType === "image/png") {
      if (file.bytes > most.png) refuse("The picture is larger than 64 MB. Make it smaller in the program that made the card.");
      const text = cardInPng(await readFile(blobs.pathOf(file.hash)));
      const read = readCard(text);
      const picture = await pictureOf(file.hash, "front");
      const format = `${read.spec.toUpperCase()}, PNG`;
      return { ...create(read, { format: "png", text, files: [] }, picture === null ? [] : [picture], format), name: file.name };
    }
    if (file.contentType !== null && !/json|text/.test(file.contentType))
      refuse("The file is no character card. Cards are JSON, PNG pictures with a card in them, and CHARX.");
    if (file.bytes > most.json) refuse("The file is larger than 16 MB. A card has some kilobytes: this is something else.");
    const text = utf8Of(await readFile(blobs.pathOf(file.hash)));
    const read = readCard(text);
    return { ...create(read, { format: "json", text, files: [] }, [], `${read.spec.toUpperCase()}, JSON`), name: file.name };
  };
  return {
    /** Each file by itself: one that cannot be taken in says why, and the others are not held up. */
    async importCards(list: readonly FileSource[]): Promise<ImportedCard[]> {
      const cards: ImportedCard[] = [];
      for (const source of list) {
        const shown = "name" in source && source.name !== undefined ? source.name : "card";
        try {
          const { name, characterId, format, notes } = await takeIn(source);
          cards.push({ name, characterId, format, reason: null, field: null, notes });
        } catch (error) {
          const { code, message, fields } = errorBodyOf(codedErrorOf(error, blobs.folder));
          // A full disk stops all of it; anything else is this file's own.
          if (code === "disk_full" || code === "internal") throw error;
          cards.push({ name: shown, characterId: null, format: null, reason: message, field: fields?.[0]?.path ?? null, notes: [] });
        }
      }
      return cards;
    },
  };
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
