// Cards of films for the start screen. A card is worked out when what it stands on changed, and kept in cache.db with a
// stamp of that: a library of hundreds of films opens without reading any of them.
import { type ProjectCard, projectCardSchema } from "../../shared/contract/studio/views.ts";
import type { JobRecord } from "../farm/job-record.ts";
import type { Connection } from "../library/database.ts";
import type { ProjectRow } from "../library/rows.ts";
import type { Clock } from "../ports.ts";

interface CardPorts {
  /** studio.db */
  database: Connection;
  /** cache.db */
  cache: Connection;
  clock: Clock;
  drawingVersion: string;
}

export type FilmCards = ReturnType<typeof createFilmCards>;

/** Films worked out without a breath. */
const atOnce = 4;
/** Consents end with time: what depends on them is looked at again so often. */
const looksHoldMs = 3_600_000;

/** Opens the cards kept. */
export function createFilmCards({ database, cache, clock, drawingVersion }: CardPorts) {
  const takes = database.prepare<[], { project: string; count: number }>(
    "SELECT project_id AS project, count(*) AS count FROM take GROUP BY project_id",
  );
  const looks = database
    .prepare<[], string>(
      `SELECT coalesce((SELECT max(number) FROM character_command), 0) || ' ' || (SELECT count(*) FROM character_command WHERE undone = 1) || ' ' ||
        (SELECT count(*) FROM consent) || ' ' || (SELECT count(*) FROM consent_revocation)`,
    )
    .pluck();
  const read = cache.prepare<[], { id: string; stamp: string; card: string }>(
    "SELECT project_id AS id, stamp, card_json AS card FROM film_card",
  );
  const write = cache.prepare<[string, string, string]>(
    "INSERT INTO film_card (project_id, stamp, card_json) VALUES (?, ?, ?) ON CONFLICT (project_id) DO UPDATE SET stamp = excluded.stamp, card_json = excluded.card_json",
  );
  let kept: Map<string, { stamp: string; card: ProjectCard }> | null = null;
  const known = () => {
    if (kept !== null) return kept;
    kept = new Map();
    for (const { id, stamp, card } of read.iterate()) {
      const parsed = projectCardSchema.safeParse(JSON.parse(card));
      if (parsed.success) kept.set(id, { stamp, card: parsed.data });
    }
    return kept;
  };
  const jobText = ({ row, mirror }: JobRecord) =>
    `${row.id} ${mirror.state} ${mirror.artifacts.length} ${mirror.begun.length} ${mirror.blocked === null ? "" : mirror.blocked.field}`;

  return {
    /** Cards of the films, in their order; `make` works out one that is not kept as it is now. */
    async of(
      projects: readonly ProjectRow[],
      jobsOf: (projectId: string) => readonly JobRecord[],
      make: (project: ProjectRow) => ProjectCard | null,
    ): Promise<ProjectCard[]> {
      const counts = new Map(takes.all().map(({ project, count }) => [project, count]));
      const common = `${drawingVersion} ${looks.get() ?? ""} ${Math.floor(clock.now() / looksHoldMs)}`;
      const cards: ProjectCard[] = [];
      let made = 0;
      for (const project of projects) {
        const jobs = jobsOf(project.id).map(jobText).join(";");
        const stamp = `${project.revision} ${counts.get(project.id) ?? 0} ${common} ${jobs}`;
        const own = known().get(project.id);
        if (own?.stamp === stamp) {
          cards.push({ ...own.card, title: project.title, openedAt: new Date(project.openedAt).toISOString() });
          continue;
        }
        if (made > 0 && made % atOnce === 0) await new Promise((resolve) => void setImmediate(resolve));
        made += 1;
        const card = make(project);
        // It went while others were worked out.
        if (card === null) continue;
        known().set(project.id, { stamp, card });
        write.run(project.id, stamp, JSON.stringify(card));
        cards.push(card);
      }
      return cards;
    },
  };
}
