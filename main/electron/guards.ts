// What no page may do, whatever runs in it: go elsewhere, open windows, embed pages, ask for permissions, use the network.
import { type Session, app, shell } from "electron";
import { pageAddress, pageOrigin } from "./pages.ts";

const ownSchemes = [`${pageOrigin}/`, "studio-media://blob/", "blob:", "data:", "devtools:"];

/** Opens an address in the person's browser: https only, anything else is dropped. */
function openOutside(address: string): void {
  try {
    if (new URL(address).protocol === "https:") void shell.openExternal(address);
  } catch {
    // Not an address.
  }
}

/** Holds for every page that this app will ever show. */
export function guardPages(): void {
  app.on("web-contents-created", (_event, contents) => {
    const stay = (event: { preventDefault(): void }, address: string) => {
      if (address !== pageAddress) event.preventDefault();
    };
    contents.on("will-navigate", (event, address) => stay(event, address));
    contents.on("will-redirect", (event, address) => stay(event, address));
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url);
      return { action: "deny" };
    });
  });
}

/** Denies every permission and every request that is not for the app's own files. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !ownSchemes.some((scheme) => details.url.startsWith(scheme)) }));
}
