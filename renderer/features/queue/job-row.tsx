// One job as a row: grip and place, picture, what it is, its state and wait, its credits, what can be done.
import { ArrowRight, GripVertical, Pause, Play, RotateCcw, X } from "lucide-react";
import type { DragEvent, KeyboardEvent } from "react";
import type { JobView } from "../../../shared/contract/studio/views.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useSession, useStudio } from "../../app/studio.tsx";
import { setUi } from "../../app/ui-state.ts";
import { useNow } from "../../lib/now.ts";
import { IconButton } from "../../ui/button.tsx";
import { Still } from "../../ui/picture.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { jobLook, StateChip } from "../../ui/state-chip.tsx";
import { creditText, engineText, whenText } from "./queue-facts.ts";

export interface OrderHandle {
  /** From 1, among own queued jobs. */
  place: number;
  lifted: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
  onDragStart: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
}

interface JobRowProps {
  job: JobView;
  selected: boolean;
  onSelect: () => void;
  /** Null for jobs that cannot be moved. */
  order: OrderHandle | null;
  /** Seconds of the lanes' clock. */
  clock: number;
  tabbable: boolean;
}

/** The buttons of a job, the same in the row and in the inspector. */
export function JobActions({ job }: { job: JobView }) {
  const { jobs } = useStudio();
  const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true } as const;
  return (
    <>
      {job.state === "queued" ? (
        job.heldBack ? (
          <IconButton label={strings.queue.resume(job.title)} onClick={() => void jobs.resume(job.id)}>
            <Play {...icon} />
          </IconButton>
        ) : (
          <IconButton label={strings.queue.pause(job.title)} onClick={() => void jobs.pause(job.id)}>
            <Pause {...icon} />
          </IconButton>
        )
      ) : null}
      {job.state === "failed" || job.state === "cancelled" ? (
        <IconButton label={strings.queue.retry(job.title)} onClick={() => void jobs.retry(job.id)}>
          <RotateCcw {...icon} />
        </IconButton>
      ) : null}
      {job.state === "queued" || job.state === "running" || job.state === "unsent" ? (
        <IconButton label={strings.queue.cancel(job.title)} onClick={() => void jobs.cancel(job.id)}>
          <X {...icon} />
        </IconButton>
      ) : null}
      {job.state === "succeeded" || job.state === "blocked" ? <OpenShot job={job} /> : null}
    </>
  );
}

/** Goes to the job's first shot in the storyboard. */
export function useOpenShot(): (job: JobView) => void {
  const { film } = useStudio();
  const openFilm = useFilm((state) => state.filmId);
  return (job) => {
    const first = job.shots[0];
    if (job.projectId === null) return;
    if (first && job.projectId === openFilm) film.select(first.shotId);
    setUi({ view: "frames" });
    go({ name: "storyboard", filmId: job.projectId });
  };
}

function OpenShot({ job }: { job: JobView }) {
  const open = useOpenShot();
  return (
    <IconButton label={strings.queue.openShot(job.title)} onClick={() => open(job)}>
      <ArrowRight size={16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
}

/** The row. */
export function JobRow({ job, selected, onSelect, order, clock, tabbable }: JobRowProps) {
  const lost = useSession((state) => state.farm?.state !== "connected");
  const look = jobLook(job, lost);
  const now = useNow();
  const still = job.preview ?? job.shots[0]?.still ?? null;
  const clips =
    job.segments > 1 || job.segmentsDone > 0 ? strings.queue.clipsHere(job.segmentsDone, job.segments) : strings.queue.clips(job.segments);
  const surface = order?.lifted
    ? "my-1 rounded-3 border-line-strong bg-overlay shadow-overlay outline-2 outline-offset-1 outline-ring"
    : selected
      ? "rounded-2 bg-accent-soft"
      : "";
  return (
    <li
      {...(order === null ? {} : { onDragOver: order.onDragOver, onDrop: order.onDrop })}
      className={`job-row group relative border-t border-line ${surface}`}
    >
      <span className="job-grip">
        {order === null ? null : (
          <button
            type="button"
            draggable
            data-own-arrows
            aria-label={strings.queue.move(job.title)}
            aria-pressed={order.lifted}
            onDragStart={order.onDragStart}
            onKeyDown={order.onKeyDown}
            className="grid h-7 w-6 place-items-center rounded-1 text-text-3 hover:text-text"
          >
            <GripVertical size={14} strokeWidth={1.75} aria-hidden />
          </button>
        )}
      </span>
      <span className="job-place num text-12 text-text-3">{order?.place}</span>
      <Still hash={still} className="job-picture" />
      <button
        type="button"
        data-job={job.id}
        aria-pressed={selected}
        tabIndex={tabbable ? 0 : -1}
        onClick={onSelect}
        className="job-name min-w-0 text-left after:absolute after:inset-0"
      >
        <span className="block truncate font-[550]">{job.title}</span>
        <span className="block truncate text-12 text-text-3">{[job.projectTitle, engineText(job), clips].filter(Boolean).join(", ")}</span>
      </button>
      <span className="job-state">
        <StateChip look={look} />
        {job.state === "running" ? <ProgressBar value={job.progress ?? 0} label={look.word} className="w-full" /> : null}
      </span>
      <span className="job-when">
        <span className="block truncate text-12 text-text-2">{whenText(job, now)}</span>
        {job.eta !== null && (job.state === "queued" || job.state === "running") && !job.heldBack ? (
          <span className={`eta block max-md:hidden ${job.state === "running" ? "eta-now" : ""}`} aria-hidden>
            <i
              style={{
                left: `${Math.min(98, (job.eta.p50 / clock) * 100)}%`,
                width: `${Math.max(0, ((job.eta.p80 - job.eta.p50) / clock) * 100)}%`,
              }}
            />
          </span>
        ) : null}
      </span>
      <span className="job-credits num text-right text-12 text-text-2">{creditText(job)}</span>
      <span className="job-actions relative z-1 flex justify-end">
        <JobActions job={job} />
      </span>
    </li>
  );
}
