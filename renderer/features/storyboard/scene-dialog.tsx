// Where and when a scene plays: what all its shots are drawn by.
import { useState } from "react";
import type { SceneView } from "../../../shared/contract/studio/views.ts";
import { moodNames, settingNames, timeNames, weatherNames } from "../../app/strings/names.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";

/** Edits a scene's place, time, weather and mood; kept when the button is pressed. */
export function SceneDialog({ scene, onClose }: { scene: SceneView; onClose: () => void }) {
  const { film } = useStudio();
  const [place, setPlace] = useState(scene.place);
  const [setting, setSetting] = useState(scene.setting);
  const [time, setTime] = useState(scene.time);
  const [weather, setWeather] = useState(scene.weather);
  const [mood, setMood] = useState(scene.mood);
  const missing = place.trim() === "";
  const keep = () => {
    if (missing) return;
    void film.updateScene(scene.id, { place: place.trim(), setting, time, weather, mood });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${strings.storyboard.scene(scene.number)}: ${strings.storyboard.sceneSettings.toLowerCase()}`}
      actions={
        <>
          <Button kind="ghost" onClick={onClose}>
            {strings.common.cancel}
          </Button>
          <Button kind="primary" onClick={keep} offReason={missing ? strings.storyboard.needsPlace : null}>
            {strings.storyboard.redrawScene(scene.shots.length)}
          </Button>
        </>
      }
    >
      <div className="mt-3 grid grid-cols-2 gap-3">
        <Field label={strings.storyboard.place} error={missing ? strings.storyboard.needsPlace : null} className="col-span-2">
          {({ id, describedBy, invalid }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              className="input font-film"
              value={place}
              maxLength={300}
              onChange={(event) => setPlace(event.target.value)}
            />
          )}
        </Field>
        <Labelled word={strings.storyboard.setting}>
          <Select label={strings.storyboard.setting} value={setting} options={settingNames} onChange={setSetting} />
        </Labelled>
        <Labelled word={strings.storyboard.time}>
          <Select label={strings.storyboard.time} value={time} options={timeNames} onChange={setTime} />
        </Labelled>
        <Labelled word={strings.storyboard.weather}>
          <Select label={strings.storyboard.weather} value={weather} options={weatherNames} onChange={setWeather} />
        </Labelled>
        <Labelled word={strings.storyboard.mood}>
          <Select label={strings.storyboard.mood} value={mood} options={moodNames} onChange={setMood} />
        </Labelled>
      </div>
    </Dialog>
  );
}

function Labelled({ word, children }: { word: string; children: React.ReactNode }) {
  return (
    <div>
      <span className="field-label" aria-hidden>
        {word}
      </span>
      {children}
    </div>
  );
}
