// The characters of the library: their handlers over the services that do the work.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { Handlers } from "../../../shared/contract/studio/index.ts";

/** The handlers of the contract's characters. */
export function createCharacters(): Handlers["characters"] {
  const log = { undo: null, redo: null };
  const gone = (): never => {
    throw new CodedError("not_found", "That character is not in the library any more.");
  };
  return {
    list: () => ({ characters: [], total: 0, unlinked: [], log }),
    open: gone,
    create: gone,
    update: gone,
    remove: gone,
    restore: gone,
    link: gone,
    continuity: gone,
    versions: gone,
    compareVersions: gone,
    bringBack: gone,
    addReference: gone,
    setReference: gone,
    removeReferences: gone,
    moveReferences: gone,
    addEvidence: gone,
    recordConsent: gone,
    consentEffect: gone,
    revoke: gone,
    saveEffect: gone,
    addLook: gone,
    setLook: gone,
    removeLook: gone,
    setSpan: gone,
    moveSpan: gone,
    removeSpan: gone,
    turnaroundQuote: gone,
    turnaround: gone,
    consistency: gone,
    takes: gone,
    merge: gone,
    split: gone,
    exportCard: gone,
    exportShare: gone,
    importCards: gone,
    undo: gone,
    redo: gone,
  };
}
