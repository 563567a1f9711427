// The mask of a draft's picture: opened again as it was painted, kept by the core a moment after the last stroke and
// before the draft is sent, its steps remembered while the page is open.
import { useEffect, useState } from "react";
import type { CreateDraft } from "../../../../shared/contract/studio/draft.ts";
import { create as words } from "../../../app/strings/create.ts";
import { useStudio } from "../../../app/studio.tsx";
import { createMask, type Mask } from "./mask.ts";

/** Milliseconds after the last stroke before the mask is kept. */
const keepDelay = 700;
/** Masks whose steps are remembered. */
const remembered = 3;
const masks = new Map<string, Mask>();

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

async function readMask(url: string, mask: Mask): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) return;
  const { width, height } = mask.bitmap;
  const picture = await createImageBitmap(await answer.blob());
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.drawImage(picture, 0, 0, width, height);
  mask.load(context.getImageData(0, 0, width, height).data);
}

/** The mask of the draft's picture; null until the picture's size is known, or without a picture. */
export function useMask(draft: CreateDraft, wanted: boolean): Mask | null {
  const { link, making, notify } = useStudio();
  const hash = draft.image?.hash ?? null;
  const [mask, setMask] = useState<{ hash: string; mask: Mask } | null>(null);

  useEffect(() => {
    if (hash === null || !wanted) return;
    let current = true;
    const known = masks.get(hash);
    if (known !== undefined) {
      void Promise.resolve().then(() => current && setMask({ hash, mask: known }));
      return () => {
        current = false;
      };
    }
    const picture = new Image();
    picture.addEventListener("load", () => {
      if (!current) return;
      const made = createMask(picture.naturalWidth, picture.naturalHeight);
      masks.set(hash, made);
      for (const old of masks.keys()) {
        if (masks.size <= remembered) break;
        masks.delete(old);
      }
      const kept = making.store.getState().draft?.mask ?? null;
      const opened = kept === null ? Promise.resolve() : readMask(link.mediaUrl(kept), made).catch(() => undefined);
      void opened.then(() => current && setMask({ hash, mask: made }));
    });
    picture.src = link.mediaUrl(hash);
    return () => {
      current = false;
    };
  }, [hash, wanted, link, making]);

  const open = mask !== null && mask.hash === hash ? mask.mask : null;
  useEffect(() => {
    if (open === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let dirty = false;
    /** Counts strokes: what was kept before the newest one is not the mask any more. */
    let strokes = 0;
    const take = (hash: string | null, at: number) => {
      if (at !== strokes) return;
      making.change({ mask: hash });
      open.store.setState({ kept: true });
    };
    const keep = async () => {
      clearTimeout(timer);
      if (!dirty) return;
      dirty = false;
      const at = strokes;
      if (open.bitmap.painted === 0) return take(null, at);
      const bytes = new Uint8Array(await (await open.png()).arrayBuffer());
      const kept = await link.call("create", "keepMask", { base64: base64Of(bytes) });
      if (kept.ok) take(kept.value.hash, at);
      else {
        dirty = true;
        notify({ title: words.mask.notKept, text: kept.error.message, tone: "fail" });
      }
    };
    const later = () => {
      dirty = true;
      strokes += 1;
      open.store.setState({ kept: false });
      clearTimeout(timer);
      timer = setTimeout(() => void keep(), keepDelay);
    };
    const stops = [
      open.onPaint(later),
      open.store.subscribe((now, before) => now.edge !== before.edge && open.bitmap.painted > 0 && later()),
      making.beforeSend(keep),
    ];
    return () => {
      void keep();
      for (const stop of stops) stop();
    };
  }, [open, link, making, notify]);
  return open;
}
