// A card of the account page: its title, what stands beside it, its content.
import { useId, type ReactNode } from "react";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import { accountWords } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";

/** A card; `tools` stand at its right. */
export function Card({ title, chip, tools, children }: { title: ReactNode; chip?: ReactNode; tools?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="card px-3.5 py-3" aria-labelledby={id}>
      <div className="flex min-h-[26px] flex-wrap items-center gap-2">
        <h2 id={id} className="text-12 leading-4 font-semibold text-text-2">
          {title}
        </h2>
        {chip}
        {tools === undefined ? null : <span className="ml-auto flex flex-wrap items-center justify-end gap-1">{tools}</span>}
      </div>
      {children}
    </section>
  );
}

/** What is said where nothing can be shown: that it is asked, that the farm is away, or why it could not be had. */
export function waitWords(error: ErrorBody | null): string {
  if (error === null) return strings.common.loading;
  return error.code === "farm_unreachable" ? accountWords.whenBack : error.message;
}

/** The words in a card. */
export function CardWait({ error }: { error: ErrorBody | null }) {
  return (
    <p className="mt-1.5 text-12 text-text-3" role="status">
      {waitWords(error)}
    </p>
  );
}
