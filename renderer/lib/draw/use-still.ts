// The drawn picture of a snapshot for a component: the newest one wins, the last one stays meanwhile.
import { useEffect, useState } from "react";
import { createDrawing } from "./client.ts";
import type { Snapshot } from "./messages.ts";

/** The page's one drawing worker. */
export const drawing = createDrawing();

/** Address of the picture of `snapshot`; null while nothing is asked or the first one is drawn. */
export function useStill(snapshot: Snapshot | null, language: string): string | null {
  const [url, setUrl] = useState<string | null>(() => (snapshot ? drawing.known(snapshot, language) : null));
  useEffect(() => {
    if (snapshot === null) return;
    let wanted = true;
    void drawing.still(snapshot, language).then((drawn) => {
      if (wanted && drawn !== null) setUrl(drawn);
    });
    return () => {
      wanted = false;
    };
  }, [snapshot, language]);
  return snapshot === null ? null : url;
}
