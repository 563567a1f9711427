// The room of files in and out: its services over what the rooms share, and the contract's handlers.
import path from "node:path";
import type { Handlers } from "../../../shared/contract/studio/index.ts";
import { findMediaTools, type MediaTools } from "../../../shared/media/ffmpeg.ts";
import type { Events } from "../../events.ts";
import type { StudioPorts } from "../../ports.ts";
import type { AssetQueries } from "../assets/asset-queries.ts";
import type { Blobs } from "../blobs.ts";
import type { Connection } from "../database.ts";
import type { SettingsStore } from "../settings.ts";
import { createDerive, type Derive } from "./derive.ts";
import { createFileExports, type FileExports } from "./file-exports.ts";
import { type Destination, fileQueries } from "./file-queries.ts";
import { createFileThread } from "./file-threads.ts";
import { createImports, type Imports } from "./imports.ts";
import { createKeeper } from "./keeper.ts";
import { nameParts, safeName } from "./names.ts";
import { createQuarantine } from "./quarantine.ts";
import { openThumbs } from "./thumbs.ts";
import { createFileUploads, type FileUploads } from "./uploads.ts";
import { quarantineView } from "./views.ts";

interface FilesPorts {
  /** studio.db */
  database: Connection;
  assets: AssetQueries;
  blobs: Blobs;
  events: Events;
  settings: SettingsStore;
  ports: StudioPorts;
  /** Tags an asset that comes in. */
  tag: (assetId: string, name: string) => void;
  setFingerprint: (hash: string, fingerprint: string) => void;
}

/** What the hosts serve of files beside the contract. */
export interface FilesService {
  /** A thumbnail as WebP, made now where it is missing; null where there is none. */
  thumb(hash: string): Promise<Buffer | null>;
  /** Where the proxy of a clip lies; null where there is none. */
  proxy(hash: string): string | null;
  uploads: FileUploads;
  /** An asset's file with the name to save it under; null where there is none. */
  download(assetId: string): { file: string; hash: string; name: string } | null;
  imports: Imports;
  derive: Derive;
  exports: FileExports;
}

export interface FilesRoom {
  handlers: Handlers["imports"];
  service: FilesService;
  /** What lies ready of these blobs, for lists. */
  thumbFacts: (hashes: readonly string[]) => Map<string, { thumb: boolean; thumbhash: string | null }>;
  close(): Promise<void>;
}

const destinationOf = (input: {
  projectId?: string | undefined;
  collectionId?: string | undefined;
  tags: string[];
  again: boolean;
}): Destination => ({
  projectId: input.projectId ?? null,
  collectionId: input.collectionId ?? null,
  tags: input.tags,
  again: input.again,
});

/** Opens the room: imports go on where they were, and what the library lacks of thumbnails is made in the background. */
export function createFilesRoom({ database, assets, blobs, events, settings, ports, tag, setFingerprint }: FilesPorts): FilesRoom {
  const { clock, ids, logger } = ports;
  const folder = path.dirname(database.name);
  const queries = fileQueries(database);
  const thumbs = openThumbs(path.join(folder, "thumbs.db"));
  const [intake, drawing, writing] = [createFileThread(blobs.folder), createFileThread(folder), createFileThread(ports.exportFolder)];
  let found: Promise<MediaTools> | null = null;
  const tools = () => {
    found ??= findMediaTools({ environment: ports.environment, platform: ports.platform });
    // Somebody may install it meanwhile.
    found.catch(() => (found = null));
    return found;
  };
  const keeper = createKeeper({ queries, assets, clock, ids, tag });
  const derive = createDerive({
    queries,
    assets,
    blobs,
    thumbs,
    thread: drawing,
    events,
    logger,
    tools,
    proxies: path.join(folder, "proxies"),
    damaged: (hash, reason) => quarantine.putAsset(hash, reason),
    progressed: (importId) => imports.tell(importId),
    setFingerprint,
  });
  const added = (hashes: readonly string[], importId: string | null) => derive.added(hashes, importId);
  const quarantine = createQuarantine({ queries, assets, blobs, keeper, thread: intake, events, clock, ids, added });
  const imports = createImports({
    queries,
    blobs,
    keeper,
    thread: intake,
    events,
    clock,
    ids,
    logger,
    own: [ports.dataFolder, folder, blobs.folder],
    derivingOf: (importId) => derive.derivingOf(importId),
    added,
  });
  const uploads = createFileUploads({
    queries,
    blobs,
    keeper,
    quarantine,
    thread: intake,
    added,
    tell: (importId) => imports.tell(importId),
  });
  const exports = createFileExports({
    assets,
    blobs,
    thread: writing,
    events,
    clock,
    ids,
    logger,
    shell: ports.shell,
    exportFolder: () => settings.read().exportFolder ?? ports.exportFolder,
    dragFolder: path.join(ports.dataFolder, "drag"),
    creator: `OurVidz Studio ${ports.version}`,
  });
  imports.goOn();
  derive.goOn();
  return {
    service: {
      thumb: (hash) => derive.thumb(hash),
      proxy: (hash) => derive.proxy(hash),
      uploads,
      download(assetId) {
        const asset = assets.asset(assetId);
        if (asset === null) return null;
        const { stem, ending } = nameParts(safeName(asset.name), asset.contentType);
        return { file: blobs.pathOf(asset.hash), hash: asset.hash, name: stem + ending };
      },
      imports,
      derive,
      exports,
    },
    thumbFacts: (hashes) =>
      new Map(
        hashes.map((hash) => {
          const known = thumbs.derived(hash);
          const thumbhash = known?.thumbhash ?? null;
          return [
            hash,
            { thumb: known?.hasThumb ?? false, thumbhash: thumbhash === null ? null : Buffer.from(thumbhash).toString("base64") },
          ];
        }),
      ),
    async close() {
      await Promise.all([imports.close(), derive.close(), exports.close()]);
      await Promise.all([intake.close(), drawing.close(), writing.close()]);
      thumbs.close();
    },
    handlers: {
      start: ({ paths, ...to }) => imports.start(paths, destinationOf(to)),
      beginUpload: ({ title, files, bytes, ...to }) => imports.beginUpload(title, files, bytes, destinationOf(to)),
      finishUpload: ({ importId }) => imports.finishUpload(importId),
      list: () => ({ imports: imports.list(), deriving: derive.waiting(), quarantined: queries.quarantineCount() }),
      taken: ({ importId }) => ({ assetIds: imports.taken(importId) }),
      cancel: ({ importId }) => imports.cancel(importId),
      resume: ({ importId }) => imports.resume(importId),
      quarantine: ({ after, limit }) => {
        const rows = queries.quarantine(after ?? null, limit + 1);
        const files = rows.slice(0, limit).map(quarantineView);
        return { files, total: queries.quarantineCount(), next: rows.length > limit ? (files.at(-1)?.id ?? null) : null };
      },
      retry: async ({ ids: which }) => ({ changed: await quarantine.retry(which) }),
      remove: ({ ids: which }) => ({ changed: quarantine.remove(which) }),
      keepAsDocument: async ({ ids: which }) => ({ changed: await quarantine.keepAsDocument(which) }),
      want: ({ hashes }) => ({ files: derive.want(hashes) }),
      text: ({ hash }) => derive.words(hash),
      exportFiles: ({ assetIds, folder: target, options }) => exports.start(assetIds, target, options),
      exports: () => ({ exports: exports.list() }),
      cancelExport: ({ exportId }) => exports.cancel(exportId),
      showExport: ({ exportId }) => exports.show(exportId),
      prepareDrag: async ({ assetIds }) => ({ paths: await exports.prepareDrag(assetIds) }),
    },
  };
}
