// The command palette: every command of the screen, every scene and shot by name, one field.
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { findCommands, type Command } from "./find-commands.ts";
import { offered } from "./offers.ts";
import { strings } from "./strings.ts";

interface PaletteProps {
  open: boolean;
  onClose: () => void;
  commands: Command[];
}

/** The palette; the first match runs on Enter. */
export function Palette({ open, onClose, commands }: PaletteProps) {
  const chosen = useRef<Command | null>(null);
  // The dialog leaves the page with the state that opened it, not with a later picture, and gives the focus back before the
  // next task: there the command runs, which may put the focus elsewhere.
  useEffect(() => {
    const command = chosen.current;
    if (open || command === null) return;
    chosen.current = null;
    setTimeout(() => command.run(), 0);
  }, [open]);
  if (!open) return null;
  const choose = (command: Command) => {
    chosen.current = command;
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop !z-[var(--ov-z-palette)]" />
        <Dialog.Popup className="dialog !top-[14%] !z-[var(--ov-z-palette)] !w-[min(520px,calc(100vw-32px))] ![transform:translateX(-50%)] !overflow-hidden !p-0">
          <Dialog.Title className="sr-only">{strings.palette.title}</Dialog.Title>
          <Choices commands={commands} onChoose={choose} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choices({ commands: everywhere, onChoose }: { commands: Command[]; onChoose: (command: Command) => void }) {
  const [here] = useState(offered);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  // The dialog moves the focus with the next picture; what is typed until then would be commands of the screen behind.
  useLayoutEffect(() => queueMicrotask(() => field.current?.focus()), []);
  const found = useMemo(() => findCommands([...here, ...everywhere], query), [here, everywhere, query]);
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const run = (command: Command | undefined) => command !== undefined && onChoose(command);
  const move = (index: number) => {
    setAt(index);
    document.getElementById(`${list}-${index}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={16} strokeWidth={1.75} aria-hidden className="text-text-3" />
        <input
          ref={field}
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
          aria-label={strings.palette.title}
          placeholder={strings.palette.placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") move(Math.min(found.length - 1, chosen + 1));
            else if (event.key === "ArrowUp") move(Math.max(0, chosen - 1));
            else if (event.key === "Enter") run(found[chosen]);
            else return;
            event.preventDefault();
          }}
          className="h-12 min-w-0 flex-1 bg-transparent text-14 outline-none placeholder:text-text-3"
        />
        <kbd>Esc</kbd>
      </div>
      <div id={list} role="listbox" aria-label={strings.palette.title} className="max-h-[340px] overflow-y-auto p-1.5">
        {found.length === 0 ? <p className="px-3 py-4 text-text-3">{strings.palette.empty}</p> : null}
        {found.map((command, index) => (
          <div
            key={command.id}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onPointerMove={() => index !== chosen && setAt(index)}
            onClick={() => run(command)}
            onKeyDown={() => undefined}
            className={`menu-item ${index === chosen ? "bg-active" : ""}`}
          >
            <span className="truncate">{command.label}</span>
            {command.shortcut === undefined ? null : <span className="ml-auto flex-none pl-4 text-12 text-text-3">{command.shortcut}</span>}
          </div>
        ))}
      </div>
    </>
  );
}
