// One client's view of running texts: each piece joins what the client has. The bus may lose, repeat and
// reorder; what does not join is asked for again from the beginning.
import type { JobId } from "../../shared/domain/ids.ts";
import type { TextPiece } from "../bus/subjects.ts";

export interface TextFollower {
  piece(jobId: JobId, piece: TextPiece): void;
  /** The job ended: the whole text is its artifact. */
  forget(jobId: JobId): void;
}

/** Texts that are followed at once; the oldest is forgotten first, and begins anew if it goes on. */
const mostTexts = 100;

/** `ask` has the texts of the account said again; `slow` is true while nothing may be sent. */
export function createTextFollower(ports: {
  send(jobId: JobId, seq: number, delta: string): void;
  ask(): void;
  slow(): boolean;
}): TextFollower {
  const known = new Map<JobId, { version: number; have: number }>();
  return {
    piece(jobId, { version, seq, delta }) {
      if (ports.slow()) return; // the next piece will not join, and so brings the rest
      let state = known.get(jobId);
      if (state !== undefined && version < state.version) return;
      if (state === undefined || version > state.version) {
        state = { version, have: 0 };
        known.delete(jobId);
        known.set(jobId, state);
        const oldest = known.keys().next();
        if (known.size > mostTexts && !oldest.done) known.delete(oldest.value);
      }
      if (seq > state.have) {
        ports.ask();
        return;
      }
      const fresh = delta.slice(state.have - seq);
      if (fresh === "") return;
      ports.send(jobId, state.have, fresh);
      state.have += fresh.length;
    },
    forget: (jobId) => void known.delete(jobId),
  };
}
