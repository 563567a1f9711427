// What was brought goes by itself: uploads a day after their begin, inputs a day after their last job, and files that a crash left
// without a row.
import { type ArtifactId, timeOfId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import type { ArtifactStore } from "../ports.ts";
import type { UploadFiles } from "./disk.ts";

const accountsAtOnce = 200;
/** A file that is younger may be waiting for its row, in ms. */
const youngestOrphan = 24 * 3600 * 1000;

/** Visits every account once, rows first and files second. Returns how many files were removed. */
export async function retireUploads(
  operations: Database,
  store: Pick<ArtifactStore, "remove">,
  uploads: Pick<UploadFiles, "remove">,
): Promise<number> {
  let removed = 0;
  for (let after: string | undefined; ;) {
    const accounts: string[] = await operations.call<string[]>("accounts_after", after ?? null, accountsAtOnce);
    for (const account of accounts) {
      const due = await operations.call<{ uploads: string[]; files: ArtifactId[] }>("retire_uploads", account);
      for (const id of due.uploads) await uploads.remove(id);
      for (const id of due.files) await store.remove(id);
      removed += due.uploads.length + due.files.length;
    }
    after = accounts.at(-1);
    if (accounts.length < accountsAtOnce) return removed;
  }
}

/** Removes files of uploads that no row names and that are older than a day. `now` in ms. Returns how many. */
export async function removeUploadOrphans(
  operations: Database,
  uploads: Pick<UploadFiles, "ids" | "remove">,
  now: number,
): Promise<number> {
  let removed = 0;
  for await (const id of uploads.ids()) {
    if (timeOfId(id) > now - youngestOrphan || (await operations.call<boolean>("upload_known", id))) continue;
    await uploads.remove(id);
    removed += 1;
  }
  return removed;
}
