// Which farm: this computer's own, or one at an address; what it admits is said once it answers.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { ArrowRight } from "lucide-react";
import { useId, useRef, useState, type FormEvent, type ReactNode } from "react";
import { errorKinds } from "../../../shared/contract/errors.ts";
import type { FarmStatus } from "../../../shared/contract/studio/views.ts";
import { useForm } from "../../app/form.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { PasswordField, TextField } from "../../ui/text-field.tsx";

function Choice({
  value,
  title,
  text,
  chosen,
  children,
}: {
  value: string;
  title: string;
  text: string;
  chosen: boolean;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className={chosen ? "option-chosen" : ""}>
      <Radio.Root
        value={value}
        aria-labelledby={id}
        className="mt-px grid size-[18px] flex-none place-items-center rounded-full border border-control bg-canvas data-checked:border-accent data-checked:bg-accent"
      >
        <Radio.Indicator className="size-2 rounded-full bg-on-accent" />
      </Radio.Root>
      <div className="min-w-0 flex-1">
        <span id={id} className="font-[550]">
          {title}
        </span>
        <p className="mt-0.5 text-12 leading-[1.125rem] text-text-2">{text}</p>
        {children}
      </div>
    </div>
  );
}

/** An address as it may be typed: the scheme may be left out where it is clear; another one, or a name and password in it, is none. */
function addressOf(text: string): string | null {
  const trimmed = text.trim();
  if (/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return null;
  const whole = /^https?:\/\//i.test(trimmed)
    ? trimmed
    : /^(localhost|127\.|\[::1\])/.test(trimmed)
      ? `http://${trimmed}`
      : `https://${trimmed}`;
  try {
    const url = new URL(whole);
    return trimmed !== "" && /^[^\s]+$/.test(trimmed) && url.hostname.length > 0 && url.username === ""
      ? url.href.replace(/\/$/, "")
      : null;
  } catch {
    return null;
  }
}

/** Whether a farm answers at all, and speaks as this studio does. */
function faultOf(farm: FarmStatus): string | null {
  if (farm.state !== "offline") return null;
  return farm.message === errorKinds.farm_incompatible.message ? farm.message : words.farm.noAnswer;
}

/** The choice; `onChosen` when the farm answers. */
export function ChooseFarm({ farm, onChosen }: { farm: FarmStatus | null; onChosen: (farm: FarmStatus) => void }) {
  const { session } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const [choice, setChoice] = useState<"local" | "other">(farm === null || farm.local ? "local" : "other");
  const [url, setUrl] = useState(farm === null || farm.local ? "" : farm.url);
  const [key, setKey] = useState("");
  const [withKey, setWithKey] = useState(false);
  const state = useForm(form, ["url", "token"], { farm_unreachable: "url" });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const address = choice === "local" ? null : addressOf(url);
    if (choice === "other" && address === null) return state.fail("url", words.farm.addressWrong);
    const error = await state.send(async () => {
      const failed = await session.connect(address, withKey && key !== "" ? key.trim() : undefined);
      return failed === null ? { ok: true as const, value: true } : { ok: false as const, error: failed };
    });
    if (error === null) return;
    const now = session.store.getState().farm;
    if (now === null) return;
    const fault = faultOf(now);
    if (fault === null) onChosen(now);
    else state.fail("url", fault);
  };
  return (
    <form ref={form} noValidate className="mt-6" onSubmit={(event) => void submit(event)}>
      <RadioGroup
        aria-label={words.titleFarm}
        value={choice}
        className="options"
        onValueChange={(next) => {
          setChoice(next as "local" | "other");
          state.clear();
        }}
      >
        <Choice value="local" title={words.farm.localTitle} text={words.farm.localText} chosen={choice === "local"}>
          {choice === "local" && state.at("url") !== null ? (
            <p className="field-error" role="alert">
              {state.at("url")}
            </p>
          ) : null}
        </Choice>
        <Choice value="other" title={words.farm.otherTitle} text={words.farm.otherText} chosen={choice === "other"}>
          {choice === "other" ? (
            <div className="mt-3 grid gap-3">
              <TextField
                label={words.farm.address}
                type="url"
                inputMode="url"
                autoComplete="url"
                autoCapitalize="none"
                spellCheck={false}
                placeholder="https://"
                inputClass="num"
                value={url}
                onChange={setUrl}
                help={words.farm.addressHelp}
                error={state.at("url")}
              />
              {withKey ? (
                <PasswordField
                  label={words.farm.key}
                  autoComplete="off"
                  show={words.showPassword}
                  hide={words.hidePassword}
                  value={key}
                  onChange={setKey}
                  help={words.farm.keyHelp}
                  error={state.at("token")}
                />
              ) : (
                <p className="text-12">
                  <LinkButton onClick={() => setWithKey(true)}>{words.farm.withKey}</LinkButton>
                </p>
              )}
            </div>
          ) : null}
        </Choice>
      </RadioGroup>
      <FormError text={state.whole} wait={state.wait} />
      <Button kind="primary" type="submit" className="mt-4 !h-[38px] w-full max-md:!h-11" disabled={state.busy}>
        {state.busy ? words.farm.connecting : words.farm.connect}
        {state.busy ? null : <ArrowRight size={16} strokeWidth={1.75} aria-hidden />}
      </Button>
    </form>
  );
}
