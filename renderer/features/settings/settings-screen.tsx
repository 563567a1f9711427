// The settings screen.
import { strings } from "../../app/strings.ts";

/** The screen. */
export function SettingsScreen() {
  return <main className="p-6 text-text-3">{strings.common.loading}</main>;
}
