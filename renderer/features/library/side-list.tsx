// Collections and saved searches beside the grid: pressed to look into, dragged onto to put in, ordered, renamed and removed.
import { BookmarkPlus, Bookmark, Ellipsis, FolderClosed, FolderPlus, LibraryBig, Trash2 } from "lucide-react";
import { useState, type DragEvent } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import type { LibraryQuery } from "../../../shared/contract/studio/library-views.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { carriesAssets, droppedAssets } from "../../lib/drag.ts";
import { IconButton } from "../../ui/button.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { cleaned, isTrash, setView } from "./view-state.ts";

type Collection = Output<"library", "collections">["collections"][number];
type Search = Output<"library", "searches">["searches"][number];

interface SideListProps {
  query: LibraryQuery;
  collections: readonly Collection[];
  searches: readonly Search[];
  onPut: (collectionId: string, assetIds: string[]) => void;
  onNewCollection: () => void;
  onRenameCollection: (collection: Collection) => void;
  onRemoveCollection: (collection: Collection) => void;
  onOrder: (ids: string[]) => void;
  onSaveSearch: () => void;
  onRenameSearch: (search: Search) => void;
  onRemoveSearch: (search: Search) => void;
}

interface PlaceProps {
  icon: typeof Trash2;
  name: string;
  count?: number;
  current: boolean;
  onGo: () => void;
  onDropAssets?: (ids: string[]) => void;
  menu?: MenuEntry[];
}

function Place({ icon: Icon, name, count, current, onGo, onDropAssets, menu }: PlaceProps) {
  const [over, setOver] = useState(false);
  const accepts = (event: DragEvent) =>
    onDropAssets !== undefined && carriesAssets(event.dataTransfer) && !event.dataTransfer.types.includes("Files");
  return (
    // What is dragged here by pointer is put here by "Add to a collection" and its key.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={`library-place ${current ? "library-place-current" : ""} ${over ? "library-place-over" : ""}`}
      onDragOver={(event) => {
        if (!accepts(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!accepts(event)) return;
        event.preventDefault();
        event.stopPropagation();
        onDropAssets?.(droppedAssets(event.dataTransfer));
      }}
    >
      <button
        type="button"
        className="flex min-w-0 flex-1 items-center gap-2 text-left"
        {...(current ? { "aria-current": "true" as const } : {})}
        onClick={onGo}
      >
        <Icon size={15} strokeWidth={1.75} aria-hidden className="flex-none text-text-3" />
        <span className="truncate">{name}</span>
        {count === undefined ? null : <span className="num ml-auto pl-2 text-11 text-text-3">{count}</span>}
      </button>
      {menu === undefined ? null : (
        <Menu
          entries={menu}
          trigger={
            <button type="button" aria-label={words.moreFor(name)} className="library-place-more">
              <Ellipsis size={14} strokeWidth={1.75} aria-hidden />
            </button>
          }
        />
      )}
    </li>
  );
}

/** The list. */
export function SideList(props: SideListProps) {
  const { query, collections, searches, onPut, onOrder } = props;
  const nowAt = JSON.stringify(cleaned(query));
  const move = (at: number, by: 1 | -1) => {
    const ids = collections.map((one) => one.id);
    const [moved] = ids.splice(at, 1);
    if (moved !== undefined) ids.splice(at + by, 0, moved);
    onOrder(ids);
  };
  return (
    <nav className="library-side" aria-label={words.side}>
      <ul>
        <Place icon={LibraryBig} name={words.everything} current={nowAt === "{}"} onGo={() => setView({ query: {} })} />
        <Place icon={Trash2} name={words.trash} current={isTrash(query)} onGo={() => setView({ query: { states: ["trashed"] } })} />
      </ul>
      <h2 className="library-side-head">
        {words.collections}
        <IconButton label={words.newCollection} onClick={props.onNewCollection}>
          <FolderPlus size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </h2>
      {collections.length === 0 ? <p className="px-2 text-12 text-text-3">{words.noCollections}</p> : null}
      <ul aria-label={words.collections}>
        {collections.map((one, at) => (
          <Place
            key={one.id}
            icon={FolderClosed}
            name={one.name}
            count={one.count}
            current={query.collectionId === one.id}
            onGo={() => setView({ query: { collectionId: one.id } })}
            onDropAssets={(ids) => ids.length > 0 && onPut(one.id, ids)}
            menu={[
              { label: words.renameCollection(one.name), run: () => props.onRenameCollection(one) },
              { label: words.moveUp(one.name), disabled: at === 0, run: () => move(at, -1) },
              { label: words.moveDown(one.name), disabled: at === collections.length - 1, run: () => move(at, 1) },
              { kind: "separator" },
              { label: words.removeCollection(one.name), danger: true, run: () => props.onRemoveCollection(one) },
            ]}
          />
        ))}
      </ul>
      <h2 className="library-side-head">
        {words.searches}
        <IconButton label={words.saveSearch} disabled={nowAt === "{}"} onClick={props.onSaveSearch}>
          <BookmarkPlus size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </h2>
      {searches.length === 0 ? <p className="px-2 text-12 text-text-3">{words.noSearches}</p> : null}
      <ul aria-label={words.searches}>
        {searches.map((one) => (
          <Place
            key={one.id}
            icon={Bookmark}
            name={one.name}
            current={JSON.stringify(cleaned(one.query)) === nowAt}
            onGo={() => setView({ query: cleaned(one.query), sort: one.sort })}
            menu={[
              { label: words.renameSearch(one.name), run: () => props.onRenameSearch(one) },
              { label: words.removeSearch(one.name), danger: true, run: () => props.onRemoveSearch(one) },
            ]}
          />
        ))}
      </ul>
    </nav>
  );
}
