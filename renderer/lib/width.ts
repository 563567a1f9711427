// Which of the three layouts the window has room for.
import { useSyncExternalStore } from "react";

export type Width = "narrow" | "middle" | "wide";

const middle = window.matchMedia("(min-width: 768px)");
const wide = window.matchMedia("(min-width: 1120px)");
const subscribe = (changed: () => void) => {
  middle.addEventListener("change", changed);
  wide.addEventListener("change", changed);
  return () => {
    middle.removeEventListener("change", changed);
    wide.removeEventListener("change", changed);
  };
};

/** narrow below 768 px, wide from 1120 px. */
export function useWidth(): Width {
  return useSyncExternalStore(subscribe, () => (wide.matches ? "wide" : middle.matches ? "middle" : "narrow"));
}
