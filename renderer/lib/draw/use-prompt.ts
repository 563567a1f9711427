// The drawing of a prompt for a component: it follows the words, one at a time, and the newest words win.
import { useEffect, useRef, useState } from "react";
import type { PromptAnswer, PromptRequest } from "./prompt-worker.ts";

interface Drawer {
  ask(prompt: string, seed: number): void;
  stop(): void;
}

function createDrawer(onDrawn: (url: string) => void): Drawer {
  let worker: Worker | undefined;
  let busy = false;
  let next: PromptRequest | undefined;
  let lastId = 0;
  const send = () => {
    if (busy || next === undefined) return;
    worker ??= start();
    busy = true;
    worker.postMessage(next);
    next = undefined;
  };
  const start = () => {
    const made = new Worker(new URL("./prompt-worker.ts", import.meta.url), { type: "module" });
    made.addEventListener("message", (event: MessageEvent<PromptAnswer>) => {
      busy = false;
      onDrawn(URL.createObjectURL(new Blob([event.data.svg], { type: "image/svg+xml" })));
      send();
    });
    // Words that cannot be drawn leave the last picture standing; the next ones have a fresh worker.
    made.addEventListener("error", (event) => {
      event.preventDefault();
      made.terminate();
      worker = undefined;
      busy = false;
      send();
    });
    return made;
  };
  return {
    ask: (prompt, seed) => {
      next = { id: ++lastId, prompt, seed };
      send();
    },
    stop: () => worker?.terminate(),
  };
}

/** Address of the drawing of `prompt`; null while there are no words or the first one is drawn. */
export function usePromptDrawing(prompt: string, seed: number): string | null {
  const [url, setUrl] = useState<string | null>(null);
  const drawer = useRef<Drawer | null>(null);
  useEffect(() => {
    let shown: string | null = null;
    const made = createDrawer((drawn) => {
      if (shown !== null) URL.revokeObjectURL(shown);
      shown = drawn;
      setUrl(drawn);
    });
    drawer.current = made;
    return () => {
      made.stop();
      drawer.current = null;
      if (shown !== null) URL.revokeObjectURL(shown);
    };
  }, []);
  useEffect(() => {
    if (prompt.trim() !== "") drawer.current?.ask(prompt, seed);
  }, [prompt, seed]);
  return prompt.trim() === "" ? null : url;
}
