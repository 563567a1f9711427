// Every filter of the library in one panel, each with how much it would find: beside the button on a wide window, over the
// whole of a small one.
import { Popover } from "@base-ui/react/popover";
import { Dialog } from "@base-ui/react/dialog";
import { BookmarkPlus, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Facets, LibraryQuery } from "../../../shared/contract/studio/library-views.ts";
import { strings } from "../../app/strings.ts";
import { libraryWords } from "../../app/strings/library.ts";
import { useWidth } from "../../lib/width.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Select } from "../../ui/select.tsx";
import { changeQuery, isTrash, setView } from "./view-state.ts";

const words = libraryWords.filterWords;
const day = 86_400_000;

/** Buttons that are on or off, each with its count. */
function Choices<T extends string>({
  label,
  all,
  on,
  onChange,
}: {
  label: string;
  all: readonly { value: T; word: string; count: number | null }[];
  on: readonly T[];
  onChange: (next: T[]) => void;
}) {
  if (all.length === 0) return null;
  return (
    <fieldset className="library-filter">
      <legend className="field-label">{label}</legend>
      <div className="flex flex-wrap gap-1.5">
        {all.map(({ value, word, count }) => (
          <button
            key={value}
            type="button"
            aria-pressed={on.includes(value)}
            className="library-choice"
            onClick={() => onChange(on.includes(value) ? on.filter((one) => one !== value) : [...on, value])}
          >
            {word}
            {count === null ? null : <span className="num text-text-3">{count}</span>}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** One of a list of named things, or any. */
function OneOf({
  label,
  all,
  value,
  onChange,
}: {
  label: string;
  all: readonly { id: string; name: string; count: number }[];
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  if (all.length === 0 && value === undefined) return null;
  const options: Record<string, string> = { any: words.any };
  for (const one of all) options[one.id] = `${one.name} (${one.count})`;
  return (
    <div className="library-filter">
      <span className="field-label">{label}</span>
      <Select label={label} value={value ?? "any"} options={options} onChange={(next) => onChange(next === "any" ? undefined : next)} />
    </div>
  );
}

const dateOf = (iso: string | undefined, back = 0) => {
  if (iso === undefined) return "";
  const at = new Date(Date.parse(iso) - back);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`;
};
const startOf = (date: string, plusDays = 0) => {
  const [year = 0, month = 1, at = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, at + plusDays).toISOString();
};

function Dates({ query }: { query: LibraryQuery }) {
  const [own, setOwn] = useState(query.addedTo !== undefined);
  const since = (days: number) => {
    const now = new Date();
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1).toISOString();
  };
  const spans = { any: undefined, today: since(1), week: since(7), month: since(30), year: since(365) };
  const value = own
    ? "own"
    : (Object.entries(spans).find(([, from]) => from === query.addedFrom)?.[0] ?? (query.addedFrom === undefined ? "any" : "own"));
  const date = (label: string, now: string, change: (next: string) => void) => (
    <label className="min-w-0 flex-1 text-12 text-text-2">
      {label}
      <input type="date" className="input input-small mt-1" value={now} onChange={(event) => change(event.target.value)} />
    </label>
  );
  return (
    <div className="library-filter">
      <span className="field-label">{words.added}</span>
      <Select
        label={words.added}
        value={value}
        options={words.spans as Record<string, string>}
        onChange={(next) => {
          setOwn(next === "own");
          if (next !== "own") changeQuery({ addedFrom: spans[next as keyof typeof spans], addedTo: undefined });
        }}
      />
      {value === "own" ? (
        <div className="mt-2 flex gap-2">
          {date(words.from, dateOf(query.addedFrom), (next) => changeQuery({ addedFrom: next === "" ? undefined : startOf(next) }))}
          {date(words.to, dateOf(query.addedTo, day), (next) => changeQuery({ addedTo: next === "" ? undefined : startOf(next, 1) }))}
        </div>
      ) : null}
    </div>
  );
}

const sides = [512, 1024, 1920, 3840];
const sizes = [1_000_000, 10_000_000, 100_000_000];

/** The filters themselves. */
function Filters({ query, facets }: { query: LibraryQuery; facets: Facets | null }) {
  const counts = <T extends string>(
    list: readonly { value: T; count: number }[] | undefined,
    names: Record<T, string>,
    on: readonly T[] = [],
  ) =>
    (Object.keys(names) as T[])
      .map((value) => ({
        value,
        word: names[value],
        count: list?.find((one) => one.value === value)?.count ?? (list === undefined ? null : 0),
      }))
      .filter(({ value, count }) => count !== 0 || on.includes(value));
  const engines = facets?.engines ?? [];
  const any = { any: words.any };
  return (
    <div className="grid gap-x-5 gap-y-4 md:grid-cols-2">
      <Choices
        label={words.kind}
        all={counts(facets?.kinds, libraryWords.kindsMany, query.kinds)}
        on={query.kinds ?? []}
        onChange={(kinds) => changeQuery({ kinds })}
      />
      <div className="library-filter">
        <span className="field-label">{words.stars}</span>
        <Segments
          label={words.stars}
          value={query.stars === undefined ? "any" : String(query.stars)}
          onChange={(next) => changeQuery({ stars: next === "any" ? undefined : Number(next) })}
          options={[
            { value: "any", word: words.any },
            ...[1, 2, 3, 4, 5].map((stars) => ({ value: String(stars), word: stars === 5 ? "5" : `${stars}+` })),
          ]}
        />
      </div>
      <OneOf label={words.film} all={facets?.projects ?? []} value={query.projectId} onChange={(projectId) => changeQuery({ projectId })} />
      <OneOf
        label={words.character}
        all={facets?.characters ?? []}
        value={query.characterId}
        onChange={(characterId) => changeQuery({ characterId })}
      />
      <Choices
        label={words.engine}
        all={engines.map(({ value, count }) => ({ value, word: value, count }))}
        on={query.engines ?? []}
        onChange={(next) => changeQuery({ engines: next })}
      />
      <Choices
        label={words.quality}
        all={counts(facets?.qualities, libraryWords.qualities, query.qualities)}
        on={query.qualities ?? []}
        onChange={(qualities) => changeQuery({ qualities })}
      />
      <Choices
        label={words.tag}
        all={(facets?.tags ?? []).slice(0, 24).map(({ id, name, count }) => ({ value: id, word: name, count }))}
        on={query.tagIds ?? []}
        onChange={(tagIds) => changeQuery({ tagIds })}
      />
      <OneOf
        label={words.collection}
        all={facets?.collections ?? []}
        value={query.collectionId}
        onChange={(collectionId) => changeQuery({ collectionId })}
      />
      <Dates query={query} />
      <div className="library-filter">
        <span className="field-label">{words.size}</span>
        <div className="flex gap-2">
          <Select
            label={words.side}
            value={String(query.minSide ?? "any")}
            options={
              { ...any, ...Object.fromEntries(sides.map((side) => [String(side), words.sidePixels(side)])) } as Record<string, string>
            }
            onChange={(next) => changeQuery({ minSide: next === "any" ? undefined : Number(next) })}
          />
          <Select
            label={words.size}
            value={String(query.minBytes ?? "any")}
            options={
              { ...any, ...Object.fromEntries(sizes.map((size) => [String(size), words.bytesFrom(size)])) } as Record<string, string>
            }
            onChange={(next) => changeQuery({ minBytes: next === "any" ? undefined : Number(next) })}
          />
        </div>
      </div>
      <Choices
        label={words.rating}
        all={counts(facets?.ratings, libraryWords.ratings, query.ratings)}
        on={query.ratings ?? []}
        onChange={(ratings) => changeQuery({ ratings })}
      />
      <Choices
        label={words.state}
        all={counts(facets?.states, libraryWords.states, query.states)}
        on={query.states ?? []}
        onChange={(states) => changeQuery({ states })}
      />
      <Choices
        label={words.origin}
        all={counts(facets?.origins, libraryWords.origins, query.origins)}
        on={query.origins ?? []}
        onChange={(origins) => changeQuery({ origins })}
      />
      <div className="library-filter">
        <span className="field-label">{words.duplicates}</span>
        <Segments
          label={words.duplicates}
          value={query.duplicates ?? "any"}
          onChange={(next) => changeQuery({ duplicates: next === "any" ? undefined : next })}
          options={[
            { value: "any", word: words.any },
            { value: "same-file", word: words.sameFile },
            { value: "look-alike", word: words.lookAlike },
          ]}
        />
      </div>
      <fieldset className="library-filter">
        <legend className="field-label">{words.more}</legend>
        <Check checked={query.hasRecipe === true} onChange={(on) => changeQuery({ hasRecipe: on ? true : undefined })}>
          {words.withRecipe}
        </Check>
        <Check checked={query.draft === false} onChange={(on) => changeQuery({ draft: on ? false : undefined })}>
          {words.noDrafts}
        </Check>
        <Check checked={query.untagged === true} onChange={(on) => changeQuery({ untagged: on ? true : undefined })}>
          {words.untagged}
        </Check>
      </fieldset>
    </div>
  );
}

interface FilterButtonProps {
  query: LibraryQuery;
  facets: Facets | null;
  /** Filters that are on. */
  on: number;
  onSave: () => void;
  children: ReactNode;
}

/** The button with its panel. */
export function FilterButton({ query, facets, on, onSave, children }: FilterButtonProps) {
  const layout = useWidth();
  const [open, setOpen] = useState(false);
  const foot = (
    <div className="mt-5 flex flex-wrap items-center gap-2 border-t border-line pt-3">
      <span className="text-12 text-text-3" role="status">
        {facets === null ? "" : libraryWords.items(facets.total)}
      </span>
      <span className="ml-auto flex gap-2">
        <Button
          small
          kind="ghost"
          disabled={on === 0 && query.text === undefined}
          onClick={() => setView({ query: isTrash(query) ? { states: ["trashed"] } : {} })}
        >
          {libraryWords.clearFilters}
        </Button>
        <Button
          small
          disabled={on === 0 && query.text === undefined}
          onClick={() => {
            setOpen(false);
            onSave();
          }}
        >
          <BookmarkPlus size={14} strokeWidth={1.75} aria-hidden />
          {libraryWords.saveSearch}
        </Button>
      </span>
    </div>
  );
  const trigger = (
    <button
      type="button"
      aria-label={libraryWords.filters(on)}
      className={`btn btn-ghost flex-none ${layout === "narrow" ? "!border-control" : "btn-small"}`}
    />
  );
  if (layout === "narrow")
    return (
      <Dialog.Root open={open} onOpenChange={setOpen}>
        <Dialog.Trigger render={trigger}>{children}</Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className="backdrop" />
          <Dialog.Popup className="dialog library-filters-sheet">
            <div className="mb-3 flex items-center">
              <Dialog.Title className="dialog-title !mb-0">{libraryWords.filter}</Dialog.Title>
              <Dialog.Close render={<IconButton label={strings.common.close} className="!ml-auto" />}>
                <X size={16} strokeWidth={1.75} aria-hidden />
              </Dialog.Close>
            </div>
            <Filters query={query} facets={facets} />
            {foot}
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    );
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={trigger}>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className="z-[var(--ov-z-menu)]">
          <Popover.Popup className="menu library-filters" role="dialog" aria-label={libraryWords.filter}>
            <Filters query={query} facets={facets} />
            {foot}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
