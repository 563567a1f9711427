// What the core asks its storage threads, and what they answer.
import type { Survey } from "./survey.ts";

/** Folders of databases and files. */
export interface StorePlace {
  library: string;
  blobs: string;
}

export interface Hashed {
  file: string;
  /** Null where the file could not be read. */
  hash: string | null;
}

export type WorkerRequest =
  { kind: "hash"; files: string[] } | { kind: "named" | "size"; place: StorePlace } | { kind: "survey"; place: StorePlace };

export type WorkerAnswer =
  | { kind: "hash"; hashed: Hashed[] }
  /** Read since the last such answer. */
  | { kind: "bytes"; bytes: number }
  | { kind: "phase"; phase: string }
  | { kind: "size"; files: number; bytes: number }
  | { kind: "named"; named: Set<string> }
  | { kind: "survey"; survey: Survey }
  | { kind: "failed"; reason: string };
