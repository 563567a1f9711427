// The farm of this studio, where its sign-ins are kept, and the limit of downloads.
import { useState } from "react";
import type { Settings } from "../../app/state/session.ts";
import { settingsWords as words } from "../../app/strings/settings.ts";
import { strings } from "../../app/strings.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { goSignIn } from "../../app/ui-state.ts";
import { useCall } from "../../app/use-call.ts";
import { Button } from "../../ui/button.tsx";
import { Switch } from "../../ui/switch.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { Row, Section } from "./rows.tsx";

/** KB a second that a limit begins with. */
const usualLimit = 2000;

/** The bandwidth limit: a switch, and the number when it is on. */
function Limit({ value, onChange }: { value: number | null; onChange: (next: number | null) => void }) {
  const [text, setText] = useState(String(value ?? usualLimit));
  const number = Number(text);
  const good = /^\d+$/.test(text.trim()) && number >= 16 && number <= 10_000_000;
  return (
    <Row
      name={words.farm.limit}
      text={words.farm.limitHelp}
      below={
        value === null ? null : (
          <form
            className="settings-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (good) onChange(number);
            }}
          >
            <TextField
              label={words.farm.limitLabel}
              inputMode="numeric"
              value={text}
              onChange={setText}
              error={good ? null : "A limit is a number from 16 to 10,000,000."}
              className="!max-w-[200px]"
            />
            <Button type="submit" offReason={good && number === value ? "This is the limit now." : null}>
              {words.keep}
            </Button>
          </form>
        )
      }
    >
      <Switch label={words.farm.limit} checked={value !== null} onChange={(on) => onChange(on ? (good ? number : usualLimit) : null)} />
    </Row>
  );
}

/** The section. */
export function Farm({ settings }: { settings: Settings }) {
  const { session } = useStudio();
  const farm = useSession((state) => state.farm);
  const { value: storage } = useCall("storage", "state", {}, "farm");
  const named = farm === null || farm.state === "none" ? words.farm.none : `${words.farm.connected} ${farm.name ?? farm.url}`;
  return (
    <Section name="farm">
      <Row name={named} text={farm === null ? null : (farm.message ?? strings.start.farmText[farm.state])}>
        <Button small onClick={goSignIn}>
          {words.farm.other}
        </Button>
      </Row>
      <Limit value={settings.bandwidth} onChange={(bandwidth) => void session.changeSettings({ bandwidth })} />
      <Row name={words.farm.secrets} text={storage?.secretsIn ?? strings.common.loading} />
    </Section>
  );
}
