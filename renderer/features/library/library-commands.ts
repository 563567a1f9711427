// What can be done in the library at the moment, each with its key: for the keys, the palette and the menus alike.
import type { LucideIcon } from "lucide-react";
import { keyName, type KeyBinding } from "../../app/keys.ts";
import type { Command } from "../../app/find-commands.ts";
import type { MenuEntry } from "../../ui/menu.tsx";

export interface LibraryCommand {
  id: string;
  label: string;
  /** Keys that do it; the first one is shown. */
  keys?: readonly string[];
  icon?: LucideIcon;
  danger?: boolean;
  /** Not in the inspector's menu. */
  apart?: boolean;
  run: () => void;
}

/** As bindings of keys. */
export const bindingsOf = (commands: readonly LibraryCommand[]): KeyBinding[] =>
  commands.flatMap(({ keys = [], run }) => keys.map((one) => ({ keys: one, run })));

/** As lines of the palette. */
export const offersOf = (commands: readonly LibraryCommand[]): Command[] =>
  commands.map(({ id, label, keys, run }) => ({ id, label, run, ...(keys?.[0] === undefined ? {} : { shortcut: keyName(keys[0]) }) }));

/** As entries of a menu. */
export const entriesOf = (commands: readonly LibraryCommand[]): MenuEntry[] =>
  commands
    .filter(({ apart }) => apart !== true)
    .map(({ label, keys, icon, danger, run }) => ({
      label,
      run,
      ...(icon === undefined ? {} : { icon }),
      ...(danger === undefined ? {} : { danger }),
      ...(keys?.[0] === undefined ? {} : { shortcut: keyName(keys[0]) }),
    }));
