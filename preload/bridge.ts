// The typed bridge between page and shell: calls and events of the contract, nothing else reaches the page.
import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { StudioEventName } from "../shared/contract/studio/index.ts";
import type { CallResult } from "../shared/contract/studio/link.ts";

/** Every event that a page may listen to: a record, so that a new one of the contract does not compile until it is here. */
const eventNames: Record<StudioEventName, true> = {
  "project.changed": true,
  "shot.changed": true,
  "projects.changed": true,
  "job.changed": true,
  "export.changed": true,
  "farm.changed": true,
  "account.changed": true,
  "core.restarted": true,
  "library.changed": true,
  "library.lists": true,
  "library.history": true,
  "library.indexing": true,
  "imports.changed": true,
  "imports.derived": true,
  "imports.quarantine": true,
  "imports.export": true,
  "settings.changed": true,
  notification: true,
  "transfers.changed": true,
  "storage.task": true,
  "storage.changed": true,
  "characters.changed": true,
  "create.presets": true,
  "workspace.group": true,
  notice: true,
};

const listeners = new Map<string, Set<(data: unknown) => void>>();

ipcRenderer.on("studio:event", (_event, name: string, data: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(data);
});

/** What the page sees as `window.studio`. */
const bridge = {
  host: "electron",
  /** Asks the core; answers a value or an error, and does not throw. */
  call: (namespace: string, method: string, input: unknown): Promise<CallResult> =>
    ipcRenderer.invoke("studio:call", namespace, method, input) as Promise<CallResult>,
  /** Hears an event of the contract until the returned function is called. */
  on(name: StudioEventName, listener: (data: unknown) => void): () => void {
    if (!Object.hasOwn(eventNames, name) || typeof listener !== "function")
      throw new TypeError(`There is no event called ${String(name)}.`);
    const heard = listeners.get(name) ?? new Set();
    listeners.set(name, heard);
    heard.add(listener);
    return () => void heard.delete(listener);
  },
  /** Where dropped or chosen files lie on this computer; "" for one that lies nowhere. */
  pathsOf: (files: File[]): string[] =>
    // Electron before 29 has no such function; its files know their path themselves.
    files.map((file) => (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ?? (file as { path?: string }).path ?? ""),
  /** Hands assets to the desktop as files, while a drag has begun. */
  startDrag: (assetIds: string[]): Promise<CallResult> => ipcRenderer.invoke("studio:drag", assetIds) as Promise<CallResult>,
} as const;

contextBridge.exposeInMainWorld("studio", bridge);
