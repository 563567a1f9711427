// Where pictures are made, in plain words, and the way to another farm.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { CircleCheck, CloudOff, Loader } from "lucide-react";
import { useState } from "react";
import type { FarmStatus } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";

function FarmChip({ farm }: { farm: FarmStatus }) {
  const looks = {
    connected: { icon: CircleCheck, tone: "chip-ok", word: strings.header.farmReady },
    connecting: { icon: Loader, tone: "", word: strings.header.farmConnecting },
    offline: { icon: CloudOff, tone: "chip-turn", word: strings.header.farmOffline },
    "signed-out": { icon: CloudOff, tone: "chip-fail", word: strings.header.farmUnauthorised },
    none: { icon: CloudOff, tone: "chip-turn", word: strings.header.farmOffline },
  };
  const { icon: Icon, tone, word } = looks[farm.state];
  return (
    <span className={`chip ${tone} ml-auto`}>
      <Icon aria-hidden />
      {word}
    </span>
  );
}

function Choice({
  value,
  title,
  children,
  chosen,
  chip,
}: {
  value: string;
  title: string;
  children: React.ReactNode;
  chosen: boolean;
  chip?: React.ReactNode;
}) {
  const id = `farm-${value}`;
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
        <div className="flex flex-wrap items-center gap-2">
          <span id={id} className="font-[550]">
            {title}
          </span>
          {chip}
        </div>
        {children}
      </div>
    </div>
  );
}

/** The choice of farm. Drafts are drawn here whatever is chosen. */
export function WhereMade() {
  const { session } = useStudio();
  const farm = useSession((state) => state.farm);
  const [choice, setChoice] = useState<"local" | "other" | null>(null);
  const [url, setUrl] = useState("");
  const [key, setKey] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const now = farm === null || farm.local ? "local" : "other";
  const shown = choice ?? now;
  const connect = async (address: string | null, token?: string) => {
    setBusy(true);
    const failed = await session.connect(address, token);
    setBusy(false);
    setError(failed === null ? null : (failed.fields?.[0]?.message ?? failed.message));
  };
  const about = (chosen: FarmStatus) => (
    <p className="mt-0.5 text-12 leading-[1.0625rem] text-text-2">
      {chosen.message ?? strings.start.farmText[chosen.state]}
      {chosen.engines.length === 0 ? null : ` ${strings.start.farmEngines(chosen.engines.map((engine) => engine.id).join(", "))}`}
    </p>
  );
  return (
    <section className="border-t border-line pt-[18px]">
      <h2 className="mb-2 font-semibold">{strings.start.where}</h2>
      <RadioGroup
        aria-label={strings.start.where}
        value={shown}
        className="options"
        onValueChange={(next) => {
          setChoice(next as "local" | "other");
          setError(null);
          if (next === "local" && now === "other") void connect(null);
        }}
      >
        <Choice
          value="local"
          title={strings.start.localFarm}
          chosen={shown === "local"}
          chip={farm?.local && shown === "local" ? <FarmChip farm={farm} /> : undefined}
        >
          {farm?.local ? about(farm) : <p className="mt-0.5 text-12 text-text-2">{strings.start.localFarmText}</p>}
        </Choice>
        <Choice
          value="other"
          title={strings.start.otherFarm}
          chosen={shown === "other"}
          chip={farm && !farm.local && shown === "other" ? <FarmChip farm={farm} /> : undefined}
        >
          {farm && !farm.local ? about(farm) : null}
          {shown === "other" ? (
            <form
              className="mt-2 grid gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                void connect(url.trim(), key === "" ? undefined : key);
              }}
            >
              <Field label={strings.start.farmAddress} error={error}>
                {({ id, describedBy, invalid }) => (
                  <input
                    id={id}
                    required
                    type="url"
                    aria-describedby={describedBy}
                    aria-invalid={invalid || undefined}
                    placeholder="https://"
                    className="input input-small num"
                    value={url}
                    onChange={(event) => setUrl(event.target.value)}
                  />
                )}
              </Field>
              <div className="flex items-end gap-2">
                <Field label={strings.start.farmKey} className="flex-1">
                  {({ id }) => (
                    <input
                      id={id}
                      type="password"
                      autoComplete="off"
                      className="input input-small num"
                      value={key}
                      onChange={(event) => setKey(event.target.value)}
                    />
                  )}
                </Field>
                <Button small type="submit" disabled={busy}>
                  {strings.start.connect}
                </Button>
              </div>
            </form>
          ) : (
            <p className="mt-0.5 text-12 text-text-2">{strings.start.otherFarmText}</p>
          )}
        </Choice>
      </RadioGroup>
      <p className="field-help">{strings.start.draftsHere}</p>
    </section>
  );
}
