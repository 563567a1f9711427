// Imports: what was asked for becomes a row, then its files are found, copied and made assets in the background.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { ImportView } from "../../../shared/contract/studio/imports.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import type { Events } from "../../events.ts";
import type { Clock } from "../../ports.ts";
import type { Destination, FileQueries, ImportRow } from "./file-queries.ts";
import { importView } from "./views.ts";

interface ImportPorts {
  queries: FileQueries;
  events: Events;
  clock: Clock;
  ids: IdMaker;
  /** Files of an import whose background work is not done. */
  derivingOf(importId: string): number;
}

export interface Imports {
  /** Begins an import of paths of this computer. */
  start(paths: string[], destination: Destination): ImportView;
  /** Announces an upload: files come one by one. */
  beginUpload(title: string, files: number, bytes: number, destination: Destination): ImportView;
  finishUpload(importId: string): ImportView;
  list(): ImportView[];
  cancel(importId: string): ImportView;
  resume(importId: string): ImportView;
}

const ended = new Set<ImportRow["state"]>(["done", "cancelled", "failed"]);

/** The imports of a library. */
export function createImports({ queries, events, clock, ids, derivingOf }: ImportPorts): Imports {
  const known = (importId: string): ImportRow => {
    const row = queries.import(importId);
    if (row === null) throw new CodedError("not_found", "This import is not in the list any more. Start it again.");
    return row;
  };
  const view = (importId: string) => importView(known(importId), derivingOf(importId));
  const tell = (importId: string): ImportView => {
    const seen = view(importId);
    events.send("imports.changed", { import: seen });
    return seen;
  };
  const begin = (source: ImportRow["source"], title: string, paths: Buffer[], found: number, foundBytes: number, to: Destination) => {
    const id: string = ids();
    const state = source === "paths" ? "looking" : "running";
    queries.insertImport({ id, source, state, title, paths, found, foundBytes, startedAt: clock.now(), ...to });
    return tell(id);
  };
  return {
    start: (paths, destination) => {
      const title = paths[0]?.split(/[\\/]/).findLast((part) => part !== "") ?? "";
      return begin(
        "paths",
        title,
        paths.map((path) => Buffer.from(path, "utf8")),
        0,
        0,
        destination,
      );
    },
    beginUpload: (title, files, bytes, destination) => begin("upload", title, [], files, bytes, destination),
    finishUpload(importId) {
      const row = known(importId);
      if (row.source !== "upload") throw new CodedError("conflict", "This import reads a folder; it ends by itself.");
      if (!ended.has(row.state)) queries.setImportState(importId, "done", null, clock.now());
      return tell(importId);
    },
    list: () => queries.imports().map((row) => importView(row, derivingOf(row.id))),
    cancel(importId) {
      const row = known(importId);
      if (!ended.has(row.state)) {
        queries.together(() => {
          queries.removeFiles(importId);
          queries.setImportState(importId, "cancelled", null, clock.now());
        });
      }
      return tell(importId);
    },
    resume(importId) {
      const row = known(importId);
      if (row.state === "waiting") queries.setImportState(importId, "running", null, null);
      return tell(importId);
    },
  };
}
