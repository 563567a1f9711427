// What the core asks its storage threads, and what they answer.
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

export interface StoredFile {
  file: string;
  /** What its name says; null where the name is no hash. */
  hash: string | null;
  /** False where it lies in a folder that is not its own. */
  atHome: boolean;
  bytes: number;
}

export interface DatabaseTrouble {
  kind: "database" | "reference" | "doubled";
  what: string;
  text: string;
}

export interface Survey {
  files: StoredFile[];
  /** Half files of downloads and imports. */
  partial: { files: number; bytes: number };
  /** Needed files with what needs them. */
  needed: Map<string, string[]>;
  /** Every hash that is named anywhere. */
  named: Set<string>;
  troubles: DatabaseTrouble[];
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
