// What metrics read of the rows, by one statement a scrape: sums over all accounts, no ids.
import type { Database } from "../database/pool.ts";

export interface FarmRows {
  /** `oldest`: age in seconds of the one that was made first. */
  open: { kind: string; state: string; jobs: number; oldest: number }[];
  posted: number;
  held: number;
  holds: number;
}

/** Reads them as the connecting user. */
export function farmRows(owner: Database): Promise<FarmRows> {
  return owner.call<FarmRows>("farm_numbers");
}

/** Background work that was given up, by queue: what `npm run farm -- letters` lists. */
export function deadLetters(owner: Database): Promise<{ queue: string; letters: number }[]> {
  return owner.query(
    `select left(name, -length('-dead')) as queue, count(*)::int as letters from pgboss.job
     where name like '%-dead' and state in ('created', 'retry') group by name`,
  );
}
