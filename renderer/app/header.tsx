// The header: which film, undo and redo, the command field, how the farm is, what may be spent.
import {
  ArrowLeft,
  ChevronDown,
  CircleCheck,
  CloudOff,
  HardDrive,
  House,
  Loader,
  MonitorCog,
  Moon,
  Pencil,
  Redo2,
  Search,
  Sun,
  Undo2,
  UserRoundX,
} from "lucide-react";
import { Button, IconButton } from "../ui/button.tsx";
import { Menu, type MenuEntry } from "../ui/menu.tsx";
import { AccountMenu, Credits } from "./account-menu.tsx";
import { isMac, keyName } from "./keys.ts";
import { useOwnLog } from "./own-log.ts";
import { go, hashOf } from "./router.ts";
import type { Settings } from "./state/session.ts";
import { strings } from "./strings.ts";
import { useFilm, useSession, useStudio } from "./studio.tsx";

const farmLooks = {
  connected: { icon: CircleCheck, word: strings.header.farmReady, tone: "tone-ok" },
  connecting: { icon: Loader, word: strings.header.farmConnecting, tone: "" },
  offline: { icon: CloudOff, word: strings.header.farmOffline, tone: "tone-turn" },
  "signed-out": { icon: UserRoundX, word: strings.header.farmSignedOut, tone: "tone-turn" },
  none: { icon: CloudOff, word: strings.header.farmNone, tone: "tone-turn" },
};

function FarmState() {
  const farm = useSession((state) => state.farm);
  if (farm === null) return null;
  const look = farmLooks[farm.state];
  const Icon = look.icon;
  return (
    <span className="stat max-md:hidden" role="status" title={farm.message ?? farm.name ?? farm.url}>
      <Icon size={14} strokeWidth={1.75} aria-hidden className={look.tone} />
      {look.word}
    </span>
  );
}

/** The choice of appearance, as menu entries. */
function useThemeEntries(): MenuEntry[] {
  const { session } = useStudio();
  const theme = useSession((state) => state.settings?.theme ?? "dark");
  const icons = { dark: Moon, light: Sun, system: MonitorCog };
  return (["dark", "light", "system"] as const satisfies readonly Settings["theme"][]).map((value) => ({
    label: strings.header.themes[value],
    icon: icons[value],
    checked: theme === value,
    run: () => void session.changeSettings({ theme: value }),
  }));
}

function FilmMenu({ onRename }: { onRename: () => void }) {
  const view = useFilm((state) => state.view);
  const projects = useSession((state) => state.projects);
  const themes = useThemeEntries();
  if (view === null) return <span className="ml-1 truncate font-[550]">{strings.product}</span>;
  const others = (projects ?? []).filter((card) => card.id !== view.id).slice(0, 5);
  const entries: MenuEntry[] = [
    { label: strings.header.rename, icon: Pencil, run: onRename },
    { label: strings.header.otherFilms, icon: House, run: () => go({ name: "start" }) },
    ...(others.length > 0 ? ([{ kind: "separator" }, { kind: "title", label: strings.header.recent }] as const) : []),
    ...others.map((card): MenuEntry => ({ label: card.title, run: () => go({ name: "storyboard", filmId: card.id }) })),
    { kind: "separator" },
    { kind: "title", label: strings.header.appearance },
    ...themes,
  ];
  return (
    <Menu
      entries={entries}
      trigger={
        <button
          type="button"
          aria-label={strings.header.filmMenu(view.title)}
          className="flex h-7 min-w-0 items-center gap-2 rounded-2 px-2 font-[550] hover:bg-hover max-md:h-11 max-md:text-16"
        >
          <span className="truncate">{view.title}</span>
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
        </button>
      }
    />
  );
}

/** The header of every screen but the start. */
export function Header({ onPalette, onRename }: { onPalette: () => void; onRename: () => void }) {
  const { film } = useStudio();
  const own = useOwnLog();
  const filmUndo = useFilm((state) => state.view?.undo ?? null);
  const filmRedo = useFilm((state) => state.view?.redo ?? null);
  const open = useFilm((state) => state.view !== null);
  const undo = own === null ? filmUndo : own.undo;
  const redo = own === null ? filmRedo : own.redo;
  return (
    <header className="app-header">
      <a
        href={hashOf({ name: "start" })}
        aria-label={strings.header.otherFilms}
        className="grid h-8 w-[calc(var(--ov-rail)-12px)] flex-none place-items-center rounded-2 max-md:hidden"
      >
        <img src="./icon.svg" alt="" width={22} height={22} />
      </a>
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <FilmMenu onRename={onRename} />
        {open || own !== null ? (
          <span className="flex gap-0.5 max-md:hidden">
            <IconButton
              label={undo === null ? strings.common.undo : `${strings.common.undo}: ${undo}`}
              shortcut={keyName("mod+z")}
              disabled={undo === null}
              onClick={() => (own === null ? void film.undo() : own.takeBack())}
            >
              <Undo2 size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <IconButton
              label={redo === null ? strings.common.redo : `${strings.common.redo}: ${redo}`}
              shortcut={keyName("mod+shift+z")}
              disabled={redo === null}
              onClick={() => (own === null ? void film.redo() : own.doAgain())}
            >
              <Redo2 size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </span>
        ) : null}
      </div>
      <button type="button" className="find max-md:hidden" onClick={onPalette}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <span className="truncate">{strings.header.find}</span>
        <kbd className="ml-auto">{isMac ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      <div className="flex items-center justify-end md:flex-1">
        <FarmState />
        <Credits />
        <AccountMenu />
      </div>
    </header>
  );
}

/** The header of the screens outside of every film; `onBack` leads back from those that are opened on the way. */
export function StartHeader({ onBack }: { onBack: (() => void) | null }) {
  const themes = useThemeEntries();
  return (
    <header className="app-header !px-4">
      <span className="font-[550] md:ml-1">{strings.product}</span>
      <span className="flex-1" />
      <span className="stat max-lg:hidden">
        <HardDrive size={14} strokeWidth={1.75} aria-hidden />
        {strings.header.onThisComputer}
      </span>
      <Credits />
      {onBack === null ? <AccountMenu /> : null}
      <Menu
        align="end"
        entries={themes}
        trigger={
          <Button kind="ghost" small>
            <Moon size={14} strokeWidth={1.75} aria-hidden />
            <span className="max-md:sr-only">{strings.header.appearance}</span>
          </Button>
        }
      />
      {onBack === null ? null : (
        <Button kind="ghost" small onClick={onBack}>
          <ArrowLeft size={14} strokeWidth={1.75} aria-hidden />
          {strings.header.back}
        </Button>
      )}
    </header>
  );
}
