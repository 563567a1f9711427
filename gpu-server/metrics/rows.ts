// What metrics read of the rows, by one statement a scrape: sums over all accounts, no ids.
import type { Database } from "../database/pool.ts";

export interface FarmRows {
  /** `oldest`: age in seconds of the one that was made first. */
  open: { kind: string; state: string; jobs: number; oldest: number }[];
  posted: number;
  held: number;
  holds: number;
  dead: { queue: string; letters: number }[];
}

/** Reads them as the connecting user. */
export function farmRows(owner: Database): Promise<FarmRows> {
  return owner.call<FarmRows>("farm_numbers");
}
