// What is open at the moment and belongs to no film: palette, keys, title being edited, inspector, view.
import { create } from "zustand";
import { go, hashOf, parseRoute } from "./router.ts";

export type StoryboardView = "frames" | "list" | "story";

interface UiState {
  palette: boolean;
  keys: boolean;
  renaming: boolean;
  /** Whether the inspector is unfolded where it does not stand beside the screen. */
  inspector: boolean;
  view: StoryboardView;
  /** Hash of the screen that signing in was asked for from, and goes back to. */
  cameFrom: string | null;
}

export const useUi = create<UiState>(() => ({
  palette: false,
  keys: false,
  renaming: false,
  inspector: false,
  view: "frames",
  cameFrom: null,
}));
export const setUi = useUi.setState;

/** Opens the way to sign in; it leads back to this screen. */
export function goSignIn(): void {
  setUi({ cameFrom: window.location.hash });
  go({ name: "sign-in" });
}

/** Back to the screen that signing in was asked for from. */
export function goBack(): void {
  const route = parseRoute(useUi.getState().cameFrom ?? "");
  window.location.hash = hashOf(route.name === "sign-in" ? { name: "start" } : route);
}
