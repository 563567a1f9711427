// Chooses a picture or a clip: what was made and what lies in the library, newest first; or a file from the desktop.
import { Search, Upload } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import { strings } from "../../app/strings.ts";
import { create as words } from "../../app/strings/create.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Thumb } from "../../ui/thumb.tsx";
import { useTakeIn } from "./files.ts";

interface PickDialogProps {
  open: boolean;
  onClose: () => void;
  kinds: ("image" | "clip")[];
  onPick: (card: AssetCard) => void;
}

/** The cards that the search finds, page after page. */
function useCards(open: boolean, kinds: readonly ("image" | "clip")[], text: string) {
  const { link } = useStudio();
  const [state, setState] = useState<{ cards: AssetCard[]; next: string | null; error: string | null } | null>(null);
  const asked = useRef(0);
  const which = kinds.join(" ");
  const query = { kinds: [...kinds], states: ["staged" as const, "kept" as const], ...(text.trim() === "" ? {} : { text }) };
  const ask = async (cursor: string | null) => {
    const mine = ++asked.current;
    const answer = await link.call("library", "page", { query, sort: "newest", cursor, limit: 60 });
    if (mine !== asked.current) return;
    setState((before) =>
      answer.ok
        ? { cards: [...(cursor === null ? [] : (before?.cards ?? [])), ...answer.value.assets], next: answer.value.next, error: null }
        : { cards: before?.cards ?? [], next: null, error: answer.error.message },
    );
  };
  useEffect(() => {
    if (open) void ask(null);
    // The query is these two.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [open, which, text, link]);
  return {
    state,
    more: () => {
      const next = state?.next ?? null;
      if (next !== null) void ask(next);
    },
  };
}

/** The arrow keys go from picture to picture, over the lines as they stand. */
function moveInGrid(event: KeyboardEvent<HTMLUListElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const at = all.findIndex((one) => one === document.activeElement);
  const top = all[0]?.offsetTop;
  const columns = Math.max(1, all.filter((one) => one.offsetTop === top).length);
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  const step = steps[event.key];
  if (step === undefined || at < 0) return;
  event.preventDefault();
  all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
}

/** The dialog. */
export function PickDialog({ open, onClose, kinds, onPick }: PickDialogProps) {
  const [text, setText] = useState("");
  const late = useDeferredValue(text);
  const { state, more } = useCards(open, kinds, late);
  const { byFiles } = useTakeIn();
  const input = useRef<HTMLInputElement>(null);
  const picked = (card: AssetCard) => {
    onPick(card);
    onClose();
  };
  return (
    <Dialog open={open} onClose={onClose} wide title={kinds.includes("image") ? words.pick : words.pickClip} text={words.pickText}>
      <div className="mt-3 flex gap-2">
        <span className="relative flex-1">
          <Search size={14} strokeWidth={1.75} aria-hidden className="absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3" />
          <input
            className="input !pl-8"
            aria-label={words.pickSearch}
            placeholder={words.pickSearch}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
        <Button onClick={() => input.current?.click()}>
          <Upload size={16} strokeWidth={1.75} aria-hidden />
          {words.fromFile}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept={kinds.map((kind) => (kind === "image" ? "image/*" : "video/*")).join(",")}
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = "";
            void byFiles(files).then(([card]) => card !== undefined && picked(card));
          }}
        />
      </div>
      {state === null ? (
        <p className="mt-4 text-text-3">{strings.common.loading}</p>
      ) : state.error !== null ? (
        <p role="alert" className="field-error mt-4">
          {state.error}
        </p>
      ) : state.cards.length === 0 ? (
        <p className="mt-4 text-text-2">{words.pickEmpty}</p>
      ) : (
        <>
          {/* The arrows are a short way between the buttons, which Tab reaches as well. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
          <ul className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-2" onKeyDown={moveInGrid}>
            {state.cards.map((card) => (
              <li key={card.id}>
                <button
                  type="button"
                  aria-label={card.name}
                  title={card.name}
                  className="block w-full rounded-2"
                  onClick={() => picked(card)}
                >
                  <Thumb hash={card.hash} className="aspect-[16/10]" />
                </button>
              </li>
            ))}
          </ul>
          {state.next === null ? null : (
            <Button className="mt-3" onClick={more}>
              {strings.queue.showAll}
            </Button>
          )}
        </>
      )}
    </Dialog>
  );
}
