// When all files of a segment are on this computer they become a take: one transaction, once, however often
// it is looked at.
import type { IdMaker } from "../../shared/domain/ids.ts";
import type { FilmQueries } from "../library/film-queries.ts";
import type { TakeWithRecipe } from "../library/rows.ts";
import type { Clock } from "../ports.ts";
import type { JobRecord } from "./job-record.ts";
import type { Jobs } from "./jobs.ts";

interface CollectPorts {
  jobs: Jobs;
  films: FilmQueries;
  ids: IdMaker;
  clock: Clock;
}

/** Makes the takes that are complete and not made yet; answers the shots that got one. */
export function collectTakes(job: JobRecord, { jobs, films, ids, clock }: CollectPorts): Set<string> {
  const shots = new Set<string>();
  const { projectId } = job.row;
  if (projectId === null || films.project(projectId) === null) return shots;
  const files = jobs.transfersOf(job.row.id);
  for (const [index, segment] of job.row.segments.entries()) {
    const own = files.filter((row) => row.segment === index);
    const clip = own.find((row) => row.kind === "clip");
    if (clip === undefined || own.some((row) => row.state === "wanted") || clip.state !== "done") continue;
    const hashOf = (kind: "proxy" | "thumbnail") => own.find((row) => row.kind === kind && row.state === "done")?.sha256 ?? null;
    const take: TakeWithRecipe = {
      id: ids(),
      projectId,
      shotId: segment.shotId,
      kind: "clip",
      madeFrom: segment.madeFrom,
      drawnFrom: null,
      still: null,
      clip: clip.sha256,
      proxy: hashOf("proxy"),
      thumbnail: hashOf("thumbnail"),
      segment: segment.segment,
      frames: segment.frames,
      jobId: job.row.id,
      createdAt: clock.now(),
      recipe: { ...segment.recipe, engine: job.mirror.engine || segment.recipe.engine },
    };
    if (films.insertTake(take)) shots.add(segment.shotId);
  }
  if (shots.size > 0) films.bumpRevision(projectId);
  return shots;
}
