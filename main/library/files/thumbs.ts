// thumbs.db: what the background has made of files: thumbnails, placeholders, fingerprints, measures, peaks of sounds, words of
// documents. All of it can be made again, so a file that cannot be opened is begun anew.
import { rmSync } from "node:fs";
import { CodedError } from "../../../shared/contract/errors.ts";
import { type Connection, type Migrations, openDatabase } from "../database.ts";

const migrations: Migrations = [
  `
  CREATE TABLE derived (
    hash TEXT PRIMARY KEY,
    state TEXT NOT NULL, /* ready | failed */
    thumbhash BLOB,
    fingerprint TEXT,
    width INTEGER,
    height INTEGER,
    frames INTEGER,
    rate_num INTEGER,
    rate_den INTEGER,
    proxy INTEGER NOT NULL,
    peaks BLOB,
    reason TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE thumb (hash TEXT PRIMARY KEY, webp BLOB NOT NULL) STRICT;
  CREATE TABLE words (hash TEXT PRIMARY KEY, text TEXT NOT NULL, cut INTEGER NOT NULL) STRICT;
  `,
];

export interface Derived {
  hash: string;
  state: "ready" | "failed";
  thumbhash: Uint8Array | null;
  /** 64 bits as 16 hexadecimal digits. */
  fingerprint: string | null;
  width: number | null;
  height: number | null;
  frames: number | null;
  rate: { num: number; den: number } | null;
  proxy: boolean;
  peaks: Uint8Array | null;
  /** Why it failed. */
  reason: string | null;
}

export interface NewDerived extends Derived {
  thumb: Uint8Array | null;
  words: { text: string; cut: boolean } | null;
}

type Raw = Record<string, string | number | Uint8Array | null>;

function open(file: string): Connection {
  try {
    return openDatabase({ file, migrations, synchronous: "NORMAL" });
  } catch (error) {
    if (error instanceof CodedError && error.code === "disk_full") throw error;
    for (const part of ["", "-wal", "-shm"]) rmSync(file + part, { force: true });
    return openDatabase({ file, migrations, synchronous: "NORMAL" });
  }
}

export type Thumbs = ReturnType<typeof openThumbs>;

/** Opens the file. */
export function openThumbs(file: string) {
  const database = open(file);
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const statements = {
    derived: one(
      `SELECT derived.*, thumb.hash IS NOT NULL AS has_thumb FROM derived LEFT JOIN thumb ON thumb.hash = derived.hash WHERE derived.hash = ?`,
    ),
    has: database.prepare<unknown[], number>("SELECT 1 FROM derived WHERE hash = ?").pluck(),
    put: one(`INSERT OR REPLACE INTO derived (hash, state, thumbhash, fingerprint, width, height, frames, rate_num, rate_den, proxy, peaks, reason)
      VALUES (@hash, @state, @thumbhash, @fingerprint, @width, @height, @frames, @rateNum, @rateDen, @proxy, @peaks, @reason)`),
    putThumb: one("INSERT OR REPLACE INTO thumb (hash, webp) VALUES (?, ?)"),
    putWords: one("INSERT OR REPLACE INTO words (hash, text, cut) VALUES (?, ?, ?)"),
    thumb: database.prepare<unknown[], Buffer>("SELECT webp FROM thumb WHERE hash = ?").pluck(),
    words: one("SELECT text, cut FROM words WHERE hash = ?"),
    forget: one("DELETE FROM derived WHERE hash = ?"),
  };
  const put = database.transaction(({ thumb, words, rate, proxy, ...rest }: NewDerived) => {
    statements.put.run({ ...rest, rateNum: rate?.num ?? null, rateDen: rate?.den ?? null, proxy: proxy ? 1 : 0 });
    if (thumb !== null) statements.putThumb.run(rest.hash, thumb);
    if (words !== null) statements.putWords.run(rest.hash, words.text, words.cut ? 1 : 0);
  });
  return {
    derived(hash: string): (Derived & { hasThumb: boolean }) | null {
      const raw = statements.derived.get(hash);
      if (raw === undefined) return null;
      const rate = raw.rate_num === null ? null : { num: raw.rate_num, den: raw.rate_den };
      return { ...raw, rate, proxy: raw.proxy === 1, hasThumb: raw.has_thumb === 1 } as Derived & { hasThumb: boolean };
    },
    has: (hash: string): boolean => statements.has.get(hash) !== undefined,
    put: (derived: NewDerived): void => put(derived),
    thumb: (hash: string): Buffer | null => statements.thumb.get(hash) ?? null,
    words(hash: string): { text: string; cut: boolean } | null {
      const raw = statements.words.get(hash);
      return raw === undefined ? null : { text: String(raw.text), cut: raw.cut === 1 };
    },
    /** Lets it be made again. */
    forget: (hash: string): void => void statements.forget.run(hash),
    close: (): void => void database.close(),
  };
}
