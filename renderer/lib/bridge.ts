// The transport of the desktop window: the typed bridge that the preload puts on `window.studio`.
import { studioEvents } from "../../shared/contract/studio/index.ts";
import type { CallResult } from "../../shared/contract/studio/link.ts";
import type { LinkStatus, Transport } from "./transport.ts";

/** What the preload exposes; the screens use nothing else of it. */
export interface StudioBridge {
  host: "electron";
  call(namespace: string, method: string, input: unknown): Promise<CallResult>;
  on(event: string, listener: (data: unknown) => void): () => void;
  /** Where dropped or chosen files lie on this computer; "" for one that lies nowhere. */
  pathsOf?(files: File[]): string[];
  /** Hands assets to the desktop as files, while a drag has begun. */
  startDrag?(assetIds: string[]): Promise<CallResult>;
  /** Address of blobs; the window's own scheme where the shell does not say. */
  media?: string;
}

declare global {
  interface Window {
    studio?: StudioBridge;
  }
}

/** A transport over `bridge`. The shell keeps the core alive under the window, so it is always ready. */
export function createBridgeTransport(bridge: StudioBridge): Transport {
  const ready: LinkStatus = { state: "ready" };
  return {
    host: "electron",
    call: async (namespace, method, input) => {
      try {
        return await bridge.call(namespace, method, input);
      } catch {
        return { ok: false, error: { code: "internal", message: "The studio's core did not answer. It is started again; try once more." } };
      }
    },
    onEvent: (listener) => {
      const stops = Object.keys(studioEvents).map((name) => bridge.on(name, (data) => listener(name, data)));
      return () => stops.forEach((stop) => stop());
    },
    media: () => bridge.media ?? "studio-media://blob",
    status: () => ready,
    onStatus: () => () => undefined,
  };
}
