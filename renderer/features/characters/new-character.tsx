// A new character: a name is enough, the rest is said on its page.
import { useRef, useState, type FormEvent } from "react";
import { useForm } from "../../app/form.ts";
import { go } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** The dialog; the new character's page opens after it. */
export function NewCharacter({ open, onClose, filmId }: { open: boolean; onClose: () => void; filmId: string | null }) {
  return (
    <Dialog open={open} onClose={onClose} title={words.create}>
      {open ? <Form onClose={onClose} filmId={filmId} /> : null}
    </Dialog>
  );
}

function Form({ onClose, filmId }: { onClose: () => void; filmId: string | null }) {
  const { link } = useStudio();
  const [name, setName] = useState("");
  const [roleLine, setRoleLine] = useState("");
  const node = useRef<HTMLFormElement>(null);
  const form = useForm(node, ["profile.name", "profile.roleLine"]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const made = await form.send(() => link.call("characters", "create", { profile: { name, roleLine } }));
    if (made === null) return;
    onClose();
    go({ name: "characters", filmId, item: made.id });
  };
  return (
    <form ref={node} onSubmit={(event) => void send(event)} className="mt-2 grid gap-3" noValidate>
      <TextField label={words.name} value={name} onChange={setName} error={form.at("profile.name")} maxLength={120} autoComplete="off" />
      <TextField
        label={words.roleLine}
        help={words.roleHelp}
        value={roleLine}
        onChange={setRoleLine}
        error={form.at("profile.roleLine")}
        maxLength={200}
        autoComplete="off"
      />
      <FormError text={form.whole} wait={form.wait} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{strings.common.cancel}</Button>
        <Button kind="primary" type="submit" disabled={form.busy}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
