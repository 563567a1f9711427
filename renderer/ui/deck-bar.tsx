// The bar of a deck: play, single frames, place, time code, loop; every button has its key.
import { ChevronFirst, ChevronLeft, ChevronRight, Pause, Play, Repeat, Rewind } from "lucide-react";
import { useSyncExternalStore } from "react";
import { libraryWords as words } from "../app/strings/library.ts";
import { IconButton } from "./button.tsx";
import { timecode, type Deck } from "./deck.ts";

/** The bar under a clip. */
export function DeckBar({ deck }: { deck: Deck }) {
  const state = useSyncExternalStore(deck.subscribe, deck.state);
  const { frame, frames, rate, speed, loop } = state;
  return (
    <div className="deck-bar">
      <IconButton label={words.backwards} shortcut="J" aria-pressed={speed < 0} onClick={() => deck.shuttle(-1)}>
        <Rewind size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={words.frameBack} shortcut="," onClick={() => deck.step(-1)}>
        <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={speed === 0 ? words.play : words.pause} shortcut="Space" plain onClick={() => deck.toggle()}>
        {speed === 0 ? <Play size={16} strokeWidth={1.75} aria-hidden /> : <Pause size={16} strokeWidth={1.75} aria-hidden />}
      </IconButton>
      <IconButton label={words.frameOn} shortcut="." onClick={() => deck.step(1)}>
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <input
        type="range"
        aria-label={words.clipPlace}
        aria-valuetext={timecode(frame, rate)}
        min={0}
        max={Math.max(0, frames - 1)}
        step={1}
        value={frame}
        className="deck-range"
        onChange={(event) => deck.seek(Number(event.target.value))}
      />
      <output className="num text-12 whitespace-nowrap" data-timecode>
        {timecode(frame, rate)}
        <span className="text-text-3"> / {timecode(Math.max(0, frames - 1), rate)}</span>
      </output>
      {Math.abs(speed) > 1 ? <span className="num text-12 text-text-2">{speed}×</span> : null}
      <IconButton label={words.fromStart} shortcut="Home" className="max-md:!hidden" onClick={() => deck.seek(0)}>
        <ChevronFirst size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={words.loop} shortcut="O" plain={loop} aria-pressed={loop} onClick={() => deck.setLoop(!loop)}>
        <Repeat size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

/** What a key does to a deck; true where it did something. */
export function deckByKey(key: string, deck: Deck): boolean {
  switch (key.toLowerCase()) {
    case "j":
      deck.shuttle(-1);
      return true;
    case "k":
      deck.stop();
      return true;
    case "l":
      deck.shuttle(1);
      return true;
    case ",":
      deck.step(-1);
      return true;
    case ".":
      deck.step(1);
      return true;
    case "o":
      deck.setLoop(!deck.state().loop);
      return true;
    case "home":
      deck.seek(0);
      return true;
    default:
      return false;
  }
}
