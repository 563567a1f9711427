// The copy of everything that the farm holds of an account, and its way to this computer: one zip in the exports folder,
// fetched by signed links that never leave the core, and gone on with where it was cut off.
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountExport } from "../../shared/contract/farm-rights.ts";
import type { AccountExportView } from "../../shared/contract/studio/account.ts";
import type { Handlers, Output } from "../../shared/contract/studio/index.ts";
import { download } from "../farm/download.ts";
import { hashFile } from "../library/blobs.ts";
import type { DesktopShell } from "../ports.ts";
import type { FarmLine } from "./farm-line.ts";
import { freeName } from "./free-name.ts";

export interface ExportPorts {
  line: FarmLine;
  shell: DesktopShell;
  exportFolder: () => string;
}

type Part = Pick<Handlers["account"], "requestExport" | "exportState" | "saveExport">;

/** Tries of one call, each with a new link; the next call goes on with what is here. */
const mostTries = 6;

const viewOf = ({ url: _url, sha256: _sha256, ...shown }: AccountExport): AccountExportView => shown;

/** Puts what arrived whole into `folder` under a name that is free there. */
function intoFolder(folder: string, name: string) {
  let placed = "";
  return {
    placed: () => placed,
    has: () => Promise.resolve(false),
    partial: (id: string) => path.join(folder, `.${id}.partial`),
    async adopt(partial: string, expected?: string) {
      const hash = await hashFile(partial);
      if (hash !== expected) {
        await rm(partial, { force: true });
        throw new CodedError("media_failed", "The file arrived damaged and was thrown away. Fetch it again.");
      }
      const handle = await open(partial, "r+");
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
      placed = await freeName(folder, name, ".zip");
      await rename(partial, placed);
      return hash;
    },
  };
}

export function createExportHandlers({ line, shell, exportFolder }: ExportPorts) {
  const stopped = new AbortController();
  let running: Promise<Output<"account", "saveExport">> | null = null;
  const newest = () => line.asAccount((calls) => calls.exportState(), { change: false });

  const fetchIt = async (): Promise<string> => {
    const folder = exportFolder();
    for (let tries = 1; ; tries += 1) {
      const found = await newest();
      if (found === null || found.url === null || found.sha256 === null)
        throw new CodedError("conflict", "There is no copy that is ready. Ask for one, and save it when it is made.");
      const target = intoFolder(folder, `OurVidz account ${found.createdAt.slice(0, 10)}`);
      try {
        await download({ blobs: target, name: `account-${found.id}`, url: found.url, sha256: found.sha256, signal: stopped.signal });
        return target.placed();
      } catch (error) {
        const passes = error instanceof CodedError && (error.code === "farm_unreachable" || error.code === "signature_invalid");
        if (!passes || tries === mostTries) throw error;
        await sleep(250 * 2 ** tries, undefined, { signal: stopped.signal });
      }
    }
  };
  const save = async (): Promise<Output<"account", "saveExport">> => {
    const folder = exportFolder();
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw new CodedError("output_not_writable", `The folder ${folder} cannot be written. Choose another exports folder.`, { cause });
    });
    const file = await fetchIt();
    return { file, bytes: (await stat(file)).size, opened: await shell.showInFolder(file) };
  };
  const handlers: Part = {
    requestExport: async () => ({ export: viewOf(await line.asAccount((calls) => calls.requestExport())) }),
    async exportState() {
      const found = await newest();
      return { export: found && viewOf(found) };
    },
    saveExport() {
      // Two at once would write one file.
      running ??= save().finally(() => (running = null));
      return running;
    },
  };
  return { handlers, close: () => stopped.abort() };
}
