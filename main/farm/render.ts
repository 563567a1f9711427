// What Render sends: per scene the segments still wanted, in film order, cut into jobs by the quote's own
// partition, each job with everything that its takes will need. Pure over the film's standing.
import { CodedError } from "../../shared/contract/errors.ts";
import { type JobRequest, jobRequestSchema } from "../../shared/contract/farm-http.ts";
import type { PriceList } from "../../shared/domain/credits.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import { maxSegmentsPerJob, type Quality } from "../../shared/domain/job.ts";
import { cheapestPartition } from "../../shared/domain/quote.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";
import { frameHeight, frameWidth } from "../../shared/domain/animatic/types.ts";
import { promptOf } from "../film/snapshot.ts";
import { type StandingShot, wantedSegments } from "../film/standing.ts";
import type { FilmRows, JobSegment, SubmissionJobRow, SubmissionRow } from "../library/rows.ts";

export interface Submission {
  submission: SubmissionRow;
  jobs: SubmissionJobRow[];
}

/** Most jobs in one batch (farm-http.ts). */
const maxJobsPerBatch = 64;

/** Sizes of the jobs that `count` segments of one scene are sent in. Where all cost nothing: the fewest jobs, of even size. */
function jobSizes(list: PriceList, quality: Quality, count: number): number[] {
  if (quality !== "draft" || list.draftCosts) return cheapestPartition(list, count).jobs;
  const jobs = Math.ceil(count / maxSegmentsPerJob);
  return Array.from({ length: jobs }, (_, index) => Math.floor((count * (index + 1)) / jobs) - Math.floor((count * index) / jobs));
}

interface WantedSegment {
  shot: StandingShot;
  index: number;
}

function segmentOf({ shot, index }: WantedSegment, quality: Quality): JobSegment {
  const span = shot.segments[index];
  const madeFrom = shot.clips[index];
  if (span === undefined || madeFrom === undefined) throw new RangeError(`shot ${shot.label} has no segment ${index}`);
  const recipe: Recipe = {
    engine: quality === "draft" ? "draft" : "",
    model: "",
    quality,
    rating: "general",
    prompt: promptOf(shot.snapshot),
    seed: shot.row.seed,
    frames: span.frames,
    start: span.start,
    width: frameWidth,
    height: frameHeight,
    shot: shot.snapshot,
    references: shot.references,
    ...(shot.characters.length === 0 ? {} : { characters: shot.characters }),
    ...(shot.approval === null ? {} : { parentFrame: shot.approval.still }),
    draft: quality === "draft",
  };
  return { shotId: shot.row.id, label: shot.label, segment: index, start: span.start, frames: span.frames, madeFrom, recipe };
}

function specOf(segments: readonly JobSegment[], shots: ReadonlyMap<string, StandingShot>, label: string, quality: Quality): JobRequest {
  return {
    kind: "video.generate",
    quality,
    rating: "general",
    label,
    input: {
      width: frameWidth,
      height: frameHeight,
      segments: segments.map((segment) => {
        const { recipe } = segment;
        return {
          shotId: segment.shotId,
          span: { start: segment.start, total: shots.get(segment.shotId)?.row.frames ?? segment.frames },
          ...(recipe.shot === undefined ? {} : { shot: recipe.shot }),
          prompt: recipe.prompt,
          seed: recipe.seed,
          frames: segment.frames,
          references: recipe.references,
          join: segment.segment === 0 ? "cut" : "continue",
        };
      }),
    },
  };
}

/** "Scene 3, shots A to D". */
function titleOf(sceneNumber: number, labels: readonly string[]): string {
  const letters = [...new Set(labels)].map((label) => label.replace(/^\d+/, ""));
  const first = letters[0] ?? "";
  return letters.length === 1 ? `Scene ${sceneNumber}, shot ${first}` : `Scene ${sceneNumber}, shots ${first} to ${letters.at(-1) ?? ""}`;
}

/**
 * The submissions for a film, a scene a batch. `only` restricts to some shots. Throws CodedError invalid_input when a
 * shot cannot be sent as it is.
 */
export function submissionsOf(
  film: FilmRows,
  shots: readonly StandingShot[],
  prices: PriceList,
  make: { ids: IdMaker; now: number; account: string | null },
  only: ReadonlySet<string> | null,
): Submission[] {
  const { quality } = film.project;
  const byId = new Map(shots.map((shot) => [shot.row.id as string, shot]));
  const list: Submission[] = [];
  for (const [sceneIndex, scene] of film.scenes.entries()) {
    const wanted = shots
      .filter((shot) => shot.scene.id === scene.id && (only === null || only.has(shot.row.id)))
      .flatMap((shot) => wantedSegments(shot).map((index) => ({ shot, index })));
    let from = 0;
    let current: Submission | null = null;
    for (const size of jobSizes(prices, quality, wanted.length)) {
      const segments = wanted.slice(from, from + size).map((one) => segmentOf(one, quality));
      from += size;
      if (current === null || current.jobs.length === maxJobsPerBatch) {
        const id: string = make.ids();
        current = {
          submission: {
            id,
            projectId: film.project.id,
            sceneId: scene.id,
            body: null,
            state: "unsent",
            accountId: null,
            forAccount: make.account,
            error: null,
            createdAt: make.now,
          },
          jobs: [],
        };
        list.push(current);
      }
      const id: string = make.ids();
      const spec = specOf(segments, byId, id, quality);
      const checked = jobRequestSchema.safeParse(spec);
      if (!checked.success) {
        const labels = segments.map((segment) => segment.label).join(", ");
        const first = checked.error.issues[0];
        throw new CodedError(
          "invalid_input",
          `One of the shots ${labels} cannot be sent: ${first?.message ?? ""} Change it and try again.`,
          {
            fields: [{ path: first?.path.join(".") ?? "", message: first?.message ?? "" }],
          },
        );
      }
      current.jobs.push({
        id,
        submissionId: current.submission.id,
        position: current.jobs.length,
        projectId: film.project.id,
        sceneId: scene.id,
        title: titleOf(
          sceneIndex + 1,
          segments.map((segment) => segment.label),
        ),
        quality,
        segments,
        results: null,
        spec,
        farmId: null,
        cancelWanted: false,
        createdAt: make.now,
      });
    }
  }
  return list;
}
