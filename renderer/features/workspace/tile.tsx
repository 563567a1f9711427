// One place of a group: what arrives, getting sharper; what is here, with what can be done; what was discarded, fading.
import { Check, Clock, Columns2, Download, Play, RotateCcw, Send, SlidersHorizontal, TriangleAlert, X } from "lucide-react";
import type { CSSProperties, DragEvent, KeyboardEvent } from "react";
import type { WorkspaceItem } from "../../../shared/contract/studio/workspace.ts";
import { isMac } from "../../app/keys.ts";
import { strings } from "../../app/strings.ts";
import { workspace as words } from "../../app/strings/workspace.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { carryAssets, dragToDesktop, offerDownload } from "../../lib/drag.ts";
import { when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateIcon } from "../../ui/state-chip.tsx";
import { Thumb } from "../../ui/thumb.tsx";
import type { Place } from "./item-acts.ts";
import { SendMenu } from "./send-menu.tsx";

export interface TileActs {
  keep(place: Place): void;
  discard(place: Place): void;
  recipe(place: Place): void;
  select(place: Place): void;
}

interface TileProps {
  place: Place;
  label: string;
  current: boolean;
  chosen: boolean;
  tabbable: boolean;
  acts: TileActs;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The strongest blur of a preview, in pixels; it clears as the picture is made. */
const mostBlur = 9;

/** What stands where no file is yet. */
function Coming({ item, label }: { item: WorkspaceItem; label: string }) {
  const { link } = useStudio();
  const part = item.progress ?? 0;
  const made = item.state === "making";
  return (
    <>
      {item.preview === null ? null : (
        <img
          src={link.mediaUrl(item.preview)}
          alt=""
          draggable={false}
          className="size-full scale-105 object-cover [filter:blur(var(--blur))]"
          style={{ "--blur": `${(1 - part) * mostBlur}px` } as CSSProperties}
        />
      )}
      <span className="over top-1.5 left-1.5">
        {made ? (
          <StateIcon look={{ icon: "ring", tone: "busy", progress: part }} />
        ) : item.state === "arriving" ? (
          <Download aria-hidden className="tone-busy" />
        ) : item.state === "lost" ? (
          <TriangleAlert aria-hidden className="tone-fail" />
        ) : (
          <Clock aria-hidden className="tone-busy" />
        )}
        {made ? words.step(part) : item.state === "arriving" ? words.arriving : item.state === "lost" ? words.lost : words.next}
      </span>
      {made ? <ProgressBar value={part} label={label} onPicture /> : null}
    </>
  );
}

const act = "over !static min-h-6 !px-1.5 hover:!bg-black max-md:min-h-11 max-md:!px-2.5";

/** Buttons on the tile that is current or pointed at. */
function Acts({ place, acts }: { place: Place; acts: TileActs }) {
  const { item } = place;
  if (item.assetId === null) return null;
  return (
    <span className="pointer-events-none absolute bottom-1.5 left-1.5 z-2 flex max-w-[calc(100%-12px)] flex-wrap gap-1 opacity-0 transition-opacity duration-[var(--ov-d-fast)] group-focus-within/tile:pointer-events-auto group-focus-within/tile:opacity-100 group-hover/tile:pointer-events-auto group-hover/tile:opacity-100 group-data-current/tile:pointer-events-auto group-data-current/tile:opacity-100">
      {item.state === "kept" ? null : (
        <button type="button" tabIndex={-1} className={act} onClick={() => acts.keep(place)}>
          {item.state === "discarded" ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
          {item.state === "discarded" ? words.bringBack : words.keep}
        </button>
      )}
      {item.state === "discarded" ? null : (
        <>
          <button type="button" tabIndex={-1} className={act} onClick={() => acts.discard(place)}>
            <X aria-hidden />
            {words.discard}
          </button>
          <SendMenu
            assetId={item.assetId}
            image={item.kind === "image"}
            trigger={
              <button type="button" tabIndex={-1} className={act} aria-label={words.sendTo}>
                <Send aria-hidden />
                <span className="tile-word">{words.sendToShort}</span>
              </button>
            }
          />
          <button
            type="button"
            tabIndex={-1}
            className={act}
            aria-label={words.recipe}
            title={words.recipe}
            onClick={() => acts.recipe(place)}
          >
            <SlidersHorizontal aria-hidden />
          </button>
          <button
            type="button"
            tabIndex={-1}
            className={act}
            aria-label={words.select}
            title={words.select}
            onClick={() => acts.select(place)}
          >
            <Columns2 aria-hidden />
          </button>
        </>
      )}
    </span>
  );
}

/** The tile. */
export function Tile({ place, label, current, chosen, tabbable, acts, onFocus, onKeyDown }: TileProps) {
  const now = useNow();
  const { link, notify } = useStudio();
  const { item } = place;
  const here = item.hash !== null && item.assetId !== null;
  const drag = (event: DragEvent) => {
    if (item.assetId === null) return;
    const left = dragToDesktop(event, [item.assetId], isMac);
    if (left === null) {
      carryAssets(event.dataTransfer, [item.assetId]);
      if (link.host === "browser") offerDownload(event.dataTransfer, item.name, link.mediaUrl(`file/${item.assetId}`));
      return;
    }
    void left.then((answer) => {
      if (!answer.ok) notify({ title: strings.errors.notDone, text: errorText(answer.error), tone: "fail" });
    });
  };
  const gone = item.state === "discarded";
  const state =
    gone && item.goneAt !== null ? `${words.discarded}, ${words.goneAt(when(item.goneAt, now))}` : item.state === "kept" ? words.kept : "";
  return (
    <li className="group/tile relative" data-item={place.key} data-state={item.state} {...(current ? { "data-current": true } : {})}>
      <button
        type="button"
        data-tile
        data-shot
        aria-label={[label, state].filter(Boolean).join(", ")}
        aria-pressed={chosen}
        tabIndex={tabbable ? 0 : -1}
        draggable={here}
        onDragStart={drag}
        onFocus={onFocus}
        onClick={(event) => (event.ctrlKey || event.metaKey || event.shiftKey) && acts.select(place)}
        onDoubleClick={() => acts.recipe(place)}
        onKeyDown={onKeyDown}
        className={`workspace-tile block w-full rounded-2 ${current ? "outline-2 outline-offset-2 outline-ring" : ""}`}
      >
        {here ? (
          <Thumb
            hash={item.kind === "clip" ? (item.poster ?? item.hash) : item.hash}
            className={`size-full ${gone ? "opacity-35 saturate-0" : ""}`}
          />
        ) : (
          <span className="picture size-full">
            <Coming item={item} label={label} />
          </span>
        )}
      </button>
      {item.state === "kept" ? (
        <span className="over pointer-events-none top-1.5 right-1.5 !px-[5px]">
          <Check aria-hidden className="tone-ok" />
          {words.kept}
        </span>
      ) : gone ? (
        <span className="over pointer-events-none top-1.5 right-1.5 max-w-[calc(100%-12px)] !px-[5px]">
          <X aria-hidden />
          <span className="truncate leading-4">{state}</span>
        </span>
      ) : null}
      {chosen ? (
        <span className="over pointer-events-none top-1.5 left-1.5">
          <Columns2 aria-hidden />
          {words.compare}
        </span>
      ) : null}
      {here && item.kind === "clip" && item.seconds !== null ? (
        <span className="over num pointer-events-none right-1.5 bottom-1.5">
          <Play aria-hidden />
          {words.length(item.seconds)}
        </span>
      ) : null}
      {here ? <Acts place={place} acts={acts} /> : null}
    </li>
  );
}
