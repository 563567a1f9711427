// A step that asks for the password, and for a code where the second factor is on, before something of weight.
import { useRef, useState, type FormEvent, type ReactNode } from "react";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import { useFirstFocus, useForm } from "../../app/form.ts";
import { accountWords } from "../../app/strings/account.ts";
import { signInWords } from "../../app/strings/sign-in.ts";
import { strings } from "../../app/strings.ts";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { PasswordField, TextField } from "../../ui/text-field.tsx";

interface ProofFormProps<T> {
  /** Whether a code of the second factor is asked for. */
  withCode: boolean;
  word: string;
  /** What the password is called, where another one stands beside it. */
  passwordLabel?: string;
  danger?: boolean;
  /** What is asked for beside the proof; `fault` keeps the form from being sent. */
  children?: ReactNode;
  fault?: () => boolean;
  send: (proof: { password: string; code?: string }) => Promise<CallResult<T>>;
  onDone: (value: T) => void;
  onCancel: () => void;
}

/** The form; what it sends is up to the dialog around it. */
export function ProofForm<T>({
  withCode,
  word,
  passwordLabel = accountWords.twoFactor.password,
  danger = false,
  children,
  fault,
  send,
  onDone,
  onCancel,
}: ProofFormProps<T>) {
  const form = useRef<HTMLFormElement>(null);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const state = useForm(form, ["password", "code"], { credentials_invalid: "password", code_invalid: "code" });
  useFirstFocus(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (password === "") return state.fail("password", accountWords.profile.needPassword);
    if (withCode && code.trim() === "") return state.fail("code", signInWords.needCode);
    if (fault?.()) return;
    const done = await state.send(() => send({ password, ...(withCode ? { code: code.trim() } : {}) }));
    if (done !== null) onDone(done);
  };
  return (
    <form ref={form} noValidate className="mt-4 grid gap-4" onSubmit={(event) => void submit(event)}>
      <PasswordField
        label={passwordLabel}
        autoComplete="current-password"
        show={signInWords.showPassword}
        hide={signInWords.hidePassword}
        value={password}
        onChange={setPassword}
        error={state.at("password")}
      />
      {children}
      {withCode ? (
        <TextField
          label={accountWords.twoFactor.code}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          inputClass="num"
          value={code}
          onChange={setCode}
          error={state.at("code")}
        />
      ) : null}
      <div>
        <FormError text={state.whole} wait={state.wait} />
        <div className="mt-1 flex flex-wrap justify-end gap-2">
          <Button kind="ghost" onClick={onCancel}>
            {strings.common.cancel}
          </Button>
          <Button
            kind={danger ? "danger" : "primary"}
            type="submit"
            disabled={state.busy}
            offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}
          >
            {word}
          </Button>
        </div>
      </div>
    </form>
  );
}
