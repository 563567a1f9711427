// Address and password; then, where the second factor is on, its code.
import { ArrowRight, Check, KeyRound, Mail } from "lucide-react";
import { useId, useRef, useState, type FormEvent } from "react";
import { useFirstFocus, useForm } from "../../app/form.ts";
import { strings } from "../../app/strings.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { PasswordField, TextField } from "../../ui/text-field.tsx";
import { CodeStep } from "./code-step.tsx";

interface SignInFormProps {
  email: string;
  onEmail: (email: string) => void;
  /** Address and password were right. */
  onAccepted: () => void;
  onForgot: () => void;
  /** The address still waits for its letter. */
  onUnverified: () => void;
}

/** The form of the first step. */
export function SignInForm({ email, onEmail, onAccepted, onForgot, onUnverified }: SignInFormProps) {
  const { link } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const [password, setPassword] = useState("");
  const state = useForm(form, ["email", "password"], { credentials_invalid: "password", email_unverified: "email" });
  useFirstFocus(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() === "") return state.fail("email", words.needEmail);
    if (password === "") return state.fail("password", words.needPassword);
    const next = await state.send(() => link.call("account", "signIn", { email: email.trim(), password }));
    if (next !== null) onAccepted();
  };
  return (
    <form ref={form} noValidate className="mt-6 grid gap-4" onSubmit={(event) => void submit(event)}>
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
      {state.error?.code === "email_unverified" ? (
        <p className="-mt-2">
          <LinkButton onClick={onUnverified}>{words.mail.again}</LinkButton>
        </p>
      ) : null}
      <div>
        <PasswordField
          label={words.password}
          autoComplete="current-password"
          show={words.showPassword}
          hide={words.hidePassword}
          value={password}
          onChange={setPassword}
          error={state.at("password")}
        />
        <p className="mt-2 flex flex-wrap gap-x-4">
          <LinkButton onClick={onForgot}>{words.forgot}</LinkButton>
        </p>
      </div>
      <div>
        <FormError text={state.whole} wait={state.wait} />
        <Button
          kind="primary"
          type="submit"
          className="mt-2 !h-[38px] w-full max-md:!h-11"
          offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}
          disabled={state.busy}
        >
          {state.busy ? words.signingIn : words.signIn}
          {state.busy ? null : <ArrowRight size={16} strokeWidth={1.75} aria-hidden />}
        </Button>
      </div>
    </form>
  );
}

/** Both steps, the first one accepted. */
export function CodeSteps({ email, onChange }: { email: string; onChange: () => void }) {
  const title = useId();
  return (
    <ol className="mt-[22px] flex flex-col gap-[22px]">
      <li className="step step-done">
        <span className="step-mark bg-ok-soft">
          <Check size={14} strokeWidth={2} aria-hidden className="tone-ok" />
        </span>
        <div className="min-w-0">
          <div className="flex min-h-[26px] items-center gap-2">
            <h2 className="font-[550]">{words.step1}</h2>
            <span className="text-12 text-text-3">{words.accepted}</span>
            <Button small kind="ghost" className="ml-auto" onClick={onChange}>
              {words.change}
            </Button>
          </div>
          <div className="mt-2 flex gap-2.5 text-text-2 max-sm:flex-col">
            <span className="input min-w-0 flex-1">
              <Mail size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{email}</span>
            </span>
            <span className="input sm:!w-[150px] sm:flex-none">
              <KeyRound size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
              <span className="num" aria-hidden>
                ••••••••
              </span>
            </span>
          </div>
        </div>
      </li>
      <li className="step">
        <span className="step-mark step-now num text-12" aria-hidden>
          2
        </span>
        <div className="min-w-0">
          <h2 id={title} className="min-h-[26px] font-[550] leading-[26px]">
            {words.step2}
          </h2>
          <CodeStep titleId={title} />
        </div>
      </li>
    </ol>
  );
}
