// The library's toolbar: the search field with what it found, the filters as chips, grid or list, and the tiles' size.
import { LayoutGrid, ListFilter, Rows3, Search, X } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Facets, LibraryQuery } from "../../../shared/contract/studio/library-views.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useWidth } from "../../lib/width.ts";
import { focusGrid } from "../../ui/asset-grid.tsx";
import type { AssetListState } from "../../ui/asset-source.ts";
import { IconButton } from "../../ui/button.tsx";
import { Slider } from "../../ui/slider.tsx";
import { FilterButton } from "./filter-panel.tsx";
import { chipsOf } from "./query-chips.ts";
import { changeQuery, isTrash, leastTile, mostTile, setView, useLibraryView } from "./view-state.ts";

/** Milliseconds after the last letter before it is looked for. */
const rest = 90;

/** Brings the caret into the search field. */
export function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>("[data-library-search]");
  field?.focus();
  field?.select();
}

/** The field; what is typed is looked for as one types. */
function SearchField({ list }: { list: AssetListState }) {
  const asked = useLibraryView((state) => state.query.text ?? "");
  const [text, setText] = useState(asked);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(asked);
  useEffect(() => {
    // Changed from elsewhere: a saved search, "clear all".
    if (asked === sent.current) return;
    sent.current = asked;
    setText(asked);
  }, [asked]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = (next: string) => {
    clearTimeout(timer.current);
    sent.current = next;
    changeQuery({ text: next });
  };
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => look(next), rest);
  };
  const found = asked !== "" && text === asked && list.total !== null;
  return (
    <div className="input library-search" role="search">
      <Search size={15} strokeWidth={1.75} aria-hidden className="flex-none text-text-3" />
      <input
        data-library-search
        type="text"
        inputMode="search"
        aria-label={words.search}
        aria-keyshortcuts="/"
        placeholder={words.searchPlaceholder}
        value={text}
        spellCheck={false}
        maxLength={1000}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "ArrowDown") {
            look(text);
            focusGrid();
          } else if (event.key === "Escape") {
            if (text === "") focusGrid();
            else {
              setText("");
              look("");
            }
          } else return;
          event.preventDefault();
        }}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-text-3"
      />
      <span role="status" className="flex-none text-12 whitespace-nowrap text-text-3 tabular-nums max-md:hidden">
        {found ? words.found(list.total ?? 0, list.took) : ""}
      </span>
      {text === "" ? null : (
        <button
          type="button"
          aria-label={words.clearSearch}
          className="-mr-1.5 grid size-6 flex-none place-items-center rounded-1 text-text-3 hover:text-text"
          onClick={() => {
            setText("");
            look("");
            focusSearch();
          }}
        >
          <X size={14} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </div>
  );
}

interface ToolbarProps {
  list: AssetListState;
  facets: Facets | null;
  query: LibraryQuery;
  /** At the left of everything. */
  before?: ReactNode;
  onSave: () => void;
}

/** The toolbar. */
export function LibraryToolbar({ list, facets, query, before, onSave }: ToolbarProps) {
  const layout = useWidth();
  const view = useLibraryView((state) => state.view);
  const least = useLibraryView((state) => state.least);
  const chips = chipsOf(query, facets).filter((chip) => !(chip.id === "states" && isTrash(query)));
  return (
    <div className="toolbar library-toolbar">
      {before}
      <SearchField list={list} />
      {layout === "narrow" ? null : (
        <span className="library-chips">
          {chips.map((chip) => (
            <button
              key={chip.id}
              type="button"
              className="library-chip"
              aria-label={words.removeFilter(chip.label, chip.value)}
              onClick={() => changeQuery(chip.without)}
            >
              <span className="text-accent-text">{chip.label}</span>
              <span className="max-w-[180px] truncate">{chip.value}</span>
              <X size={14} strokeWidth={1.75} aria-hidden />
            </button>
          ))}
        </span>
      )}
      <FilterButton query={query} facets={facets} on={chips.length} onSave={onSave}>
        <ListFilter size={16} strokeWidth={1.75} aria-hidden />
        {layout === "narrow" ? (chips.length === 0 ? "" : String(chips.length)) : words.filter}
      </FilterButton>
      {layout === "narrow" ? null : (
        <span className="ml-auto flex flex-none items-center gap-1.5">
          <IconButton
            label={words.asGrid}
            plain={view === "grid"}
            aria-pressed={view === "grid"}
            onClick={() => setView({ view: "grid" })}
            className={view === "grid" ? "library-on" : ""}
          >
            <LayoutGrid size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton
            label={words.asList}
            plain={view === "list"}
            aria-pressed={view === "list"}
            onClick={() => setView({ view: "list" })}
            className={view === "list" ? "library-on" : ""}
          >
            <Rows3 size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <Slider
            label={words.tileSize}
            value={least}
            min={leastTile}
            max={mostTile}
            step={4}
            disabled={view === "list"}
            onChange={(next) => setView({ least: next })}
            text={(now) => `${now} px`}
            className="ml-2 w-[76px]"
          />
        </span>
      )}
    </div>
  );
}
