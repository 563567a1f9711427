// A new account: name, address, password; an invite code and a country where the farm asks for them.
import { useRef, useState, type FormEvent } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import { useFirstFocus, useForm } from "../../app/form.ts";
import { strings } from "../../app/strings.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { NewPassword, passwordFault } from "./new-password.tsx";
import { regionList, regionNames } from "./regions.ts";

export type Admission = Output<"account", "admission">;

interface SignUpFormProps {
  admission: Admission;
  email: string;
  onEmail: (email: string) => void;
  /** The letter is on its way. */
  onSent: () => void;
}

/** The form of a new account. */
export function SignUpForm({ admission, email, onEmail, onSent }: SignUpFormProps) {
  const { link } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [invite, setInvite] = useState("");
  const [country, setCountry] = useState("");
  const state = useForm(form, ["name", "email", "password", "inviteCode", "country"], {
    invite_invalid: "inviteCode",
    region_not_served: "country",
  });
  useFirstFocus(form);
  const asksInvite = admission.signUp === "invite";
  const asksCountry = admission.regions.length > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const fault = passwordFault(password);
    if (name.trim() === "") return state.fail("name", words.needName);
    if (email.trim() === "") return state.fail("email", words.needEmail);
    if (fault !== null) return state.fail("password", fault);
    if (asksInvite && invite.trim() === "") return state.fail("inviteCode", words.needInvite);
    if (asksCountry && country === "") return state.fail("country", words.needCountry);
    const sent = await state.send(() =>
      link.call("account", "signUp", {
        name,
        email: email.trim(),
        password,
        ...(asksInvite ? { inviteCode: invite.trim() } : {}),
        ...(asksCountry ? { country } : {}),
      }),
    );
    if (sent !== null) onSent();
  };
  return (
    <form ref={form} noValidate className="mt-6 grid gap-4" onSubmit={(event) => void submit(event)}>
      <TextField label={words.name} autoComplete="name" value={name} onChange={setName} help={words.nameHelp} error={state.at("name")} />
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
      <NewPassword label={words.password} value={password} onChange={setPassword} known={[name, email]} error={state.at("password")} />
      {asksInvite ? (
        <TextField
          label={words.invite}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputClass="num"
          value={invite}
          onChange={setInvite}
          help={words.inviteHelp}
          error={state.at("inviteCode")}
        />
      ) : null}
      {asksCountry ? (
        <Field label={words.country} help={words.countryHelp(regionList(admission.regions))} error={state.at("country")}>
          {({ id, describedBy, invalid }) => (
            <Select
              id={id}
              describedBy={describedBy}
              invalid={invalid}
              label={words.country}
              small={false}
              value={country}
              options={{ "": words.countryChoose, ...regionNames(admission.regions) }}
              onChange={setCountry}
            />
          )}
        </Field>
      ) : null}
      <div>
        <FormError text={state.whole} wait={state.wait} />
        <Button
          kind="primary"
          type="submit"
          className="mt-2 !h-[38px] w-full max-md:!h-11"
          offReason={state.wait > 0 ? strings.common.waitShort(state.wait) : null}
          disabled={state.busy}
        >
          {state.busy ? words.creating : words.create}
        </Button>
        <p className="field-help">{words.createText}</p>
      </div>
    </form>
  );
}
