// What a film costs before anything is spent: per scene the cheapest partition of its segments into
// jobs, found exactly; at equal price the fewest jobs.
import { type PriceList, videoCredits } from "./credits.ts";
import { maxSegmentsPerJob } from "./job.ts";

/** A scene's segments cut into jobs: how many segments each job carries, in order. */
export interface ScenePartition {
  jobs: number[];
  credits: number;
}

/**
 * The cheapest way to send `segments` segments of one scene under `list` when draft is not free.
 * Dynamic programme over the number of segments left, O(segments x 12).
 */
export function cheapestPartition(list: PriceList, segments: number): ScenePartition {
  const best: { credits: number; jobs: number; last: number }[] = [{ credits: 0, jobs: 0, last: 0 }];
  for (let count = 1; count <= segments; count += 1) {
    let choice = { credits: Number.POSITIVE_INFINITY, jobs: 0, last: 0 };
    for (let size = Math.min(count, maxSegmentsPerJob); size >= 1; size -= 1) {
      const rest = best[count - size] as { credits: number; jobs: number };
      const credits = rest.credits + videoCredits(list, size);
      const jobs = rest.jobs + 1;
      if (credits < choice.credits || (credits === choice.credits && jobs < choice.jobs)) choice = { credits, jobs, last: size };
    }
    best.push(choice);
  }
  const jobs: number[] = [];
  for (let left = segments; left > 0; left -= (best[left] as { last: number }).last) jobs.push((best[left] as { last: number }).last);
  return { jobs, credits: (best[segments] as { credits: number }).credits };
}
