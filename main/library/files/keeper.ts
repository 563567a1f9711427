// Makes assets of files whose bytes lie in the blob store: one step that writes the asset, its tags and collection, and what it came from.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { AssetId, IdMaker, ProjectId } from "../../../shared/domain/ids.ts";
import type { Clock } from "../../ports.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { Destination, FileQueries } from "./file-queries.ts";
import type { Seen } from "./look.ts";

export interface NewFile {
  name: string;
  hash: string;
  bytes: number;
  look: Seen;
}

export interface Keeper {
  /** Writes the asset inside the caller's step. `same`: the library had these bytes, and they stay one asset. */
  keep(file: NewFile, destination: Destination): { same: boolean; assetId: AssetId };
  /** Throws CodedError not_found where the project or the collection is none. */
  check(destination: Destination): void;
}

interface KeeperPorts {
  queries: FileQueries;
  assets: AssetQueries;
  clock: Clock;
  ids: IdMaker;
  /** Tags an asset by a name. */
  tag: (assetId: string, name: string) => void;
}

/** A keeper over the library's queries. */
export function createKeeper({ queries, assets, clock, ids, tag }: KeeperPorts): Keeper {
  const place = (assetId: AssetId, { tags, collectionId }: Destination) => {
    for (const name of tags) tag(assetId, name);
    // A collection may have gone since the import was begun.
    if (collectionId !== null && queries.hasCollection(collectionId)) assets.link("asset_collection", assetId, collectionId);
  };
  return {
    keep({ name, hash, bytes, look }, destination) {
      const known = destination.again ? undefined : assets.byHash(hash).find((asset) => asset.state === "kept" || asset.state === "staged");
      if (known !== undefined) {
        place(known.id, destination);
        return { same: true, assetId: known.id };
      }
      const { kind, contentType, width, height, recipe, found } = look;
      const assetId: AssetId = ids();
      const { projectId } = destination;
      assets.insert({
        id: assetId,
        hash,
        kind,
        contentType,
        name,
        bytes,
        width,
        height,
        frames: null,
        rate: null,
        state: "kept",
        origin: "imported",
        recipe,
        found,
        projectId: projectId !== null && queries.hasProject(projectId) ? (projectId as ProjectId) : null,
        addedAt: clock.now(),
      });
      place(assetId, destination);
      return { same: false, assetId };
    },
    check({ projectId, collectionId }) {
      if (projectId !== null && !queries.hasProject(projectId))
        throw new CodedError("not_found", "The project is not there any more. Choose another one.");
      if (collectionId !== null && !queries.hasCollection(collectionId))
        throw new CodedError("not_found", "The collection is not there any more. Choose another one.");
    },
  };
}
