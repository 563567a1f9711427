// A card of the account page: its title, what stands beside it, its content.
import { useId, type ReactNode } from "react";

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

/** What a card says while it has nothing to show: that it is asked, or why it could not be. */
export function CardWait({ error }: { error: string | null }) {
  return (
    <p className={`mt-1.5 text-12 ${error === null ? "text-text-3" : "text-text-2"}`} role="status">
      {error ?? "…"}
    </p>
  );
}
