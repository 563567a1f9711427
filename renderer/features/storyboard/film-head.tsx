// The film as a whole: its title, what it costs and how long that takes before anything is sent, and
// how far it is.
import { Check, Clapperboard, FileText, LayoutGrid, List, Pencil } from "lucide-react";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { ProjectView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { shotsOf } from "../../app/state/film.ts";
import { useFilm, useSession, useStudio } from "../../app/studio.tsx";
import { setUi, useUi, type StoryboardView } from "../../app/ui-state.ts";
import { duration, wait } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Segments } from "../../ui/segments.tsx";
import { lookOfState, StateIcon } from "../../ui/state-chip.tsx";
import { canApprove, countGroups } from "./film-facts.ts";
import { sentNotice } from "./sent-notice.ts";

function TitleField({ title }: { title: string }) {
  const { film } = useStudio();
  const [text, setText] = useState(title);
  const [error, setError] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  // It appears because someone asked to rename: typing goes on there.
  useEffect(() => field.current?.focus(), []);
  const keep = async () => {
    if (text.trim() === title) {
      setUi({ renaming: false });
      return;
    }
    const failed = await film.rename(text);
    if (failed === null) setUi({ renaming: false });
    else setError(failed.fields?.[0]?.message ?? failed.message);
  };
  return (
    <Field label={strings.storyboard.renameLabel} error={error} className="max-w-[520px]">
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          ref={field}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          className="input !h-10 font-film !text-[1.375rem]"
          value={text}
          maxLength={200}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setText(event.target.value);
            setError(null);
          }}
          onBlur={() => void keep()}
          onKeyDown={(event) => {
            if (event.key === "Enter") void keep();
            else if (event.key === "Escape") setUi({ renaming: false });
            else return;
            event.preventDefault();
          }}
        />
      )}
    </Field>
  );
}

function Figure({ value, word, className = "" }: { value: string; word: string; className?: string }) {
  return (
    <div className={`flex flex-col gap-px whitespace-nowrap ${className}`}>
      <b className="text-14 font-semibold tabular-nums">{value}</b>
      <span className="text-12 text-text-3">{word}</span>
    </div>
  );
}

/** What Render would send, cost and take, and the button itself. */
function Quote({ view }: { view: ProjectView }) {
  const { film, notify } = useStudio();
  const rendering = useFilm((state) => state.rendering);
  const credits = useSession((state) => state.farm?.credits ?? null);
  const farm = useSession((state) => state.farm?.state ?? null);
  const { quote } = view;
  const waiting = useMemo(() => shotsOf(view).filter(canApprove), [view]);
  const render = async () => {
    const sent = await film.render(undefined, quote.credits);
    if (sent) notify(sentNotice(farm, quote.shots, view.id));
  };
  return (
    <div className="mt-3.5 flex items-center gap-5 max-md:mt-2.5 max-md:flex-wrap max-md:justify-between max-md:gap-x-3 max-md:gap-y-3">
      <Figure value={strings.common.credits(quote.creditsWholeFilm)} word={strings.storyboard.toFinish} />
      {quote.eta === null ? null : <Figure value={wait(quote.eta)} word={strings.storyboard.waitNow} />}
      <Figure value={strings.common.credits(quote.spent)} word={strings.storyboard.spent} className="max-md:hidden" />
      {credits === null ? null : <Figure value={strings.common.credits(credits.available)} word={strings.storyboard.yours} />}
      <span className="flex-1 max-md:hidden" />
      {waiting.length > 0 ? (
        <Button className="max-md:order-8 max-md:w-full" onClick={() => void film.approve(waiting.map((shot) => shot.id))}>
          <Check size={16} strokeWidth={1.75} aria-hidden />
          {strings.storyboard.approveAll(waiting.length)}
        </Button>
      ) : null}
      <Button
        kind="primary"
        className={`max-md:order-9 max-md:w-full ${quote.shots === 0 && waiting.length > 0 ? "max-md:hidden" : ""}`}
        price={quote.shots === 0 ? undefined : strings.common.creditsFree(quote.credits)}
        offReason={
          rendering
            ? strings.storyboard.sending
            : (quote.blockedBy ?? (quote.shots === 0 ? strings.storyboard.blockedReason.nothing : null))
        }
        onClick={() => void render()}
      >
        <Clapperboard size={16} strokeWidth={1.75} aria-hidden />
        {rendering
          ? strings.storyboard.sending
          : quote.shots === 0
            ? strings.storyboard.renderNone
            : strings.storyboard.render(quote.shots)}
      </Button>
    </div>
  );
}

/** How far the film is, by state, in one bar and in words. */
function FilmBar({ view }: { view: ProjectView }) {
  const parts = useMemo(() => countGroups(shotsOf(view)), [view]);
  const total = parts.reduce((sum, part) => sum + part.shots, 0);
  const words = parts.map((part) => strings.storyboard.legend[part.group.name](part.shots));
  return (
    <>
      <div role="img" aria-label={strings.storyboard.barLabel(total, words.join(", "))} className="mt-3.5 flex h-1.5 gap-0.5">
        {parts.map((part) => (
          <i key={part.group.name} className="min-w-1.5 rounded-[2px]" style={{ flex: part.shots, background: part.group.fill }} />
        ))}
      </div>
      <div className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-12 text-text-2">
        {parts.map((part, index) => {
          const look = lookOfState(part.group.state);
          return (
            <span key={part.group.name} className="flex items-center gap-[5px]">
              <StateIcon look={{ ...look, progress: 0.6 }} />
              {words[index]}
            </span>
          );
        })}
      </div>
    </>
  );
}

/** The head of the storyboard. */
export const FilmHead = memo(function FilmHead({ view }: { view: ProjectView }) {
  const renaming = useUi((state) => state.renaming);
  const shown = useUi((state) => state.view);
  const shots = shotsOf(view).length;
  return (
    <header className="border-b border-line bg-canvas px-5 pt-[18px] pb-3.5 max-md:px-4 max-md:py-3">
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          {renaming ? (
            <TitleField title={view.title} />
          ) : (
            <h1 className="min-w-0 font-film text-26 tracking-[-0.012em] max-md:text-[1.5rem] max-md:leading-[1.875rem]">
              <button
                type="button"
                className="group flex max-w-full items-center gap-2 text-left"
                aria-label={`${view.title}. ${strings.header.rename}`}
                onClick={() => setUi({ renaming: true })}
              >
                <span className="truncate">{view.title}</span>
                <Pencil
                  size={16}
                  strokeWidth={1.75}
                  aria-hidden
                  className="flex-none text-text-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
                />
              </button>
            </h1>
          )}
          <p className="mt-0.5 text-12 text-text-3">{strings.storyboard.facts(view.scenes.length, shots, duration(view.frames))}</p>
        </div>
        <Segments<StoryboardView>
          label={strings.storyboard.view}
          value={shown}
          onChange={(next) => setUi({ view: next })}
          className="flex-none max-md:hidden"
          options={[
            { value: "story", word: <ViewWord icon={FileText} word={strings.storyboard.story} /> },
            { value: "frames", word: <ViewWord icon={LayoutGrid} word={strings.storyboard.frames} /> },
            { value: "list", word: <ViewWord icon={List} word={strings.storyboard.list} /> },
          ]}
        />
      </div>
      <Quote view={view} />
      <FilmBar view={view} />
    </header>
  );
});

function ViewWord({ icon: Icon, word }: { icon: typeof FileText; word: string }) {
  return (
    <>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {word}
    </>
  );
}
