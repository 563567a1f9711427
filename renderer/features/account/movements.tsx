// Every movement of credits, newest first, by day: what moved, what for, both balances after it, and its explanation.
import { ChevronDown, ChevronUp, Download } from "lucide-react";
import { Fragment, useCallback, useEffect, useId, useRef, useState } from "react";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { MovementFilter } from "../../../shared/contract/farm-credits.ts";
import type { MovementView } from "../../../shared/contract/studio/account.ts";
import { keyName, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { accountWords } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { sentence, when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Segments } from "../../ui/segments.tsx";
import { waitWords } from "./card.tsx";
import { byDay, movementFigure, movementLook, movementSubject } from "./movement-facts.ts";

const words = accountWords.movements;

interface Pages {
  movements: MovementView[] | null;
  next: string | null;
  error: ErrorBody | null;
}

/** The pages that were asked for; newer movements come on top when `key` changes. */
function useMovements(filter: MovementFilter, key: string): Pages & { more: () => Promise<void> } {
  const { link } = useStudio();
  const [pages, setPages] = useState<Pages & { filter: MovementFilter }>({ movements: null, next: null, error: null, filter });
  const last = useRef(0);
  const load = useCallback(async () => {
    const mine = ++last.current;
    const page = await link.call("account", "movements", { filter });
    if (mine !== last.current) return;
    setPages((before) => {
      if (!page.ok) return { ...before, error: page.error };
      const fresh = new Set(page.value.movements.map((one) => one.id));
      const kept = before.filter === filter ? before.movements : null;
      const meets = kept?.findIndex((one) => fresh.has(one.id)) ?? -1;
      const older = meets < 0 || kept === null ? [] : kept.filter((one) => !fresh.has(one.id));
      const next = older.length === 0 ? page.value.next : before.next;
      return { movements: [...page.value.movements, ...older], next, error: null, filter };
    });
  }, [link, filter]);
  useEffect(() => {
    void load();
  }, [load, key]);
  const more = async () => {
    if (pages.next === null) return;
    const page = await link.call("account", "movements", { filter, cursor: pages.next });
    setPages((before) => {
      if (before.filter !== filter || before.movements === null) return before;
      if (!page.ok) return { ...before, error: page.error };
      const known = new Set(before.movements.map((one) => one.id));
      return {
        ...before,
        movements: [...before.movements, ...page.value.movements.filter((one) => !known.has(one.id))],
        next: page.value.next,
      };
    });
  };
  return { ...pages, more };
}

const time = (iso: string) => new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function Row({ movement, open, onToggle }: { movement: MovementView; open: boolean; onToggle: () => void }) {
  const id = useId();
  const look = movementLook(movement);
  const figure = movementFigure(movement);
  const subject = movementSubject(movement);
  const Icon = look.icon;
  const Chevron = open ? ChevronUp : ChevronDown;
  return (
    <>
      {/* The button in the row does the same for keys. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <tr className={`movement ${open ? "movement-open" : ""}`} onClick={onToggle}>
        <td className="num text-text-3">
          <time dateTime={movement.at}>{time(movement.at)}</time>
        </td>
        <td>
          <span className="flex items-center gap-1.5">
            <Icon
              size={14}
              strokeWidth={2}
              aria-hidden
              className={`flex-none ${look.tone === "none" ? "text-text-2" : `tone-${look.tone}`}`}
            />
            {look.word}
          </span>
          <span className="block text-12 text-text-3 [overflow-wrap:anywhere] md:hidden">{subject}</span>
        </td>
        <td className="wide-only min-w-[120px] py-1 text-text-2 [overflow-wrap:anywhere]">{subject}</td>
        <td className={`num text-right whitespace-nowrap ${figure.good ? "tone-ok" : ""}`}>{figure.text}</td>
        <td className="wide-only num text-right">{movement.balance.free.toLocaleString("en")}</td>
        <td className="wide-only num text-right text-text-2">{movement.balance.held.toLocaleString("en")}</td>
        <td className="w-[34px] !px-0">
          <button
            type="button"
            data-movement
            className="btn btn-icon btn-ghost btn-small"
            aria-label={words.explain(`${look.word}, ${subject}`)}
            aria-expanded={open}
            {...(open ? { "aria-controls": id } : {})}
            onClick={(event) => {
              event.stopPropagation();
              onToggle();
            }}
          >
            <Chevron size={16} strokeWidth={1.75} aria-hidden />
          </button>
        </td>
      </tr>
      {open ? (
        <tr className="movement-why">
          <td id={id} colSpan={7}>
            {movement.words}
            <span className="block text-text-3 md:hidden">{words.balances(movement.balance.free, movement.balance.held)}</span>
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The table with its filter. `stamp` changes when credits moved. */
export function Movements({ stamp }: { stamp: string }) {
  const { link, notify } = useStudio();
  const now = useNow();
  const [filter, setFilter] = useState<MovementFilter>("all");
  const [open, setOpen] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const { movements, next, error, more } = useMovements(filter, stamp);
  const title = useId();
  const save = async () => {
    setSaving(true);
    const saved = await link.call("account", "saveMovements", {});
    setSaving(false);
    if (saved.ok) notify({ title: words.saved(saved.value.movements), text: saved.value.file, tone: "ok" });
    else notify({ title: strings.errors.notDone, text: errorText(saved.error), tone: "fail" });
  };
  const step = (by: 1 | -1) => {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-movement]")];
    const at = rows.findIndex((row) => row === document.activeElement);
    const to = rows[at < 0 ? 0 : at + by];
    to?.focus();
    to?.scrollIntoView({ block: "nearest" });
  };
  useKeys([
    { keys: "ArrowDown", run: () => step(1) },
    { keys: "ArrowUp", run: () => step(-1) },
    { keys: "mod+e", run: () => void save() },
  ]);
  useOffer([
    { id: "movements-save", label: `${words.title}: ${words.save}`, shortcut: keyName("mod+e"), run: () => void save() },
    ...(["all", "held", "taken", "returned"] as const)
      .filter((one) => one !== filter)
      .map((one) => ({ id: `movements-${one}`, label: `${words.title}: ${words.filters[one].toLowerCase()}`, run: () => setFilter(one) })),
  ]);
  return (
    <section aria-labelledby={title}>
      <div className="flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-2">
        <h2 id={title} className="section-title !mb-0 flex-1">
          {words.title}
        </h2>
        <Segments
          label={words.filter}
          value={filter}
          onChange={setFilter}
          className="max-md:order-3 max-md:w-full max-md:[&>*]:flex-1 max-md:[&>*]:px-1"
          options={(["all", "held", "taken", "returned"] as const).map((one) => ({ value: one, word: words.filters[one] }))}
        />
        <Button small kind="ghost" disabled={saving} onClick={() => void save()}>
          <Download size={16} strokeWidth={1.75} aria-hidden />
          {saving ? words.saving : words.save}
        </Button>
      </div>
      {movements === null ? (
        <p className="mt-3 min-h-[240px] text-12 text-text-3" role="status">
          {waitWords(error)}
        </p>
      ) : movements.length === 0 ? (
        <div className="card mt-2.5 p-4">
          <p className="font-[550]">{filter === "all" ? words.none : words.noneOfKind}</p>
          {filter === "all" ? <p className="mt-0.5 text-12 text-text-2">{words.noneText}</p> : null}
        </div>
      ) : (
        <div className="card mt-2.5 overflow-hidden">
          <table className="table movements">
            <thead>
              <tr>
                <th scope="col" className="w-[62px]">
                  {words.when}
                </th>
                <th scope="col" className="md:w-[26%]">
                  {words.what}
                </th>
                <th scope="col" className="wide-only">
                  {words.forWhat}
                </th>
                <th scope="col" className="!text-right">
                  {words.credits}
                </th>
                <th scope="col" className="wide-only w-[72px] !text-right">
                  {words.free}
                </th>
                <th scope="col" className="wide-only w-[64px] !text-right">
                  {words.held}
                </th>
                <td aria-hidden className="!h-auto w-[34px]" />
              </tr>
            </thead>
            {byDay(movements).map(({ day, movements: list }) => (
              <tbody key={day}>
                <tr>
                  <th scope="rowgroup" colSpan={7} className="!h-7 !py-0 !font-[550]">
                    {sentence(when(list[0]?.at ?? day, now).replace(/ \d\d:\d\d$/, ""))}
                  </th>
                </tr>
                {list.map((movement) => (
                  <Fragment key={movement.id}>
                    <Row
                      movement={movement}
                      open={open === movement.id}
                      onToggle={() => setOpen(open === movement.id ? null : movement.id)}
                    />
                  </Fragment>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      {error === null || movements === null ? null : (
        <p className="mt-2 text-12 text-text-3" role="status">
          {waitWords(error)}
        </p>
      )}
      {next === null ? null : (
        <Button small kind="ghost" className="mt-2" onClick={() => void more()}>
          {words.more}
        </Button>
      )}
    </section>
  );
}
