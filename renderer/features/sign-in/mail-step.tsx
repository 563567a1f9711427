// After a letter was sent: where it is, its link or code, and asking for it again.
import { Copy, Folder, MailCheck } from "lucide-react";
import { useRef, useState, type FormEvent } from "react";
import { useCountdown, useFirstFocus, useForm } from "../../app/form.ts";
import { strings } from "../../app/strings.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCopy } from "../../app/use-copy.ts";
import { Button, IconButton, LinkButton } from "../../ui/button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** Seconds before the letter can be asked for once more. */
const pause = 30;

/** Where the letter is: on its way, or in a folder of this computer. */
export function LetterPlace({ email, folder, text }: { email: string; folder: string | null; text: string }) {
  const copy = useCopy();
  return (
    <div className="mt-4 flex items-start gap-3 rounded-3 border border-line-strong bg-panel px-4 py-3.5">
      {folder === null ? (
        <MailCheck size={20} strokeWidth={1.6} aria-hidden className="mt-px flex-none tone-ok" />
      ) : (
        <Folder size={20} strokeWidth={1.6} aria-hidden className="mt-px flex-none text-text-2" />
      )}
      <div className="min-w-0 flex-1">
        <p className="font-[550] [overflow-wrap:anywhere]">{words.mail.sent(email)}</p>
        <p className="mt-0.5 text-12 leading-[1.125rem] text-text-2">{text}</p>
        {folder === null ? (
          <p className="mt-1.5 text-12 text-text-3">{words.mail.spam}</p>
        ) : (
          <div className="mt-2 border-t border-line pt-2">
            <p className="text-12 text-text-2">{words.mail.folder}</p>
            <p className="mt-1 flex items-start gap-1">
              <span className="sr-only">{words.mail.folderLabel}: </span>
              <bdi className="num min-w-0 text-12 leading-6 select-text [overflow-wrap:anywhere]">{folder}</bdi>
              <IconButton
                label={words.mail.copyFolder}
                className="flex-none"
                onClick={() => void copy(folder, strings.exports.copied, strings.exports.notCopied)}
              >
                <Copy size={14} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </p>
          </div>
        )}
      </div>
    </div>
  );
}

/** Asks for the letter again, not more often than makes sense. */
function SendAgain({ email }: { email: string }) {
  const { link, notify } = useStudio();
  const countdown = useCountdown();
  const send = async () => {
    countdown.start(pause);
    const sent = await link.call("account", "sendVerification", { email });
    if (sent.ok) return notify({ title: words.mail.sentAgain, tone: "ok" });
    if (sent.error.retryAfter !== undefined) countdown.start(Math.ceil(sent.error.retryAfter));
    notify({ title: strings.errors.notDone, text: sent.error.message, tone: "fail" });
  };
  if (countdown.left > 0)
    return <span className="inline-flex min-h-6 items-center text-text-3 tabular-nums">{words.mail.againIn(countdown.left)}</span>;
  return <LinkButton onClick={() => void send()}>{words.mail.again}</LinkButton>;
}

interface MailStepProps {
  email: string;
  folder: string | null;
  onConfirmed: () => void;
  onOtherEmail: () => void;
  onSignIn: () => void;
}

/** Confirms the address with what the letter says. */
export function MailStep({ email, folder, onConfirmed, onOtherEmail, onSignIn }: MailStepProps) {
  const { link } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const [token, setToken] = useState("");
  const state = useForm(form, ["token"], { signature_invalid: "token", code_invalid: "token", not_found: "token" });
  useFirstFocus(form);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() === "") return state.fail("token", words.needToken);
    const confirmed = await state.send(() => link.call("account", "verify", { token }));
    if (confirmed !== null) onConfirmed();
  };
  return (
    <>
      <LetterPlace email={email} folder={folder} text={words.mail.verify} />
      <form ref={form} noValidate className="mt-5" onSubmit={(event) => void submit(event)}>
        <TextField
          label={words.mail.token}
          placeholder={words.mail.tokenPlaceholder}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputClass="num"
          value={token}
          onChange={setToken}
          error={state.at("token")}
        />
        <FormError text={state.whole} wait={state.wait} />
        <Button
          kind="primary"
          type="submit"
          className="mt-4 !h-[38px] w-full max-md:!h-11"
          offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}
          disabled={state.busy}
        >
          {state.busy ? words.mail.confirming : words.mail.confirm}
        </Button>
      </form>
      <p className="mt-4 flex flex-wrap gap-x-5 gap-y-1 text-12">
        <SendAgain email={email} />
        <LinkButton onClick={onOtherEmail}>{words.mail.otherEmail}</LinkButton>
        <LinkButton onClick={onSignIn}>{words.mail.followed}</LinkButton>
      </p>
    </>
  );
}
