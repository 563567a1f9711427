// Sends an image or a clip to a shot as one of its takes: the film, then the shot.
import { useState } from "react";
import type { AssetCard } from "../../../shared/contract/studio/library-views.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Still } from "../../ui/picture.tsx";
import { Select } from "../../ui/select.tsx";

function Shots({ filmId, onChoose }: { filmId: string; onChoose: (shotId: string) => void }) {
  const { value, error } = useCall("projects", "open", { projectId: filmId }, "");
  if (value === null) return <p className="py-4 text-text-3">{error === null ? strings.common.loading : error.message}</p>;
  return (
    <ul aria-label={words.shotList} className="mt-3 grid max-h-[52vh] gap-0.5 overflow-y-auto p-0.5">
      {value.scenes.flatMap((scene) =>
        scene.shots.map((shot) => (
          <li key={shot.id}>
            <button
              type="button"
              className="flex w-full items-center gap-3 rounded-2 p-1 text-left hover:bg-active"
              onClick={() => onChoose(shot.id)}
            >
              <Still hash={shot.frame?.still ?? null} className="aspect-video w-[70px] flex-none" />
              <span className="num w-8 flex-none text-12">{shot.label}</span>
              <span className="min-w-0 flex-1 truncate font-film text-text-2">{shot.action}</span>
            </button>
          </li>
        )),
      )}
    </ul>
  );
}

/** The dialog for one asset. */
export function ShotDialog({ card, filmId, onClose }: { card: AssetCard; filmId: string | null; onClose: () => void }) {
  const { link, notify } = useStudio();
  const films = useSession((state) => state.projects) ?? [];
  const [film, setFilm] = useState(films.find((one) => one.id === filmId)?.id ?? films[0]?.id ?? null);
  const send = async (shotId: string) => {
    const answer = await link.call("workspace", "sendToShot", { assetId: card.id, shotId });
    if (!answer.ok) {
      notify({ title: strings.errors.notDone, text: errorText(answer.error), tone: "fail" });
      return;
    }
    const { projectId, text } = answer.value;
    onClose();
    notify({
      title: text,
      tone: "ok",
      action: { label: strings.nav.storyboard, run: () => go({ name: "storyboard", filmId: projectId }) },
    });
  };
  const options: Record<string, string> = Object.fromEntries(films.map((one) => [one.id, one.title]));
  return (
    <Dialog open wide onClose={onClose} title={words.shotDialog}>
      {film === null ? (
        <p className="text-14 text-text-2">{words.noFilms}</p>
      ) : (
        <>
          <Select label={words.shotFilm} value={film} options={options} onChange={setFilm} small={false} className="max-w-[360px]" />
          <Shots key={film} filmId={film} onChoose={(shotId) => void send(shotId)} />
        </>
      )}
    </Dialog>
  );
}
