// What is said of a character, field by field; each is kept when one leaves it.
import { Plus, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { Input } from "../../../shared/contract/studio/index.ts";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { Field, TextArea } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { listOf, useAct } from "./use-character.ts";

type Patch = Input<"characters", "update">["patch"];

/** Text that is kept when one leaves the field, and when the page goes. */
function useKept(value: string, keep: (text: string) => void) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // What another hand changed stands, unless something is typed here that is not kept yet.
  if (known !== value) {
    setKnown(value);
    if (text === known) setText(value);
  }
  const now = useRef(text);
  useEffect(() => {
    now.current = text;
  }, [text]);
  const leave = useEffectEvent(() => {
    if (now.current !== value) keep(now.current);
  });
  useEffect(() => () => leave(), []);
  return { value: text, onChange: setText, onBlur: () => text !== value && keep(text) };
}

function Palette({ colours, onChange }: { colours: string[]; onChange: (colours: string[]) => void }) {
  return (
    <fieldset>
      <legend className="field-label">{words.palette}</legend>
      <div className="flex flex-wrap items-center gap-3">
        {colours.map((colour, index) => (
          <span key={index} className="flex items-center gap-1">
            <input
              type="color"
              aria-label={words.paletteColour(index + 1)}
              className="swatch"
              defaultValue={colour}
              onBlur={(event) => event.target.value !== colour && onChange(colours.with(index, event.target.value))}
            />
            <button
              type="button"
              className="btn btn-icon btn-ghost btn-small"
              aria-label={words.removeColour(index + 1)}
              onClick={() => onChange(colours.toSpliced(index, 1))}
            >
              <X size={14} strokeWidth={1.75} aria-hidden />
            </button>
          </span>
        ))}
        {colours.length >= 8 ? null : (
          <Button small kind="ghost" onClick={() => onChange([...colours, "#7a8794"])}>
            <Plus size={14} strokeWidth={1.75} aria-hidden />
            {words.addColour}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** The part. */
export function PersonaPart({ view }: { view: CharacterView }) {
  const act = useAct();
  const { profile } = view;
  const keep = (patch: Patch) => void act("update", { characterId: view.id, patch });
  const name = useKept(profile.name, (text) => keep({ name: text }));
  const role = useKept(profile.roleLine, (text) => keep({ roleLine: text }));
  const aliases = useKept(profile.aliases.join(", "), (text) => keep({ aliases: listOf(text) }));
  const persona = useKept(profile.persona, (text) => keep({ persona: text }));
  const traits = useKept(profile.traits.join(", "), (text) => keep({ traits: listOf(text) }));
  const voice = useKept(profile.voice, (text) => keep({ voice: text }));
  const statement = useKept(profile.age.statement, (text) => keep({ age: { ...profile.age, statement: text } }));
  const years = useKept(profile.age.years === null ? "" : String(profile.age.years), (text) => {
    const number = text.trim() === "" ? null : Number(text);
    keep({ age: { ...profile.age, years: number === null || Number.isInteger(number) ? number : profile.age.years } });
  });
  return (
    <div className="grid max-w-[760px] gap-4 px-5 pt-4 pb-7 max-md:px-4">
      <div className="grid gap-4 md:grid-cols-2">
        <TextField label={words.name} {...name} maxLength={120} autoComplete="off" />
        <TextField label={words.roleLine} help={words.roleHelp} {...role} maxLength={200} autoComplete="off" />
      </div>
      <TextField label={words.aliases} help={words.aliasesHelp} {...aliases} autoComplete="off" />
      <Field label={words.persona}>
        {(ids) => (
          <span onBlur={persona.onBlur}>
            <TextArea
              label={words.persona}
              id={ids.id}
              value={persona.value}
              onChange={persona.onChange}
              lines={[6, 24]}
              className="film-say"
            />
          </span>
        )}
      </Field>
      <TextField label={words.traits} help={words.traitsHelp} {...traits} autoComplete="off" />
      <Field label={words.voice} help={words.voiceHelp}>
        {(ids) => (
          <span onBlur={voice.onBlur}>
            <TextArea
              label={words.voice}
              id={ids.id}
              describedBy={ids.describedBy}
              value={voice.value}
              onChange={voice.onChange}
              lines={[2, 8]}
            />
          </span>
        )}
      </Field>
      <Palette colours={profile.palette} onChange={(palette) => keep({ palette })} />
      <div className="grid gap-4 md:grid-cols-[1fr_120px]">
        <TextField label={words.age} help={words.ageHelp} {...statement} maxLength={200} autoComplete="off" />
        <TextField label={words.years} {...years} inputMode="numeric" maxLength={4} autoComplete="off" />
      </div>
      <div>
        <Check checked={profile.age.adult} onChange={(adult) => keep({ age: { ...profile.age, adult } })}>
          {words.adult}
        </Check>
        <p className="field-help">{view.notMature ?? words.adultHelp}</p>
      </div>
    </div>
  );
}
