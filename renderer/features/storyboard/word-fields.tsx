// The words of a shot: what is seen, and what is said by whom.
import { Plus, X } from "lucide-react";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { IconButton } from "../../ui/button.tsx";
import { TextArea } from "../../ui/field.tsx";
import { focusHead } from "../../ui/inspector.tsx";
import { focusCard } from "./scene-list.tsx";

interface FieldsProps {
  shot: ShotView;
  /** Names that are known in this film. */
  cast: string[];
  error: (field: string) => string | null;
}

const actionLines: [number, number] = [2, 10];
const dialogueLines: [number, number] = [1, 6];

/** Puts the caret into the action of the inspected shot. */
export function focusAction(): void {
  const field = document.querySelector<HTMLTextAreaElement>("[data-field='action'] textarea");
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

/** Action and dialogue. */
export function WordFields({ shot, cast, error }: FieldsProps) {
  const { film } = useStudio();
  const setLine = (index: number, change: Partial<ShotView["dialogue"][number]>) =>
    film.edit(shot.id, { dialogue: shot.dialogue.map((line, at) => (at === index ? { ...line, ...change } : line)) });
  const leave = (event: React.KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    // Where the inspector lies over the card the focus stays on the inspector.
    if (!focusHead()) focusCard(shot.id);
  };
  const speakers = `speakers-${shot.id}`;
  const actionError = error("action");
  const dialogueError = error("dialogue");
  return (
    <section className="section !pt-3" onKeyDown={leave} role="presentation">
      <div data-field="action">
        <h2 className="section-title">{strings.storyboard.action}</h2>
        <TextArea
          label={strings.storyboard.action}
          placeholder={strings.storyboard.actionPlaceholder}
          value={shot.action}
          invalid={actionError !== null}
          lines={actionLines}
          className="film-say"
          onChange={(action) => film.edit(shot.id, { action })}
        />
        {actionError === null ? null : <p className="field-error">{actionError}</p>}
      </div>
      <div className="mt-3">
        <h2 className="section-title !mb-1.5">
          {strings.storyboard.dialogue}
          <IconButton
            label={strings.storyboard.addLine}
            className="ml-auto"
            onClick={() =>
              film.edit(shot.id, {
                dialogue: [...shot.dialogue, { speaker: shot.cast[0]?.name ?? cast[0] ?? strings.storyboard.speaker, text: "" }],
              })
            }
          >
            <Plus size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </h2>
        <datalist id={speakers}>
          {cast.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
        <ul className="grid gap-3">
          {shot.dialogue.map((line, index) => (
            <li key={index} className="border-l-2 border-line-strong pl-3">
              <div className="mb-1 flex items-center gap-1">
                <input
                  aria-label={strings.storyboard.speaker}
                  list={speakers}
                  value={line.speaker}
                  maxLength={120}
                  onChange={(event) => event.target.value !== "" && setLine(index, { speaker: event.target.value })}
                  className="input input-small min-w-0 flex-1 font-semibold"
                />
                <label className="flex min-h-6 flex-none items-center gap-1.5 px-1 text-12 text-text-2">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={line.offScreen ?? false}
                    onChange={(event) => {
                      const { offScreen: _before, ...rest } = line;
                      const next = event.target.checked ? { ...rest, offScreen: true } : rest;
                      film.edit(shot.id, { dialogue: shot.dialogue.map((one, at) => (at === index ? next : one)) });
                    }}
                  />
                  {strings.storyboard.offScreenShort}
                </label>
                <IconButton
                  label={strings.storyboard.removeLine}
                  onClick={() => film.edit(shot.id, { dialogue: shot.dialogue.filter((_one, at) => at !== index) })}
                >
                  <X size={14} strokeWidth={1.75} aria-hidden />
                </IconButton>
              </div>
              <TextArea
                label={strings.storyboard.line}
                value={line.text}
                lines={dialogueLines}
                className="film-say"
                onChange={(text) => setLine(index, { text })}
              />
            </li>
          ))}
        </ul>
        {dialogueError === null ? null : <p className="field-error">{dialogueError}</p>}
      </div>
    </section>
  );
}
