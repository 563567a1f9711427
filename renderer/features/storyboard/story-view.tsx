// The story as it was written, each shot's words marked, what is in no shot marked too with the reason.
import { useMemo } from "react";
import type { ProjectView } from "../../../shared/contract/studio/views.ts";
import { shotsOf } from "../../app/state/film.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { setUi } from "../../app/ui-state.ts";
import { passagesOf } from "./passages.ts";

/** The story beside the shots made of it. */
export function StoryView({ view }: { view: ProjectView }) {
  const { film } = useStudio();
  const selected = useFilm((state) => state.selected);
  const passages = useMemo(() => passagesOf(view, shotsOf(view)), [view]);
  return (
    <div className="px-5 py-6 max-md:px-4">
      <div className="mx-auto max-w-[68ch] font-film text-[1.0625rem] leading-[1.7rem] break-words whitespace-pre-wrap" dir="auto">
        <p className="mb-5 font-sans text-12 leading-4 text-text-3">{strings.storyboard.storyHint}</p>
        {passages.map((passage) => {
          const text = view.story.slice(passage.start, passage.end);
          const { shot } = passage;
          if (shot === null)
            return passage.reason === null ? (
              <span key={passage.start} className="text-text-2">
                {text}
              </span>
            ) : (
              <mark key={passage.start} title={passage.reason} className="rounded-1 bg-stale-soft text-stale">
                {text}
                <span className="sr-only"> ({passage.reason})</span>
              </mark>
            );
          const body = text.trimEnd();
          return (
            <span key={passage.start}>
              <span
                role="button"
                tabIndex={0}
                aria-pressed={shot.id === selected}
                onClick={() => film.select(shot.id)}
                onDoubleClick={() => setUi({ view: "frames" })}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" && event.key !== " ") return;
                  event.preventDefault();
                  film.select(shot.id);
                }}
                className={`rounded-1 box-decoration-clone ${shot.id === selected ? "bg-accent-soft shadow-[0_0_0_3px_var(--ov-accent-soft)]" : "hover:bg-hover"}`}
              >
                <span className="num mr-1 text-11 text-text-3 select-none">{shot.label}</span>
                {body}
              </span>
              {text.slice(body.length)}
            </span>
          );
        })}
      </div>
    </div>
  );
}
