// Subjects of the bus that only the link and the stream use.
import type { AccountId, JobId } from "../../shared/domain/ids.ts";

/** Pieces of a streamed text. Payload: {seq, delta}; lossy, the whole text is an artifact at the end. */
export function tokenSubject(account: AccountId, job: JobId | "*"): string {
  return `tok.${account}.${job}`;
}
