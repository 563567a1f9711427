// The page's side of the drawing worker: pictures by snapshot, kept a while, as addresses that an
// <img> can show. A picture in an <img> runs no script and reaches no style of the page.
import { canonicalJson } from "../../../shared/domain/recipe.ts";
import type { DrawAnswer, DrawnMove, DrawRequest, Snapshot } from "./messages.ts";

/** Drawn stills that stay in memory; about 40 KB of text each. */
const kept = 240;

const keys = new WeakMap<Snapshot, string>();

/** Equal snapshots have equal keys. */
function keyOf(snapshot: Snapshot): string {
  const known = keys.get(snapshot);
  if (known !== undefined) return known;
  const key = canonicalJson(snapshot);
  keys.set(snapshot, key);
  return key;
}

/** `language` is the story's BCP 47 tag: it chooses the letters of what is said, as in the kept stills. */
export interface Drawing {
  /** A still as a blob address, drawn once for equal snapshots. Null when the drawing failed. */
  still(snapshot: Snapshot, language: string): Promise<string | null>;
  /** The address at once when it has been drawn already. */
  known(snapshot: Snapshot, language: string): string | null;
  /** The planes of a shot and their path in `steps` steps. */
  move(snapshot: Snapshot, language: string, steps: number): Promise<DrawnMove | null>;
}

/** Starts the worker at the first picture. */
export function createDrawing(): Drawing {
  let worker: Worker | undefined;
  let nextId = 1;
  const waiting = new Map<number, (answer: DrawAnswer | null) => void>();
  const stills = new Map<string, { url: string | null; drawn: Promise<string | null> }>();

  const ask = (request: DrawRequest): Promise<DrawAnswer | null> => {
    if (worker === undefined) {
      worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
      worker.addEventListener("message", (event: MessageEvent<DrawAnswer>) => {
        waiting.get(event.data.id)?.(event.data);
        waiting.delete(event.data.id);
      });
      // A shot that cannot be drawn leaves the last picture standing; the next one has a fresh worker.
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        worker?.terminate();
        worker = undefined;
        for (const settle of waiting.values()) settle(null);
        waiting.clear();
      });
    }
    const to = worker;
    return new Promise((settle) => {
      waiting.set(request.id, settle);
      to.postMessage(request);
    });
  };
  const forgetOldest = () => {
    for (const [key, one] of stills) {
      if (stills.size <= kept) return;
      stills.delete(key);
      if (one.url !== null) URL.revokeObjectURL(one.url);
    }
  };

  return {
    still: (snapshot, language) => {
      const key = `${language} ${keyOf(snapshot)}`;
      const old = stills.get(key);
      if (old) {
        stills.delete(key);
        stills.set(key, old);
        return old.drawn;
      }
      const entry: { url: string | null; drawn: Promise<string | null> } = {
        url: null,
        drawn: ask({ kind: "still", id: nextId++, snapshot, language }).then((answer) => {
          if (answer?.kind !== "still") {
            stills.delete(key);
            return null;
          }
          entry.url = URL.createObjectURL(new Blob([answer.svg], { type: "image/svg+xml" }));
          return entry.url;
        }),
      };
      stills.set(key, entry);
      forgetOldest();
      return entry.drawn;
    },
    known: (snapshot, language) => stills.get(`${language} ${keyOf(snapshot)}`)?.url ?? null,
    move: async (snapshot, language, steps) => {
      const answer = await ask({ kind: "move", id: nextId++, snapshot, language, steps });
      return answer?.kind === "move" ? answer.move : null;
    },
  };
}
