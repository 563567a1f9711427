// What is open at the moment and belongs to no film: palette, keys, title being edited, inspector, view.
import { create } from "zustand";

export type StoryboardView = "frames" | "list" | "story";

interface UiState {
  palette: boolean;
  keys: boolean;
  renaming: boolean;
  /** Whether the inspector is unfolded where it does not stand beside the screen. */
  inspector: boolean;
  view: StoryboardView;
}

export const useUi = create<UiState>(() => ({ palette: false, keys: false, renaming: false, inspector: false, view: "frames" }));
export const setUi = useUi.setState;
