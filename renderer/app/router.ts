// Routes live in the address's hash, so that both hosts serve one file and the back button works.
import { useSyncExternalStore } from "react";

export const screens = ["storyboard", "workspace", "create", "library", "characters", "queue", "exports", "account", "settings"] as const;
export type Screen = (typeof screens)[number];
/** Start and sign-in stand outside of every film, with a header of their own. `item`: the one thing of a screen that is open, as a character and the part of its page. */
export type Route = { name: "start" } | { name: "sign-in" } | { name: Screen; filmId: string | null; item?: string | null };

/** The route of a hash; anything unknown is the start screen. */
export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#\/?/, "").split("/");
  const filmId = parts[0] === "film" && parts[1] ? parts[1] : null;
  const [first, ...rest] = filmId === null ? parts : parts.slice(2);
  const item = rest.join("/");
  const screen = screens.find((name) => name === first);
  if (filmId !== null || (screen !== undefined && screen !== "storyboard"))
    return { name: screen ?? "storyboard", filmId, ...(item ? { item } : {}) };
  if (first === "sign-in") return { name: "sign-in" };
  return { name: "start" };
}

/** The hash of a route. */
export function hashOf(route: Route): string {
  if (route.name === "start") return "#/";
  if (route.name === "sign-in") return "#/sign-in";
  const item = route.item ? `/${route.item}` : "";
  return route.filmId === null ? `#/${route.name}${item}` : `#/film/${route.filmId}/${route.name}${item}`;
}

/** Goes to a route. */
export function go(route: Route): void {
  window.location.hash = hashOf(route);
}

const subscribe = (changed: () => void) => {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
};

/** The current route. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => window.location.hash));
}
