// A look: how it is drawn, and the rest in words.
import { useRef, useState, type FormEvent } from "react";
import { garments, hairs, type Garment, type Hair } from "../../../shared/domain/shot.ts";
import type { LookView } from "../../../shared/contract/studio/character-views.ts";
import { useForm } from "../../app/form.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { listOf } from "./use-character.ts";

type Props = { characterId: string; look: LookView | null; onClose: () => void };

const wearOptions = { story: words.asStory, ...Object.fromEntries(garments.map((wear) => [wear, words.wears[wear]])) } as Record<
  "story" | Garment,
  string
>;
const hairOptions = { story: words.asStory, ...Object.fromEntries(hairs.map((hair) => [hair, words.hairs[hair]])) } as Record<
  "story" | Hair,
  string
>;

function Form({ characterId, look, onClose }: Props) {
  const { link } = useStudio();
  const [name, setName] = useState(look?.name ?? "");
  const [wear, setWear] = useState<"story" | Garment>(look?.look.wear ?? "story");
  const [hairKind, setHairKind] = useState<"story" | Hair>(look?.look.hair ?? "story");
  const [colour, setColour] = useState(look?.look.colour ?? null);
  const [grey, setGrey] = useState(look?.look.grey ?? false);
  const [beard, setBeard] = useState(look?.look.beard ?? false);
  const [costume, setCostume] = useState(look?.costume ?? "");
  const [hair, setHair] = useState(look?.hair ?? "");
  const [props, setProps] = useState(look?.props.join(", ") ?? "");
  const prefix = look === null ? "look" : "patch";
  const at = (field: string) => `${prefix}.${field}`;
  const node = useRef<HTMLFormElement>(null);
  const form = useForm(node, [at("name"), at("costume"), at("hair"), at("props")]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const said = {
      name,
      look: {
        ...(look?.look.scarf === undefined ? {} : { scarf: look.look.scarf }),
        ...(colour === null ? {} : { colour }),
        ...(wear === "story" ? {} : { wear }),
        ...(hairKind === "story" ? {} : { hair: hairKind }),
        ...(grey ? { grey } : {}),
        ...(beard ? { beard } : {}),
      },
      costume,
      hair,
      props: listOf(props),
    };
    const kept = await form.send(() =>
      look === null
        ? link.call("characters", "addLook", { characterId, look: said })
        : link.call("characters", "setLook", { characterId, lookId: look.id, patch: said }),
    );
    if (kept !== null) onClose();
  };
  return (
    <form ref={node} onSubmit={(event) => void send(event)} className="mt-3 grid gap-3" noValidate>
      <TextField label={words.lookName} value={name} onChange={setName} error={form.at(at("name"))} maxLength={80} autoComplete="off" />
      <fieldset className="grid gap-3">
        <legend className="mb-2 text-12 font-semibold text-text-2">{words.drawn}</legend>
        <div className="grid grid-cols-2 gap-3">
          <Field label={words.wear}>
            {(ids) => <Select label={words.wear} value={wear} options={wearOptions} onChange={setWear} small={false} id={ids.id} />}
          </Field>
          <Field label={words.hair}>
            {(ids) => <Select label={words.hair} value={hairKind} options={hairOptions} onChange={setHairKind} small={false} id={ids.id} />}
          </Field>
        </div>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <label className="flex items-center gap-2">
            <input type="color" className="swatch" value={colour ?? "#5a6b7a"} onChange={(event) => setColour(event.target.value)} />
            {words.colour}
          </label>
          {colour === null ? null : (
            <Button small kind="ghost" onClick={() => setColour(null)}>
              {words.noColour}
            </Button>
          )}
          <Check checked={grey} onChange={setGrey}>
            {words.grey}
          </Check>
          <Check checked={beard} onChange={setBeard}>
            {words.beard}
          </Check>
        </div>
      </fieldset>
      <TextField
        label={words.costume}
        value={costume}
        onChange={setCostume}
        error={form.at(at("costume"))}
        maxLength={400}
        autoComplete="off"
      />
      <TextField label={words.hairWords} value={hair} onChange={setHair} error={form.at(at("hair"))} maxLength={200} autoComplete="off" />
      <TextField
        label={words.props}
        help={words.propsHelp}
        value={props}
        onChange={setProps}
        error={form.at(at("props"))}
        autoComplete="off"
      />
      <FormError text={form.whole} wait={form.wait} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{strings.common.cancel}</Button>
        <Button kind="primary" type="submit" disabled={form.busy}>
          {look === null ? words.addLook : words.saveLook}
        </Button>
      </div>
    </form>
  );
}

/** The dialog; a new look where `look` is null. */
export function LookDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onClose={props.onClose} title={props.look === null ? words.newLook : words.editLook(props.look.name)}>
      {open ? <Form {...props} /> : null}
    </Dialog>
  );
}
