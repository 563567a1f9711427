// Dark, light or as the system says: one attribute on the page that the tokens follow.
import { useEffect } from "react";
import type { Settings } from "./state/session.ts";

/** Puts `theme` on the page and follows the system while it is asked to. */
export function useTheme(theme: Settings["theme"]): void {
  useEffect(() => {
    const light = window.matchMedia("(prefers-color-scheme: light)");
    const apply = () => {
      document.documentElement.dataset["theme"] = theme === "system" ? (light.matches ? "light" : "dark") : theme;
    };
    apply();
    light.addEventListener("change", apply);
    return () => light.removeEventListener("change", apply);
  }, [theme]);
}
