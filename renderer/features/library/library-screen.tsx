// The library: everything that was made or brought in, found by words and filters, looked at, compared, tagged, collected,
// rated, sent on and thrown away.
import {
  ArrowDownUp,
  Columns2,
  Download,
  Expand,
  FolderPlus,
  PanelLeft,
  RotateCcw,
  RotateCw,
  Send,
  SquareCheck,
  Star,
  Tag,
  Trash2,
  Upload,
  UsersRound,
} from "lucide-react";
import { useEffect, useMemo, useState, useSyncExternalStore, type DragEvent } from "react";
import { useStore } from "zustand";
import type { AssetCard, AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import { librarySorts } from "../../../shared/contract/studio/library-views.ts";
import { isMac, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { useScreenLog } from "../../app/own-log.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { setUi } from "../../app/ui-state.ts";
import { useCall } from "../../app/use-call.ts";
import { carryAssets, dragToDesktop, offerDownload } from "../../lib/drag.ts";
import { useWidth } from "../../lib/width.ts";
import { AssetGrid, focusGrid } from "../../ui/asset-grid.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { chosenCount, isChosen } from "../../ui/chosen.ts";
import { Lightbox } from "../../ui/lightbox.tsx";
import { Menu } from "../../ui/menu.tsx";
import { SendToCharacter } from "../characters/send-to-character.tsx";
import { chooseNext, createLibraryActions, selectionOf } from "./actions.ts";
import { AssetInspector } from "./asset-inspector.tsx";
import { BulkInspector } from "./bulk-inspector.tsx";
import { CollectionDialog, ExportDialog, NameDialog, PurgeDialog, TagDialog } from "./dialogs.tsx";
import { EmptyLibrary } from "./empty-library.tsx";
import { IntakeLine, Pickers, useIntake } from "./intake.tsx";
import { bindingsOf, entriesOf, offersOf, type LibraryCommand } from "./library-commands.ts";
import { LightboxAbout } from "./lightbox-about.tsx";
import { QuarantineDialog } from "./quarantine-dialog.tsx";
import { chipsOf } from "./query-chips.ts";
import { ShotDialog } from "./shot-dialog.tsx";
import { SideList } from "./side-list.tsx";
import { focusSearch, LibraryToolbar } from "./toolbar.tsx";
import { useAsset, useLists, type Lists } from "./use-lists.ts";
import { useShownList } from "./use-shown-list.ts";
import { chosen, isTrash, setView, useLibraryView } from "./view-state.ts";
import "./library.css";

type Open =
  | { what: "tags" | "collection" | "new-collection" | "save-search" | "export" | "purge" | "empty-trash" | "quarantine" }
  | { what: "shot"; card: AssetCard }
  | { what: "rename-collection"; collection: Lists["collections"][number] }
  | { what: "rename-search"; search: Lists["searches"][number] };

/** The screen. */
export function LibraryScreen({ filmId }: { filmId: string | null }) {
  const { link, notify } = useStudio();
  const layout = useWidth();
  const { query, sort, view, least, side } = useLibraryView();
  const source = useShownList(query, sort);
  const list = useSyncExternalStore(source.subscribe, source.state);
  const choice = useStore(chosen.store);
  const lists = useLists();
  const intake = useIntake(query.collectionId);
  const { value: facets, again: countAgain } = useCall("library", "facets", { query }, "");
  useEffect(() => link.on("library.changed", () => void countAgain()), [link, countAgain]);
  const { value: history, put: putHistory } = useCall("library", "history", {}, "");
  useEffect(() => link.on("library.history", putHistory), [link, putHistory]);
  const actions = useMemo(() => createLibraryActions(link, notify), [link, notify]);
  const [open, setOpen] = useState<Open | null>(null);
  /** Place in the list of what is large; null while nothing is. */
  const [large, setLarge] = useState<number | null>(null);
  const [compare, setCompare] = useState<readonly string[]>([]);
  const [picking, setPicking] = useState(false);
  const [toCharacter, setToCharacter] = useState<readonly string[] | null>(null);

  const total = list.total ?? 0;
  const count = chosenCount(choice, total);
  const trash = isTrash(query);
  const oneId = !choice.all && choice.ids.size === 1 ? ([...choice.ids][0] ?? null) : null;
  const asset = useAsset(oneId);
  const queryKey = JSON.stringify(source.query);
  const [lastKey, setLastKey] = useState(queryKey);
  if (lastKey !== queryKey) {
    // Another search: what was chosen in the one before is not acted on out of sight.
    setLastKey(queryKey);
    if (choice.all) chosen.none();
  }

  const select = () => selectionOf(chosen, source.query);
  const goneAfter = () => {
    const { all, ids, at } = chosen.store.getState();
    const places = all ? [0] : [...ids].flatMap((id) => source.heldPlace(id) ?? []);
    return { at: Math.max(0, Math.min(at < 0 ? 0 : at, ...places)), ids };
  };
  const act = async (run: (selection: NonNullable<ReturnType<typeof select>>) => Promise<boolean>) => {
    const selection = select();
    if (selection === null) return;
    const { at, ids } = goneAfter();
    if (await run(selection)) chooseNext(source, chosen, at, ids);
  };
  const toTrash = () => void act(actions.trash);
  const restore = () => void act(actions.restore);
  const purge = () => void act((selection) => actions.purge("ids" in selection ? selection.ids : undefined));
  const change = (what: Parameters<typeof actions.change>[1]) => {
    const selection = select();
    if (selection !== null) void actions.change(selection, what, count < 2);
  };
  const openLarge = (at = choice.at) => {
    if (at < 0) return;
    setCompare([]);
    setLarge(at);
  };
  const startCompare = () => {
    const ids = [...choice.ids];
    if (choice.all || ids.length < 2 || ids.length > 4) {
      notify({ title: words.compareMost, tone: "turn" });
      return;
    }
    setCompare(ids);
    setLarge(Math.max(0, Math.min(...ids.flatMap((id) => source.heldPlace(id) ?? choice.at))));
  };
  const toRecipe = (id: string | null = oneId) => id !== null && go({ name: "create", filmId, item: id });
  const exportChosen = async (stripPrompts: boolean) => {
    const { all, ids } = chosen.store.getState();
    const assetIds = all ? await source.ids(0, Math.min(9999, total - 1)) : [...ids];
    const answer = await link.call("imports", "exportFiles", { assetIds, options: { stripPrompts } });
    if (!answer.ok) notify({ title: strings.errors.notDone, text: errorText(answer.error), tone: "fail" });
    else notify({ title: words.exporting(answer.value.files.wanted) });
  };
  useEffect(
    () =>
      link.on("imports.export", ({ export: one }) => {
        if (one.state === "running") return;
        const failed = one.failed.length > 0 || one.error !== null;
        notify({
          title: failed ? words.exportFailed(Math.max(1, one.failed.length)) : words.exported(one.files.written, one.folder),
          tone: failed ? "fail" : "ok",
          ...(failed ? { text: one.error?.message ?? one.failed[0]?.reason ?? "" } : {}),
          action: { label: words.show, run: () => void link.call("imports", "showExport", { exportId: one.id }) },
        });
      }),
    [link, notify],
  );

  const cardOne = asset ?? (oneId === null ? undefined : source.at(choice.at));
  const sendable = cardOne !== undefined && (cardOne.kind === "image" || cardOne.kind === "clip");
  const some: LibraryCommand[] =
    count === 0
      ? []
      : [
          ...(oneId === null
            ? []
            : [
                { id: "library-open", label: words.open, keys: ["Space", "Enter"], icon: Expand, run: () => openLarge() },
                ...(sendable && !trash
                  ? [{ id: "library-shot", label: words.sendToShot, icon: Send, run: () => setOpen({ what: "shot", card: cardOne }) }]
                  : []),
                ...(cardOne?.kind === "image" && !trash
                  ? [
                      {
                        id: "library-character",
                        label: words.sendToCharacter,
                        keys: ["p"],
                        icon: UsersRound,
                        run: () => setToCharacter([cardOne.id]),
                      },
                    ]
                  : []),
                ...(asset?.hasRecipe === true && !trash
                  ? [{ id: "library-recipe", label: words.useRecipe, keys: ["i"], icon: RotateCw, run: () => void toRecipe() }]
                  : []),
              ]),
          { id: "library-compare", label: words.compare, keys: ["c"], icon: Columns2, run: startCompare },
          { id: "library-tag", label: words.tagDialog(count), keys: ["t"], icon: Tag, run: () => setOpen({ what: "tags" }) },
          {
            id: "library-collect",
            label: words.addToCollection,
            keys: ["shift+c"],
            icon: FolderPlus,
            run: () => setOpen({ what: "collection" }),
          },
          {
            id: "library-export",
            label: words.exportFiles(count),
            keys: ["mod+e"],
            icon: Download,
            run: () => setOpen({ what: "export" }),
          },
          ...[1, 2, 3, 4, 5, 0].map((stars) => ({
            id: `library-rate-${stars}`,
            label: words.rate(stars),
            keys: [String(stars)],
            icon: Star,
            apart: true,
            run: () => change({ stars }),
          })),
          ...(trash
            ? [
                { id: "library-restore", label: words.restore(count), keys: ["r"], icon: RotateCcw, run: restore },
                {
                  id: "library-purge",
                  label: words.removeForGood(count),
                  keys: ["Delete", "Backspace"],
                  icon: Trash2,
                  danger: true,
                  run: () => setOpen({ what: "purge" }),
                },
              ]
            : [
                {
                  id: "library-trash",
                  label: words.toTrash(count),
                  keys: ["Delete", "Backspace"],
                  icon: Trash2,
                  danger: true,
                  run: toTrash,
                },
              ]),
          { id: "library-none", label: words.clearChoice, keys: ["Escape"], apart: true, run: () => chosen.none() },
        ];
  const always: LibraryCommand[] = [
    { id: "library-search", label: words.search, keys: ["/"], run: focusSearch },
    { id: "library-all", label: words.chooseAll, keys: ["mod+a"], run: () => (chosen.everything(), focusGrid()) },
    { id: "library-import", label: words.importFiles, icon: Upload, run: () => intake.pickers.files.current?.click() },
    { id: "library-folder", label: words.importFolder, run: () => intake.pickers.folder.current?.click() },
    { id: "library-side", label: words.showSide, keys: ["b"], run: () => setView({ side: !side }) },
    {
      id: "library-view",
      label: view === "grid" ? words.asList : words.asGrid,
      keys: ["v"],
      run: () => setView({ view: view === "grid" ? "list" : "grid" }),
    },
    { id: "library-new-collection", label: words.newCollection, run: () => setOpen({ what: "new-collection" }) },
    { id: "library-save", label: words.saveSearch, run: () => setOpen({ what: "save-search" }) },
    {
      id: "library-to-trash",
      label: trash ? words.toLibrary : words.trash,
      run: () => setView({ query: trash ? {} : { states: ["trashed"] } }),
    },
    { id: "library-quarantine", label: words.quarantine, run: () => setOpen({ what: "quarantine" }) },
    ...(Object.keys(query).length > 0 ? [{ id: "library-clear", label: words.clearFilters, run: () => setView({ query: {} }) }] : []),
    ...librarySorts.map((one) => ({
      id: `library-sort-${one}`,
      label: `${words.sort}: ${words.sorts[one].toLowerCase()}`,
      run: () => setView({ sort: one }),
    })),
    ...lists.collections.map((one) => ({
      id: one.id,
      label: `${words.filterWords.collection}: ${one.name}`,
      run: () => setView({ query: { collectionId: one.id } }),
    })),
    ...lists.searches.map((one) => ({
      id: one.id,
      label: `${words.searches}: ${one.name}`,
      run: () => setView({ query: one.query, sort: one.sort }),
    })),
  ];
  useKeys([...bindingsOf(some), ...bindingsOf(always)]);
  useScreenLog({
    undo: history?.undo ?? null,
    redo: history?.redo ?? null,
    takeBack: () => void actions.undo(),
    doAgain: () => void actions.redo(),
  });
  useOffer([...offersOf(some), ...offersOf(always)]);

  const drag = (event: DragEvent, card: AssetCard) => {
    const { all, ids } = chosen.store.getState();
    const dragged = all ? [card.id] : [...ids];
    const left = dragToDesktop(event, dragged, isMac);
    if (left !== null) return void left.then(refuse);
    carryAssets(event.dataTransfer, dragged);
    // Out of the window a browser takes one file, by its address.
    if (link.host === "browser" && dragged.length === 1) offerDownload(event.dataTransfer, card.name, link.mediaUrl(`file/${card.id}`));
  };
  const named = async (call: Promise<{ ok: boolean; error?: import("../../../shared/contract/errors.ts").ErrorBody }>) => {
    const answer = await call;
    return answer.ok ? null : (answer.error ?? null);
  };
  const goTo = async (card: AssetCard) => {
    const index = source.heldPlace(card.id) ?? (await source.place(card.id));
    if (index !== null) chosen.only(index, card.id);
    else {
      setView({ query: {} });
      chosen.only(-1, card.id);
    }
  };
  const refuse = (answer: { ok: boolean; error?: import("../../../shared/contract/errors.ts").ErrorBody }) => {
    if (!answer.ok && answer.error !== undefined) notify({ title: strings.errors.notDone, text: errorText(answer.error), tone: "fail" });
  };

  const held = [...Array(Math.min(total, 400)).keys()].flatMap((offset) => {
    const card = source.at(Math.max(0, choice.at - 200) + offset);
    return card !== undefined && isChosen(choice, card.id) ? [card] : [];
  });
  const chips = chipsOf(query, facets);
  const sideList = (
    <SideList
      query={query}
      {...lists}
      onPut={(collectionId, ids) => void actions.change({ ids }, { addCollections: [collectionId] }, false)}
      onNewCollection={() => setOpen({ what: "new-collection" })}
      onRenameCollection={(collection) => setOpen({ what: "rename-collection", collection })}
      onRemoveCollection={(collection) =>
        void link.call("library", "removeCollection", { collectionId: collection.id }).then((answer) => {
          refuse(answer);
          if (answer.ok) notify({ title: words.collectionRemoved(collection.name) });
          if (answer.ok && query.collectionId === collection.id) setView({ query: {} });
        })
      }
      onOrder={(collectionIds) => void link.call("library", "orderCollections", { collectionIds }).then(refuse)}
      onSaveSearch={() => setOpen({ what: "save-search" })}
      onRenameSearch={(search) => setOpen({ what: "rename-search", search })}
      onRemoveSearch={(search) => void link.call("library", "removeSearch", { searchId: search.id }).then(refuse)}
    />
  );
  const sideToggle = (
    <IconButton
      label={words.showSide}
      shortcut="B"
      small={layout !== "narrow"}
      aria-pressed={side}
      className="flex-none"
      onClick={() => setView({ side: !side })}
    >
      <PanelLeft size={16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
  const onKeyInLightbox = (key: string, shown: AssetDetail): boolean => {
    const stars = /^[0-5]$/.test(key) ? Number(key) : null;
    if (stars !== null) void actions.change({ ids: [shown.id] }, { stars });
    else if (key === "t" || key === "T") {
      chosen.only(source.heldPlace(shown.id) ?? -1, shown.id);
      setOpen({ what: "tags" });
    } else if (key === "Delete" || key === "Backspace") {
      void actions.trash({ ids: [shown.id] });
      if (compare.length > 2) setCompare(compare.filter((id) => id !== shown.id));
      else if (compare.length === 2) setCompare([]);
      else if (large !== null && large >= total - 1) setLarge(total < 2 ? null : large - 1);
    } else if (key === "Enter" && shown.hasRecipe) toRecipe(shown.id);
    else return false;
    return true;
  };

  return (
    <main className="relative flex min-h-0 min-w-0 flex-1" {...intake.drop}>
      {side && layout !== "narrow" ? sideList : null}
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        <LibraryToolbar
          list={list}
          facets={facets}
          query={query}
          before={layout === "narrow" ? null : sideToggle}
          onSave={() => setOpen({ what: "save-search" })}
        />
        <div className="library-head">
          <h1 className="text-16 font-semibold tracking-[-0.01em]">{trash ? words.trash : words.title}</h1>
          <span className="truncate text-12 text-text-3">{list.total === null ? "" : words.facts(total, list.bytes)}</span>
          <span className="ml-auto flex flex-none items-center gap-1">
            {trash && total > 0 ? (
              <Button small onClick={() => setOpen({ what: "empty-trash" })}>
                {words.emptyTrash}
              </Button>
            ) : null}
            {layout === "narrow" ? (
              <Button small kind="ghost" aria-pressed={picking} onClick={() => setPicking(!picking)}>
                <SquareCheck size={16} strokeWidth={1.75} aria-hidden />
                {picking ? words.selectDone : words.select}
              </Button>
            ) : null}
            <Menu
              align="end"
              entries={[
                ...librarySorts.map((one) => ({ label: words.sorts[one], checked: one === sort, run: () => setView({ sort: one }) })),
                ...(layout === "narrow"
                  ? [
                      { kind: "separator" as const },
                      {
                        label: view === "grid" ? words.asList : words.asGrid,
                        run: () => setView({ view: view === "grid" ? ("list" as const) : ("grid" as const) }),
                      },
                      { label: words.importFiles, icon: Upload, run: () => intake.pickers.files.current?.click() },
                      {
                        label: trash ? words.toLibrary : words.trash,
                        icon: Trash2,
                        run: () => setView({ query: trash ? {} : ({ states: ["trashed"] as const } as typeof query) }),
                      },
                      ...lists.collections.map((one) => ({
                        label: one.name,
                        icon: FolderPlus,
                        checked: query.collectionId === one.id,
                        run: () => setView({ query: { collectionId: one.id } }),
                      })),
                      ...lists.searches.map((one) => ({ label: one.name, run: () => setView({ query: one.query, sort: one.sort }) })),
                    ]
                  : []),
              ]}
              trigger={
                <button type="button" className="btn btn-ghost btn-small" aria-label={`${words.sort}: ${words.sorts[sort]}`}>
                  <ArrowDownUp size={14} strokeWidth={1.75} aria-hidden />
                  {layout === "narrow" ? null : words.sorts[sort]}
                </button>
              }
            />
            {layout === "narrow" ? null : (
              <IconButton label={words.importFiles} onClick={() => intake.pickers.files.current?.click()}>
                <Upload size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            )}
          </span>
        </div>
        {list.indexing === null ? null : (
          <p className="px-5 pb-2 text-12 text-text-3" role="status">
            {words.indexing(list.indexing.done, list.indexing.total)}
          </p>
        )}
        {list.error !== null && list.total === null ? (
          <p role="alert" className="p-6 text-text-2">
            {list.error.message}
          </p>
        ) : (
          <AssetGrid
            key={`${queryKey} ${source.sort}`}
            label={words.grid}
            source={source}
            chosen={chosen}
            view={view}
            least={layout === "narrow" ? 104 : least}
            memory={`library ${queryKey} ${source.sort}`}
            picking={picking}
            onOpen={openLarge}
            onDrag={drag}
            onPress={() => layout === "middle" && setUi({ inspector: true })}
            empty={
              <EmptyLibrary
                query={query}
                chips={chips}
                filmId={filmId}
                onFiles={() => intake.pickers.files.current?.click()}
                onFolder={() => intake.pickers.folder.current?.click()}
              />
            }
          />
        )}
        <IntakeLine intake={intake} onReasons={() => setOpen({ what: "quarantine" })} />
        {intake.over ? <div className="library-drop">{words.dropHere}</div> : null}
        <Pickers {...intake.pickers} onTake={intake.take} />
      </div>
      {count > 1 ? (
        <BulkInspector
          count={count}
          cards={held.slice(0, 24)}
          trashed={trash}
          onChange={change}
          onCompare={startCompare}
          onCollection={() => setOpen({ what: "collection" })}
          onExport={() => setOpen({ what: "export" })}
          onTrash={toTrash}
          onRestore={restore}
          onPurge={() => setOpen({ what: "purge" })}
          onClear={() => chosen.none()}
        />
      ) : asset !== null ? (
        <AssetInspector
          asset={asset}
          menu={entriesOf(some)}
          onChange={(what) => actions.change({ ids: [asset.id] }, what)}
          onOpen={() => openLarge(source.heldPlace(asset.id) ?? choice.at)}
          onSend={() => setOpen({ what: "shot", card: asset })}
          onRecipe={() => toRecipe(asset.id)}
          onRestore={restore}
          onPurge={() => setOpen({ what: "purge" })}
          onGo={(card) => void goTo(card)}
        />
      ) : layout === "wide" && list.total !== 0 ? (
        <aside className="inspector" aria-label={words.inspector}>
          <div className="m-auto max-w-[240px] p-6 text-center">
            <p className="font-[550]">{words.nothingChosen}</p>
            <p className="mt-1 text-12 text-text-3">{words.nothingChosenText}</p>
          </div>
        </aside>
      ) : null}
      {large === null ? null : (
        <Lightbox
          source={source}
          at={large}
          compare={compare}
          onMove={(at) => {
            setLarge(at);
            const card = source.at(at);
            if (card !== undefined) chosen.only(at, card.id);
          }}
          onCompare={setCompare}
          onClose={() => {
            setLarge(null);
            requestAnimationFrame(focusGrid);
          }}
          onKey={onKeyInLightbox}
          tools={(shown) => (
            <>
              <IconButton
                label={words.rate(shown.stars === 5 ? 0 : 5)}
                shortcut={shown.stars === 5 ? "0" : "5"}
                aria-pressed={shown.stars > 0}
                onClick={() => void actions.change({ ids: [shown.id] }, { stars: shown.stars === 5 ? 0 : 5 })}
              >
                <Star size={16} strokeWidth={1.75} aria-hidden className={shown.stars > 0 ? "fill-current" : ""} />
              </IconButton>
              <IconButton label={words.toTrash(1)} shortcut="Del" onClick={() => onKeyInLightbox("Delete", shown)}>
                <Trash2 size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </>
          )}
          about={(shown) => <LightboxAbout asset={shown} onRecipe={() => toRecipe(shown.id)} />}
        />
      )}
      {open?.what === "tags" ? (
        <TagDialog
          count={count}
          tags={asset?.tags ?? []}
          onAdd={(name) => change({ addTags: [name] })}
          {...(asset === null ? {} : { onRemove: (id: string) => change({ removeTags: [id] }) })}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.what === "collection" ? (
        <CollectionDialog
          collections={lists.collections}
          onPut={(id) => {
            const selection = select();
            if (selection !== null) void actions.change(selection, { addCollections: [id] }, false);
          }}
          onNew={() => setOpen({ what: "new-collection" })}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.what === "new-collection" ? (
        <NameDialog
          title={words.newCollection}
          label={words.collectionName}
          action={words.create}
          onName={(name) => {
            const selection = select();
            return named(link.call("library", "createCollection", { name, ...(selection === null ? {} : { select: selection }) }));
          }}
          onClose={() => {
            setOpen(null);
            setView({ side: true });
          }}
        />
      ) : null}
      {open?.what === "rename-collection" ? (
        <NameDialog
          title={words.renameCollection(open.collection.name)}
          label={words.collectionName}
          start={open.collection.name}
          action={words.rename}
          onName={(name) => named(link.call("library", "renameCollection", { collectionId: open.collection.id, name }))}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.what === "save-search" ? (
        <NameDialog
          title={words.saveSearch}
          label={words.searchName}
          start={
            query.text ??
            chips
              .map((chip) => chip.value)
              .join(", ")
              .slice(0, 80)
          }
          action={words.save}
          onName={(name) => named(link.call("library", "saveSearch", { name, query, sort }))}
          onClose={() => {
            setOpen(null);
            setView({ side: true });
          }}
        />
      ) : null}
      {open?.what === "rename-search" ? (
        <NameDialog
          title={words.renameSearch(open.search.name)}
          label={words.searchName}
          start={open.search.name}
          action={words.rename}
          onName={(name) => named(link.call("library", "renameSearch", { searchId: open.search.id, name }))}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.what === "export" ? (
        <ExportDialog count={count} onExport={(strip) => void exportChosen(strip)} onClose={() => setOpen(null)} />
      ) : null}
      {open?.what === "purge" ? <PurgeDialog count={count} onPurge={purge} onClose={() => setOpen(null)} /> : null}
      {open?.what === "empty-trash" ? (
        <PurgeDialog count={total} onPurge={() => void actions.purge()} onClose={() => setOpen(null)} />
      ) : null}
      {open?.what === "quarantine" ? <QuarantineDialog onClose={() => setOpen(null)} /> : null}
      {open?.what === "shot" ? <ShotDialog card={open.card} filmId={filmId} onClose={() => setOpen(null)} /> : null}
      <SendToCharacter assetIds={toCharacter} filmId={filmId} onClose={() => setToCharacter(null)} />
    </main>
  );
}
