// Where references come from and whom they show, with the evidence: a record that stays.
import { Paperclip, X } from "lucide-react";
import { useRef, useState, type FormEvent } from "react";
import { referenceOrigins, referenceSubjects, type ReferenceOrigin, type ReferenceSubject } from "../../../shared/domain/character.ts";
import { useForm } from "../../app/form.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { useAct, useSources } from "./use-character.ts";

interface Props {
  characterId: string;
  referenceIds: string[];
  filmId: string | null;
  onClose: () => void;
}

const origins = Object.fromEntries(referenceOrigins.map((origin) => [origin, words.origins[origin]])) as Record<ReferenceOrigin, string>;

function Evidence({
  value,
  onChange,
}: {
  value: { hash: string; name: string } | null;
  onChange: (value: { hash: string; name: string } | null) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const act = useAct();
  const sources = useSources();
  const take = async (files: File[]) => {
    const [source] = await sources(files.slice(0, 1));
    if (source === undefined) return;
    const kept = await act("addEvidence", { source });
    if (kept !== null) onChange(kept);
  };
  return (
    <div>
      <span className="field-label">{words.evidence}</span>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.evidence}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          void take(files);
        }}
      />
      <div className="flex items-center gap-2">
        <Button small onClick={() => input.current?.click()}>
          <Paperclip size={14} strokeWidth={1.75} aria-hidden />
          {words.evidenceChoose}
        </Button>
        {value === null ? null : (
          <span className="tag min-w-0 !pr-0.5">
            <span className="truncate">{value.name}</span>
            <button
              type="button"
              className="grid size-6 place-items-center"
              aria-label={`${strings.common.undo}: ${value.name}`}
              onClick={() => onChange(null)}
            >
              <X size={12} strokeWidth={2} aria-hidden />
            </button>
          </span>
        )}
      </div>
      <p className="field-help">{words.evidenceHelp}</p>
    </div>
  );
}

function Form({ characterId, referenceIds, filmId, onClose }: Props) {
  const { link, notify } = useStudio();
  const [subject, setSubject] = useState<ReferenceSubject>("fictional");
  const [origin, setOrigin] = useState<ReferenceOrigin>("made");
  const [originChosen, setOriginChosen] = useState(false);
  const [evidence, setEvidence] = useState<{ hash: string; name: string } | null>(null);
  const [onlyThis, setOnlyThis] = useState(false);
  const [mature, setMature] = useState(false);
  const [until, setUntil] = useState("");
  const [note, setNote] = useState("");
  const node = useRef<HTMLFormElement>(null);
  const form = useForm(node, ["statement.evidence", "statement.expiresAt", "statement.note"]);
  const real = subject !== "fictional";
  const [lacking, setLacking] = useState(false);
  const lacks = subject === "other-person" && evidence === null;
  const evidenceError = form.at("statement.evidence") ?? (lacking && lacks ? words.evidenceNeeded : null);
  const send = async (without: boolean) => {
    setLacking(lacks && !without);
    if (lacks && !without) return;
    const kept = await form.send(() =>
      link.call("characters", "recordConsent", {
        characterId,
        referenceIds,
        statement: {
          subject,
          origin,
          evidence: real ? evidence : null,
          scope: { films: onlyThis && filmId !== null ? [filmId] : null, ratings: mature ? ["general", "mature"] : ["general"] },
          givenAt: null,
          expiresAt: real && until !== "" ? new Date(`${until}T23:59:59`).toISOString() : null,
          note,
        },
      }),
    );
    if (kept === null) return;
    notify(lacks ? { title: words.recordedWaits, tone: "turn" } : { title: words.recorded, tone: "ok" });
    onClose();
  };
  const choose = (next: ReferenceSubject) => {
    setSubject(next);
    // A photo of somebody is rarely made by an engine; what was chosen by hand stays.
    if (!originChosen) setOrigin(next === "fictional" ? "made" : "own-photo");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(false);
  };
  return (
    <form ref={node} onSubmit={submit} className="mt-3 grid gap-4" noValidate>
      <fieldset>
        <legend className="field-label">{words.subject}</legend>
        <div className="options">
          {referenceSubjects.map((value) => (
            <label key={value} className={`!items-center ${subject === value ? "option-chosen" : ""}`}>
              <input
                type="radio"
                name="subject"
                className="accent-[var(--ov-accent)]"
                checked={subject === value}
                onChange={() => choose(value)}
              />
              {words.subjects[value]}
            </label>
          ))}
        </div>
      </fieldset>
      <Field label={words.origin}>
        {(ids) => (
          <Select
            label={words.origin}
            value={origin}
            options={origins}
            onChange={(next) => (setOriginChosen(true), setOrigin(next))}
            small={false}
            id={ids.id}
          />
        )}
      </Field>
      {real ? (
        <>
          <div>
            <Evidence value={evidence} onChange={setEvidence} />
            {evidenceError === null ? null : (
              <p className="field-error" role="alert">
                {evidenceError}
              </p>
            )}
          </div>
          <TextField
            label={words.until}
            help={words.untilHelp}
            type="date"
            value={until}
            onChange={setUntil}
            error={form.at("statement.expiresAt")}
          />
        </>
      ) : null}
      <div className="grid gap-1.5">
        {filmId === null || !real ? null : (
          <Check checked={onlyThis} onChange={setOnlyThis}>
            {words.onlyThis}
          </Check>
        )}
        <Check checked={mature} onChange={setMature}>
          {words.mature}
        </Check>
      </div>
      <TextField label={words.note} value={note} onChange={setNote} error={form.at("statement.note")} maxLength={2000} autoComplete="off" />
      <FormError text={form.whole} wait={form.wait} />
      <div className="flex flex-wrap justify-end gap-2">
        {lacks ? (
          <Button kind="ghost" className="mr-auto" disabled={form.busy} onClick={() => void send(true)}>
            {words.evidenceLater}
          </Button>
        ) : null}
        <Button onClick={onClose}>{strings.common.cancel}</Button>
        <Button kind="primary" type="submit" disabled={form.busy}>
          {words.record}
        </Button>
      </div>
    </form>
  );
}

/** The dialog, for one or several references. */
export function StatementDialog({ open, ...props }: Props & { open: boolean }) {
  return (
    <Dialog open={open} onClose={props.onClose} title={words.consentTitle} text={words.consentText}>
      {open ? <Form {...props} /> : null}
    </Dialog>
  );
}
