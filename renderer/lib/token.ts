// The browser host's token: it comes once in the address's fragment, moves to the session's storage
// and leaves the address, so that it is in no history entry and no copied link.

const key = "studio.token";

/** Takes the token out of `#...token=X`, keeps it for this tab and cleans the address; else the kept one. */
export function takeToken(location: Location, history: History, storage: Storage): string | null {
  const match = /(?:^#|[?&#])token=([^&]+)/.exec(location.hash);
  if (match?.[1] === undefined) return storage.getItem(key);
  const token = decodeURIComponent(match[1]);
  storage.setItem(key, token);
  const rest = location.hash.replace(match[0], "").replace(/^#?/, "#");
  history.replaceState(null, "", `${location.pathname}${location.search}${rest === "#" ? "" : rest}`);
  return token;
}
