// A new API key: its name, what it may do, when it ends; then the key itself, shown once.
import { useId, useRef, useState, type FormEvent } from "react";
import { keyScopes, type KeyScope } from "../../../shared/contract/farm-identity.ts";
import { useFirstFocus, useForm } from "../../app/form.ts";
import { accountWords } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { SecretText } from "./secret-text.tsx";

const words = accountWords.keys;
type Life = keyof typeof words.lives;
const day = 86_400_000;

function KeyForm({ onMade, onCancel }: { onMade: (secret: string) => void; onCancel: () => void }) {
  const { link } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const scopesTitle = useId();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<KeyScope[]>(["jobs:read"]);
  const [life, setLife] = useState<Life>("90");
  const state = useForm(form, ["name", "scopes"]);
  useFirstFocus(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return state.fail("name", words.needName);
    if (scopes.length === 0) return state.fail("scopes", words.needScope);
    const made = await state.send(() =>
      link.call("account", "createKey", {
        name,
        scopes,
        ...(life === "never" ? {} : { expiresAt: new Date(Date.now() + Number(life) * day).toISOString() }),
      }),
    );
    if (made !== null) onMade(made.secret);
  };
  return (
    <form ref={form} noValidate className="mt-4 grid gap-4" onSubmit={(event) => void submit(event)}>
      <TextField label={words.name} autoComplete="off" value={name} onChange={setName} help={words.nameHelp} error={state.at("name")} />
      <div role="group" aria-labelledby={scopesTitle}>
        <p id={scopesTitle} className="field-label">
          {words.scopes}
        </p>
        {keyScopes.map((scope) => (
          <Check
            key={scope}
            checked={scopes.includes(scope)}
            onChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((one) => one !== scope))}
          >
            {words.scopeNames[scope]}
          </Check>
        ))}
        {state.at("scopes") === null ? null : (
          <p className="field-error" role="alert">
            {state.at("scopes")}
          </p>
        )}
      </div>
      <Field label={words.life}>
        {({ id }) => <Select id={id} small={false} label={words.life} value={life} options={words.lives} onChange={setLife} />}
      </Field>
      <div>
        <FormError text={state.whole} wait={state.wait} />
        <div className="mt-1 flex flex-wrap justify-end gap-2">
          <Button kind="ghost" onClick={onCancel}>
            {strings.common.cancel}
          </Button>
          <Button kind="primary" type="submit" disabled={state.busy}>
            {words.make}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** The dialog. */
export function NewKey({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onClose();
  };
  if (secret === null)
    return (
      <Dialog open={open} onClose={close} title={words.dialogTitle} text={words.text}>
        <KeyForm onMade={setSecret} onCancel={close} />
      </Dialog>
    );
  return (
    <Dialog open={open} onClose={close} stays title={words.shownTitle} text={words.shownText}>
      <SecretText
        className="mt-4"
        label={words.shownLabel}
        text={secret}
        copy={words.copy}
        copied={words.copied}
        notCopied={accountWords.twoFactor.notCopied}
      />
      <div className="mt-4 flex justify-end">
        <Button kind="primary" onClick={close}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  );
}
