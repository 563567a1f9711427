// The blurred picture that stands in a tile until its thumbnail is there, as an address for CSS. Each is made once.
import { thumbHashToDataURL } from "thumbhash";

const kept = new Map<string, string>();
const most = 2000;

/** Address of the picture of a thumbhash in base64; null for one that is none. */
export function placeholderOf(thumbhash: string | null): string | null {
  if (thumbhash === null || thumbhash === "") return null;
  const known = kept.get(thumbhash);
  if (known !== undefined) return known;
  try {
    const url = thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (letter) => letter.charCodeAt(0)));
    if (kept.size >= most) kept.delete(kept.keys().next().value ?? "");
    kept.set(thumbhash, url);
    return url;
  } catch {
    return null;
  }
}
