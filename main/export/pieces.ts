// The piece cache: rendered runs of frames, found by everything that decides their bytes. What was finished
// once is never rendered again, also after a kill; the oldest go when the cache grows past its size.
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { canonicalJson } from "../../shared/domain/recipe.ts";
import { clipRate } from "../../shared/domain/timecode.ts";
import { clipArguments } from "../../shared/media/encode.ts";
import { type MediaTools, readProgram } from "../../shared/media/ffmpeg.ts";
import { cutClip, renderTransition } from "../../shared/media/join.ts";
import { hashText } from "../hash.ts";
import { syncFolder } from "../library/blobs.ts";
import type { Piece } from "./plan.ts";

/** One thread a piece: as many pieces at once as cores, and bytes that do not depend on the machine. */
const threads = 1;

export interface PieceCache {
  /** Where a piece lies or will lie. A whole clip is its own piece. */
  fileOf(piece: Piece): string;
  /** Makes sure that the piece is there. True when it was already. */
  ensure(piece: Piece, signal: AbortSignal): Promise<boolean>;
  /** Removes the oldest pieces until the cache fits, sparing those of the given plan. */
  trim(keep: readonly Piece[]): Promise<void>;
}

/** First line of what ffmpeg says about itself: a new build may encode differently. */
async function engineOf(tools: MediaTools): Promise<string> {
  const words = (await readProgram(tools.ffmpeg, ["-hide_banner", "-version"])).toString("utf8");
  return words.split("\n")[0] ?? "";
}

export interface PieceCacheOptions {
  folder: string;
  tools: MediaTools;
  /** Path of a clip by its hash. */
  clipFile: (hash: string) => string;
  /** Bytes that finished pieces may fill. */
  limit: number;
}

/** Opens the cache in a folder, creating it. */
export async function openPieceCache({ folder, tools, clipFile, limit }: PieceCacheOptions): Promise<PieceCache> {
  await mkdir(folder, { recursive: true });
  const recipe = { arguments: clipArguments(clipRate, threads), engine: await engineOf(tools) };
  const keyOf = (piece: Piece) => hashText(canonicalJson({ ...recipe, piece }));
  const fileOf = (piece: Piece) => (piece.kind === "body" && piece.whole ? clipFile(piece.clip) : path.join(folder, `${keyOf(piece)}.mp4`));

  const render = async (piece: Piece, out: string, signal: AbortSignal): Promise<void> => {
    if (piece.kind === "body") {
      await cutClip({ tools, in: clipFile(piece.clip), from: piece.from, frames: piece.frames, threads, out, signal });
    } else {
      const { aFrom, bFrom, frames } = piece;
      await renderTransition({
        tools,
        a: clipFile(piece.a),
        aFrom,
        b: clipFile(piece.b),
        bFrom,
        frames,
        kind: "dissolve",
        threads,
        out,
        signal,
      });
    }
  };
  return {
    fileOf,
    async ensure(piece, signal) {
      const file = fileOf(piece);
      const found = await stat(file).catch(() => null);
      if (found !== null) {
        if (!(piece.kind === "body" && piece.whole)) await utimes(file, new Date(), new Date());
        return true;
      }
      const temporary = `${file}.new`;
      try {
        await render(piece, temporary, signal);
        const handle = await open(temporary, "r+");
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, file);
        await syncFolder(folder);
      } finally {
        await rm(temporary, { force: true });
      }
      return false;
    },
    async trim(keep) {
      const kept = new Set(keep.map((piece) => path.basename(fileOf(piece))));
      const files = await Promise.all(
        (await readdir(folder)).map(async (name) => {
          const found = await stat(path.join(folder, name)).catch(() => null);
          return { name, bytes: found?.size ?? 0, time: found?.mtimeMs ?? 0 };
        }),
      );
      let total = files.reduce((sum, file) => sum + file.bytes, 0);
      for (const file of files.toSorted((a, b) => a.time - b.time)) {
        if (total <= limit) break;
        if (kept.has(file.name)) continue;
        await rm(path.join(folder, file.name), { force: true });
        total -= file.bytes;
      }
    },
  };
}
