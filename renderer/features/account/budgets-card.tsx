// Spending limits of films, where there are any: how much of each is used.
import type { Output } from "../../../shared/contract/studio/index.ts";
import { accountWords } from "../../app/strings/account.ts";
import { useSession } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Card } from "./card.tsx";

const words = accountWords.budgets;

/** A film's title for the key of its limit; the key itself where the film is not here. */
function useTitle(): (key: string) => string {
  const projects = useSession((state) => state.projects);
  return (key) => projects?.find((card) => key.includes(card.id))?.title ?? key;
}

function Budget({ budget, title }: { budget: Output<"account", "budgets">["budgets"][number]; title: string }) {
  const used = budget.captured + budget.held;
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 font-film [overflow-wrap:anywhere]">{title}</span>
        <span className="text-12 text-text-2 tabular-nums">{words.used(used, budget.limit)}</span>
      </div>
      <ProgressBar className="mt-1.5" label={title} value={budget.limit === 0 ? 1 : used / budget.limit} />
      <p className="mt-1 text-12 text-text-3 tabular-nums">{words.left(budget.left)}</p>
    </li>
  );
}

/** The card; nothing where no film has a limit. */
export function BudgetsCard({ stamp }: { stamp: string }) {
  const { value } = useCall("account", "budgets", {}, stamp);
  const title = useTitle();
  if (value === null || value.budgets.length === 0) return null;
  return (
    <Card title={words.title}>
      <ul className="mt-1">
        {value.budgets.map((budget) => (
          <Budget key={budget.key} budget={budget} title={title(budget.key)} />
        ))}
      </ul>
    </Card>
  );
}
