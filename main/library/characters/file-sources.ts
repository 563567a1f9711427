// Files that characters are given: of an asset, of a blob that the library has, or sent along.
import { open, stat } from "node:fs/promises";
import sharp from "sharp";
import { CodedError } from "../../../shared/contract/errors.ts";
import { libraryTypeByContent } from "../../../shared/contract/file-type.ts";
import type { FileSource } from "../../../shared/contract/studio/characters.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { Blobs } from "../blobs.ts";

export interface KnownFile {
  hash: string;
  name: string;
  bytes: number;
  assetId: string | null;
  /** Null for what is no kind that the library knows. */
  contentType: string | null;
}

/** Pixels of a picture that is looked at; larger ones were made to fill memory. */
const mostPixels = 268_402_689;

const absent = (words: string) => new CodedError("not_found", words);

export type FileSources = ReturnType<typeof createFileSources>;

export function createFileSources(blobs: Blobs, assets: Pick<AssetQueries, "asset">) {
  const factsOf = async (hash: string): Promise<{ bytes: number; contentType: string | null }> => {
    const path = blobs.pathOf(hash);
    const found = await stat(path).catch(() => null);
    if (found === null) throw absent("The file is not in this library any more. Choose another one.");
    const handle = await open(path, "r");
    try {
      const first = Buffer.alloc(4096);
      const { bytesRead } = await handle.read(first, 0, first.length, 0);
      return { bytes: found.size, contentType: libraryTypeByContent(first.subarray(0, bytesRead)) };
    } finally {
      await handle.close();
    }
  };
  return {
    async fileOf(source: FileSource): Promise<KnownFile> {
      if ("assetId" in source) {
        const asset = assets.asset(source.assetId);
        if (asset === null) throw absent("That file is not in the library any more. Choose another one.");
        return { hash: asset.hash, name: asset.name, assetId: asset.id, ...(await factsOf(asset.hash)) };
      }
      if ("base64" in source) {
        if (!/^[A-Za-z0-9+/]*={0,2}$/.test(source.base64))
          throw new CodedError("invalid_input", undefined, {
            fields: [{ path: "source.base64", message: "The file did not arrive whole. Choose it again." }],
          });
        const hash = await blobs.put(Buffer.from(source.base64, "base64"));
        return { hash, name: source.name, assetId: null, ...(await factsOf(hash)) };
      }
      return { hash: source.hash, name: source.name ?? "file", assetId: null, ...(await factsOf(source.hash)) };
    },
    /** What a picture is; throws invalid_input where the file is none that decodes. Only its head is read. */
    async pictureOf(file: Pick<KnownFile, "hash" | "name">): Promise<{ contentType: string; width: number; height: number }> {
      const { contentType } = await factsOf(file.hash);
      const wrong = (message: string) => new CodedError("invalid_input", message, { fields: [{ path: "source", message }] });
      if (contentType === null || !contentType.startsWith("image/"))
        throw wrong(`${file.name} is no picture. A reference is a PNG, JPEG or WebP.`);
      const facts = await sharp(blobs.pathOf(file.hash), { limitInputPixels: mostPixels })
        .metadata()
        .catch(() => null);
      if (facts === null) throw wrong(`${file.name} cannot be read as a picture: it is damaged. Choose another one.`);
      if (facts.width * facts.height > mostPixels)
        throw wrong(`${file.name} has more pixels than can be worked with. Make it smaller first.`);
      return { contentType, width: facts.width, height: facts.height };
    },
    /** The picture as PNG, as it is where it is one. */
    async pngOf(hash: string): Promise<Buffer> {
      const png = await sharp(blobs.pathOf(hash), { limitInputPixels: mostPixels })
        .rotate()
        .png()
        .toBuffer()
        .catch((cause: unknown) => {
          throw new CodedError("media_failed", "The character's picture cannot be read. Choose another main reference.", { cause });
        });
      return png;
    },
  };
}
