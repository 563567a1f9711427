// The shell's end of the bridge: who may call, what may be called, and nothing more. The core checks the input itself.
import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from "electron";
import { CodedError } from "../../shared/contract/errors.ts";
import { studioContract } from "../../shared/contract/studio/index.ts";
import type { CallResult } from "../../shared/contract/studio/link.ts";
import type { CoreProcess } from "./core-process.ts";
import { dragOut } from "./drag.ts";
import { pageOrigin } from "./pages.ts";

const refused = (code: "forbidden" | "method_unknown"): CallResult => ({ ok: false, error: new CodedError(code).toBody() });

/** Whether the contract has the method as a property of its own. */
function known(namespace: unknown, method: unknown): boolean {
  if (typeof namespace !== "string" || typeof method !== "string" || !Object.hasOwn(studioContract, namespace)) return false;
  return Object.hasOwn(studioContract[namespace as keyof typeof studioContract], method);
}

/** Whether a message comes from the window's own page and not from a frame inside it. */
function fromPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && frame.url.startsWith(`${pageOrigin}/`);
}

/** Answers the calls of every window from the core. */
export function answerCalls(core: CoreProcess): void {
  ipcMain.handle("studio:call", (event, namespace: unknown, method: unknown, input: unknown) => {
    if (!fromPage(event)) return refused("forbidden");
    if (!known(namespace, method)) return refused("method_unknown");
    return core.call(namespace as string, method as string, input);
  });
  // A page names assets, never paths: the core lays the files ready.
  ipcMain.handle("studio:drag", (event, assetIds: unknown) =>
    fromPage(event) ? dragOut(core, event.sender, assetIds) : refused("forbidden"),
  );
}

/** Tells a window's page what the core said. */
export function tell(window: BrowserWindow | undefined, name: string, data: unknown): void {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send("studio:event", name, data);
}
