// The sample stories: the first one large, each a film in one press.
import { BookOpen, Clapperboard } from "lucide-react";
import { useState } from "react";
import type { ProjectCard } from "../../../shared/contract/studio/views.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import type { SessionState } from "../../app/state/session.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { duration } from "../../lib/format.ts";
import { useCover } from "../../lib/draw/use-cover.ts";
import { Button } from "../../ui/button.tsx";

type Sample = SessionState["samples"][number];

/** A film that was made from the sample before, if it still has the sample's title. */
function madeBefore(projects: ProjectCard[] | null, sample: Sample): ProjectCard | undefined {
  return projects?.find((card) => card.title === sample.title);
}

/** The picture of a sample: its own establishing shot, drawn from the story. */
function Cover({ sample, className = "" }: { sample: Sample; className?: string }) {
  const { link } = useStudio();
  const made = useSession((state) => madeBefore(state.projects, sample));
  const drawn = useCover(made?.cover ? null : sample);
  const url = made?.cover ? link.mediaUrl(made.cover) : (drawn?.url ?? null);
  const frames = made?.frames ?? drawn?.frames;
  return (
    <span className={`picture aspect-video ${className}`}>
      {url === null ? null : <img src={url} alt="" className="size-full object-cover" />}
      {frames === undefined ? null : <span className="over bottom-1.5 left-1.5">{duration(frames)}</span>}
    </span>
  );
}

/** The samples as the start screen shows them. */
export function SampleFilms() {
  const { session, notify } = useStudio();
  const samples = useSession((state) => state.samples);
  const projects = useSession((state) => state.projects);
  const [making, setMaking] = useState<string | null>(null);
  const [first, ...others] = samples;
  const open = async (sample: Sample) => {
    const before = madeBefore(projects, sample);
    if (before) {
      go({ name: "storyboard", filmId: before.id });
      return;
    }
    setMaking(sample.id);
    const made = await session.create({ file: { name: sample.fileName, base64: toBase64(sample.text) }, title: sample.title });
    setMaking(null);
    if (made.ok) go({ name: "storyboard", filmId: made.value.id });
    else notify({ title: made.error.message, tone: "fail" });
  };
  if (first === undefined) return null;
  return (
    <div className="flex items-center gap-[26px] max-md:block">
      <Cover sample={first} className="w-[548px] flex-none !rounded-3 max-lg:w-[46%] max-md:w-full" />
      <div className="min-w-0 flex-1 max-md:mt-3">
        <p className="flex items-center gap-1.5 text-12 text-text-3">
          <BookOpen size={14} strokeWidth={1.75} aria-hidden />
          {strings.start.sample}
        </p>
        <h2 className="mt-1 mb-2 font-film text-26 tracking-[-0.012em]">{first.title}</h2>
        <p className="film-say text-text-2">{first.logline}</p>
        <p className="mt-2.5 text-12 text-text-2">{strings.start.sampleFacts}</p>
        <div className="mt-[18px] flex max-md:mt-3.5">
          <Button kind="primary" disabled={making !== null} className="max-md:flex-1" onClick={() => void open(first)}>
            <Clapperboard size={16} strokeWidth={1.75} aria-hidden />
            {making === first.id ? strings.start.makingSample : strings.start.openSample}
          </Button>
        </div>
        {others.map((sample) => (
          <button
            key={sample.id}
            type="button"
            disabled={making !== null}
            onClick={() => void open(sample)}
            className="mt-5 flex w-full items-center gap-3 rounded-3 border border-line-strong p-2 text-left hover:bg-hover"
          >
            <Cover sample={sample} className="w-[104px] flex-none" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-film text-[0.9375rem]">{sample.title}</span>
              <span className="line-clamp-2 text-12 text-text-3">{making === sample.id ? strings.start.makingSample : sample.logline}</span>
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}

function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
