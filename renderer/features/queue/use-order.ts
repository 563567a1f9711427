// Moving own queued jobs: by drag, or lifted with Space and moved with the arrows, put back with Escape.
import { useState, type DragEvent, type KeyboardEvent } from "react";
import type { JobView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { ordinal } from "../../lib/format.ts";
import type { OrderHandle } from "./job-row.tsx";
import { movable, moved } from "./queue-facts.ts";

export interface Order {
  /** The line in the order that would be kept now. */
  jobs: JobView[];
  handleFor(job: JobView): OrderHandle | null;
  /** The move in words, for the status line; null when nothing is lifted. */
  said: string | null;
  shift(jobId: string, by: 1 | -1): void;
}

/** Order of `jobs`, changed on screen while a job is lifted and kept when it is dropped. */
export function useOrder(jobs: JobView[]): Order {
  const studio = useStudio();
  const [lifted, setLifted] = useState<{ id: string; ids: string[] } | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const own = movable(jobs);
  const byId = new Map(own.map((job) => [job.id, job]));
  const ids = lifted?.ids.filter((id) => byId.has(id)) ?? own.map((job) => job.id);
  const shown = ids.flatMap((id) => byId.get(id) ?? []);
  const keep = (next: string[], job: JobView) => {
    setSaid(strings.queue.dropped(job.title, ordinal(next.indexOf(job.id) + 1)));
    if (next.join() !== own.map((one) => one.id).join()) void studio.jobs.order(next);
  };
  const lift = (job: JobView, next: string[]) => {
    setLifted({ id: job.id, ids: next });
    setSaid(strings.queue.lifted(job.title, ordinal(next.indexOf(job.id) + 1)));
  };
  return {
    jobs: [...jobs.filter((job) => !byId.has(job.id)), ...shown],
    said,
    shift: (jobId, by) => {
      const at = ids.indexOf(jobId);
      const job = byId.get(jobId);
      const to = at + by;
      if (job && at >= 0 && to >= 0 && to < ids.length) keep(moved(ids, at, to), job);
    },
    handleFor: (job) => {
      const at = ids.indexOf(job.id);
      if (at < 0) return null;
      const up = lifted?.id === job.id;
      return {
        place: at + 1,
        lifted: up,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key === " " || (event.key === "Enter" && up)) {
            if (up) {
              setLifted(null);
              keep(ids, job);
            } else lift(job, ids);
          } else if (up && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
            const to = at + (event.key === "ArrowUp" ? -1 : 1);
            if (to >= 0 && to < ids.length) lift(job, moved(ids, at, to));
          } else if (up && event.key === "Escape") {
            setLifted(null);
            setSaid(null);
          } else return;
          event.preventDefault();
          event.stopPropagation();
        },
        onDragStart: (event: DragEvent) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/x-job", job.id);
          lift(job, ids);
        },
        onDragOver: (event: DragEvent) => {
          if (lifted === null) return;
          event.preventDefault();
          const from = ids.indexOf(lifted.id);
          const dragged = byId.get(lifted.id);
          if (dragged && from !== at) lift(dragged, moved(ids, from, at));
        },
        onDrop: (event: DragEvent) => {
          event.preventDefault();
          const dragged = lifted === null ? undefined : byId.get(lifted.id);
          setLifted(null);
          if (dragged) keep(ids, dragged);
        },
      };
    },
  };
}
