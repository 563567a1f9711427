// Dragging assets out of the window: the core writes copies with their recipe inside, and the desktop takes those.
import { type WebContents, nativeImage } from "electron";
import type { CallResult } from "../../shared/contract/studio/link.ts";
import type { CoreProcess } from "./core-process.ts";

const side = 48;

/** What follows the pointer: a plain card. The desktop asks for a picture that is not empty. */
function card(): Electron.NativeImage {
  const pixels = Buffer.alloc(side * side * 4);
  for (let at = 0; at < side * side; at += 1) {
    const [x, y] = [at % side, Math.floor(at / side)];
    const edge = x < 2 || y < 2 || x >= side - 2 || y >= side - 2;
    pixels.writeUInt32LE(edge ? 0xffc8c8c8 : 0xff3a3a3a, at * 4);
  }
  return nativeImage.createFromBitmap(pixels, { width: side, height: side });
}

function pathsIn(value: unknown): string[] {
  const paths = value !== null && typeof value === "object" && "paths" in value ? value.paths : [];
  return Array.isArray(paths) ? paths.filter((path): path is string => typeof path === "string") : [];
}

/** Begins the desktop's own drag with these assets and answers how many files it carries; an error where none can be written. */
export async function dragOut(core: CoreProcess, page: WebContents, assetIds: unknown): Promise<CallResult> {
  const answer = await core.call("imports", "prepareDrag", { assetIds });
  if (!answer.ok) return answer;
  const files = pathsIn(answer.value);
  const [file] = files;
  if (file !== undefined && !page.isDestroyed()) page.startDrag({ file, files, icon: card() });
  return { ok: true, value: { files: files.length } };
}
