// Sends an item on: into the library, to a shot of the film as a take, to a character as a reference.
import { LibraryBig, Send, UsersRound } from "lucide-react";
import { useState, type ReactElement } from "react";
import { workspace as words } from "../../app/strings/workspace.ts";
import { shotsOf } from "../../app/state/film.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { ShotPicture } from "../../ui/picture.tsx";

/** Characters that a menu lists; more are chosen on their own page. */
const mostCharacters = 8;

/** The menu on `trigger`. */
export function SendMenu({ assetId, image, trigger }: { assetId: string; image: boolean; trigger: ReactElement }) {
  const { workspace } = useStudio();
  const view = useFilm((state) => state.view);
  const [asking, setAsking] = useState(false);
  const cast = useCall("characters", "list", {}, "");
  const shots = view === null ? [] : shotsOf(view);
  const entries: MenuEntry[] = [
    { label: words.toLibrary, icon: LibraryBig, run: () => void workspace.sendToLibrary([assetId]) },
    view === null
      ? { label: words.noFilm, icon: Send, disabled: true, run: () => undefined }
      : { label: words.shots, icon: Send, disabled: shots.length === 0, run: () => setAsking(true) },
    ...(image && (cast.value?.characters.length ?? 0) > 0
      ? [
          { kind: "separator" as const },
          { kind: "title" as const, label: words.characters },
          ...(cast.value?.characters ?? []).slice(0, mostCharacters).map((one) => ({
            label: words.toCharacter(one.name),
            icon: UsersRound,
            run: () => void workspace.sendToCharacter([assetId], one.id),
          })),
        ]
      : []),
  ];
  return (
    <>
      <Menu trigger={trigger} entries={entries} />
      <Dialog open={asking} onClose={() => setAsking(false)} wide title={words.chooseShot}>
        <ul className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-3">
          {shots.map((shot) => (
            <li key={shot.id}>
              <button
                type="button"
                aria-label={words.toShot(shot.label)}
                className="block w-full rounded-2 text-left"
                onClick={() => {
                  setAsking(false);
                  void workspace.sendToShot(assetId, shot.id);
                }}
              >
                <ShotPicture shot={shot} edited={false} />
                <span className="mt-1 block truncate text-12 text-text-2">
                  <span className="num">{shot.label}</span> {shot.action}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
