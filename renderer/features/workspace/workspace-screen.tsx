// The workspace screen.
import { strings } from "../../app/strings.ts";

/** The screen. */
export function WorkspaceScreen(_props: { filmId: string | null }) {
  return <main className="p-6 text-text-3">{strings.common.loading}</main>;
}
