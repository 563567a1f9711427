// Words of a draft that are too long to be sent are still words that somebody wrote: a new start brings them back.
import { expect, test } from "vitest";
import { createDraftSchema } from "../../../shared/contract/studio/draft.ts";
import { createLink } from "../../lib/link.ts";
import type { Transport } from "../../lib/transport.ts";
import { createMaking } from "./making.ts";

const refusing: Transport = {
  host: "browser",
  call: async () => ({ ok: false, error: { code: "invalid_input", message: "It was refused." } }),
  onEvent: () => () => undefined,
  media: () => "",
  status: () => ({ state: "ready" }),
  onStatus: () => () => undefined,
};

test("a draft that the core refuses is there again after a reload", async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  } as unknown as Storage;
  const draft = { ...createDraftSchema.parse({ task: "image" }), prompt: "word ".repeat(2000), negative: "fog ".repeat(1500) };
  createMaking(createLink(refusing), () => undefined, storage).replace(draft);
  const again = createMaking(createLink(refusing), () => undefined, storage);
  await again.load();
  expect(again.store.getState().draft).toEqual(draft);
});
