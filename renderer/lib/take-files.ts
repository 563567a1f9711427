// Takes files of the desktop into the library: by their paths in the app, sent one by one from a page; named by the assets that they
// became.
import type { ImportView } from "../../shared/contract/studio/imports.ts";
import type { StudioLink } from "./link.ts";
import { uploadFile } from "./upload.ts";

interface Taken {
  assetIds: string[];
  /** Why some did not come in, in words; null when all did. */
  error: string | null;
}

interface TakeOptions {
  collectionId?: string;
  /** Told after each file; answers false to stop. */
  onFile?: (done: number) => boolean;
}

/** Brings `files` in, in their order. */
export async function takeFiles(link: StudioLink, files: readonly File[], options: TakeOptions = {}): Promise<Taken> {
  const paths = link.host === "electron" ? (window.studio?.pathsOf?.([...files]) ?? []).filter((path) => path !== "") : [];
  return link.host === "electron" ? takePaths(link, paths, options) : sendFiles(link, files, options);
}

const ended = (view: ImportView) => view.state !== "looking" && view.state !== "running";

/** The app's core reads them where they lie. */
async function takePaths(link: StudioLink, paths: string[], { collectionId, onFile }: TakeOptions): Promise<Taken> {
  if (paths.length === 0)
    return { assetIds: [], error: "These files lie nowhere on this computer. Save them first, then drop them again." };
  let seen: ImportView | null = null;
  let heard: (view: ImportView) => void = () => undefined;
  const stop = link.on("imports.changed", ({ import: view }) => heard(view));
  try {
    const begun = await link.call("imports", "start", { paths, ...(collectionId === undefined ? {} : { collectionId }) });
    if (!begun.ok) return { assetIds: [], error: begun.error.message };
    const importId = begun.value.id;
    seen = await new Promise<ImportView>((resolve) => {
      heard = (view) => {
        if (view.id !== importId) return;
        const { copied, same, failed } = view.files;
        if (onFile?.(copied + same + failed) === false && !ended(view)) void link.call("imports", "cancel", { importId });
        if (ended(view)) resolve(view);
      };
      // It may have ended before anybody listened.
      void link.call("imports", "list", {}).then((list) => {
        const now = list.ok ? list.value.imports.find((one) => one.id === importId) : undefined;
        if (now !== undefined) heard(now);
      });
    });
    const taken = await link.call("imports", "taken", { importId });
    const assetIds = taken.ok ? taken.value.assetIds : [];
    const some = seen.files.failed > 0 ? "Some files could not be used. The quarantine says which and why." : null;
    return { assetIds, error: seen.error?.message ?? some };
  } finally {
    stop();
  }
}

/** A page sends the bytes. */
async function sendFiles(link: StudioLink, files: readonly File[], { collectionId, onFile }: TakeOptions): Promise<Taken> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const into = collectionId === undefined ? {} : { collectionId };
  const begun = await link.call("imports", "beginUpload", { title: files[0]?.name ?? "", files: files.length, bytes, ...into });
  if (!begun.ok) return { assetIds: [], error: begun.error.message };
  const assetIds: string[] = [];
  let error: string | null = null;
  let done = 0;
  for (const file of files) {
    done += 1;
    const sent = await uploadFile(begun.value.id, file);
    if (sent.assetId !== null) assetIds.push(sent.assetId);
    error = sent.error ?? error;
    if (onFile?.(done) === false) break;
  }
  await link.call("imports", "finishUpload", { importId: begun.value.id });
  return { assetIds, error };
}
