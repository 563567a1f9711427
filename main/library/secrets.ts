// Secrets in files of mode 0600, for hosts without a keychain: the browser host and the command line.
// `npm run doctor` names the folder.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Secrets } from "../ports.ts";

/** Secrets under `folder`, one file a name. */
export function fileSecrets(folder: string): Secrets {
  const fileOf = (name: string) => path.join(folder, name.replaceAll(/[^\w-]/g, "_"));
  return {
    place: `files in ${folder} that this user alone can read`,
    async read(name) {
      try {
        return (await readFile(fileOf(name), "utf8")).trim() || null;
      } catch {
        return null;
      }
    },
    async write(name, value) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = fileOf(name);
      await writeFile(`${file}.new`, value, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
    async remove(name) {
      await rm(fileOf(name), { force: true });
    },
  };
}
