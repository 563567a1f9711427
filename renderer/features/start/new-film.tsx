// New film from a story: pasted, typed, opened as a file or dropped. Each error stands at its field.
import { FileText, FileUp, LayoutDashboard } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { Input } from "../../../shared/contract/studio/index.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { errorText } from "../../app/toasts.ts";
import { useStudio } from "../../app/studio.tsx";
import { useWidth } from "../../lib/width.ts";
import { Button } from "../../ui/button.tsx";
import { Field, TextArea } from "../../ui/field.tsx";
import { readStoryFile } from "./story-file.ts";

const oneLine: [number, number] = [1, 1];
const twoLines: [number, number] = [2, 2];
const manyLines: [number, number] = [6, 12];

/** Splits an error into what belongs to the title and what to the story. */
function byField(error: ErrorBody | null): { story: string | null; title: string | null } {
  if (error === null) return { story: null, title: null };
  const title = error.fields?.find((field) => field.path === "title")?.message ?? null;
  const others = error.fields?.filter((field) => field.path !== "title") ?? [];
  if (title !== null && others.length === 0) return { story: null, title };
  return { story: others.length > 0 ? others.map((field) => field.message).join(" ") : errorText(error), title };
}

/** The card of the start screen that makes a film. */
export function NewFilm() {
  const { session } = useStudio();
  const [story, setStory] = useState("");
  const [title, setTitle] = useState("");
  const [error, setError] = useState<ErrorBody | null>(null);
  const [making, setMaking] = useState(false);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const narrow = useWidth() === "narrow";
  const wrong = byField(error);

  const make = async (input: Input<"projects", "create">) => {
    setMaking(true);
    setError(null);
    const made = await session.create(title.trim() === "" ? input : { ...input, title });
    setMaking(false);
    if (made.ok) go({ name: "storyboard", filmId: made.value.id });
    else setError(made.error);
  };
  const open = async (file: File) => {
    const read = await readStoryFile(file);
    if (read.ok) await make({ file: read.file });
    else setError({ code: "invalid_input", message: read.message });
  };
  const openDropped = useEffectEvent((file: File) => void open(file));

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      const [file] = files;
      if (files.length > 1) setError({ code: "invalid_input", message: strings.start.oneFile });
      else if (file) openDropped(file);
    };
    // Pasting anywhere but into a field starts a film: the text goes where it can still be read over.
    const paste = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("input, textarea")) return;
      const [file] = event.clipboardData?.files ?? [];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (file) openDropped(file);
      else if (text !== "") {
        setStory(text);
        area.current?.focus();
      }
    };
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, []);

  const begun = story !== "";
  const words = begun ? story.trim().split(/\s+/).filter(Boolean).length : 0;
  return (
    <section
      aria-label={strings.start.newTitle}
      className={`rounded-4 border bg-panel px-4 pt-3.5 pb-4 max-md:p-3 ${over ? "border-ring outline-2 outline-ring" : "border-line-strong"}`}
    >
      <div className="flex items-center gap-2">
        <FileText size={20} strokeWidth={1.6} aria-hidden className="text-accent-text" />
        <h2 className="flex-1 text-16 font-semibold tracking-[-0.01em]">{strings.start.newTitle}</h2>
        <span className="text-12 text-text-3 max-md:hidden">{over ? strings.start.drop : strings.start.newHint}</span>
      </div>
      <div className={begun ? "mt-2.5" : "mt-2.5 flex gap-2 max-md:flex-wrap"}>
        <div className="min-w-0 flex-1 max-md:basis-full">
          <TextArea
            inputRef={area}
            label={strings.start.storyLabel}
            placeholder={strings.start.newPlaceholder}
            value={story}
            invalid={wrong.story !== null}
            describedBy={wrong.story === null ? undefined : "story-error"}
            lines={begun ? manyLines : narrow ? twoLines : oneLine}
            className={`font-film !text-[0.9375rem] !leading-[1.4rem] ${begun ? "" : "overflow-hidden md:whitespace-nowrap"}`}
            onChange={(text) => {
              setStory(text);
              setError(null);
            }}
          />
        </div>
        {begun ? null : (
          <Button className="!h-10 max-md:!h-11 max-md:w-full" disabled={making} onClick={() => chooser.current?.click()}>
            <FileUp size={16} strokeWidth={1.75} aria-hidden />
            {making ? strings.start.making : strings.start.openFile}
          </Button>
        )}
      </div>
      {wrong.story === null ? null : (
        <p id="story-error" className="field-error" role="alert">
          {wrong.story}
        </p>
      )}
      {begun ? (
        <div className="mt-3 flex flex-wrap items-end gap-3">
          <Field label={strings.start.titleLabel} error={wrong.title} className="w-[280px] max-md:w-full">
            {({ id, describedBy, invalid }) => (
              <input
                id={id}
                aria-describedby={describedBy}
                aria-invalid={invalid || undefined}
                className="input font-film"
                placeholder={strings.start.titlePlaceholder}
                value={title}
                onChange={(event) => setTitle(event.target.value)}
              />
            )}
          </Field>
          <span className="pb-2 text-12 text-text-3 tabular-nums">{strings.start.words(words)}</span>
          <span className="flex-1" />
          <Button
            kind="ghost"
            onClick={() => {
              setStory("");
              setError(null);
            }}
          >
            {strings.start.clear}
          </Button>
          <Button kind="primary" disabled={making} onClick={() => void make({ story })}>
            <LayoutDashboard size={16} strokeWidth={1.75} aria-hidden />
            {making ? strings.start.making : strings.start.make}
          </Button>
        </div>
      ) : null}
      <input
        ref={chooser}
        type="file"
        accept=".txt,.md,.fountain,text/plain,text/markdown"
        hidden
        aria-label={strings.start.openFile}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void open(file);
          event.target.value = "";
        }}
      />
    </section>
  );
}
