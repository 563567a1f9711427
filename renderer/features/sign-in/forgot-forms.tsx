// A forgotten password: the letter's address, then its code and the new password.
import { useRef, useState, type FormEvent } from "react";
import { useFirstFocus, useForm } from "../../app/form.ts";
import { strings } from "../../app/strings.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { LetterPlace } from "./mail-step.tsx";
import { NewPassword, passwordFault } from "./new-password.tsx";

/** Asks for the letter. */
export function ForgotForm({ email, onEmail, onSent }: { email: string; onEmail: (email: string) => void; onSent: () => void }) {
  const { link } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const state = useForm(form, ["email"]);
  useFirstFocus(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() === "") return state.fail("email", words.needEmail);
    if ((await state.send(() => link.call("account", "forgotPassword", { email: email.trim() }))) !== null) onSent();
  };
  return (
    <form ref={form} noValidate className="mt-4" onSubmit={(event) => void submit(event)}>
      <p className="mb-5 text-14 text-text-2">{words.forgotText}</p>
      <TextField
        label={words.email}
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={email}
        onChange={onEmail}
        error={state.at("email")}
      />
      <FormError text={state.whole} wait={state.wait} />
      <Button
        kind="primary"
        type="submit"
        className="mt-4 !h-[38px] w-full max-md:!h-11"
        offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}
        disabled={state.busy}
      >
        {state.busy ? words.sending : words.forgotSend}
      </Button>
    </form>
  );
}

interface ResetFormProps {
  email: string;
  folder: string | null;
  onDone: () => void;
  onAgain: () => void;
}

/** Sets the new password with the letter's code. */
export function ResetForm({ email, folder, onDone, onAgain }: ResetFormProps) {
  const { link } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const [token, setToken] = useState("");
  const [password, setPassword] = useState("");
  const state = useForm(form, ["token", "password"], { signature_invalid: "token", code_invalid: "token", not_found: "token" });
  useFirstFocus(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const fault = passwordFault(password);
    if (token.trim() === "") return state.fail("token", words.needToken);
    if (fault !== null) return state.fail("password", fault);
    if ((await state.send(() => link.call("account", "resetPassword", { token, password }))) !== null) onDone();
  };
  return (
    <>
      <LetterPlace email={email} folder={folder} text={words.mail.reset} />
      <form ref={form} noValidate className="mt-5 grid gap-4" onSubmit={(event) => void submit(event)}>
        <TextField
          label={words.resetCode}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputClass="num"
          value={token}
          onChange={setToken}
          error={state.at("token")}
        />
        <NewPassword label={words.newPassword} value={password} onChange={setPassword} known={[email]} error={state.at("password")} />
        <div>
          <FormError text={state.whole} wait={state.wait} />
          <Button
            kind="primary"
            type="submit"
            className="mt-2 !h-[38px] w-full max-md:!h-11"
            offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}
            disabled={state.busy}
          >
            {state.busy ? words.resetting : words.reset}
          </Button>
        </div>
      </form>
      <p className="mt-4 text-12">
        <LinkButton onClick={onAgain}>{words.mail.again}</LinkButton>
      </p>
    </>
  );
}
