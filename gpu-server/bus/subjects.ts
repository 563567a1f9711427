// Subjects of the bus that only the link and the stream use.
import type { AccountId, JobId } from "../../shared/domain/ids.ts";

/** A piece of a running text as it goes over the bus. */
export interface TextPiece {
  /** Counts the beginnings of the text: a piece of an older one is late. */
  version: number;
  /** Place of `delta` in the text, in UTF-16 units. */
  seq: number;
  delta: string;
}

/** Pieces of a streamed text. Payload: TextPiece; lossy, the whole text is an artifact at the end. */
export function tokenSubject(account: AccountId, job: JobId | "*"): string {
  return `tok.${account}.${job}`;
}

/** Asks whoever holds running texts of the account to say them from their beginning. Payload: {accountId}. */
export function askTextSubject(account: AccountId | "*"): string {
  return `ask.${account}`;
}
