// The inspector of a job: why it failed and what to do, or how it stands, and the files that come down.
import { ArrowDown, ArrowUp, Pencil, RotateCcw } from "lucide-react";
import type { JobView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { bytes, sentence, wait, when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Inspector } from "../../ui/inspector.tsx";
import { Still } from "../../ui/picture.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { jobLook, StateChip } from "../../ui/state-chip.tsx";
import { JobActions, useOpenShot } from "./job-row.tsx";
import { creditText, engineText, whenText } from "./queue-facts.ts";

/** Cause, what is safe, and the ways on. */
function Why({ job }: { job: JobView }) {
  const { jobs } = useStudio();
  const open = useOpenShot();
  const words = strings.queue.why;
  const blocked = job.state === "blocked";
  const text = blocked
    ? `${job.blocked?.message ?? ""} ${words.blockedText}`
    : [
        job.error?.message ?? "",
        job.refunded > 0 ? words.refunded(job.refunded) : "",
        job.segmentsDone > 0 ? words.kept(job.segmentsDone, job.segments) : "",
        words.stillApproved,
      ].join(" ");
  const missing = job.segments - job.segmentsDone;
  return (
    <div className="px-4 pt-3.5 pb-4">
      <h2 className="text-14 font-[550]">{blocked ? words.blocked : words.failed}</h2>
      <p className="mt-1 text-text-2">{text}</p>
      <div className="mt-3 flex gap-2">
        {blocked ? null : (
          <Button
            kind="primary"
            className="flex-1"
            onClick={() => void jobs.retry(job.id)}
            price={missing > 0 ? strings.queue.clips(missing) : undefined}
          >
            <RotateCcw size={16} strokeWidth={1.75} aria-hidden />
            {strings.common.tryAgain}
          </Button>
        )}
        <Button kind={blocked ? "primary" : "plain"} className={blocked ? "flex-1" : ""} onClick={() => open(job)}>
          <Pencil size={16} strokeWidth={1.75} aria-hidden />
          {strings.queue.editShot}
        </Button>
      </div>
      <details className="mt-3 text-12 text-text-3">
        <summary className="min-h-6">{strings.common.details}</summary>
        <p className="num mt-1 break-all select-text">
          {job.error?.code ?? job.blocked?.rule ?? job.state}, job {job.id}
        </p>
      </details>
    </div>
  );
}

/** True when every file of the job is on this computer. */
function isHere(job: JobView): boolean {
  return job.transfer !== null && job.transfer.total > 0 && job.transfer.done >= job.transfer.total;
}

function Download({ job }: { job: JobView }) {
  const { transfer } = job;
  if (transfer === null) return null;
  return (
    <li className="flex items-center gap-2.5 border-t border-line py-2 first:border-t-0">
      <Still hash={job.shots[0]?.still ?? null} className="aspect-video w-[74px] flex-none" />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span className="truncate font-[550]">{job.title}</span>
          <span className="num ml-auto flex-none text-12 text-text-2">
            {transfer.done} of {transfer.total}
          </span>
        </div>
        <ProgressBar value={transfer.total === 0 ? 0 : transfer.done / transfer.total} label={strings.queue.downloads} className="my-1" />
        <p className="text-11 text-text-3">{transfer.error ?? (isHere(job) ? strings.queue.downloadChecked : bytes(transfer.bytes))}</p>
      </div>
    </li>
  );
}

export interface JobPlace {
  /** From 1, among own queued jobs. */
  place: number;
  of: number;
  shift(by: 1 | -1): void;
}

/** Moving a job by a press, for those who neither drag nor use keys. */
function Place({ job, order }: { job: JobView; order: JobPlace }) {
  return (
    <>
      <dt className="self-center">{strings.queue.place}</dt>
      <dd className="flex items-center justify-end gap-1">
        <span>{strings.queue.placeOf(order.place, order.of)}</span>
        <IconButton label={strings.queue.moveUp(job.title)} disabled={order.place === 1} onClick={() => order.shift(-1)}>
          <ArrowUp size={14} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={strings.queue.moveDown(job.title)} disabled={order.place === order.of} onClick={() => order.shift(1)}>
          <ArrowDown size={14} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </dd>
    </>
  );
}

/** The inspector beside the queue. */
export function JobInspector({ job, downloads, order }: { job: JobView; downloads: JobView[]; order: JobPlace | null }) {
  const lost = useSession((state) => state.farm?.state !== "connected");
  const look = jobLook(job, lost);
  const now = useNow();
  const turn = job.state === "failed" || job.state === "blocked";
  return (
    <Inspector
      width={372}
      label={job.title}
      title={job.title}
      chip={<StateChip look={look} />}
      tools={<JobActions job={job} />}
      peek={{
        picture: <Still hash={job.preview ?? job.shots[0]?.still ?? null} className="aspect-video w-16 flex-none" />,
        title: job.title,
        text: `${look.word}. ${sentence(whenText(job, now))}`,
      }}
      foot={<p className="flex-none border-t border-line px-4 py-3 text-12 text-text-2">{strings.queue.farmKeeps}</p>}
    >
      {(job.preview ?? job.shots[0]?.still) ? (
        <div className="px-4 pt-3.5">
          <Still hash={job.preview ?? job.shots[0]?.still ?? null} className="aspect-video" />
        </div>
      ) : null}
      {turn ? <Why job={job} /> : null}
      <section className={turn ? "section" : "px-4 pt-3.5 pb-4"}>
        <dl className="facts">
          <dt>{strings.queue.state}</dt>
          <dd>{look.word}</dd>
          {job.phase !== null && job.state === "running" ? (
            <>
              <dt>{strings.queue.phase}</dt>
              <dd>{strings.queue.phases[job.phase] ?? job.phase}</dd>
            </>
          ) : null}
          {job.eta === null ? null : (
            <>
              <dt>{strings.queue.wait}</dt>
              <dd>{wait(job.eta)}</dd>
            </>
          )}
          {order === null ? null : <Place job={job} order={order} />}
          <dt>{strings.queue.engine}</dt>
          <dd>{engineText(job)}</dd>
          <dt>{strings.queue.shots}</dt>
          <dd className="num">{job.shots.map((shot) => shot.label).join(" ")}</dd>
          <dt>{strings.queue.creditsLabel}</dt>
          <dd className="num">{creditText(job)}</dd>
          <dt>{strings.queue.asked}</dt>
          <dd>{sentence(when(job.createdAt, now))}</dd>
        </dl>
      </section>
      {downloads.length === 0 ? null : (
        <section className="section">
          <h2 className="section-title">{downloads.some((one) => !isHere(one)) ? strings.queue.downloads : strings.queue.files}</h2>
          <ul>
            {downloads.map((one) => (
              <Download key={one.id} job={one} />
            ))}
          </ul>
        </section>
      )}
    </Inspector>
  );
}
