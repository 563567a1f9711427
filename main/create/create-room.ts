// The rooms Create and Workspace: their services over what all rooms share.
import { CodedError } from "../../shared/contract/errors.ts";
import { createDraftSchema } from "../../shared/contract/studio/draft.ts";
import type { RoomHandlers, RoomPorts } from "../rooms.ts";
import { presetQueries } from "./preset-queries.ts";
import { createPresets } from "./presets.ts";

const fresh = () => createDraftSchema.parse({ task: "image" });
const absent = (): never => {
  throw new CodedError("not_found");
};

/** Creates both rooms. */
export function createCreateRoom({ database, events, ports, farm }: RoomPorts): { handlers: Pick<RoomHandlers, "create" | "workspace"> } {
  const { clock, ids } = ports;
  const queries = presetQueries(database);
  const presets = createPresets({ queries, clock, ids, changed: () => events.send("create.presets", {}) });
  return {
    handlers: {
      create: {
        ...presets,
        abilities: () => ({
          connected: farm.status().state === "connected",
          farm: farm.status().name,
          waits: null,
          offline: [],
          engines: [],
          tasks: [],
        }),
        quote: absent,
        submit: absent,
        exactCopy: absent,
        enhance: absent,
        current: () => ({ draft: queries.draft() ?? fresh() }),
        keepDraft({ draft }) {
          queries.putDraft(draft, clock.now());
          return {};
        },
        draftOf: absent,
        clipFrom: absent,
        keepMask: absent,
      },
      workspace: {
        groups: () => ({ groups: [], next: null, fresh: 0 }),
        group: absent,
        keep: absent,
        discard: absent,
        keepAll: absent,
        undo: absent,
        putAway: absent,
        sendToLibrary: absent,
        sendToShot: absent,
        sendToCharacter: absent,
        fresh: () => ({ fresh: 0 }),
      },
    },
  };
}
