// Exports: make the film file, watch it by piece, see what was checked, open its folder, play it.
import { Upload } from "lucide-react";
import { useMemo, useState } from "react";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { keyName, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { go } from "../../app/router.ts";
import { shotsOf } from "../../app/state/film.ts";
import { strings } from "../../app/strings.ts";
import { useExports, useFilm, useStudio } from "../../app/studio.tsx";
import { duration } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ExportCard } from "./export-card.tsx";
import { FileDialog, FilmDialog } from "./film-dialog.tsx";
import { Report } from "./report.tsx";

/** Shots that an export would leave out: a segment has no clip. */
function missingOf(shots: readonly ShotView[]): ShotView[] {
  return shots.filter((shot) => shot.clips.length < shot.segments);
}

/** The screen for one film, or for all exports. */
export function ExportsScreen({ filmId }: { filmId: string | null }) {
  const { exports } = useStudio();
  const all = useExports((state) => state.exports);
  const error = useExports((state) => state.error);
  const view = useFilm((state) => state.view);
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  /** The export that plays from its file, or the cut as it stands. */
  const [playing, setPlaying] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const list = useMemo(() => (all ?? []).filter((one) => filmId === null || one.projectId === filmId), [all, filmId]);
  const selected = list.find((one) => one.id === chosen) ?? list.find((one) => one.state === "done") ?? list[0];
  const shots = view === null ? [] : shotsOf(view);
  const played = list.find((one) => one.id === playing && one.play !== null);
  const missing = missingOf(shots);
  const ready = shots.filter((shot) => !missing.includes(shot));

  const start = async (allowMissing: boolean) => {
    if (view === null) return;
    setAsking(false);
    setStarting(true);
    const made = await exports.start(view.id, allowMissing);
    setStarting(false);
    if (made) setChosen(made.id);
  };
  const ask = () => {
    if (view === null || ready.length === 0) return;
    if (missing.length > 0) setAsking(true);
    else void start(false);
  };
  const play = () => {
    if (selected?.play) setPlaying(selected.id);
    else if (ready.length > 0) setPlaying("cut");
  };
  useKeys([
    { keys: "mod+e", run: ask },
    { keys: "Space", run: play },
  ]);
  useOffer(
    ready.length === 0
      ? []
      : [
          { id: "export", label: strings.exports.start, shortcut: keyName("mod+e"), run: ask },
          {
            id: "play-cut",
            label: selected?.play ? `${strings.exports.play}: ${selected.projectTitle}` : strings.exports.playCut,
            shortcut: keyName("Space"),
            run: play,
          },
        ],
  );

  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="toolbar">
        <h1 className="text-16 font-semibold tracking-[-0.01em]">{strings.exports.title}</h1>
        <span className="truncate text-12 text-text-3">{filmId === null ? "" : strings.exports.facts(list.length)}</span>
        <span className="ml-auto flex items-center gap-3">
          {view === null ? null : (
            <span className="text-12 text-text-3 max-md:hidden">
              {strings.exports.ready(ready.length, duration(ready.reduce((sum, shot) => sum + shot.frames, 0)))}
            </span>
          )}
          {filmId === null ? null : (
            <Button
              kind="primary"
              onClick={ask}
              offReason={starting ? strings.exports.state.queued : ready.length === 0 ? strings.exports.nothing : null}
            >
              <Upload size={16} strokeWidth={1.75} aria-hidden />
              {strings.exports.start}
            </Button>
          )}
        </span>
      </div>
      {all === null ? (
        <p className="p-6 text-text-3" role="status">
          {error === null ? strings.common.loading : error.message}
        </p>
      ) : list.length === 0 ? (
        <div className="grid min-h-0 flex-1 place-items-center overflow-y-auto p-6">
          <div className="max-w-[560px]">
            <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">
              {ready.length === 0 ? strings.exports.nothing : strings.exports.empty}
            </h2>
            <p className="mt-2 text-14 text-text-2">{ready.length === 0 ? strings.exports.nothingText : strings.exports.emptyText}</p>
            {filmId === null ? null : (
              <div className="mt-5 flex flex-wrap gap-2">
                {ready.length === 0 ? (
                  <Button kind="primary" onClick={() => go({ name: "storyboard", filmId })}>
                    {strings.exports.toStoryboard}
                  </Button>
                ) : (
                  <Button onClick={() => setPlaying("cut")}>{strings.exports.playCut}</Button>
                )}
              </div>
            )}
          </div>
        </div>
      ) : (
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(380px,520px)] items-start gap-5 overflow-y-auto px-5 py-[18px] max-lg:grid-cols-1 max-md:px-4">
          <ul aria-label={strings.exports.title} className="grid min-w-0 gap-3.5">
            {list.map((one) => (
              <ExportCard
                key={one.id}
                one={one}
                selected={one.id === selected?.id}
                onSelect={() => setChosen(one.id)}
                onPlay={() => setPlaying(one.id)}
              />
            ))}
          </ul>
          <Report shown={selected} />
        </div>
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={strings.exports.missingTitle(missing.length)}
        text={strings.exports.missingText}
        actions={
          <>
            <Button onClick={() => void start(true)}>{strings.exports.exportWithout(missing.length)}</Button>
            <Button kind="primary" onClick={() => filmId !== null && go({ name: "storyboard", filmId })}>
              {strings.exports.renderFirst}
            </Button>
          </>
        }
      >
        <ul className="num mt-3 flex max-h-[160px] flex-wrap gap-1 overflow-y-auto">
          {missing.map((shot) => (
            <li key={shot.id} className="tag">
              {shot.label}
            </li>
          ))}
        </ul>
      </Dialog>
      {playing === "cut" && view !== null ? <FilmDialog view={view} onClose={() => setPlaying(null)} /> : null}
      {played === undefined ? null : <FileDialog one={played} onClose={() => setPlaying(null)} />}
    </main>
  );
}
