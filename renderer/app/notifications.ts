// Notifications of the system: what ended while the window had no focus. Only where a person asked for them.
import { useEffect } from "react";
import { useStudio } from "./studio.tsx";

/** Whether this page may show them: "unsupported" where the browser has none. */
export function notificationState(): NotificationPermission | "unsupported" {
  return "Notification" in window ? Notification.permission : "unsupported";
}

/** Asks the browser; answers whether they may be shown. To be called from a press alone. */
export async function askForNotifications(): Promise<boolean> {
  return "Notification" in window && (await Notification.requestPermission()) === "granted";
}

/** Shows what the core tells, while the page has no focus. The shell shows its own. */
export function useNotifications(): void {
  const { link } = useStudio();
  useEffect(
    () =>
      link.on("notification", ({ title, text }) => {
        if (link.host !== "browser" || document.hasFocus() || notificationState() !== "granted") return;
        const shown = new Notification(title, { body: text, tag: title });
        shown.addEventListener("click", () => window.focus());
      }),
    [link],
  );
}
