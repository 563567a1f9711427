// One character that is two: what is chosen becomes a character of its own.
import { useRef, useState, type FormEvent } from "react";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { useForm } from "../../app/form.ts";
import { go } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useDone } from "./use-character.ts";

type Props = { view: CharacterView; filmId: string | null; onClose: () => void };

/** A set of keys that boxes put in and take out. */
function useSet() {
  const [set, change] = useState<ReadonlySet<string>>(new Set());
  const turn = (key: string, on: boolean) => {
    const next = new Set(set);
    if (on) next.add(key);
    else next.delete(key);
    change(next);
  };
  return { set, turn };
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset>
      <legend className="field-label">{title}</legend>
      <div className="grid gap-1">{children}</div>
    </fieldset>
  );
}

function Form({ view, filmId, onClose }: Props) {
  const { link } = useStudio();
  const [name, setName] = useState("");
  const references = useSet();
  const looks = useSet();
  const cast = useSet();
  const node = useRef<HTMLFormElement>(null);
  const form = useForm(node, ["name"]);
  const done = useDone();
  const castKey = (one: { projectId: string; name: string }) => `${one.projectId} ${one.name}`;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const made = await form.send(() =>
      link.call("characters", "split", {
        characterId: view.id,
        name,
        referenceIds: [...references.set],
        lookIds: [...looks.set],
        cast: view.cast.filter((one) => cast.set.has(castKey(one))).map((one) => ({ projectId: one.projectId, name: one.name })),
      }),
    );
    if (made === null) return;
    onClose();
    done(words.splitDone(made.name));
    go({ name: "characters", filmId, item: made.id });
  };
  return (
    <form ref={node} onSubmit={(event) => void send(event)} className="mt-3 grid gap-4" noValidate>
      <TextField label={words.name} value={name} onChange={setName} error={form.at("name")} maxLength={120} autoComplete="off" />
      {view.pictures.length === 0 ? null : (
        <Group title={words.splitReferences}>
          {view.pictures.map((one) => (
            <Check key={one.id} checked={references.set.has(one.id)} onChange={(on) => references.turn(one.id, on)}>
              {one.label}
              {one.main ? `, ${words.main.toLowerCase()}` : ""}
            </Check>
          ))}
        </Group>
      )}
      {view.looks.length === 0 ? null : (
        <Group title={words.splitLooks}>
          {view.looks.map((one) => (
            <Check key={one.id} checked={looks.set.has(one.id)} onChange={(on) => looks.turn(one.id, on)}>
              {one.name}
            </Check>
          ))}
        </Group>
      )}
      {view.cast.length === 0 ? null : (
        <Group title={words.splitCast}>
          {view.cast.map((one) => (
            <Check key={castKey(one)} checked={cast.set.has(castKey(one))} onChange={(on) => cast.turn(castKey(one), on)}>
              {one.name}, {one.title}
            </Check>
          ))}
        </Group>
      )}
      <FormError text={form.whole} wait={form.wait} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{strings.common.cancel}</Button>
        <Button kind="primary" type="submit" disabled={form.busy}>
          {words.splitDo}
        </Button>
      </div>
    </form>
  );
}

/** The dialog. */
export function SplitDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onClose={props.onClose} title={words.splitTitle(props.view.name)} text={words.splitText}>
      {open ? <Form {...props} /> : null}
    </Dialog>
  );
}
