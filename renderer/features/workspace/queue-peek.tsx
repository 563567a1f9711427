// The queue at the right of the workspace: jobs that are not over or ask for the person, each in two lines.
import { ArrowRight, Pause, Play, Server } from "lucide-react";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { workspace as words } from "../../app/strings/workspace.ts";
import { useJobs, useMaking, useSession, useStudio } from "../../app/studio.tsx";
import { useNow } from "../../lib/now.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { jobLook, StateIcon } from "../../ui/state-chip.tsx";
import { Thumb } from "../../ui/thumb.tsx";
import { jobsOf, movable, whenText } from "../queue/queue-facts.ts";

/** Jobs shown here; the queue has them all. */
const most = 12;

/** The panel. */
export function QueuePeek({ filmId }: { filmId: string | null }) {
  const { jobs: actions } = useStudio();
  const jobs = useJobs((state) => state.jobs) ?? [];
  const lost = useSession((state) => state.farm?.state !== "connected");
  const abilities = useMaking((state) => state.abilities);
  const now = useNow();
  const shown = [...jobsOf(jobs, "line"), ...jobsOf(jobs, "here"), ...jobsOf(jobs, "turn")];
  const held = shown.reduce((sum, job) => sum + (job.state === "queued" || job.state === "running" ? job.held : 0), 0);
  const waiting = movable(jobs);
  const paused = waiting.length > 0 && waiting.every((job) => job.heldBack);
  return (
    <aside aria-label={words.queue} className="flex w-[300px] flex-none flex-col overflow-y-auto border-l border-line bg-panel">
      <div className="flex min-h-12 flex-none items-center gap-2.5 border-b border-line px-4">
        <h2 className="font-[550]">{words.queue}</h2>
        {shown.length === 0 ? null : <span className="truncate text-12 text-text-3">{words.queueFacts(shown.length, held)}</span>}
        <span className="ml-auto flex">
          {waiting.length === 0 ? null : (
            <IconButton
              label={paused ? strings.queue.resumeAll : strings.queue.pauseAll}
              onClick={() => {
                for (const job of waiting) {
                  if (paused) void actions.resume(job.id);
                  else if (!job.heldBack) void actions.pause(job.id);
                }
              }}
            >
              {paused ? <Play size={16} strokeWidth={1.75} aria-hidden /> : <Pause size={16} strokeWidth={1.75} aria-hidden />}
            </IconButton>
          )}
        </span>
      </div>
      {shown.length === 0 ? <p className="px-4 py-3 text-12 text-text-2">{words.queueEmpty}</p> : null}
      <ul>
        {shown.slice(0, most).map((job) => {
          const look = jobLook(job, lost);
          return (
            <li key={job.id} className="flex items-center gap-2.5 border-b border-line px-4 py-[9px]">
              <Thumb hash={job.preview ?? job.shots[0]?.still ?? null} className="h-[34px] w-14 flex-none" />
              <div className="min-w-0 flex-1">
                <div className="truncate text-12 font-[550]">{job.title}</div>
                <div className="mt-0.5 flex items-center gap-[5px] text-11 text-text-3">
                  <StateIcon look={look} size={13} />
                  <span className="flex-none text-text-2">{look.word}</span>
                  <span className="truncate">{whenText(job, now)}</span>
                </div>
                {job.state === "running" ? <ProgressBar value={job.progress ?? 0} label={job.title} className="mt-1.5" /> : null}
              </div>
            </li>
          );
        })}
      </ul>
      <div className="mt-auto border-t border-line px-4 py-3.5">
        <Button kind="ghost" small className="mb-2 -ml-2" onClick={() => go({ name: "queue", filmId })}>
          {words.toQueue}
          <ArrowRight size={14} strokeWidth={1.75} aria-hidden />
        </Button>
        {lost ? null : (
          <>
            <p className="flex items-center gap-2 text-12 text-text-2">
              <Server size={14} strokeWidth={1.75} aria-hidden className="flex-none tone-ok" />
              <span className="truncate">{words.farmReady((abilities?.engines ?? []).map((engine) => engine.name).join(", "))}</span>
            </p>
            <p className="field-help">{words.waits}</p>
          </>
        )}
      </div>
    </aside>
  );
}
