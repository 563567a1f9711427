// The takes of a shot, newest first, each with how it was made.
import { Check, Film, History } from "lucide-react";
import { memo, useEffect, useState } from "react";
import type { Output } from "../../../shared/contract/studio/index.ts";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { grouped, sentence, when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Still } from "../../ui/picture.tsx";
import { sameFields } from "./same-fields.ts";

type Take = Output<"storyboard", "takes">["takes"][number];

/** Facts of a recipe that a person asks for. */
function factsOf(take: Take, now: Date): [string, string][] {
  const { engine, model, quality, seed, width, height } = take.recipe;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const made = [text(engine), text(model)].filter(Boolean).join(", ");
  return [
    [strings.storyboard.engine, [made, text(quality)].filter(Boolean).join(", ")],
    ...(typeof width === "number" && typeof height === "number" ? [["", `${width} × ${height}`] as [string, string]] : []),
    ...(typeof seed === "number" ? [[strings.storyboard.seed, grouped(seed)] as [string, string]] : []),
    [strings.storyboard.made, sentence(when(take.createdAt, now))],
  ];
}

/** The strip of takes under the large picture. */
export const Takes = memo(
  function Takes({ shot }: { shot: ShotView }) {
    const { link, film } = useStudio();
    const now = useNow();
    const [takes, setTakes] = useState<Take[]>([]);
    const [chosen, setChosen] = useState<string | null>(null);
    const version = `${shot.id} ${shot.takes} ${shot.frame?.takeId ?? ""} ${shot.clips.map((clip) => clip.takeId).join(" ")}`;
    useEffect(() => {
      let wanted = true;
      void link.call("storyboard", "takes", { shotId: version.split(" ")[0] ?? "" }).then((result) => {
        if (wanted && result.ok) setTakes(result.value.takes);
      });
      return () => {
        wanted = false;
      };
    }, [link, version]);
    const open = takes.find((take) => take.id === chosen);
    if (takes.length < 2 && open === undefined && takes.every((take) => take.kind === "frame")) return null;
    return (
      <div>
        <ul
          aria-label={strings.storyboard.takesTitle}
          className="-mx-0.5 mt-2 flex gap-1.5 overflow-x-auto p-0.5 pb-1 [scrollbar-width:none]"
        >
          {takes.slice(0, 24).map((take) => (
            <li key={take.id} className="flex-none">
              <button
                type="button"
                aria-pressed={take.id === chosen}
                aria-label={[
                  take.kind === "clip" ? strings.storyboard.clipTake : strings.storyboard.frameTake,
                  when(take.createdAt, now),
                  take.current ? strings.storyboard.currentTake : take.stale ? strings.storyboard.staleTake : "",
                ]
                  .filter(Boolean)
                  .join(", ")}
                onClick={() => setChosen(take.id === chosen ? null : take.id)}
                className="block rounded-2 aria-pressed:outline-2 aria-pressed:outline-offset-1 aria-pressed:outline-ring"
              >
                <Still hash={take.still} className={`aspect-video w-[70px] ${take.stale ? "picture-stale" : ""}`}>
                  <span className="over bottom-[3px] left-[3px] !h-4 !px-1">
                    {take.current ? (
                      <Check aria-hidden className="tone-ok" />
                    ) : take.stale ? (
                      <History aria-hidden className="tone-stale" />
                    ) : null}
                    {take.kind === "clip" ? <Film aria-hidden /> : null}
                  </span>
                </Still>
              </button>
            </li>
          ))}
        </ul>
        {open === undefined || open.current ? null : (
          <Button small className="mt-2 w-full" onClick={() => void film.chooseTake(shot.id, open.id)}>
            <Check size={14} strokeWidth={1.75} aria-hidden />
            {strings.storyboard.useTake}
          </Button>
        )}
        {open?.detail ? <p className="field-help">{open.detail}</p> : null}
        {open === undefined ? null : (
          <dl className="facts mt-2" aria-label={strings.storyboard.madeHow}>
            {factsOf(open, now).map(([name, value]) => (
              <div key={name + value} className="contents">
                <dt>{name}</dt>
                <dd className="num">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    );
  },
  sameFields("id", "takes", "frame", "clips"),
);
