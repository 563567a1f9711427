// Routes live in the address's hash, so that both hosts serve one file and the back button works.
import { useSyncExternalStore } from "react";

export const screens = ["storyboard", "queue", "exports", "account"] as const;
export type Screen = (typeof screens)[number];
/** Start and sign-in stand outside of every film, with a header of their own. */
export type Route = { name: "start" } | { name: "sign-in" } | { name: Screen; filmId: string | null };

/** The route of a hash; anything unknown is the start screen. */
export function parseRoute(hash: string): Route {
  const [first, second, third] = hash.replace(/^#\/?/, "").split("/");
  if (first === "film" && second) return { name: screens.find((screen) => screen === third) ?? "storyboard", filmId: second };
  if (first === "queue" || first === "exports" || first === "account") return { name: first, filmId: null };
  if (first === "sign-in") return { name: "sign-in" };
  return { name: "start" };
}

/** The hash of a route. */
export function hashOf(route: Route): string {
  if (route.name === "start") return "#/";
  if (route.name === "sign-in") return "#/sign-in";
  return route.filmId === null ? `#/${route.name}` : `#/film/${route.filmId}/${route.name}`;
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
