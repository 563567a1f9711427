// The second step: a code of the authenticator app, or a recovery code instead.
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useForm } from "../../app/form.ts";
import { strings } from "../../app/strings.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { CodeField, digitsOf } from "../../ui/code-field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Seconds that a code counts for. */
const period = 30;
const secondsLeft = () => period - (Math.floor(Date.now() / 1000) % period);

/** How long the app's present code still counts. */
function GoodFor() {
  const [left, setLeft] = useState(secondsLeft);
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="mt-2.5 flex items-center gap-2 text-12 text-text-2 tabular-nums">
      <span className="ring-progress tone-busy" aria-hidden style={{ "--p": (left / period) * 100 } as React.CSSProperties} />
      {words.goodFor(left)}
    </p>
  );
}

/** The code's form. `titleId` names it. */
export function CodeStep({ titleId }: { titleId: string }) {
  const { link, notify } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [recovery, setRecovery] = useState(false);
  const [digits, setDigits] = useState("");
  const [code, setCode] = useState("");
  const state = useForm(form, ["code"], { code_invalid: "code" });
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
  }, [recovery]);
  useEffect(() => {
    // A code that is pasted anywhere on the page is meant for the field.
    const paste = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      const found = digitsOf(event.clipboardData?.getData("text/plain") ?? "");
      if (recovery || target?.closest("input") || found.length !== 6) return;
      event.preventDefault();
      setDigits(found);
      field.current?.focus();
    };
    window.addEventListener("paste", paste);
    return () => window.removeEventListener("paste", paste);
  }, [recovery]);
  const wrong = state.error;
  useEffect(() => {
    // What is typed next takes the place of the wrong code.
    if (wrong !== null) field.current?.select();
  }, [wrong]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!recovery && digits.length < 6) return state.fail("code", words.codeShort);
    if (recovery && code.trim() === "") return state.fail("code", words.recoveryWrong);
    const given = await state.send(() => link.call("account", "giveCode", { code: recovery ? code.trim() : digits }));
    if (given?.recoveryCodesLeft !== null && given !== null)
      notify({ title: words.recoveryLeft(given.recoveryCodesLeft), tone: given.recoveryCodesLeft < 3 ? "turn" : "none" });
  };
  return (
    <form ref={form} noValidate aria-labelledby={titleId} className="mt-1.5" onSubmit={(event) => void submit(event)}>
      {recovery ? (
        <TextField
          ref={field}
          label={words.recovery}
          value={code}
          onChange={setCode}
          help={words.recoveryHelp}
          error={state.at("code")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputClass="num"
        />
      ) : (
        <>
          <CodeField ref={field} label={words.code} value={digits} onChange={setDigits} error={state.at("code")} />
          <GoodFor />
        </>
      )}
      <FormError text={state.whole} wait={state.wait} />
      <div className="mt-4 flex gap-2 max-md:flex-col">
        <Button
          kind="primary"
          type="submit"
          className="!h-[38px] flex-1 max-md:!h-11 max-md:flex-none"
          disabled={state.busy}
          offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}
        >
          {state.busy ? words.checking : words.check}
        </Button>
        <Button
          className="!h-[38px] max-md:!h-11"
          onClick={() => {
            setRecovery(!recovery);
            state.clear();
          }}
        >
          {recovery ? words.useApp : words.useRecovery}
        </Button>
      </div>
      <p className="field-help">{words.noCode}</p>
    </form>
  );
}
