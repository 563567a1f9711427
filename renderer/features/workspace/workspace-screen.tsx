// The workspace: what was just made, by job, newest first; kept, discarded, compared or sent on; the composer at its foot.
import { CheckCheck, Columns2 } from "lucide-react";
import { useEffect, useMemo, useState, type KeyboardEvent } from "react";
import type { WorkspaceGroup } from "../../../shared/contract/studio/workspace.ts";
import type { Command } from "../../app/find-commands.ts";
import { keyName, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { useScreenLog } from "../../app/own-log.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { create as createWords } from "../../app/strings/create.ts";
import { workspace as words } from "../../app/strings/workspace.ts";
import { errorText } from "../../app/toasts.ts";
import { isShown, type Show } from "../../app/state/workspace.ts";
import { useMaking, useStudio, useWorkspace } from "../../app/studio.tsx";
import { useWidth } from "../../lib/width.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { useFoot } from "../../ui/foot.ts";
import { Segments } from "../../ui/segments.tsx";
import { useSend } from "../create/make-button.tsx";
import { focusPrompt } from "../create/prompt-field.tsx";
import { Composer } from "./composer.tsx";
import { Group, type GroupActs } from "./group.tsx";
import { nextPlace, placesOf, toCompare, type Place } from "./item-acts.ts";
import { QueuePeek } from "./queue-peek.tsx";
import { RecipePanel } from "./recipe-panel.tsx";
import { WorkspaceLightbox } from "./workspace-lightbox.tsx";
import "./workspace.css";

const ways = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" } as const;
const tileOf = (key: string) => document.querySelector<HTMLElement>(`[data-item="${key}"] [data-tile]`);

/** Moves the focus by the places that tiles have on the screen. */
function step(from: string | null, way: (typeof ways)[keyof typeof ways]): void {
  const boxes = [...document.querySelectorAll<HTMLElement>("[data-item]")].map((node) => {
    const { left, top, width } = node.getBoundingClientRect();
    return { key: node.dataset["item"] ?? "", left, top, width };
  });
  const next = from === null ? boxes[0]?.key : nextPlace(boxes, from, way);
  if (next === null || next === undefined) return;
  const tile = tileOf(next);
  tile?.focus({ preventScroll: true });
  tile?.scrollIntoView({ block: "nearest" });
}

/** Teaches with the real composer below: the question, one sentence, and words to begin with. */
function Empty({ onExample }: { onExample: (text: string) => void }) {
  return (
    <div className="px-4 pt-[8vh] max-md:px-1 max-md:pt-6">
      <div className="max-w-[620px]">
        <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">{words.emptyTitle}</h2>
        <p className="mt-2 text-14 text-text-2">{words.emptyText}</p>
        <p className="mt-6 text-12 text-text-3">{words.emptyHints[1]}</p>
        <ul className="mt-1 grid justify-items-start gap-0.5">
          {words.examples.map((text) => (
            <li key={text}>
              <LinkButton className="film-say !font-normal max-md:min-h-11" onClick={() => onExample(text)}>
                {text}
              </LinkButton>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** The screen. */
export function WorkspaceScreen({ filmId }: { filmId: string | null }) {
  const studio = useStudio();
  const { link, making, notify, workspace } = studio;
  const layout = useWidth();
  const all = useWorkspace((state) => state.groups);
  const show = useWorkspace((state) => state.show);
  const next = useWorkspace((state) => state.next);
  const fresh = useWorkspace((state) => state.fresh);
  const error = useWorkspace((state) => state.error);
  useScreenLog({
    undo: useWorkspace((state) => state.done.at(-1)?.text ?? null),
    redo: null,
    takeBack: () => void studio.workspace.undo(),
    doAgain: () => undefined,
  });
  const draft = useMaking((state) => state.draft);
  const [current, setCurrent] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [recipe, setRecipe] = useState<string | null>(null);
  const [large, setLarge] = useState<{ at: string; compare: string[] } | null>(null);
  // What the composer covers can be scrolled free.
  const { ref: composer, height: foot } = useFoot();

  useEffect(() => {
    void making.load();
    void workspace.load();
  }, [making, workspace]);

  const groups = useMemo(() => (all ?? []).filter((group) => isShown(group, show)), [all, show]);
  const places = useMemo(() => placesOf(groups), [groups]);
  const here = places.find((place) => place.key === current) ?? null;
  const tabbable = here?.key ?? places[0]?.key ?? null;
  const assetIds = places.flatMap((place) => (place.item.assetId === null ? [] : [place.item.assetId]));

  const select = (place: Place) => {
    if (place.item.assetId === null) return;
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(place.key)) after.add(place.key);
      return after;
    });
  };
  const compare = () => {
    const ids = toCompare(places, chosen, current);
    const [first] = ids;
    if (first === undefined || ids.length < 2) return notify({ title: words.compareNeeds });
    setLarge({ at: first, compare: ids });
  };
  const openDraft = async (answer: ReturnType<typeof link.call<"create", "clipFrom">>) => {
    const opened = await answer;
    if (!opened.ok) return notify({ title: strings.errors.notDone, text: errorText(opened.error), tone: "fail" });
    making.replace(opened.value.draft, opened.value.notes);
    go({ name: "create", filmId });
  };
  const firstHere = (group: WorkspaceGroup) =>
    group.items.find((item) => item.assetId !== null && item.state === "kept")?.assetId ??
    group.items.find((item) => item.assetId !== null)?.assetId ??
    null;
  /** The recipe with another seed, in the composer: its price stands there before the press. */
  const runAgain = async (group: WorkspaceGroup) => {
    const assetId = firstHere(group);
    if (assetId === null) {
      if (group.job !== null) await studio.jobs.retry(group.job.id);
      return;
    }
    if (!(await making.useRecipe(assetId))) return;
    making.change({ seed: null });
    focusPrompt();
  };
  const acts: GroupActs = {
    keep: (place) => place.item.assetId !== null && void workspace.keep([place.item.assetId]),
    discard: (place) => place.item.assetId !== null && void workspace.discard([place.item.assetId]),
    recipe: (place) => setRecipe(place.item.assetId),
    select,
    runAgain: (group) => void runAgain(group),
    makeClip: (group) => {
      const own = here?.group.id === group.id ? here.item.assetId : null;
      const assetId = own ?? firstHere(group);
      if (assetId !== null) void openDraft(link.call("create", "clipFrom", { assetId }));
    },
    keepGroup: (group) => void workspace.keepAll(group.id),
    putAway: (group) => void workspace.putAway(group.id),
  };
  const send = useSend(draft, filmId, true);
  const make = () => {
    void send().then((groupId) => groupId !== null && document.querySelector("[data-workspace-list]")?.scrollTo({ top: 0 }));
  };

  const assetHere = here?.item.assetId ?? null;
  const forItem: (Command & { keys: string })[] =
    here === null || assetHere === null
      ? []
      : [
          ...(here.item.state === "kept" ? [] : [{ id: "item-keep", label: words.keep, keys: "k", run: () => acts.keep(here) }]),
          ...(here.item.state === "discarded"
            ? []
            : [{ id: "item-discard", label: words.discard, keys: "x", run: () => acts.discard(here) }]),
          { id: "item-recipe", label: words.recipe, keys: "i", run: () => setRecipe(recipe === assetHere ? null : assetHere) },
          { id: "item-select", label: words.select, keys: "s", run: () => select(here) },
        ];
  const everywhere: (Command & { keys: string })[] = [
    { id: "items-compare", label: words.compare, keys: "c", run: compare },
    { id: "make", label: createWords.makesNow, keys: "mod+Enter", run: () => document.querySelector<HTMLElement>("[data-make]")?.click() },
    { id: "write", label: createWords.prompt, keys: "/", run: () => focusPrompt() },
  ];
  useKeys([
    ...forItem,
    ...everywhere,
    { keys: "ArrowLeft", run: () => step(current, "left") },
    { keys: "ArrowRight", run: () => step(current, "right") },
    { keys: "ArrowUp", run: () => step(current, "up") },
    { keys: "ArrowDown", run: () => step(current, "down") },
    { keys: "Escape", run: () => (recipe === null ? setChosen(new Set()) : setRecipe(null)) },
  ]);
  useOffer([
    ...[...forItem, ...everywhere].map(({ keys, ...command }) => ({ ...command, shortcut: keyName(keys) })),
    { id: "keep-all", label: words.keepAll, run: () => void workspace.keepAll() },
    { id: "all-controls", label: words.allControls, run: () => go({ name: "create", filmId }) },
  ]);
  const onTileKey = (place: Place, event: KeyboardEvent) => {
    const { assetId } = place.item;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && assetId !== null) setLarge({ at: assetId, compare: [] });
    else if (event.key === " ") select(place);
    else return;
    event.preventDefault();
  };
  const wide = layout !== "narrow";

  return (
    <main className="flex min-h-0 min-w-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <div className="toolbar">
          <h1 className="text-16 font-semibold tracking-[-0.01em]">{words.title}</h1>
          <span className="min-w-0 truncate text-12 text-text-3 max-md:hidden">
            {chosen.size > 0 ? words.chosen(chosen.size) : all === null || all.length === 0 ? "" : words.facts(fresh)}
          </span>
          <span className="ml-auto flex flex-none items-center gap-2 max-md:gap-1">
            <Segments
              label={words.show}
              value={show}
              onChange={(value: Show) => void workspace.show(value)}
              className="max-md:[&>*]:!px-1.5"
              options={(["all", "images", "clips"] as const).map((value) => ({ value, word: words.shows[value] }))}
            />
            <Button kind="ghost" small aria-label={words.compare} disabled={assetIds.length < 2} onClick={compare} className="max-md:!px-2">
              <Columns2 size={16} strokeWidth={1.75} aria-hidden />
              {wide ? words.compare : null}
            </Button>
            <Button
              small
              aria-label={words.keepAll}
              disabled={fresh === 0}
              onClick={() => void workspace.keepAll()}
              className="max-md:!px-2"
            >
              <CheckCheck size={16} strokeWidth={1.75} aria-hidden />
              {wide ? words.keepAll : null}
            </Button>
          </span>
        </div>
        <div
          data-workspace-list
          className="min-h-0 flex-1 overflow-y-auto px-5 pt-2.5 max-md:px-3 max-md:pt-1"
          style={{ paddingBottom: foot + (wide ? 36 : 20), scrollPaddingBottom: foot + 24 }}
        >
          {all === null ? (
            <p role="status" className="py-4 text-text-3">
              {error?.message ?? strings.common.loading}
            </p>
          ) : groups.length === 0 ? (
            show === "all" ? (
              <Empty
                onExample={(text) => {
                  making.change({ prompt: text });
                  focusPrompt();
                }}
              />
            ) : (
              <p className="py-4 text-text-2">{words.emptyShow}</p>
            )
          ) : (
            <>
              {groups.map((group) => (
                <Group
                  key={group.id}
                  group={group}
                  current={here?.key ?? null}
                  tabbable={tabbable}
                  chosen={chosen}
                  acts={acts}
                  onCurrent={(place) => setCurrent(place.key)}
                  onKeyDown={onTileKey}
                />
              ))}
              {next === null ? null : (
                <Button className="mb-4" onClick={() => void workspace.more()}>
                  {words.more}
                </Button>
              )}
            </>
          )}
        </div>
        {draft === null ? null : <Composer draft={draft} filmId={filmId} onMake={make} composerRef={composer} />}
      </div>
      {recipe !== null ? (
        <RecipePanel assetId={recipe} filmId={filmId} onClose={() => setRecipe(null)} />
      ) : layout === "wide" ? (
        <QueuePeek filmId={filmId} />
      ) : null}
      {large === null ? null : (
        <WorkspaceLightbox assetIds={assetIds} at={large.at} compare={large.compare} filmId={filmId} onClose={() => setLarge(null)} />
      )}
    </main>
  );
}
