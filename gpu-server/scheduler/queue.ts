// The jobs of one account on one engine that wait, in the order in which they are to be served, with
// insertion and removal by binary search.
import type { PlannerJob } from "../ports.ts";

/** The owner's own order first, then age; the id only makes it total. */
export function byTurn(a: PlannerJob, b: PlannerJob): number {
  return a.order - b.order || a.createdAt - b.createdAt || (a.jobId < b.jobId ? -1 : a.jobId > b.jobId ? 1 : 0);
}

/** Place of the first job that is not before `job`. */
function placeOf(queue: readonly PlannerJob[], job: PlannerJob): number {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byTurn(queue[middle] as PlannerJob, job) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function insertJob(queue: PlannerJob[], job: PlannerJob): void {
  queue.splice(placeOf(queue, job), 0, job);
}

/** Removes the very job that was inserted. */
export function removeJob(queue: PlannerJob[], job: PlannerJob): void {
  const place = placeOf(queue, job);
  if (queue[place]?.jobId === job.jobId) queue.splice(place, 1);
}

/** A binary heap by `before`; the smallest is taken first. */
export class Heap<T> {
  private readonly items: T[] = [];
  private readonly before: (a: T, b: T) => boolean;
  constructor(before: (a: T, b: T) => boolean) {
    this.before = before;
  }

  get size(): number {
    return this.items.length;
  }

  push(item: T): void {
    const { items, before } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(item, items[parent] as T)) break;
      items[at] = items[parent] as T;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const { items, before } = this;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= items.length) break;
      const right = left + 1;
      const child = right < items.length && before(items[right] as T, items[left] as T) ? right : left;
      if (!before(items[child] as T, last)) break;
      items[at] = items[child] as T;
      at = child;
    }
    items[at] = last;
    return top;
  }
}
