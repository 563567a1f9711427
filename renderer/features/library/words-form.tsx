// Name, caption and note of an asset: kept as one stops typing or leaves the field.
import { useEffect, useRef, useState } from "react";
import type { AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { Field, TextArea } from "../../ui/field.tsx";
import { TextField } from "../../ui/text-field.tsx";

type Words = Pick<AssetDetail, "name" | "caption" | "note">;

/** Milliseconds after the last letter before it is kept. */
const rest = 600;
const lines: [number, number] = [2, 8];

/** The form; `onChange` keeps one member. Make it anew (`key`) for another asset. */
export function WordsForm({ asset, onChange }: { asset: AssetDetail; onChange: (change: Partial<Words>) => Promise<boolean> }) {
  const [typed, setTyped] = useState<Partial<Words>>({});
  const waiting = useRef<Partial<Words>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keep = () => {
    clearTimeout(timer.current);
    const change = waiting.current;
    waiting.current = {};
    if (Object.keys(change).length === 0) return;
    if (change.name?.trim() === "") delete change.name;
    void onChange(change).then((done) => {
      // What was typed meanwhile stays as typed; what is kept is shown as kept.
      if (done)
        setTyped((before) => Object.fromEntries(Object.entries(before).filter(([name, text]) => change[name as keyof Words] !== text)));
    });
  };
  const latest = useRef(keep);
  useEffect(() => {
    latest.current = keep;
  });
  useEffect(() => () => latest.current(), []);
  const type = (change: Partial<Words>) => {
    setTyped((before) => ({ ...before, ...change }));
    waiting.current = { ...waiting.current, ...change };
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), rest);
  };
  const shown = { name: asset.name, caption: asset.caption, note: asset.note, ...typed };
  return (
    <div className="grid gap-3" onBlur={keep}>
      <TextField label={words.name} value={shown.name} maxLength={200} inputClass="input-small" onChange={(name) => type({ name })} />
      <Field label={words.caption}>
        {(ids) => (
          <TextArea
            {...ids}
            label={words.caption}
            placeholder={words.captionPlaceholder}
            value={shown.caption}
            lines={lines}
            lineHeight={18}
            className="text-12"
            onChange={(caption) => type({ caption })}
          />
        )}
      </Field>
      <Field label={words.note}>
        {(ids) => (
          <TextArea
            {...ids}
            label={words.note}
            placeholder={words.notePlaceholder}
            value={shown.note}
            lines={lines}
            lineHeight={18}
            className="text-12"
            onChange={(note) => type({ note })}
          />
        )}
      </Field>
    </div>
  );
}
