// One scene as a row: its heading in the film's face, who is in it, its one next step, its shots.
import { Check, CheckCheck, Ellipsis, MapPin, Plus, RotateCcw, Undo2 } from "lucide-react";
import { memo, useState, type DragEvent } from "react";
import type { SceneView } from "../../../shared/contract/studio/views.ts";
import { moodNames, weatherNames } from "../../app/strings/names.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { sentence } from "../../lib/format.ts";
import { useWidth } from "../../lib/width.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { GridRow } from "../../ui/grid.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { canApprove, canTakeBack } from "./film-facts.ts";
import { SceneDialog } from "./scene-dialog.tsx";
import { ShotCard } from "./shot-card.tsx";
import { aim, drop, useMove } from "./shot-move.ts";

/** Widths of a shot card in pixels, as in the tokens. */
const cardWidths = { usual: 226, narrow: 240 };
const settingWords = { exterior: "Ext.", interior: "Int." };

/** The step that this scene waits for: approvals first, then what has to be sent again. */
function NextStep({ scene }: { scene: SceneView }) {
  const { film } = useStudio();
  const again = useFilm((state) => state.view?.quote.scenes.find((one) => one.sceneId === scene.id) ?? null);
  const waiting = scene.shots.filter(canApprove);
  if (waiting.length > 0)
    return (
      <Button small onClick={() => void film.approve(waiting.map((shot) => shot.id))}>
        <Check size={16} strokeWidth={1.75} aria-hidden />
        {strings.storyboard.approveFrames(waiting.length)}
      </Button>
    );
  const failed = scene.shots.filter((shot) => shot.state === "failed" || shot.state === "cancelled");
  if (failed.length > 0 && again !== null && again.shots > 0)
    return (
      <Button small price={strings.common.creditsFree(again.credits)} onClick={() => void film.render(scene.shots.map((shot) => shot.id))}>
        <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
        {strings.storyboard.renderAgain(again.shots)}
      </Button>
    );
  return null;
}

/** A scene with its shots. */
export const SceneRow = memo(function SceneRow({
  scene,
  selected,
  playing,
}: {
  scene: SceneView;
  selected: string | null;
  playing: string | null;
}) {
  const { film } = useStudio();
  const [editing, setEditing] = useState(false);
  const narrow = useWidth() === "narrow";
  const approvable = scene.shots.filter(canApprove);
  const approved = scene.shots.filter(canTakeBack);
  const entries: MenuEntry[] = [
    {
      label: strings.storyboard.approveFrames(approvable.length),
      icon: CheckCheck,
      disabled: approvable.length === 0,
      run: () => void film.approve(approvable.map((shot) => shot.id)),
    },
    {
      label: strings.storyboard.takeBack,
      icon: Undo2,
      disabled: approved.length === 0,
      run: () => void film.unapprove(approved.map((shot) => shot.id)),
    },
    { kind: "separator" },
    { label: strings.storyboard.sceneSettings, icon: MapPin, run: () => setEditing(true) },
    { label: strings.storyboard.addShot, icon: Plus, run: () => void film.insertShot(scene.id, scene.shots.at(-1)?.id ?? null) },
  ];
  const dropZone = {
    onDragOver: (event: DragEvent) => {
      if (useMove.getState().dragged.length === 0) return;
      event.preventDefault();
      const card = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-card]") : null;
      const box = card?.getBoundingClientRect();
      const after = box === undefined || event.clientX > box.left + box.width / 2;
      aim({ sceneId: scene.id, shotId: card?.dataset["card"] ?? null, after });
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      drop(film, film.store.getState().view?.scenes ?? []);
    },
  };
  const atmosphere = [moodNames[scene.mood], ...(scene.weather === "clear" ? [] : [weatherNames[scene.weather].toLowerCase()])].join(", ");
  return (
    <section aria-label={strings.storyboard.scene(scene.number)} className="border-b border-line py-3 pl-5 max-md:pl-4" {...dropZone}>
      <div className="mb-[9px] flex h-[30px] items-center gap-2.5 pr-5 max-md:h-11 max-md:pr-2">
        <span className="num w-5 flex-none text-12 text-text-3">{scene.number}</span>
        <h2 className="min-w-0 truncate font-film text-16">
          {settingWords[scene.setting]} {sentence(scene.place)} <span className="text-text-3">{scene.time}</span>
        </h2>
        <span className="min-w-0 truncate text-12 text-text-3 max-md:hidden">
          {scene.cast.slice(0, 4).join(", ")}
          {scene.cast.length === 0 ? "" : " · "}
          {atmosphere}
        </span>
        <span className="flex-1" />
        <NextStep scene={scene} />
        <Menu
          align="end"
          entries={entries}
          trigger={
            <IconButton label={strings.storyboard.moreScene(scene.number)}>
              <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          }
        />
      </div>
      <GridRow
        label={strings.storyboard.scene(scene.number)}
        items={scene.shots}
        keyOf={(shot) => shot.id}
        width={narrow ? cardWidths.narrow : cardWidths.usual}
        current={scene.shots.findIndex((shot) => shot.id === selected)}
      >
        {(shot) => <ShotCard key={shot.id} shot={shot} selected={shot.id === selected} playing={shot.id === playing} />}
      </GridRow>
      {editing ? <SceneDialog scene={scene} onClose={() => setEditing(false)} /> : null}
    </section>
  );
});
