// The queue: every job with its place, wait and credits; what is here, what asks for the person, what ended.
import { ArrowUpDown, Pause, Play } from "lucide-react";
import { useMemo, useState } from "react";
import type { JobView } from "../../../shared/contract/studio/views.ts";
import type { Command } from "../../app/find-commands.ts";
import { keyName, useKeys } from "../../app/keys.ts";
import { useOffer } from "../../app/offers.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { useJobs, useSession, useStudio } from "../../app/studio.tsx";
import { setUi } from "../../app/ui-state.ts";
import { useWidth } from "../../lib/width.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Segments } from "../../ui/segments.tsx";
import { JobInspector, type JobPlace } from "./job-inspector.tsx";
import { JobRow } from "./job-row.tsx";
import { clockOf, jobsOf, movable, type Part } from "./queue-facts.ts";
import { TransferSection } from "./transfer-list.tsx";
import { useOrder } from "./use-order.ts";
import { useTransfers } from "./use-transfers.ts";
import "./queue.css";

const parts: Part[] = ["line", "here", "turn", "ended"];
const partTitles: Record<Part, string> = {
  line: strings.queue.onFarm,
  here: strings.queue.here,
  turn: strings.queue.yourTurn,
  ended: strings.queue.ended,
};
const partWords: Record<Part, (n: number) => string> = {
  line: strings.queue.partLine,
  here: strings.queue.partHere,
  turn: strings.queue.partTurn,
  ended: strings.queue.partDone,
};
/** Ended jobs shown before the rest is asked for. */
const endedShown = 8;

/** The marks of the lanes' clock: now, a third, two thirds, the end. */
function clockMarks(clock: number): string[] {
  const unit = clock <= 120 ? "s" : "min";
  const value = (part: number) => Math.round((clock * part) / (unit === "s" ? 1 : 60));
  return [strings.queue.now, String(value(1 / 3)), String(value(2 / 3)), `${value(1)} ${unit}`];
}

/** The queue of one film, or of everything. */
export function QueueScreen({ filmId }: { filmId: string | null }) {
  const { jobs: actions } = useStudio();
  const all = useJobs((state) => state.jobs);
  const error = useJobs((state) => state.error);
  const layout = useWidth();
  const [scope, setScope] = useState<"film" | "all">(filmId === null ? "all" : "film");
  const [wanted, setPart] = useState<Part | "files" | null>(null);
  const { list: files, actions: fileActions } = useTransfers();
  const away = useSession((state) => state.farm !== null && state.farm.state !== "connected" && state.farm.state !== "none");
  const [chosen, setChosen] = useState<string | null>(null);
  const [everything, setEverything] = useState(false);
  const jobs = useMemo(() => (all ?? []).filter((job) => scope === "all" || job.projectId === filmId), [all, scope, filmId]);
  const order = useOrder(jobsOf(jobs, "line"));
  const lists: Record<Part, typeof jobs> = {
    line: order.jobs,
    here: jobsOf(jobs, "here"),
    turn: jobsOf(jobs, "turn"),
    ended: jobsOf(jobs, "ended"),
  };
  // A small window shows one part: the chosen one, else the first with something in it.
  const part = wanted ?? parts.find((one) => lists[one].length > 0) ?? "line";
  const shownEnded = everything ? lists.ended : lists.ended.slice(0, endedShown);
  const rows = parts.flatMap((one) => (one === "ended" ? shownEnded : lists[one]));
  const selected = rows.find((job) => job.id === chosen) ?? lists.turn[0] ?? rows[0];
  const held = jobs.reduce((sum, job) => sum + (job.state === "queued" || job.state === "running" ? job.held : 0), 0);
  const waiting = movable(jobs);
  const unsent = jobs.filter((job) => job.state === "unsent" || job.state === "unknown").length;
  const paused = waiting.length > 0 && waiting.every((job) => job.heldBack);
  const clock = clockOf(lists.line);
  const downloads = jobs
    .filter((job) => job.transfer !== null && (job.id === selected?.id || job.transfer.done < job.transfer.total))
    .slice(0, 6);

  const pauseAll = () => {
    for (const job of waiting) {
      if (paused) void actions.resume(job.id);
      else if (!job.heldBack) void actions.pause(job.id);
    }
  };
  const step = (by: 1 | -1) => {
    const next = rows[rows.findIndex((job) => job.id === selected?.id) + by];
    if (next === undefined) return;
    setChosen(next.id);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-job="${next.id}"]`)?.focus());
  };
  /** What can be done with a job now, each by its key and by its name in the palette. */
  const forJob = (job: JobView): (Command & { keys: string })[] => {
    const { id, title, state } = job;
    return [
      ...(state === "queued"
        ? [
            job.heldBack
              ? { id: "job-resume", label: strings.queue.resume(title), keys: "p", run: () => void actions.resume(id) }
              : { id: "job-pause", label: strings.queue.pause(title), keys: "p", run: () => void actions.pause(id) },
          ]
        : []),
      ...(["queued", "running", "unsent"].includes(state)
        ? [{ id: "job-cancel", label: strings.queue.cancel(title), keys: "Delete", run: () => void actions.cancel(id) }]
        : []),
      ...(state === "failed" || state === "cancelled"
        ? [{ id: "job-retry", label: strings.queue.retry(title), keys: "r", run: () => void actions.retry(id) }]
        : []),
      ...(waiting.some((one) => one.id === id)
        ? [
            { id: "job-up", label: strings.queue.moveUp(title), keys: "shift+ArrowUp", run: () => order.shift(id, -1) },
            { id: "job-down", label: strings.queue.moveDown(title), keys: "shift+ArrowDown", run: () => order.shift(id, 1) },
          ]
        : []),
    ];
  };
  const doable = selected === undefined ? [] : forJob(selected);
  useKeys([{ keys: "ArrowDown", run: () => step(1) }, { keys: "ArrowUp", run: () => step(-1) }, ...doable]);
  useOffer([
    ...doable.map(({ keys, ...command }) => ({ ...command, shortcut: keyName(keys) })),
    ...(files !== null && (files.open > 0 || files.allPaused)
      ? [
          {
            id: "transfers-pause",
            label: files.allPaused ? strings.queue.transfers.resumeAll : strings.queue.transfers.pauseAll,
            run: files.allPaused ? fileActions.resumeAll : fileActions.pauseAll,
          },
        ]
      : []),
    ...(waiting.length > 0 ? [{ id: "jobs-pause", label: paused ? strings.queue.resumeAll : strings.queue.pauseAll, run: pauseAll }] : []),
  ]);

  const placeOf = (job: (typeof rows)[number]): JobPlace | null => {
    const at = waiting.findIndex((one) => one.id === job.id);
    return at < 0 ? null : { place: at + 1, of: waiting.length, shift: (by) => order.shift(job.id, by) };
  };
  const section = (one: Part) => {
    const list = one === "ended" ? shownEnded : lists[one];
    if (list.length === 0) return null;
    return (
      <section key={one} aria-label={partTitles[one]}>
        <div className="flex h-[42px] items-center gap-2.5 px-3 pt-1.5 max-md:px-4">
          <h2 className="font-[550]">{partTitles[one]}</h2>
          <span className="text-12 text-text-3">{strings.queue.count(lists[one].length)}</span>
          {one === "line" && layout === "wide" ? (
            <span className="num ml-auto mr-[172px] flex w-[190px] justify-between text-11 text-text-3" aria-hidden>
              {clockMarks(clock).map((mark) => (
                <span key={mark}>{mark}</span>
              ))}
            </span>
          ) : null}
          {one === "ended" && lists.ended.length > endedShown ? (
            <button type="button" className="link ml-auto min-h-6 text-12" onClick={() => setEverything(!everything)}>
              {everything ? strings.queue.showFewer : strings.queue.showAll}
            </button>
          ) : null}
        </div>
        <ul>
          {list.map((job) => (
            <JobRow
              key={job.id}
              job={job}
              selected={job.id === selected?.id && layout !== "narrow"}
              tabbable={job.id === selected?.id || layout === "narrow"}
              order={one === "line" && layout !== "narrow" ? order.handleFor(job) : null}
              clock={clock}
              onSelect={() => {
                setChosen(job.id);
                setUi({ inspector: true });
              }}
            />
          ))}
        </ul>
        {one === "line" ? (
          <p
            role="status"
            className={
              order.said === null
                ? "sr-only"
                : "mx-1.5 mt-1 flex items-center gap-2 rounded-2 bg-panel px-3 py-2 text-12 text-text-2 max-md:hidden"
            }
          >
            {order.said === null ? null : (
              <>
                <ArrowUpDown size={14} strokeWidth={1.75} aria-hidden className="flex-none text-accent-text" />
                <span className="flex-1">{order.said}</span>
                <kbd>↑</kbd>
                <kbd>↓</kbd> {strings.queue.moveKeys} <kbd>Space</kbd> {strings.queue.dropKey} <kbd>Esc</kbd> {strings.queue.putBack}
              </>
            )}
          </p>
        ) : null}
      </section>
    );
  };

  return (
    <main className="relative flex min-h-0 min-w-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="toolbar">
          <h1 className="text-16 font-semibold tracking-[-0.01em]">{strings.queue.title}</h1>
          <span className="truncate text-12 text-text-3">{strings.queue.facts(jobs.length, held)}</span>
          <span className="ml-auto flex items-center gap-2">
            {filmId === null ? null : (
              <Segments
                label={strings.queue.scope}
                value={scope}
                onChange={setScope}
                className="max-md:hidden"
                options={[
                  { value: "all", word: strings.queue.all },
                  { value: "film", word: strings.queue.film },
                ]}
              />
            )}
            {layout === "narrow" ? (
              <IconButton
                plain
                small={false}
                label={paused ? strings.queue.resumeAll : strings.queue.pauseAll}
                disabled={waiting.length === 0}
                onClick={pauseAll}
              >
                {paused ? <Play size={16} strokeWidth={1.75} aria-hidden /> : <Pause size={16} strokeWidth={1.75} aria-hidden />}
              </IconButton>
            ) : (
              <Button small disabled={waiting.length === 0} onClick={pauseAll}>
                {paused ? <Play size={16} strokeWidth={1.75} aria-hidden /> : <Pause size={16} strokeWidth={1.75} aria-hidden />}
                {paused ? strings.queue.resumeAll : strings.queue.pauseAll}
              </Button>
            )}
          </span>
        </div>
        {all === null ? (
          <p className="p-6 text-text-3" role="status">
            {error === null ? strings.common.loading : error.message}
          </p>
        ) : jobs.length === 0 ? (
          <div className="grid flex-1 place-items-center p-6">
            <div className="max-w-[520px]">
              <h2 className="font-film text-34 tracking-[-0.015em] max-md:text-26">{strings.queue.empty}</h2>
              <p className="mt-2 text-14 text-text-2">{strings.queue.emptyText}</p>
              <Button
                kind="primary"
                className="mt-5"
                onClick={() => go(filmId === null ? { name: "start" } : { name: "storyboard", filmId })}
              >
                {filmId === null ? strings.errors.home : strings.queue.toStoryboard}
              </Button>
            </div>
          </div>
        ) : (
          <>
            {layout === "narrow" ? (
              <div className="px-4 pt-2.5 pb-0.5">
                <Segments
                  label={strings.queue.parts}
                  value={part}
                  onChange={setPart}
                  className="w-full [&>*]:flex-1 [&>*]:px-1"
                  options={[
                    ...parts.map((one) => ({ value: one, word: partWords[one](lists[one].length) })),
                    ...(files === null || files.transfers.length === 0
                      ? []
                      : [{ value: "files" as const, word: strings.queue.partFiles(files.open) }]),
                  ]}
                />
              </div>
            ) : null}
            <div className="job-list min-h-0 flex-1 overflow-y-auto pr-3 pb-6 pl-2 max-md:px-0 max-md:pb-[110px]">
              {away && (unsent > 0 || (files?.open ?? 0) > 0) ? (
                <p className="mx-3 mt-2 text-12 text-text-2 max-md:mx-4" role="status">
                  {strings.queue.waits(unsent, files?.open ?? 0)}
                </p>
              ) : null}
              {layout === "narrow" ? (
                part === "files" ? (
                  <TransferSection list={files} actions={fileActions} />
                ) : (
                  (section(part) ?? <p className="px-4 py-6 text-text-3">{strings.queue.emptyPart}</p>)
                )
              ) : (
                <>
                  {section("line")}
                  {section("here")}
                  <TransferSection list={files} actions={fileActions} />
                  {section("turn")}
                  {section("ended")}
                </>
              )}
            </div>
          </>
        )}
      </div>
      {selected === undefined ? null : <JobInspector job={selected} downloads={downloads} order={placeOf(selected)} />}
    </main>
  );
}
