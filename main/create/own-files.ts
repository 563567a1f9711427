// What Create makes by itself, without the farm: exact copies of files of the library, and painted masks.
import sharp from "sharp";
import { CodedError } from "../../shared/contract/errors.ts";
import { typeByContent } from "../../shared/contract/file-type.ts";
import type { Output } from "../../shared/contract/studio/index.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import type { AssetQueries } from "../library/assets/asset-queries.ts";
import type { Blobs } from "../library/blobs.ts";
import type { Clock } from "../ports.ts";
import type { GroupQueries } from "./group-queries.ts";

interface OwnPorts {
  groups: GroupQueries;
  assets: AssetQueries;
  blobs: Blobs;
  clock: Clock;
  ids: IdMaker;
}

/** A new asset of the same bytes, staged in a group of its own. Throws CodedError not_found. */
export async function exactCopy(
  assetId: string,
  { groups, assets, blobs, clock, ids }: OwnPorts,
): Promise<{ assetId: string; groupId: string }> {
  const from = assets.asset(assetId);
  if (from === null || from.state === "trashed") throw new CodedError("not_found", "That is not in the library any more.");
  if (!(await blobs.has(from.hash)))
    throw new CodedError("not_found", "The file itself is missing from the library, so it cannot be copied.");
  const now = clock.now();
  const copy = ids<"asset">();
  const groupId: string = ids();
  groups.transaction(() => {
    assets.insert({
      id: copy,
      hash: from.hash,
      kind: from.kind,
      contentType: from.contentType,
      name: from.name,
      bytes: from.bytes,
      width: from.width,
      height: from.height,
      frames: from.frames,
      rate: from.rate,
      state: "staged",
      origin: "copied",
      rating: from.rating,
      caption: from.caption,
      recipe: from.recipe,
      found: from.found,
      projectId: from.projectId,
      parentId: from.id,
      addedAt: now,
    });
    groups.insert({
      id: groupId,
      task: "copy",
      kind: from.kind,
      title: from.name,
      draft: null,
      count: 1,
      assetId: copy,
      projectId: from.projectId,
      createdAt: now,
    });
  });
  return { assetId: copy, groupId };
}

/** Sides of a mask: those of a picture that an engine takes. */
const mostSide = 4096;

const badMask = (message: string): CodedError => new CodedError("invalid_input", message, { fields: [{ path: "mask", message }] });

/** Keeps a painted mask. Throws CodedError invalid_input for what is no PNG of a usable size. */
export async function keepMask(base64: string, blobs: Blobs): Promise<Output<"create", "keepMask">> {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw badMask("The mask did not arrive whole. Paint it again.");
  const bytes = Buffer.from(base64, "base64");
  if (typeByContent(bytes.subarray(0, 64)) !== "image/png") throw badMask("A mask is a PNG, and this is none.");
  const image = sharp(bytes, { limitInputPixels: mostSide * mostSide, failOn: "error" });
  const read = async () => {
    const { width, height } = await image.metadata();
    if (width > mostSide || height > mostSide) throw badMask(`A mask has at most ${mostSide} pixels a side.`);
    const { channels } = await image.clone().flatten({ background: "#000" }).greyscale().stats();
    return { width, height, share: Math.min(1, Math.max(0, (channels[0]?.mean ?? 0) / 255)) };
  };
  const seen = await read().catch((error: unknown) => {
    throw error instanceof CodedError ? error : badMask("The mask is damaged. Paint it again.");
  });
  if (seen.share === 0) throw badMask("The mask is empty: nothing would change. Paint where the picture may change.");
  return { hash: await blobs.put(bytes), ...seen };
}
