// Keys that work anywhere on a screen: one listener, the newest screen's bindings first. Letters do
// nothing while one types, and can be turned off altogether (WCAG 2.1.4).
import { useEffect, useEffectEvent } from "react";
import { create } from "zustand";
import { actionId } from "./key-groups.ts";
import { parseRoute } from "./router.ts";

export interface KeyBinding {
  /** "a", "shift+a", "mod+k", "ArrowLeft", "Space", "?". `mod` is Command on a Mac and Control elsewhere. */
  keys: string;
  run: () => void;
}

/** Whether keys of one letter act, and the keys that a person gave to actions: as the settings say. */
export const useSingleKeys = create<{ on: boolean; own: Readonly<Record<string, string>> }>(() => ({ on: true, own: {} }));

/** Takes over what the settings say of keys. */
export function setKeys(on: boolean, own: Readonly<Record<string, string>>): void {
  useSingleKeys.setState({ on, own });
}

/** The keys of an action as they are now, by the screen and the keys that it has without a change; empty: none. */
export function keysOf(screen: string | null, keys: string): string {
  return useSingleKeys.getState().own[actionId(screen, keys)] ?? keys;
}

/** The same for the screen that is open: its own actions before those of every screen. */
function keysNow(keys: string): string {
  const { own } = useSingleKeys.getState();
  const { name } = parseRoute(window.location.hash);
  return own[actionId(name, keys)] ?? own[actionId(null, keys)] ?? keys;
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The name of a key as it is printed: "⌘ K" or "Ctrl K". */
export function keyName(keys: string): string {
  return keys
    .split("+")
    .map((part) => {
      if (part === "mod") return isMac ? "⌘" : "Ctrl";
      if (part === "shift") return isMac ? "⇧" : "Shift";
      if (part === "Enter") return "↵";
      if (part === "Escape") return "Esc";
      const arrows: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };
      return arrows[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    })
    .join(" ");
}

/** A press as keys are written. */
export function pressed(event: KeyboardEvent): string {
  const name = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key));
  return `${mod ? "mod+" : ""}${shift ? "shift+" : ""}${name}`;
}

/** True when the key belongs to what has the focus: a field, an open menu or dialog, a button's own Space and Enter. */
function isTaken(event: KeyboardEvent, key: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (key.startsWith("mod+") && key !== "mod+z" && key !== "mod+shift+z") return false;
  if (target?.closest("input, textarea, select, [contenteditable='true']")) return true;
  if (target?.closest("[role='menu'], [role='dialog'], [role='listbox'], [role='alertdialog'], video")) return true;
  if (key === "Space" || key === "Enter")
    return target?.closest("button:not([data-shot]), a, summary, [role='button'], [role='combobox']") !== null;
  if (key.startsWith("Arrow"))
    return target?.closest("[role='group'], [role='toolbar'], [role='slider'], [role='combobox'], [data-own-arrows]") !== null;
  return false;
}

/** Binds keys while the component is mounted. */
export function useKeys(bindings: KeyBinding[]): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || (!isMac && event.metaKey)) return;
    const key = pressed(event);
    const binding = bindings.find((one) => keysNow(one.keys) === key);
    if (binding === undefined || isTaken(event, key)) return;
    if (!key.startsWith("mod+") && event.key.length === 1 && event.key !== " " && !useSingleKeys.getState().on) return;
    event.preventDefault();
    binding.run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => act(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
