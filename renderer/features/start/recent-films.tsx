// The films of this computer, newest first, each with its cover and what it waits for.
import { Check, Eye, Trash2 } from "lucide-react";
import type { ProjectCard } from "../../../shared/contract/studio/views.ts";
import { hashOf } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { duration, sentence, when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { IconButton } from "../../ui/button.tsx";
import { Grid } from "../../ui/grid.tsx";
import { Still } from "../../ui/picture.tsx";

/** What the film asks or does, on its cover. */
function CardState({ card }: { card: ProjectCard }) {
  if (card.rendering > 0)
    return (
      <span className="over bottom-1.5 left-1.5">
        <span className="ring-progress tone-busy" aria-hidden />
        {strings.start.rendering(card.rendering)}
      </span>
    );
  if (card.toApprove > 0)
    return (
      <span className="over bottom-1.5 left-1.5">
        <Eye aria-hidden className="tone-turn" />
        {strings.start.toApprove(card.toApprove)}
      </span>
    );
  if (card.shots > 0 && card.rendered === card.shots)
    return (
      <span className="over bottom-1.5 left-1.5">
        <Check aria-hidden className="tone-ok" />
        {strings.start.allRendered}
      </span>
    );
  return null;
}

/** The grid of recent films. */
export function RecentFilms() {
  const { session } = useStudio();
  const projects = useSession((state) => state.projects);
  const error = useSession((state) => state.error);
  const now = useNow();
  return (
    <section>
      <h2 className="section-title">{strings.start.recent}</h2>
      {projects === null ? (
        <p className="text-text-3" role="status">
          {error === null ? strings.common.loading : `${strings.start.failed}. ${error.message}`}
        </p>
      ) : projects.length === 0 ? (
        <p className="text-12 text-text-3">{strings.start.noRecent}</p>
      ) : (
        <Grid label={strings.start.recent} least={200}>
          {projects.map((card) => (
            <li key={card.id} className="group relative">
              <a href={hashOf({ name: "storyboard", filmId: card.id })} className="block rounded-2">
                <Still hash={card.cover} className="aspect-video">
                  <CardState card={card} />
                </Still>
                <span className="mt-2 block truncate font-film text-[0.9375rem] leading-[1.3rem]">{card.title}</span>
                <span className="block truncate text-12 text-text-3">
                  {sentence(when(card.openedAt, now))}, {strings.start.shots(card.shots)}, {duration(card.frames)}
                </span>
              </a>
              <span className="absolute top-1.5 right-1.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:opacity-100">
                <IconButton
                  label={strings.start.remove(card.title)}
                  plain
                  className="!border-transparent !bg-scrim !text-on-scrim"
                  onClick={() => void session.remove(card)}
                >
                  <Trash2 size={14} strokeWidth={1.75} aria-hidden />
                </IconButton>
              </span>
            </li>
          ))}
        </Grid>
      )}
    </section>
  );
}
