// Engines whose nodes are away for a while: a node that starts again, or a coordinator that did, is no reason to refuse a job.
// What was offered within the last hour is still accepted; the job waits in the queue, and the list of nodes says that none is up.
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { type EngineOffer, engineOfferSchema } from "../../shared/contract/node-link.ts";
import type { Clock } from "../ports.ts";

/** ms that an engine is remembered after its last node was seen. */
export const rememberedFor = 60 * 60 * 1000;
/** ms between two notes in the file while nothing but the time changes. */
const noteEvery = 60 * 1000;

const schema = z.array(z.object({ offer: engineOfferSchema, seenAt: z.number() }));

export interface EngineMemory {
  /** The engines of nodes that are up, then those that were up within the last hour. */
  with(live: readonly EngineOffer[]): EngineOffer[];
}

/** A memory in `file`, whose folder is there. Without the file, or with one that cannot be read or written, it lasts as long as the process. */
export function createEngineMemory(file: string, clock: Clock): EngineMemory {
  const seen = new Map<string, { offer: EngineOffer; seenAt: number }>();
  try {
    for (const one of schema.parse(JSON.parse(readFileSync(file, "utf8")))) seen.set(one.offer.id, one);
  } catch {
    // A first start, or a file that is none: nodes will say what they do.
  }
  let noted = "";
  let notedAt = 0;
  let writing: Promise<void> = Promise.resolve();
  const note = (now: number) => {
    const ids = JSON.stringify([...seen.values()].map(({ offer }) => offer));
    if (ids === noted && now - notedAt < noteEvery) return;
    noted = ids;
    notedAt = now;
    const text = JSON.stringify([...seen.values()]);
    writing = writing
      .then(async () => {
        await writeFile(`${file}.new`, text);
        await rename(`${file}.new`, file);
      })
      .catch(() => undefined);
  };

  return {
    with(live) {
      const now = clock.now();
      for (const offer of live) seen.set(offer.id, { offer, seenAt: now });
      for (const [id, { seenAt }] of seen) if (now - seenAt > rememberedFor) seen.delete(id);
      if (live.length > 0) note(now);
      const here = new Set(live.map(({ id }) => id));
      return [...live, ...[...seen.values()].flatMap(({ offer }) => (here.has(offer.id) ? [] : [offer]))];
    },
  };
}
