// The room of files in and out: its services over what the rooms share, and the contract's handlers.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Handlers } from "../../../shared/contract/studio/index.ts";
import type { Events } from "../../events.ts";
import type { StudioPorts } from "../../ports.ts";
import type { Connection } from "../database.ts";
import { type Destination, fileQueries } from "./file-queries.ts";
import { createImports } from "./imports.ts";
import { quarantineView } from "./views.ts";

interface FilesPorts {
  /** studio.db */
  database: Connection;
  events: Events;
  ports: StudioPorts;
}

export interface FilesRoom {
  handlers: Handlers["imports"];
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

/** Opens the room. */
export function createFilesRoom({ database, events, ports }: FilesPorts): FilesRoom {
  const { clock, ids } = ports;
  const queries = fileQueries(database);
  const imports = createImports({ queries, events, clock, ids, derivingOf: () => 0 });
  const later = () => {
    throw new CodedError("conflict", "This cannot be done yet. Try again in a moment.");
  };
  return {
    handlers: {
      start: ({ paths, ...to }) => imports.start(paths, destinationOf(to)),
      beginUpload: ({ title, files, bytes, ...to }) => imports.beginUpload(title, files, bytes, destinationOf(to)),
      finishUpload: ({ importId }) => imports.finishUpload(importId),
      list: () => ({ imports: imports.list(), deriving: 0, quarantined: queries.quarantineCount() }),
      cancel: ({ importId }) => imports.cancel(importId),
      resume: ({ importId }) => imports.resume(importId),
      quarantine: ({ after, limit }) => {
        const rows = queries.quarantine(after ?? null, limit + 1);
        const files = rows.slice(0, limit).map(quarantineView);
        return { files, total: queries.quarantineCount(), next: rows.length > limit ? (files.at(-1)?.id ?? null) : null };
      },
      retry: later,
      remove: ({ ids: which }) => ({ changed: which.filter((id) => queries.removeQuarantine(id)).length }),
      keepAsDocument: later,
      want: () => ({ files: [] }),
      text: () => ({ text: null, cut: false }),
      exportFiles: later,
      exports: () => ({ exports: [] }),
      cancelExport: later,
      showExport: later,
      prepareDrag: later,
    },
  };
}
