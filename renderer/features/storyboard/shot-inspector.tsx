// The inspector of a shot: large picture, takes, approval, and every word and setting of it, drawn as typed.
import {
  ArrowLeft,
  ArrowRight,
  Check,
  ChevronLeft,
  ChevronRight,
  Ellipsis,
  Plus,
  Trash2,
  RotateCw,
  Expand,
  Pause,
  Play,
  Undo2,
} from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import type { ProjectView, ShotView } from "../../../shared/contract/studio/views.ts";
import { withEdit } from "../../app/state/edits.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { seconds, sentence } from "../../lib/format.ts";
import { otherSeed } from "../../lib/seed.ts";
import { useWidth } from "../../lib/width.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ClipPlayer, clipsInOrder } from "../../ui/clip-player.tsx";
import { DraftPlayer } from "../../ui/draft-player.tsx";
import { Inspector } from "../../ui/inspector.tsx";
import { Menu } from "../../ui/menu.tsx";
import { ShotPicture } from "../../ui/picture.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { isMarked, shotLook, StateChip } from "../../ui/state-chip.tsx";
import { CameraFields } from "./camera-fields.tsx";
import { canApprove, canTakeBack, neighbourInFilm } from "./film-facts.ts";
import { LargeDialog } from "./large-dialog.tsx";
import { PeopleFields } from "./people-fields.tsx";
import { Takes } from "./takes.tsx";
import { WordFields } from "./word-fields.tsx";

/** The inspector's picture, still or playing. */
function BigPicture({ shot, edited }: { shot: ShotView; edited: boolean }) {
  const { film } = useStudio();
  const layout = useWidth();
  const playing = useFilm((state) => state.playing === shot.id) && layout === "wide";
  const clips = shot.state === "stale" || edited ? [] : clipsInOrder(shot);
  return (
    <ShotPicture shot={shot} edited={edited}>
      {playing && clips.length > 0 ? (
        <ClipPlayer clips={clips} label={strings.storyboard.shot(shot.label)} onEnd={() => film.play(null)} />
      ) : null}
      {playing && clips.length === 0 ? <DraftPlayer snapshot={shot.snapshot} frames={shot.frames} onEnd={() => film.play(null)} /> : null}
      <span className="over num right-1.5 bottom-1.5">{seconds(shot.frames)}</span>
      {shot.state === "rendering" ? <ProgressBar value={shot.progress ?? 0} label={shotLook(shot).word} onPicture /> : null}
    </ShotPicture>
  );
}

function MainAction({ shot, wide }: { shot: ShotView; wide: boolean }) {
  const { film } = useStudio();
  if (canApprove(shot))
    return (
      <Button kind="primary" className={wide ? "flex-1" : ""} onClick={() => void film.approve([shot.id])}>
        <Check size={16} strokeWidth={1.75} aria-hidden />
        {wide ? strings.storyboard.approveFrame : strings.storyboard.approve}
      </Button>
    );
  if (canTakeBack(shot))
    return (
      <Button className={wide ? "flex-1" : ""} onClick={() => void film.unapprove([shot.id])}>
        <Undo2 size={16} strokeWidth={1.75} aria-hidden />
        {strings.storyboard.takeBack}
      </Button>
    );
  return wide ? (
    <Button className="flex-1" disabled>
      {shot.approval === null ? null : <Check size={16} strokeWidth={1.75} aria-hidden />}
      {shot.approval === null ? strings.storyboard.drawing : strings.storyboard.approved}
    </Button>
  ) : null;
}

/** The inspector for `shot`, with what is typed and not kept yet on top. */
export function ShotInspector({ view, shot: kept }: { view: ProjectView; shot: ShotView }) {
  const edit = useFilm((state) => state.edits[kept.id]);
  const { film } = useStudio();
  const [large, setLarge] = useState(false);
  const playing = useFilm((state) => state.playing === kept.id);
  const shot = withEdit(kept, edit);
  const look = shotLook(shot);
  const step = (by: 1 | -1) => {
    const next = neighbourInFilm(view.scenes, shot.id, by);
    if (next) film.select(next.id);
  };
  const failed = edit?.error ?? null;
  const fieldError = useCallback((name: string) => failed?.fields?.find((field) => field.path.includes(name))?.message ?? null, [failed]);
  const names = useMemo(() => view.cast.map((one) => one.name), [view.cast]);
  const otherError = edit?.error && !edit.error.fields?.length ? edit.error.message : null;
  return (
    <Inspector
      label={strings.storyboard.shot(shot.label)}
      title={
        <>
          Shot <span className="num">{shot.label}</span>
        </>
      }
      chip={<StateChip look={look} />}
      tools={
        <>
          <ShotMenu view={view} shot={kept} />
          <IconButton label={strings.storyboard.previous} shortcut="←" onClick={() => step(-1)}>
            <ChevronLeft size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton label={strings.storyboard.next} shortcut="→" onClick={() => step(1)}>
            <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </>
      }
      peek={{
        picture: <ShotPicture key={shot.id} shot={shot} edited={edit !== undefined} className="w-16 flex-none" />,
        title: (
          <>
            Shot <span className="num">{shot.label}</span>
          </>
        ),
        text: `${look.word}, ${strings.storyboard.takes(shot.takes)}`,
        action: <MainAction shot={shot} wide={false} />,
      }}
    >
      <div className="px-4 pt-3 pb-3.5">
        <BigPicture key={shot.id} shot={shot} edited={edit !== undefined} />
        <Takes shot={shot} />
        <div className="mt-3 flex items-center gap-2">
          <MainAction shot={shot} wide />
          <IconButton
            plain
            small={false}
            label={playing ? strings.storyboard.stop : strings.storyboard.play}
            shortcut="Space"
            onClick={() => film.play(playing ? null : shot.id)}
          >
            {playing ? <Pause size={16} strokeWidth={1.75} aria-hidden /> : <Play size={16} strokeWidth={1.75} aria-hidden />}
          </IconButton>
          <IconButton
            plain
            small={false}
            label={strings.storyboard.redraw}
            shortcut="R"
            onClick={() => film.edit(shot.id, { seed: otherSeed() })}
          >
            <RotateCw size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton plain small={false} label={strings.storyboard.openLarge} onClick={() => setLarge(true)}>
            <Expand size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </div>
        {shot.detail === null || shot.state === "stale" ? null : isMarked(shot) ? (
          <p className="field-error">{sentence(shot.detail)}.</p>
        ) : (
          <p className="field-help">{shot.detail}</p>
        )}
        {otherError === null ? null : (
          <p className="field-error" role="alert">
            {otherError}
          </p>
        )}
      </div>
      <WordFields shot={shot} cast={names} error={fieldError} />
      <CameraFields shot={shot} error={fieldError} />
      <PeopleFields shot={shot} cast={names} error={fieldError} />
      <Cost view={view} shot={shot} />
      {large ? <LargeDialog shot={shot} edited={edit !== undefined} onClose={() => setLarge(false)} /> : null}
    </Inspector>
  );
}

/** What is done with a shot as a whole: its place in the scene, a new one beside it, its end. */
function ShotMenu({ view, shot }: { view: ProjectView; shot: ShotView }) {
  const { film } = useStudio();
  const row = view.scenes.find((scene) => scene.id === shot.sceneId)?.shots ?? [];
  const at = row.findIndex((one) => one.id === shot.id);
  const words = strings.storyboard;
  return (
    <Menu
      align="end"
      entries={[
        { label: words.addShotAfter, icon: Plus, run: () => void film.insertShot(shot.sceneId, shot.id) },
        { label: words.moveEarlier, icon: ArrowLeft, disabled: at <= 0, run: () => void film.moveShots([shot.id], shot.sceneId, at - 1) },
        {
          label: words.moveLater,
          icon: ArrowRight,
          disabled: at >= row.length - 1,
          run: () => void film.moveShots([shot.id], shot.sceneId, at + 1),
        },
        { kind: "separator" },
        { label: words.removeShot, icon: Trash2, danger: true, shortcut: "Del", run: () => void film.removeShots([shot.id]) },
      ]}
      trigger={
        <IconButton label={words.moreShot(shot.label)}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      }
    />
  );
}

function Cost({ view, shot }: { view: ProjectView; shot: ShotView }) {
  const scene = view.scenes.find((one) => one.id === shot.sceneId);
  const quote = view.quote.scenes.find((one) => one.sceneId === shot.sceneId);
  return (
    <section className="section">
      <h2 className="section-title">{strings.storyboard.cost}</h2>
      <dl className="facts">
        <dt>{strings.storyboard.draftFrame}</dt>
        <dd>{strings.storyboard.draftFree}</dd>
        {scene === undefined || quote === undefined ? null : (
          <>
            <dt>{strings.storyboard.costScene(scene.number)}</dt>
            <dd>
              {quote.shots === 0
                ? strings.common.none
                : `${strings.start.shots(quote.shots)}, ${strings.common.creditsFree(quote.credits)}`}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
