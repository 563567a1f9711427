// Takes files of the desktop into the library from a page: announced, sent one by one, and named by the assets that they became.
import type { StudioLink } from "./link.ts";

interface Taken {
  assetIds: string[];
  /** Why some did not come in, in words; null when all did. */
  error: string | null;
}

function uploadAddress(link: StudioLink, importId: string, name: string): string {
  const url = new URL(link.mediaUrl(`upload/${importId}`), window.location.href);
  url.searchParams.set("name", name);
  return url.href;
}

interface TakeOptions {
  collectionId?: string;
  /** Told after each file; answers false to stop. */
  onFile?: (done: number) => boolean;
}

/** Uploads `files`, in their order. */
export async function takeFiles(link: StudioLink, files: readonly File[], { collectionId, onFile }: TakeOptions = {}): Promise<Taken> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const into = collectionId === undefined ? {} : { collectionId };
  const begun = await link.call("imports", "beginUpload", { title: files[0]?.name ?? "", files: files.length, bytes, ...into });
  if (!begun.ok) return { assetIds: [], error: begun.error.message };
  const assetIds: string[] = [];
  let error: string | null = null;
  let done = 0;
  for (const file of files) {
    done += 1;
    const answer = await fetch(uploadAddress(link, begun.value.id, file.name), { method: "POST", body: file }).catch(() => null);
    const said = (await answer?.json().catch(() => null)) as { assetId?: string; error?: { message?: string } } | null;
    if (said?.assetId !== undefined) assetIds.push(said.assetId);
    else error = said?.error?.message ?? `${file.name} did not arrive.`;
    if (onFile?.(done) === false) break;
  }
  await link.call("imports", "finishUpload", { importId: begun.value.id });
  return { assetIds, error };
}
