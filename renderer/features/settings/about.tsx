// Which studio this is, and settings as a file to take along.
import { useRef, useState } from "react";
import { settingsWords as words } from "../../app/strings/settings.ts";
import { strings } from "../../app/strings.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { Button } from "../../ui/button.tsx";
import { Row, Section } from "./rows.tsx";

/** Offers `text` to be kept as a file. */
function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The section. */
export function About() {
  const { link, notify } = useStudio();
  const version = useSession((state) => state.version);
  const dataFolder = useSession((state) => state.dataFolder);
  const [said, setSaid] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const save = async () => {
    const file = await link.call("app", "exportSettings", {});
    if (file.ok) saveText(file.value.name, file.value.text);
    else notify({ title: strings.errors.notDone, text: errorText(file.error), tone: "fail" });
  };
  const load = async (file: File | undefined) => {
    if (file === undefined) return;
    const taken = await link.call("app", "importSettings", { text: await file.text() });
    if (!taken.ok) return setSaid(errorText(taken.error));
    const { left, taken: number } = taken.value;
    setSaid([words.about.loaded(number), ...(left.length === 0 ? [] : [words.about.left(left.join("; "))])].join(" "));
  };
  return (
    <Section name="about">
      <Row name={words.about.version} text={`${strings.product} ${version ?? ""}`} />
      <Row name={words.about.data} text={<span className="select-text">{dataFolder}</span>} />
      <Row
        name={words.about.settingsFile}
        text={
          <>
            {words.about.settingsFileText}
            <span className="block text-text-2" role="status">
              {said}
            </span>
          </>
        }
      >
        <Button small onClick={() => void save()}>
          {words.about.save}
        </Button>
        <Button small onClick={() => chooser.current?.click()}>
          {words.about.load}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept="application/json,.json"
          className="hidden"
          aria-label={words.about.load}
          onChange={(event) => {
            void load(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </Row>
    </Section>
  );
}
