// Characters as files: cards V2 and V3 as JSON and PNG, CHARX, and one file with everything to share.
import { copyFile, mkdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { freeName } from "../../account/free-name.ts";
import { CodedError } from "../../../shared/contract/errors.ts";
import type { writtenFileSchema } from "../../../shared/contract/studio/character-views.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { asFileError, type Blobs } from "../blobs.ts";
import { pngWithCards } from "../../film/interchange/cards/png.ts";
import type { CardAsset } from "../../film/interchange/cards/read.ts";
import { writeCard } from "../../film/interchange/cards/write.ts";
import { writeZip } from "../../film/interchange/cards/zip.ts";
import { counted } from "../../words.ts";
import type { CharacterQueries } from "./character-queries.ts";
import type { CharacterRow } from "./character-rows.ts";
import type { ConsentQueries } from "./consent-queries.ts";
import type { FileSources } from "./file-sources.ts";
import { shareOf } from "./share.ts";

type WrittenFile = z.output<typeof writtenFileSchema>;
type CardFormat = "v2-json" | "v2-png" | "v3-json" | "v3-png" | "charx";

interface CardExportPorts {
  queries: CharacterQueries;
  consents: ConsentQueries;
  sources: FileSources;
  blobs: Blobs;
  ids: IdMaker;
  exportFolder: () => string;
  /** The character's picture by hash, drawn where it has no reference. */
  picture: (row: CharacterRow) => Promise<string>;
}

/** A name that every file system takes. */
const fileName = (name: string) =>
  name
    .normalize("NFC")
    // Control characters and what file systems keep for themselves.
    .replaceAll(/[\p{Cc}<>:"/\\|?*]/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .replace(/^[. ]+|[. ]+$/g, "")
    .slice(0, 80) || "character";

const endings: Record<string, string> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "image/gif": "gif",
  "image/avif": "avif",
};

export function createCardExport({ queries, consents, sources, blobs, ids, exportFolder, picture }: CardExportPorts) {
  /** Into the exports folder under a free name, and into the blobs for a page that fetches it. */
  const deliver = async (
    write: (file: string) => Promise<void>,
    { name, end, contentType, words }: { name: string; end: string; contentType: string; words: string },
  ): Promise<WrittenFile> => {
    const folder = exportFolder();
    const partial = blobs.partial(`character-${ids()}`);
    try {
      await write(partial);
      const { size } = await stat(partial);
      const hash = await blobs.adopt(partial);
      await mkdir(folder, { recursive: true });
      const file = await freeName(folder, fileName(name), end);
      await copyFile(blobs.pathOf(hash), file);
      return { file, folder, name: path.basename(file), hash, bytes: size, contentType, words };
    } catch (error) {
      throw asFileError(error, folder);
    }
  };
  const charxEntries = (row: CharacterRow) => {
    const card = queries.card(row.id);
    const kept = card === null ? [] : card.files.filter(({ name }) => name !== "card.json");
    const taken = new Set(kept.map(({ name }) => name.toLowerCase()));
    const keptHashes = new Set(kept.map(({ hash }) => hash));
    const added = row.content.references.flatMap(
      ({ id, hash, angle, main }, index): { entry: { name: string; from: string }; asset: CardAsset }[] => {
        const facts = queries.reference(id);
        // A file that the card brought stands where it stood.
        if (facts === null || keptHashes.has(hash)) return [];
        const ext = endings[facts.contentType] ?? "bin";
        let name = `assets/icon/images/${angle}-${index + 1}.${ext}`;
        while (taken.has(name.toLowerCase())) name = name.replace(/(\.\w+)$/, "-$1");
        taken.add(name.toLowerCase());
        return [
          {
            entry: { name, from: blobs.pathOf(hash) },
            asset: { type: "icon", uri: `embeded://${name}`, name: main ? "main" : angle, ext },
          },
        ];
      },
    );
    return { kept: kept.map(({ name, hash }) => ({ name, from: blobs.pathOf(hash) })), added, hadCard: card?.format === "charx" };
  };
  return {
    async card(row: CharacterRow, format: CardFormat): Promise<WrittenFile> {
      const { name } = row.content.profile;
      const card = queries.card(row.id);
      const spec = format.startsWith("v2") ? "v2" : "v3";
      const left = "Consent records, other references and versions are not in it: share the character to take all along.";
      const words = `${spec.toUpperCase()} card with name, persona, traits and looks. ${left}`;
      if (format === "charx") {
        const { kept, added, hadCard } = charxEntries(row);
        // The card's own list stays as it is where nothing is added to it.
        const assets = added.length === 0 ? undefined : [...listed(card?.text ?? null), ...added.map(({ asset }) => asset)];
        const text = writeCard(row.content, "v3", card, assets);
        const files = hadCard ? "with every file that it came with" : `with ${counted(added.length, "picture")}`;
        return deliver((file) => writeZip(file, [{ name: "card.json", text }, ...kept, ...added.map(({ entry }) => entry)]), {
          name,
          end: ".charx",
          contentType: "application/zip",
          words: `V3 card ${files}. Consent records are not in it.`,
        });
      }
      const text = writeCard(row.content, spec, card);
      if (format.endsWith("json"))
        return deliver((file) => writeFile(file, text), { name, end: ".json", contentType: "application/json", words });
      const png = await sources.pngOf(await picture(row));
      // Older programs read `chara`, newer ones `ccv3`: a V3 picture speaks to both.
      const cards = spec === "v2" ? { chara: text } : { ccv3: text, chara: writeCard(row.content, "v2", card) };
      const bytes = pngWithCards(png, cards);
      return deliver((file) => writeFile(file, bytes), {
        name,
        end: ".png",
        contentType: "image/png",
        words: `${words} The picture is the main reference.`,
      });
    },
    async share(row: CharacterRow): Promise<WrittenFile> {
      const { text, hashes } = shareOf(row, queries, consents);
      for (const hash of hashes)
        if (!(await blobs.has(hash)))
          throw new CodedError(
            "not_found",
            "A file of the character is not in this library any more, so it cannot be shared whole. Take the reference out and try again.",
          );
      return deliver(
        (file) =>
          writeZip(file, [
            { name: "character.json", text },
            ...hashes.map((hash) => ({ name: `files/${hash}`, from: blobs.pathOf(hash) })),
          ]),
        {
          name: row.content.profile.name,
          end: ".ovchar",
          contentType: "application/zip",
          words: `Everything: ${counted(queries.versions(row.id).length, "version")}, ${counted(row.content.references.length, "reference")}, consent records with their evidence. Places in films are not in it.`,
        },
      );
    },
    /** A text as a file. */
    text: (name: string, text: string, words: string) =>
      deliver((file) => writeFile(file, text), { name, end: ".txt", contentType: "text/plain", words }),
  };
}

/** The assets that a card's text lists. */
function listed(text: string | null): CardAsset[] {
  if (text === null) return [];
  const card = JSON.parse(text) as { data?: { assets?: CardAsset[] } };
  return Array.isArray(card.data?.assets) ? card.data.assets : [];
}
