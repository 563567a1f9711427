// Name and password; of the local farm's owner, that there is neither to change.
import { useRef, useState, type FormEvent } from "react";
import type { AccountState } from "../../../shared/contract/studio/account.ts";
import { useForm } from "../../app/form.ts";
import { accountWords } from "../../app/strings/account.ts";
import { useStudio } from "../../app/studio.tsx";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { NewPassword, passwordFault } from "../sign-in/new-password.tsx";
import { Card } from "./card.tsx";
import { dateName } from "./lot-facts.ts";
import { ProofForm } from "./proof-form.tsx";

const words = accountWords.profile;

/** The name's own small form. */
function NameForm({ name: kept }: { name: string }) {
  const { account: accounts, link, notify } = useStudio();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(kept);
  const state = useForm(form, ["name"]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await state.send(() => link.call("account", "rename", { name }));
    if (saved === null) return;
    accounts.put(saved);
    notify({ title: words.saved, tone: "ok" });
  };
  return (
    <form ref={form} noValidate className="mt-2" onSubmit={(event) => void submit(event)}>
      <div className="flex items-start gap-2">
        <TextField
          label={words.name}
          autoComplete="name"
          value={name}
          onChange={setName}
          error={state.at("name")}
          className="min-w-0 flex-1"
        />
        <Button type="submit" className="mt-[22px]" disabled={state.busy || name.trim() === kept}>
          {words.save}
        </Button>
      </div>
      <FormError text={state.whole} wait={state.wait} />
    </form>
  );
}

function PasswordDialog({ open, withCode, known, onClose }: { open: boolean; withCode: boolean; known: string[]; onClose: () => void }) {
  const { link, notify } = useStudio();
  const [next, setNext] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const close = () => {
    setNext("");
    setWrong(null);
    onClose();
  };
  return (
    <Dialog open={open} onClose={close} title={words.dialogTitle} text={words.passwordText}>
      <ProofForm
        withCode={withCode}
        word={words.set}
        passwordLabel={words.current}
        fault={() => {
          const fault = passwordFault(next);
          setWrong(fault);
          return fault !== null;
        }}
        send={async (proof) => {
          const changed = await link.call("account", "changePassword", { ...proof, newPassword: next });
          const about = changed.ok ? null : (changed.error.fields?.find((field) => field.path === "newPassword")?.message ?? null);
          setWrong(about);
          return changed;
        }}
        onCancel={close}
        onDone={() => {
          notify({ title: words.done, text: words.doneText, tone: "ok" });
          close();
        }}
      >
        <NewPassword label={words.next} value={next} onChange={setNext} known={known} error={wrong} />
      </ProofForm>
    </Dialog>
  );
}

/** The card. */
export function ProfileCard({ account }: { account: NonNullable<AccountState["account"]> }) {
  const now = useNow();
  const [open, setOpen] = useState(false);
  return (
    <Card title={words.title} tools={<span className="text-12 text-text-3">{words.since(dateName(account.createdAt, now))}</span>}>
      {account.localOwner ? (
        <p className="mt-1.5 text-12 leading-[1.125rem] text-text-2">{words.ownerText}</p>
      ) : (
        <>
          <NameForm key={account.name} name={account.name} />
          <div className="mt-3 flex items-start gap-2 border-t border-line pt-3">
            <div className="min-w-0 flex-1">
              <p className="font-[550]">{words.password}</p>
              <p className="mt-0.5 text-12 text-text-2">{words.passwordText}</p>
            </div>
            <Button small onClick={() => setOpen(true)}>
              {words.change}
            </Button>
          </div>
          <PasswordDialog open={open} withCode={account.twoFactor} known={[account.name, account.email]} onClose={() => setOpen(false)} />
        </>
      )}
    </Card>
  );
}
