// Notifications of the system for what the core tells, while the window has no focus.
import { type BrowserWindow, Notification } from "electron";
import { settingsEvents } from "../../shared/contract/studio/settings.ts";

/** Shows one; a press brings the window to the front. */
export function showNote(window: () => BrowserWindow | undefined, payload: unknown): void {
  const note = settingsEvents.notification.safeParse(payload);
  if (!note.success || !Notification.isSupported() || window()?.isFocused() === true) return;
  const shown = new Notification({ title: note.data.title, body: note.data.text });
  shown.on("click", () => {
    const front = window();
    if (front?.isMinimized() === true) front.restore();
    front?.focus();
  });
  shown.show();
}
