// The camera of a shot: size, angle, move, length on the frame grid, and the seed of its drawing.
import { RotateCw, Minus, Plus } from "lucide-react";
import { memo } from "react";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { segmentsOfShot } from "../../../shared/domain/segments.ts";
import { angleNames, moveNames, sizeNames } from "../../app/strings/names.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { seconds } from "../../lib/format.ts";
import { otherSeed } from "../../lib/seed.ts";
import { IconButton } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";
import { sameFields } from "./same-fields.ts";

/** Half a second on the grid; the contract's bounds. */
const step = 8;
const bounds = { least: 8, most: 960 };
const highestSeed = 0xffffffff;

/** Camera, length and seed. */
export const CameraFields = memo(
  function CameraFields({ shot, error }: { shot: ShotView; error: (field: string) => string | null }) {
    const { film } = useStudio();
    const setFrames = (frames: number) => film.edit(shot.id, { frames: Math.min(bounds.most, Math.max(bounds.least, frames)) });
    const clips = segmentsOfShot(shot.frames).length;
    const wrong = error("frames") ?? error("seed");
    return (
      <section className="section">
        <h2 className="section-title">{strings.storyboard.camera}</h2>
        <div className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5 text-12">
          <span className="text-text-3">{strings.storyboard.size}</span>
          <Select label={strings.storyboard.size} value={shot.size} options={sizeNames} onChange={(size) => film.edit(shot.id, { size })} />
          <span className="text-text-3">{strings.storyboard.angle}</span>
          <Select
            label={strings.storyboard.angle}
            value={shot.angle}
            options={angleNames}
            onChange={(angle) => film.edit(shot.id, { angle })}
          />
          <span className="text-text-3">{strings.storyboard.move}</span>
          <Select label={strings.storyboard.move} value={shot.move} options={moveNames} onChange={(move) => film.edit(shot.id, { move })} />
          <span className="text-text-3">{strings.storyboard.length}</span>
          <span className="flex items-center gap-1">
            <IconButton
              label={strings.storyboard.shorter}
              disabled={shot.frames <= bounds.least}
              onClick={() => setFrames(shot.frames - step)}
            >
              <Minus size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <output className="num min-w-[52px] text-center" aria-label={strings.storyboard.length}>
              {seconds(shot.frames)}
            </output>
            <IconButton
              label={strings.storyboard.longer}
              disabled={shot.frames >= bounds.most}
              onClick={() => setFrames(shot.frames + step)}
            >
              <Plus size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
            <span className="ml-auto text-text-3">{strings.storyboard.lengthHelp(shot.frames, clips)}</span>
          </span>
          <label className="text-text-3" htmlFor={`seed-${shot.id}`}>
            {strings.storyboard.seed}
          </label>
          <span className="flex items-center gap-1">
            <input
              id={`seed-${shot.id}`}
              inputMode="numeric"
              className="input input-small num"
              value={shot.seed}
              onChange={(event) => {
                const digits = event.target.value.replace(/\D/g, "");
                film.edit(shot.id, { seed: Math.min(highestSeed, Number(digits)) });
              }}
            />
            <IconButton label={strings.storyboard.redraw} shortcut="R" onClick={() => film.edit(shot.id, { seed: otherSeed() })}>
              <RotateCw size={14} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </span>
        </div>
        {wrong === null ? null : <p className="field-error">{wrong}</p>}
      </section>
    );
  },
  sameFields("id", "size", "angle", "move", "frames", "seed"),
);
