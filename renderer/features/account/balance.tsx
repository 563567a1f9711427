// What may be spent: three figures, the lots as one bar in the order in which they are used, and the lots as a table.
import { Hourglass } from "lucide-react";
import type { CreditsView } from "../../../shared/contract/studio/account.ts";
import { accountWords } from "../../app/strings/account.ts";
import { useNow } from "../../lib/now.ts";
import { lotEnd, lotName } from "./lot-facts.ts";

const words = accountWords.balance;

function Figure({ value, word, tone = "" }: { value: number; word: string; tone?: string }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-12 text-text-3">{word}</dt>
      <dd className={`text-26 font-medium tabular-nums ${tone}`}>{value.toLocaleString("en")}</dd>
    </div>
  );
}

/** A band a lot: held credits striped, then the free ones. */
function LotBar({ lots }: { lots: CreditsView["lots"] }) {
  const now = useNow();
  const parts = lots.filter((lot) => lot.free + lot.held > 0);
  const said = parts.map((lot) => words.barPart(lotName(lot, now), lot.free, lot.held)).join("; ");
  return (
    <div className="lots mt-2.5" role="img" aria-label={parts.length === 0 ? words.none : words.bar(said)}>
      {parts.map((lot, index) => (
        <span key={lot.id} style={{ flex: lot.free + lot.held }} className={index > 0 ? "lots-later" : ""}>
          {lot.held > 0 ? <i className="lots-held" style={{ flex: lot.held }} /> : null}
          {lot.free > 0 ? <i style={{ flex: lot.free }} /> : null}
        </span>
      ))}
    </div>
  );
}

/** The balance. */
export function Balance({ credits }: { credits: CreditsView }) {
  const now = useNow();
  return (
    <section aria-label={words.label}>
      <div className="flex items-end gap-7 max-md:flex-wrap max-md:gap-x-6">
        <dl className="flex gap-7 max-md:gap-6">
          <Figure value={credits.available} word={words.free} />
          <Figure value={credits.held} word={words.heldFor(credits.jobs)} tone={credits.held > 0 ? "tone-busy" : "text-text-2"} />
          <Figure value={credits.total} word={words.total} tone="text-text-2" />
        </dl>
        <p className="ml-auto max-w-[300px] text-right text-12 text-text-3 max-md:ml-0 max-md:text-left">{words.help}</p>
      </div>
      {credits.total === 0 ? null : <LotBar lots={credits.lots} />}
      {credits.lots.length === 0 ? (
        <p className="mt-3 text-text-3">{words.none}</p>
      ) : (
        <table className="table lot-table mt-1.5">
          <caption className="sr-only">{words.lots}</caption>
          <thead>
            <tr>
              <th scope="col">{words.lot}</th>
              <th scope="col" className="lot-more">
                {words.from}
              </th>
              <th scope="col" className="lot-more !text-right">
                {words.granted}
              </th>
              <th scope="col" className="lot-more !text-right">
                {words.spent}
              </th>
              <th scope="col" className="!text-right">
                {words.held}
              </th>
              <th scope="col" className="!text-right">
                {words.freeColumn}
              </th>
              <th scope="col" className="!text-right">
                {words.ends}
              </th>
            </tr>
          </thead>
          <tbody>
            {credits.lots.map((lot) => {
              const end = lotEnd(lot, now);
              return (
                <tr key={lot.id}>
                  <th scope="row">{lotName(lot, now)}</th>
                  <td className="lot-more text-text-2">{lot.words}</td>
                  <td className="lot-more num text-right">{lot.granted.toLocaleString("en")}</td>
                  <td className="lot-more num text-right">{lot.spent.toLocaleString("en")}</td>
                  <td className={`num text-right ${lot.held > 0 ? "tone-busy" : "text-text-2"}`}>{lot.held.toLocaleString("en")}</td>
                  <td className="num text-right">{lot.free.toLocaleString("en")}</td>
                  <td className={`text-right text-12 whitespace-nowrap tabular-nums ${end.soon ? "tone-turn" : "text-text-2"}`}>
                    <span className="inline-flex items-center gap-1.5">
                      {end.soon ? <Hourglass size={14} strokeWidth={1.75} aria-hidden className="flex-none" /> : null}
                      {end.words}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
