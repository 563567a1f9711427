// What a month's credits went to; the months before are one press away.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { accountWords } from "../../app/strings/account.ts";
import { useCall } from "../../app/use-call.ts";
import { useNow } from "../../lib/now.ts";
import { IconButton } from "../../ui/button.tsx";
import { Card, CardWait } from "./card.tsx";
import { monthName } from "./lot-facts.ts";
import { SpendChart } from "./spend-chart.tsx";
import { spendMonth } from "./spend.ts";

const words = accountWords.spend;

/** The month `by` months from `month` (YYYY-MM). */
function monthFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The card. `since` is the account's first moment; `stamp` changes when credits moved. */
export function SpendCard({ since, stamp }: { since: string; stamp: string }) {
  const now = useNow();
  const running = now.toISOString().slice(0, 7);
  const [chosen, setMonth] = useState<string | null>(null);
  const month = chosen ?? running;
  const { value, error } = useCall("account", "spending", { month }, stamp);
  const name = monthName(month, now);
  const first = since.slice(0, 7);
  return (
    <Card
      title={words.title(name)}
      tools={
        <>
          <IconButton label={words.earlier} disabled={month <= first} onClick={() => setMonth(monthFrom(month, -1))}>
            <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton label={words.later} disabled={month >= running} onClick={() => setMonth(monthFrom(month, 1))}>
            <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <span className="num ml-1 min-w-6 text-right">{value === null ? "" : value.total.toLocaleString("en")}</span>
        </>
      }
    >
      {value === null ? (
        <div className="h-[134px]">
          <CardWait error={error} />
        </div>
      ) : (
        <SpendChart
          month={spendMonth(value)}
          name={name}
          free={value.free}
          today={value.month === running ? Number(now.toISOString().slice(8, 10)) : null}
        />
      )}
    </Card>
  );
}
