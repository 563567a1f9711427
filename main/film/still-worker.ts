// Worker thread that draws stills: a snapshot in, the bytes of a picture out. Drawing is pure code and
// takes about a tenth of a second a picture, which the core's event loop must not wait for.
import { parentPort } from "node:worker_threads";
import { draw, stillSvg } from "../../shared/domain/animatic/index.ts";
import type { ShotSnapshot } from "../../shared/domain/shot.ts";
import { renderDraftStill } from "../../shared/media/draft/still.ts";

export interface StillRequest {
  id: number;
  snapshot: ShotSnapshot;
  /** BCP 47 tag of the words in the picture. */
  language: string;
}
export type StillAnswer = { id: number; bytes: Uint8Array } | { id: number; error: string };

parentPort?.on("message", (request: StillRequest) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});

async function answer({ id, snapshot, language }: StillRequest): Promise<StillAnswer> {
  try {
    const { png } = await renderDraftStill(stillSvg(draw(snapshot, { language })));
    return { id, bytes: png };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
