// Create: full control over one image, edit or clip: settings at the left, the picture in the middle with its words
// and references, the live draft, price and wait at the right.
import { Eraser, History } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { createTasks, type CreateDraft, type CreateTask } from "../../../shared/contract/studio/draft.ts";
import { keyName, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { go, useRoute } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { create as words } from "../../app/strings/create.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { useWidth } from "../../lib/width.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { soundOff } from "./draft-facts.ts";
import { DraftPanel, PricePart } from "./draft-panel.tsx";
import { MadeStrip, useMade, type MadeItem } from "./made-strip.tsx";
import { MakeButton, useSend } from "./make-button.tsx";
import { toolKeys } from "./mask/mask-tools.tsx";
import { useMask } from "./mask/use-mask.ts";
import { PresetMenu } from "./preset-menu.tsx";
import { focusPrompt, PromptField } from "./prompt-field.tsx";
import { References } from "./references.tsx";
import { SettingsPanel } from "./settings-panel.tsx";
import { ClipStage, EditStage, FileStage, ImageStage, type EditView } from "./stages.tsx";

const tabs = { image: ["image"], edit: ["edit", "upscale"], clip: ["clip", "extend"] } as const satisfies Record<
  string,
  readonly CreateTask[]
>;
type Tab = keyof typeof tabs;
const tabOf = (task: CreateTask): Tab => (task === "image" ? "image" : task === "edit" || task === "upscale" ? "edit" : "clip");

/** The tabs; sound stands there with the reason why it is off. */
function TaskTabs({ draft }: { draft: CreateDraft }) {
  const { making } = useStudio();
  const abilities = useMaking((state) => state.abilities);
  const [last, setLast] = useState<Partial<Record<Tab, CreateTask>>>({});
  const current = tabOf(draft.task);
  const reason = soundOff(abilities);
  return (
    <nav aria-label={words.tabs} className="flex gap-5 self-stretch max-md:gap-4">
      {(Object.keys(tabs) as Tab[]).map((tab) => (
        <button
          key={tab}
          type="button"
          aria-current={tab === current ? "page" : undefined}
          className={`relative font-medium whitespace-nowrap ${tab === current ? "text-text after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-t-[2px] after:bg-accent-text" : "text-text-3 hover:text-text-2"}`}
          onClick={() => {
            setLast({ ...last, [current]: draft.task });
            making.change({ task: last[tab] ?? tabs[tab][0] });
          }}
        >
          {words.tab[tab]}
        </button>
      ))}
      <Tooltip text={reason}>
        <button type="button" aria-disabled aria-describedby="sound-off" className="font-medium text-text-3 opacity-100">
          <span className="border-b border-dashed border-control pb-0.5">{words.tab.sound}</span>
          <span id="sound-off" className="sr-only">
            {reason}
          </span>
        </button>
      </Tooltip>
    </nav>
  );
}

/** The kinds of a tab that has two. */
function TaskKinds({ draft }: { draft: CreateDraft }) {
  const { making } = useStudio();
  const tab = tabOf(draft.task);
  if (tab === "image") return null;
  return (
    <div className="border-b border-line px-4 py-[11px]">
      <Segments
        label={tab === "edit" ? words.editKind : words.clipKind}
        className="w-full [&>*]:flex-1"
        value={draft.task as string}
        onChange={(task) => making.change({ task: createTasks.find((one) => one === task) ?? draft.task })}
        options={tabs[tab].map((task) => ({ value: task as string, word: task === "clip" ? words.newClip : words.tasks[task] }))}
      />
    </div>
  );
}

/** What a recipe brought with it, and the way back to the draft before it. */
function RecipeNote() {
  const { making } = useStudio();
  const notes = useMaking((state) => state.notes);
  const before = useMaking((state) => state.before);
  const route = useRoute();
  const item = "item" in route ? (route.item ?? null) : null;
  if (notes.length === 0 && (item === null || before === null)) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-panel px-4 py-2 text-12 text-text-2">
      <History size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
      <span className="min-w-0">
        {item === null ? "" : `${words.recipeUsed}. `}
        {notes.join(" ")}
      </span>
      {before === null ? null : <LinkButton onClick={() => making.bringBack()}>{words.getBack}</LinkButton>}
    </div>
  );
}

/** Takes the recipe of the address once. */
function useRecipeOfRoute(filmId: string | null): void {
  const { making } = useStudio();
  const route = useRoute();
  const item = "item" in route ? (route.item ?? null) : null;
  const used = useRef<string | null>(null);
  useEffect(() => {
    void making.load();
  }, [making]);
  useEffect(() => {
    if (item === null || used.current === item) return;
    used.current = item;
    void making.useRecipe(item).then((opened) => {
      if (!opened) go({ name: "create", filmId });
    });
  }, [item, making, filmId]);
}

function Opened({ draft, filmId }: { draft: CreateDraft; filmId: string | null }) {
  const { making } = useStudio();
  const layout = useWidth();
  const before = useMaking((state) => state.before);
  const made = useMade(draft.task);
  const [looked, setLooked] = useState<string | null>(null);
  const [view, setView] = useState<EditView>("mask");
  const send = useSend(draft, filmId, false);
  const shown: MadeItem | null =
    made.items.find((item) => item.assetId === looked) ??
    (draft.task === "image" || draft.task === "clip" ? (made.items[0] ?? null) : null);
  // A mask can be painted before there is an engine for it: it is kept with the draft, and the reason stands above it.
  const mask = useMask(draft, draft.task === "edit");
  const paints = mask !== null && draft.task === "edit" && view === "mask";

  const make = () => {
    void send().then((groupId) => groupId !== null && setLooked(null));
  };
  const maskActs =
    mask === null || !paints
      ? []
      : [
          { id: "mask-brush", label: words.mask.tool.brush, keys: toolKeys.brush, run: () => mask.choose({ tool: "brush" }) },
          { id: "mask-eraser", label: words.mask.tool.eraser, keys: toolKeys.eraser, run: () => mask.choose({ tool: "eraser" }) },
          { id: "mask-lasso", label: words.mask.tool.lasso, keys: toolKeys.lasso, run: () => mask.choose({ tool: "lasso" }) },
          { id: "mask-box", label: words.mask.tool.box, keys: toolKeys.box, run: () => mask.choose({ tool: "box" }) },
          { id: "mask-invert", label: words.mask.invert, keys: toolKeys.invert, run: () => mask.invert() },
          { id: "mask-smaller", label: words.mask.smaller, keys: "[", run: () => mask.widen(-1) },
          { id: "mask-larger", label: words.mask.larger, keys: "]", run: () => mask.widen(1) },
          {
            id: "mask-paint",
            label: words.mask.paintKeys,
            keys: "p",
            run: () => document.querySelector<HTMLElement>("[data-mask-stage]")?.focus(),
          },
        ];
  const acts = [
    { id: "make", label: words.makesNow, keys: "mod+Enter", run: () => document.querySelector<HTMLElement>("[data-make]")?.click() },
    { id: "write", label: words.prompt, keys: "/", run: () => focusPrompt() },
    ...maskActs,
  ];
  useKeys(acts);
  useOffer([
    ...acts.map(({ keys, ...command }) => ({ ...command, shortcut: keyName(keys) })),
    { id: "create-fresh", label: words.clear, run: () => making.startAfresh() },
    ...(before === null ? [] : [{ id: "create-back", label: words.getBack, run: () => making.bringBack() }]),
  ]);
  // Undo of the mask stands before that of the film while its picture or its tools have the focus.
  useEffect(() => {
    if (mask === null || !paints) return;
    const listen = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest("input:not([type=range]), textarea") !== null;
      if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) mask.redo();
      else mask.undo();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [mask, paints]);

  const stage =
    draft.task === "image" ? (
      <ImageStage draft={draft} item={shown} />
    ) : draft.task === "edit" ? (
      <EditStage draft={draft} mask={mask} item={shown} view={view} onView={setView} />
    ) : draft.task === "clip" ? (
      <ClipStage draft={draft} item={shown} />
    ) : (
      <FileStage draft={draft} item={shown} />
    );
  const writing = (
    <>
      {draft.task === "upscale" ? null : (
        <div className="border-t border-line px-4 pt-3.5 pb-3">
          <PromptField draft={draft} />
        </div>
      )}
      {draft.task === "upscale" ? null : <References draft={draft} />}
    </>
  );
  const strip = <MadeStrip made={made} shown={shown?.assetId ?? null} title={words.made} onShow={(item) => setLooked(item.assetId)} />;
  const tools = (
    <span className="ml-auto flex min-w-0 items-center gap-1.5">
      <Button kind="ghost" small className="max-md:!hidden" onClick={() => making.startAfresh()}>
        <Eraser size={14} strokeWidth={1.75} aria-hidden />
        {words.clear}
      </Button>
      <PresetMenu draft={draft} />
    </span>
  );

  if (layout === "narrow")
    return (
      <main className="flex min-h-0 flex-1 flex-col">
        <h1 className="sr-only">{words.title}</h1>
        <div className="toolbar !pr-4">
          <TaskTabs draft={draft} />
          {tools}
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <RecipeNote />
          {stage}
          {writing}
          {strip}
          <TaskKinds draft={draft} />
          <SettingsPanel draft={draft} filmId={filmId} />
          <PricePart draft={draft} onMake={make} />
        </div>
        <div data-foot className="flex-none border-t border-line-strong bg-overlay px-3 py-2.5 shadow-dialog">
          <MakeButton draft={draft} full onPress={make} />
        </div>
      </main>
    );
  const live = draft.task === "edit" || shown !== null;
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="toolbar">
        <h1 className="mr-2 text-16 font-semibold tracking-[-0.01em]">{words.title}</h1>
        <TaskTabs draft={draft} />
        {tools}
      </div>
      <RecipeNote />
      <div className="flex min-h-0 flex-1">
        <aside aria-label={words.parameters} className="w-[312px] flex-none overflow-y-auto border-r border-line bg-panel max-lg:w-[272px]">
          <TaskKinds draft={draft} />
          <SettingsPanel draft={draft} filmId={filmId} />
          {layout === "middle" ? <PricePart draft={draft} onMake={make} /> : null}
        </aside>
        <div className="flex min-w-0 flex-1 flex-col overflow-y-auto">
          {stage}
          <div className="flex-none">
            {writing}
            {strip}
          </div>
        </div>
        {layout === "wide" ? <DraftPanel draft={draft} live={live} onMake={make} /> : null}
      </div>
    </main>
  );
}

/** The screen. */
export function CreateScreen({ filmId }: { filmId: string | null }) {
  useRecipeOfRoute(filmId);
  const draft = useMaking((state) => state.draft);
  const error = useMaking((state) => state.error);
  if (draft === null) return <main className="p-6 text-text-3">{error?.message ?? strings.common.loading}</main>;
  return <Opened draft={draft} filmId={filmId} />;
}
