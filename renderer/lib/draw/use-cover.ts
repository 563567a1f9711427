// The opening picture of a story that is no film yet.
import { useEffect, useState } from "react";
import type { CoverAnswer, CoverRequest } from "./cover-worker.ts";

interface Cover {
  url: string;
  frames: number;
}

const covers = new Map<string, Cover>();

/** Draws the cover once for a file name; null until it is there, or when nothing is asked. */
export function useCover(story: CoverRequest | null): Cover | null {
  const [cover, setCover] = useState<Cover | null>(() => (story ? (covers.get(story.fileName) ?? null) : null));
  useEffect(() => {
    if (story === null || covers.has(story.fileName)) return;
    const worker = new Worker(new URL("./cover-worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", (event: MessageEvent<CoverAnswer>) => {
      const made = { url: URL.createObjectURL(new Blob([event.data.svg], { type: "image/svg+xml" })), frames: event.data.frames };
      covers.set(story.fileName, made);
      setCover(made);
      worker.terminate();
    });
    // Without a cover the card stands with an empty well; the core says what is wrong with a story.
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      worker.terminate();
    });
    worker.postMessage({ text: story.text, fileName: story.fileName });
    return () => worker.terminate();
  }, [story]);
  return cover;
}
