// Every take that shows the character, newest first, with the version it was made with.
import { useState } from "react";
import type { CharacterTake, CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { hashOf } from "../../app/router.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { Button } from "../../ui/button.tsx";
import { Grid } from "../../ui/grid.tsx";
import { Still } from "../../ui/picture.tsx";

function Take({ take }: { take: CharacterTake }) {
  return (
    <li className="min-w-0">
      <a href={hashOf({ name: "storyboard", filmId: take.projectId })} className="block rounded-2 outline-offset-4">
        <Still hash={take.still} className={`aspect-video ${take.marked ? "picture-stale" : ""}`}>
          {take.draft ? (
            <span className="over top-1.5 left-1.5" title={take.words}>
              {words.draft}
            </span>
          ) : null}
          {take.marked ? <span className="over right-1.5 bottom-1.5 tone-fail">{words.marked}</span> : null}
        </Still>
        <span className="mt-1.5 flex items-baseline gap-2 text-12">
          <span className="font-[550]">{take.label ?? ""}</span>
          <span className="truncate text-text-3">
            {[take.projectTitle, take.version === null ? null : words.takeVersion(take.version)].filter(Boolean).join(", ")}
          </span>
          {take.closeness === null ? null : <span className="num ml-auto text-text-2">{take.closeness.toFixed(2)}</span>}
        </span>
      </a>
      {take.draft ? null : (
        <p className="line-clamp-2 text-11 text-text-3" title={take.words}>
          {take.words}
        </p>
      )}
    </li>
  );
}

/** The part. */
export function TakesPart({ view, stamp }: { view: CharacterView; stamp: string }) {
  const { link } = useStudio();
  const first = useCall("characters", "takes", { characterId: view.id }, stamp);
  const [more, setMore] = useState<{ from: string | null; takes: CharacterTake[]; next: string | null } | null>(null);
  const value = first.value;
  if (value === null) return <p className="p-6 text-text-3">{first.error?.message ?? strings.common.loading}</p>;
  const behind = more !== null && more.from === value.next ? more : null;
  const next = behind === null ? value.next : behind.next;
  const seen = new Set(value.takes.map((take) => take.takeId));
  const load = async () => {
    if (next === null) return;
    const answer = await link.call("characters", "takes", { characterId: view.id, after: next });
    if (answer.ok) setMore({ from: value.next, takes: [...(behind?.takes ?? []), ...answer.value.takes], next: answer.value.next });
  };
  return (
    <div className="px-5 pt-4 pb-7 max-md:px-4">
      {value.takes.length === 0 ? (
        <p className="text-text-3">{words.takesEmpty}</p>
      ) : (
        <Grid label={words.tabs.takes(view.takes)} least={210}>
          {[...value.takes, ...(behind?.takes ?? []).filter((take) => !seen.has(take.takeId))].map((take) => (
            <Take key={take.takeId} take={take} />
          ))}
        </Grid>
      )}
      {next === null ? null : (
        <Button className="mt-4" onClick={() => void load()}>
          {words.moreTakes}
        </Button>
      )}
    </div>
  );
}
