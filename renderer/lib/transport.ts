// What carries calls and events between the screens and the core: the shell's bridge or a socket.
// Screens never see which; lib/link.ts puts the contract's types on top.
import type { CallResult } from "../../shared/contract/studio/link.ts";
import type { ErrorBody } from "../../shared/contract/errors.ts";

/** Where the connection to the core stands. `refused` needs the person: its error says what to do. */
export type LinkStatus = { state: "connecting" | "ready" | "reconnecting" } | { state: "refused"; error: ErrorBody };

export interface Transport {
  host: "electron" | "browser";
  /** Never rejects: every failure is a result with an error. `repeatable` calls may be sent twice. */
  call(namespace: string, method: string, input: unknown, repeatable: boolean): Promise<CallResult>;
  /** Every event of the core, unparsed. Returns how to stop listening. */
  onEvent(listener: (name: string, data: unknown) => void): () => void;
  /** Address under which blobs are served by their hash. */
  media(): string;
  status(): LinkStatus;
  onStatus(listener: (status: LinkStatus) => void): () => void;
}
