// The characters screen.
import { strings } from "../../app/strings.ts";

/** The screen. */
export function CharactersScreen(_props: { filmId: string | null; item: string | null }) {
  return <main className="p-6 text-text-3">{strings.common.loading}</main>;
}
