// A draft clip from an animatic: planes rasterised once, frames composited with sub-pixel motion, x264 beside it.
import { type Animatic, frameHeight, frameWidth } from "../../domain/animatic/types.ts";
import { clipRate } from "../../domain/timecode.ts";
import { openClipEncoder } from "../encode.ts";
import { cancelledError } from "../error.ts";
import type { MediaTools } from "../ffmpeg.ts";
import { writeFrameThumbnail } from "../thumbnail.ts";
import type { FrameSpan } from "./extent.ts";
import { openDraftFrames } from "./frames.ts";

export interface DraftClipOptions {
  tools: MediaTools;
  /** Frames of this clip at 16 a second. */
  frames: number;
  /** First frame in the shot, when the shot is longer than one segment; 0 by default. */
  start?: number | undefined;
  /** Frames of the whole shot; start + frames by default. */
  totalFrames?: number | undefined;
  out: string;
  proxyOut?: string | undefined;
  /** A WebP, 320 pixels wide, of the middle frame. */
  thumbnailOut?: string | undefined;
  threads: number;
  signal?: AbortSignal | undefined;
  /** Called with the first frame before it is encoded; its bytes are valid until the promise resolves. */
  firstFrame?: ((frame: Uint8Array) => Promise<void>) | undefined;
  /** Called after each frame. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** Text members of the MP4, such as {comment: recipe as JSON}. */
  metadata?: Record<string, string> | undefined;
}

/**
 * Renders and encodes a clip. The same animatic, span and threads give the same bytes. Segments of one shot join without a
 * seam when they share totalFrames. The caller's event loop gets a turn after every frame. Throws MediaError; on failure
 * nothing is left at out and proxyOut.
 */
export async function renderDraftClip(art: Animatic, options: DraftClipOptions): Promise<void> {
  const { tools, frames, out, proxyOut, thumbnailOut, threads, signal, metadata } = options;
  const start = options.start ?? 0;
  const span: FrameSpan = { start, frames, totalFrames: options.totalFrames ?? start + frames };
  const compositor = await openDraftFrames(art, span);
  if (signal?.aborted === true) throw cancelledError();
  const encoder = openClipEncoder({
    tools,
    out,
    width: frameWidth,
    height: frameHeight,
    rate: clipRate,
    threads,
    proxyOut,
    metadata,
    signal,
  });
  try {
    for (let frame = 0; frame < frames; frame++) {
      const picture = compositor.frame(frame);
      if (frame === 0) await options.firstFrame?.(picture);
      if (frame === Math.floor(frames / 2) && thumbnailOut !== undefined)
        await writeFrameThumbnail(picture, frameWidth, frameHeight, thumbnailOut);
      await encoder.write(picture);
      options.onProgress?.(frame + 1, frames);
    }
    await encoder.finish();
  } catch (error) {
    await encoder.abort();
    throw error;
  }
}
