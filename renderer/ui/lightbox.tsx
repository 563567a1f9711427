// The lightbox over the window: one asset large with its neighbours, or two to four side by side that zoom, move and play
// as one, with what differs in how they were made.
import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight, Maximize, PanelRight, X, ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type ReactNode } from "react";
import type { AssetCard, AssetDetail } from "../../shared/contract/studio/library-views.ts";
import { keyName } from "../app/keys.ts";
import { strings } from "../app/strings.ts";
import { libraryWords as words } from "../app/strings/library.ts";
import { useStudio } from "../app/studio.tsx";
import { useWidth } from "../lib/width.ts";
import { AssetPicture } from "./asset-picture.tsx";
import type { AssetSource } from "./asset-source.ts";
import { AssetStage } from "./asset-stage.tsx";
import { Button, IconButton } from "./button.tsx";
import { createDeck } from "./deck.ts";
import { DeckBar, deckByKey } from "./deck-bar.tsx";
import { LightboxDifferences } from "./lightbox-differences.tsx";
import { Segments } from "./segments.tsx";
import { fitted, type Zoom } from "./zoom.ts";
import { zoomByKey } from "./zoom-stage.tsx";
import "./lightbox.css";

interface LightboxProps {
  source: AssetSource;
  /** Place of the asset that is shown, or the first of those compared. */
  at: number;
  /** Those side by side; fewer than two for one alone. */
  compare: readonly string[];
  onMove: (at: number) => void;
  onCompare: (ids: readonly string[]) => void;
  onClose: () => void;
  /** Keys of the screen behind: true where it did something with the asset shown. */
  onKey: (key: string, asset: AssetDetail) => boolean;
  /** Buttons for the asset shown, at the right of the head. */
  tools: (asset: AssetDetail) => ReactNode;
  /** What the recipe's panel says of one asset. */
  about: (asset: AssetDetail) => ReactNode;
}

/** Details of `ids`, asked again when the library changes. */
function useDetails(ids: readonly string[]): (AssetDetail | null)[] {
  const { link } = useStudio();
  const [held, setHeld] = useState<ReadonlyMap<string, AssetDetail>>(new Map());
  const key = ids.join(" ");
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      for (const id of key.split(" ").filter(Boolean)) {
        const answer = await link.call("library", "asset", { assetId: id });
        if (wanted && answer.ok) setHeld((before) => new Map(before).set(id, answer.value));
      }
    };
    void ask();
    const stop = link.on("library.changed", () => void ask());
    return () => {
      wanted = false;
      stop();
    };
  }, [link, key]);
  return ids.map((id) => held.get(id) ?? null);
}

const sizes = ["", "lightbox-one", "lightbox-two", "lightbox-three", "lightbox-four"];
/** Neighbours on each side of the strip. */
const beside = 5;

/** The lightbox. */
export function Lightbox({ source, at, compare, onMove, onCompare, onClose, onKey, tools, about }: LightboxProps) {
  const layout = useWidth();
  const list = useSyncExternalStore(source.subscribe, source.state);
  const body = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<Zoom>(fitted);
  const [panel, setPanel] = useState(layout !== "narrow" && compare.length > 1);
  const [pane, setPane] = useState(0);
  const deck = useMemo(() => createDeck(), []);
  const card = source.at(at);
  const ids = compare.length > 1 ? compare : card === undefined ? [] : [card.id];
  const shown = useDetails(ids);
  const current = Math.min(pane, ids.length - 1);
  const asset = shown[current] ?? null;
  const total = list.total ?? 0;
  const clips = shown.some((one) => one?.kind === "clip");
  const key = ids.join(" ");
  const [zoomed, setZoomed] = useState(key);
  if (zoomed !== key) {
    setZoomed(key);
    setZoom(fitted);
  }
  useEffect(() => deck.stop(), [key, deck]);
  useEffect(() => source.want(Math.max(0, at - beside), at + beside + 1), [source, at]);
  useEffect(() => () => deck.stop(), [deck]);

  const move = (by: 1 | -1) => {
    if (compare.length > 1) setPane((current + by + ids.length) % ids.length);
    else if (at + by >= 0 && at + by < total) onMove(at + by);
  };
  const sideBySide = (count: number) => {
    setPane(0);
    if (count < 2) {
      onCompare([]);
      return;
    }
    const from = compare.length > 1 ? [...compare] : [];
    // The chosen ones, then those that follow.
    for (let index = at; from.length < count && index < total; index++) {
      const next = source.at(index);
      if (next !== undefined && !from.includes(next.id) && (next.kind === "image" || next.kind === "clip")) from.push(next.id);
    }
    onCompare(from.slice(0, count));
    if (layout !== "narrow") setPanel(true);
  };
  const press = (event: React.KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target?.closest("input:not([type=range]), textarea"))
      return;
    const onRange = target?.closest("input[type=range]") !== null;
    const onButton = target?.closest("button") !== null;
    const byKey = body.current === null || (onRange && event.key.startsWith("Arrow")) ? null : zoomByKey(event, zoom, body.current);
    if (byKey !== null) setZoom(byKey);
    else if (event.key === "ArrowRight" && !onRange) move(1);
    else if (event.key === "ArrowLeft" && !onRange) move(-1);
    else if (event.key === " " && !onButton) {
      if (clips) deck.toggle();
      else if (asset?.kind === "audio") body.current?.querySelector<HTMLElement>("[data-play]")?.click();
      else onClose();
    } else if (clips && !(onRange && event.key === "Home") && deckByKey(event.key, deck)) void 0;
    else if (event.key.toLowerCase() === "i") setPanel(!panel);
    else if (event.key.toLowerCase() === "c") sideBySide(compare.length > 1 ? 1 : 2);
    else if (asset === null || !onKey(event.key, asset)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const strip = Array.from({ length: 2 * beside + 1 }, (_, offset) => at - beside + offset).flatMap((index) => {
    const one = index < 0 ? undefined : source.at(index);
    return one === undefined ? [] : [{ index, one }];
  });
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Popup className="lightbox" initialFocus={body} onKeyDown={press}>
          <header className="lightbox-head">
            <Button kind="ghost" small={layout !== "narrow"} onClick={onClose} aria-label={words.close}>
              <X size={16} strokeWidth={1.75} aria-hidden />
              {layout === "narrow" ? null : words.close}
            </Button>
            <Dialog.Title className="min-w-0 truncate font-[550]">
              {compare.length > 1 ? words.compareTitle(compare.length) : (card?.name ?? "")}
            </Dialog.Title>
            <span className="num flex-none text-12 text-text-3 max-md:hidden">{compare.length > 1 ? "" : words.ofAll(at + 1, total)}</span>
            <span className="ml-auto flex flex-none items-center gap-1">
              {layout === "narrow" ? null : (
                <>
                  <Segments
                    label={words.compareCount}
                    value={String(Math.max(1, compare.length))}
                    onChange={(count) => sideBySide(Number(count))}
                    options={(["1", "2", "3", "4"] as const).map((count) => ({ value: count as string, word: words.counts[count] }))}
                    className="mr-2"
                  />
                  <IconButton
                    label={words.zoomOut}
                    shortcut="-"
                    disabled={zoom.scale <= 1}
                    onClick={() => setZoom(zoom.scale / 1.25 <= 1 ? fitted : { ...zoom, scale: zoom.scale / 1.25 })}
                  >
                    <ZoomOut size={16} strokeWidth={1.75} aria-hidden />
                  </IconButton>
                  <IconButton
                    label={words.zoomIn}
                    shortcut="+"
                    onClick={() => setZoom({ ...zoom, scale: Math.min(32, zoom.scale * 1.25) })}
                  >
                    <ZoomIn size={16} strokeWidth={1.75} aria-hidden />
                  </IconButton>
                </>
              )}
              <IconButton
                label={zoom.scale > 1 ? words.fit : words.actual}
                shortcut="Z"
                onClick={() => body.current !== null && setZoom(zoomByKey({ key: "z", shiftKey: false }, zoom, body.current) ?? zoom)}
              >
                <Maximize size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
              {asset === null ? null : tools(asset)}
              <IconButton label={words.showRecipe} shortcut="I" plain={panel} aria-pressed={panel} onClick={() => setPanel(!panel)}>
                <PanelRight size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </span>
          </header>
          <div ref={body} tabIndex={-1} className={`lightbox-stage outline-none ${sizes[Math.max(1, ids.length)] ?? ""}`}>
            {ids.map((id, index) => {
              const one = shown[index] ?? null;
              return (
                <div
                  key={id}
                  className={`lightbox-pane ${index === current ? "lightbox-pane-current" : ""}`}
                  onPointerDown={() => setPane(index)}
                >
                  <figure className={one?.kind === "audio" || one?.kind === "document" ? "grid" : ""}>
                    {one === null ? (
                      <p className="p-6 text-text-3">{strings.common.loading}</p>
                    ) : (
                      <AssetStage key={one.id} asset={one} zoom={zoom} onZoom={setZoom} onSwipe={move} deck={deck} />
                    )}
                  </figure>
                  {ids.length > 1 && one !== null ? (
                    <div className="flex min-w-0 flex-none items-center gap-2">
                      <span className="truncate font-[550]">{one.name}</span>
                      {one.seed === null ? null : <span className="tag num">seed {one.seed}</span>}
                      <span className="ml-auto flex flex-none gap-1">{index === current ? tools(one) : null}</span>
                    </div>
                  ) : null}
                </div>
              );
            })}
            {ids.length === 1 && layout !== "narrow" ? (
              <>
                <IconButton
                  label={words.previous}
                  shortcut={keyName("ArrowLeft")}
                  plain
                  small={false}
                  disabled={at === 0}
                  className="!absolute top-1/2 left-3 -mt-4"
                  onClick={() => move(-1)}
                >
                  <ChevronLeft size={18} strokeWidth={1.75} aria-hidden />
                </IconButton>
                <IconButton
                  label={words.next}
                  shortcut={keyName("ArrowRight")}
                  plain
                  small={false}
                  disabled={at >= total - 1}
                  className="!absolute top-1/2 right-3 -mt-4"
                  onClick={() => move(1)}
                >
                  <ChevronRight size={18} strokeWidth={1.75} aria-hidden />
                </IconButton>
              </>
            ) : null}
          </div>
          {panel ? (
            <aside className="lightbox-aside" aria-label={words.showRecipe}>
              {ids.length > 1 ? <LightboxDifferences ids={ids} /> : asset === null ? null : about(asset)}
            </aside>
          ) : (
            <span />
          )}
          <footer className="lightbox-foot">
            {clips ? <DeckBar deck={deck} /> : null}
            {ids.length > 1 ? null : <Strip strip={strip} at={at} onMove={onMove} />}
            <p className="lightbox-hints flex flex-wrap justify-center gap-x-4.5 gap-y-1 text-11 text-text-3">
              {[
                [["←", "→"], words.lightboxHints.next],
                [["C"], words.lightboxHints.compare],
                [["Z"], words.lightboxHints.actual],
                ...(clips
                  ? [
                      [["J", "K", "L"], words.lightboxHints.speed],
                      [[",", "."], words.lightboxHints.frame],
                    ]
                  : []),
                [["I"], words.lightboxHints.recipe],
              ].map(([keys, word]) => (
                <span key={String(word)} className="hint">
                  {(keys as string[]).map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                  {word}
                </span>
              ))}
            </p>
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Strip({ strip, at, onMove }: { strip: { index: number; one: AssetCard }[]; at: number; onMove: (at: number) => void }) {
  return (
    <div role="group" aria-label={words.strip} className="lightbox-strip">
      {strip.map(({ index, one }) => (
        <button
          key={one.id}
          type="button"
          aria-label={one.name}
          {...(index === at ? { "aria-current": true as const } : {})}
          tabIndex={index === at ? 0 : -1}
          onClick={() => onMove(index)}
        >
          <AssetPicture card={one} className="aspect-video w-[84px]" />
        </button>
      ))}
    </div>
  );
}
