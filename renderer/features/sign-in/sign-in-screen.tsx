// Connecting to a farm and signing in there: one column beside a picture, one step of the way at a time. What was
// typed into one step is kept for the next; the password alone is not.
import { ArrowRight, Monitor } from "lucide-react";
import { useEffect, useEffectEvent, useId, useRef, useState, type ReactNode } from "react";
import { useKeys } from "../../app/keys.ts";
import { strings } from "../../app/strings.ts";
import { signInWords as words } from "../../app/strings/sign-in.ts";
import { useAccount, useSession, useStudio } from "../../app/studio.tsx";
import { goBack } from "../../app/ui-state.ts";
import { useCall } from "../../app/use-call.ts";
import { useCover } from "../../lib/draw/use-cover.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { ChooseFarm } from "./choose-farm.tsx";
import { FarmLine } from "./farm-line.tsx";
import { ForgotForm, ResetForm } from "./forgot-forms.tsx";
import { MailStep } from "./mail-step.tsx";
import { regionList } from "./regions.ts";
import { CodeSteps, SignInForm } from "./sign-in-form.tsx";
import { SignUpForm, type Admission } from "./sign-up-form.tsx";
import { SignedIn } from "./signed-in.tsx";
import "./sign-in.css";

type Step = "farm" | "sign-in" | "sign-up" | "mail" | "forgot" | "reset";

const titles: Record<Step, string> = {
  farm: words.titleFarm,
  "sign-in": words.title,
  "sign-up": words.titleUp,
  mail: words.titleMail,
  forgot: words.titleForgot,
  reset: words.titleReset,
};

/** A sample's opening shot, as large as there is room. */
function Picture() {
  const sample = useSession((state) => state.samples[0] ?? null);
  const cover = useCover(sample);
  return (
    <aside className="relative w-[39%] max-w-[560px] flex-none bg-well max-lg:hidden" aria-hidden>
      {cover === null ? null : <img src={cover.url} alt="" className="absolute inset-0 size-full object-cover" />}
      {sample === null ? null : (
        <span className="over bottom-6 left-6 !h-7 max-w-[calc(100%-48px)] !px-2.5 font-film !text-13 !font-normal">
          <span className="truncate">{words.picture(sample.title)}</span>
        </span>
      )}
    </aside>
  );
}

/** The way on with no account at all. */
function Without({ onGo }: { onGo: () => void }) {
  return (
    <>
      <div className="or mt-7 mb-3.5 text-12 text-text-3">{words.or}</div>
      <section className="flex items-start gap-3.5 rounded-3 border border-line-strong bg-panel px-4 py-3.5 max-md:flex-wrap">
        <Monitor size={20} strokeWidth={1.6} aria-hidden className="mt-0.5 flex-none text-text-2" />
        <div className="min-w-0 flex-1">
          <h2 className="text-14 font-[550]">{words.without}</h2>
          <p className="mt-[3px] text-12 leading-[1.125rem] text-text-2">{words.withoutText}</p>
        </div>
        <Button className="max-md:w-full" onClick={onGo}>
          {words.goOn}
          <ArrowRight size={14} strokeWidth={1.75} aria-hidden />
        </Button>
      </section>
    </>
  );
}

/** What the farm admits, under the form. */
function Admits({ admission }: { admission: Admission | null }) {
  if (admission === null) return null;
  const { signUp, regions } = admission;
  return (
    <span className="text-text-3">
      {words.farm.admits[signUp]}
      {regions.length > 0 ? ` ${words.farm.regions(regionList(regions))}` : ""}
    </span>
  );
}

/** The screen. */
export function SignInScreen() {
  const { account: accounts, link, notify } = useStudio();
  const farm = useSession((state) => state.farm);
  const account = useAccount((state) => state.account);
  const title = useId();
  const head = useRef<HTMLHeadingElement>(null);
  const [wanted, setStep] = useState<Step | null>(null);
  const [email, setEmail] = useState<string | null>(null);
  const typed = email ?? account?.lastEmail ?? "";
  const admission = useCall("account", "admission", {}, `${farm?.url ?? ""} ${farm?.state ?? ""}`);
  const here = account?.step ?? null;
  // The choice of a farm stays in place until the chosen one has answered.
  if (wanted === null && farm?.state === "none") setStep("farm");
  const step: Step = wanted ?? "sign-in";
  const signedIn = here === "signed-in" && account?.account !== null && account !== null && wanted === null ? account.account : null;

  // Signing in ends here: the screen before comes back.
  const who = here === "signed-in" ? (account?.account?.id ?? null) : here;
  const before = useRef(who);
  const arrived = useEffectEvent(() => {
    notify({ title: words.welcome(account?.account?.name ?? typed), tone: "ok" });
    goBack();
  });
  useEffect(() => {
    const was = before.current;
    before.current = who;
    if (here === "signed-in" && was !== null && was !== who && was !== "no-farm") arrived();
  }, [here, who]);

  const to = (next: Step | null) => {
    setStep(next);
    requestAnimationFrame(() => {
      // A form that has a field took the focus already.
      if (document.activeElement === document.body || document.activeElement === null) head.current?.focus();
    });
  };
  const back = () => {
    if (here === "code") void link.call("account", "dropSignIn", {}).then(() => accounts.load());
    else if (wanted !== null && wanted !== "sign-in") to(wanted === "reset" ? "forgot" : wanted === "mail" ? "sign-up" : null);
    else goBack();
  };
  useKeys([{ keys: "Escape", run: back }]);
  useEffect(() => {
    // Escape leaves a field too: the keys of the page are not heard there.
    const leave = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key === "Escape" && target?.closest("input") && !event.defaultPrevented) (target as HTMLElement).blur();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, []);

  const folder = admission.value?.mailFolder ?? null;
  let shown: ReactNode;
  let name = titles[step];
  if (signedIn !== null) {
    name = signedIn.localOwner ? words.titleOwner : words.titleIn;
    shown = <SignedIn account={signedIn} onGoOn={goBack} onOtherFarm={() => to("farm")} onOtherAccount={() => to("sign-in")} />;
  } else if (here === "code" && step === "sign-in") {
    shown = <CodeSteps email={typed} onChange={back} />;
  } else if (step === "farm") {
    shown = <ChooseFarm farm={farm} onChosen={() => to(null)} />;
  } else if (step === "sign-in") {
    shown = (
      <SignInForm
        email={typed}
        onEmail={setEmail}
        onAccepted={() => void accounts.load()}
        onForgot={() => to("forgot")}
        onUnverified={() => {
          void link.call("account", "sendVerification", { email: typed.trim() });
          to("mail");
        }}
      />
    );
  } else if (step === "sign-up") {
    shown =
      admission.value?.signUp === "closed" ? (
        <p className="mt-5 text-14 text-text-2">
          <b className="font-[550] text-text">{words.closed}.</b> {words.closedText}
        </p>
      ) : admission.value === null ? (
        <div className="mt-5">
          <p className="text-14 text-text-2" role="status">
            {admission.error?.message ?? strings.common.loading}
          </p>
          {admission.error === null ? null : (
            <Button className="mt-4" onClick={() => void admission.again()}>
              {strings.common.tryAgain}
            </Button>
          )}
        </div>
      ) : (
        <SignUpForm admission={admission.value} email={typed} onEmail={setEmail} onSent={() => to("mail")} />
      );
  } else if (step === "mail") {
    const confirmed = () => {
      notify({ title: words.mail.confirmed, text: words.mail.confirmedText, tone: "ok" });
      to("sign-in");
    };
    shown = (
      <MailStep email={typed} folder={folder} onConfirmed={confirmed} onOtherEmail={() => to("sign-up")} onSignIn={() => to("sign-in")} />
    );
  } else if (step === "forgot") {
    shown = <ForgotForm email={typed} onEmail={setEmail} onSent={() => to("reset")} />;
  } else {
    const done = () => {
      notify({ title: words.resetDone, text: words.resetDoneText, tone: "ok" });
      to("sign-in");
    };
    shown = <ResetForm email={typed} folder={folder} onDone={done} onAgain={() => to("forgot")} />;
  }

  const forms = signedIn === null && step !== "farm";
  return (
    <main className="flex min-h-0 min-w-0 flex-1" aria-labelledby={title}>
      <Picture />
      <div className="flex min-w-0 flex-1 flex-col overflow-y-auto px-6 py-10 max-md:px-4 max-md:py-6">
        <div className="m-auto w-full max-w-[600px]">
          {step === "farm" && signedIn === null ? null : (
            <FarmLine farm={farm} secure={admission.value?.farm.secure ?? null} onChange={signedIn === null ? () => to("farm") : null} />
          )}
          <h1 ref={head} id={title} tabIndex={-1} className="font-film text-34 tracking-[-0.015em] outline-none max-md:text-26">
            {name}
          </h1>
          {account?.message && forms && step === "sign-in" && here !== "code" ? (
            <p className="mt-3 rounded-2 bg-turn-soft px-3 py-2 text-text" role="status">
              {account.message}
            </p>
          ) : null}
          {shown}
          {forms && here !== "code" ? (
            <p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-text-3">
              {step === "sign-in" && admission.value?.signUp !== "closed" ? (
                <span className="flex items-center gap-1">
                  {words.newHere} <LinkButton onClick={() => to("sign-up")}>{words.makeAccount}</LinkButton>
                </span>
              ) : null}
              {step === "sign-up" || step === "forgot" ? (
                <span className="flex items-center gap-1">
                  {words.haveAccount} <LinkButton onClick={() => to("sign-in")}>{words.signIn}</LinkButton>
                </span>
              ) : null}
              {step === "sign-in" ? <Admits admission={admission.value} /> : null}
            </p>
          ) : null}
          {forms && here !== "code" && (step === "sign-in" || step === "sign-up") ? (
            <p className="mt-1 text-12 text-text-3">{words.neverKept}</p>
          ) : null}
          {account?.others.map((other) => (
            <p key={other.email ?? ""} className="mt-3 text-12 text-text-2">
              {words.othersWait(other.jobs, other.email)}
            </p>
          ))}
          {signedIn === null ? <Without onGo={goBack} /> : null}
        </div>
      </div>
    </main>
  );
}
