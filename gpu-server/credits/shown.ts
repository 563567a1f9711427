// Credits as an account page shows them: lots, movements with running balances, and what a month was spent on.
import type { Holdings, Movement, MovementFilter, Spending } from "../../shared/contract/farm-credits.ts";
import { spendingKinds } from "../../shared/contract/farm-credits.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { Database } from "../database/pool.ts";
import { lotOrigin, movementWords, type MovementRow } from "./explain.ts";

/** Where a page of movements ended. */
export interface MovementPlace {
  at: string;
  rank: number;
  id: string;
}

export interface ShownCredits {
  holdings(accountId: AccountId): Promise<Holdings>;
  /** Newest first, before `place`; `next` is the place of the next page, null at the end. */
  movements(
    accountId: AccountId,
    filter: MovementFilter,
    place: MovementPlace | null,
    limit: number,
  ): Promise<{ movements: Movement[]; next: MovementPlace | null }>;
  /** `month` as 2026-11 (UTC); the running one where null. */
  spending(accountId: AccountId, month: string | null): Promise<Spending>;
}

type HoldingsRow = Omit<Holdings, "lots"> & {
  lots: (Omit<Holdings["lots"][number], "origin" | "plan" | "month" | "words"> & { source: string })[];
};

/** Over the API's database role. */
export function createShownCredits(database: Database): ShownCredits {
  return {
    async holdings(accountId) {
      const { lots, ...holdings } = await database.call<HoldingsRow>("holdings_of", accountId);
      return { ...holdings, lots: lots.map(({ source, ...lot }) => ({ ...lot, ...lotOrigin(source) })) };
    },
    async movements(accountId, filter, place, limit) {
      // One more than asked for tells whether there is a next page.
      const rows = await database.call<(MovementRow & { rank: number })[]>(
        "movements_of",
        accountId,
        filter,
        place?.at ?? null,
        place?.rank ?? null,
        place?.id ?? null,
        limit + 1,
      );
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        movements: page.map(({ rank: _rank, source: _source, expiresAt: _expiresAt, jobState: _jobState, ...row }, index) => ({
          ...row,
          words: movementWords(page[index] as MovementRow),
        })),
        next: last === undefined ? null : { at: last.at, rank: last.rank, id: last.id },
      };
    },
    async spending(accountId, month) {
      const spent = await database.call<Pick<Spending, "month" | "days" | "free">>("spending_of", accountId, month);
      const sums = { pictures: 0, clips: 0, sounds: 0, texts: 0 };
      for (const day of spent.days) for (const kind of spendingKinds) sums[kind] += day[kind];
      return { ...spent, ...sums, total: sums.pictures + sums.clips + sums.sounds + sums.texts };
    },
  };
}
