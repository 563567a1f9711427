// One export: where it stands, by piece, and what can be done with it.
import { Ban, Check, Clock, Copy, Eye, FolderOpen, Play, RotateCcw, TriangleAlert, X } from "lucide-react";
import type { ExportView } from "../../../shared/contract/studio/views.ts";
import { strings } from "../../app/strings.ts";
import { useCopy } from "../../app/use-copy.ts";
import { useStudio } from "../../app/studio.tsx";
import { bytes, length, percent, sentence, when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { IconButton } from "../../ui/button.tsx";
import { Still } from "../../ui/picture.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateChip, StateIcon, type StateLook } from "../../ui/state-chip.tsx";
import { checksOf, rateText } from "./report.tsx";

/** How an export's state looks and reads. */
function exportLook(one: ExportView): StateLook {
  const odd = one.report === null ? 0 : checksOf(one.report).filter((check) => !check.good).length;
  switch (one.state) {
    case "queued":
      return { icon: Clock, word: strings.exports.state.queued, tone: "none" };
    case "running":
      return { icon: "ring", word: strings.exports.state.running, tone: "busy", progress: one.progress };
    case "done":
      return odd === 0
        ? { icon: Check, word: strings.exports.state.done, tone: "ok" }
        : { icon: Eye, word: strings.exports.doneOdd(odd), tone: "turn" };
    case "failed":
      return { icon: TriangleAlert, word: strings.exports.state.failed, tone: "fail" };
    case "cancelled":
      return { icon: Ban, word: strings.exports.state.cancelled, tone: "none" };
  }
}

/** The folder and the name of a file on whichever system. */
function pathOf(file: string): { folder: string; name: string } {
  const cut = Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
  return { folder: file.slice(0, Math.max(0, cut)), name: file.slice(cut + 1) };
}

/** Length, size and format of a finished file in one line, what is asked first in front. */
function factsOf(one: ExportView): string {
  const { report } = one;
  if (report === null) return pathOf(one.file).name;
  return [
    length(report.seconds),
    ...(one.bytes === null ? [] : [bytes(one.bytes)]),
    `${report.width} × ${report.height}`,
    rateText(report.rate),
  ].join(", ");
}

/** Where the file is, and its path for another program. */
function FilePath({ file }: { file: string }) {
  const copy = useCopy();
  const { folder, name } = pathOf(file);
  return (
    <p className="relative z-1 mt-2 flex min-w-0 items-center gap-1 text-12 text-text-3">
      <span className="min-w-0 truncate select-text" title={file}>
        <bdi className="text-text-2">{name}</bdi> {folder === "" ? null : <bdi>{strings.exports.inFolder(folder)}</bdi>}
      </span>
      <IconButton
        label={strings.exports.copyPath}
        className="flex-none"
        onClick={() => void copy(file, strings.exports.copied, strings.exports.notCopied)}
      >
        <Copy size={14} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </p>
  );
}

/** The card of an export. */
export function ExportCard({
  one,
  selected,
  onSelect,
  onPlay,
}: {
  one: ExportView;
  selected: boolean;
  onSelect: () => void;
  onPlay: () => void;
}) {
  const { exports } = useStudio();
  const look = exportLook(one);
  const now = useNow();
  const live = one.state === "queued" || one.state === "running";
  const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true } as const;
  return (
    <li className={`card relative min-w-0 p-3.5 ${selected ? "outline-2 outline-ring" : ""}`}>
      <div className="flex items-start gap-3.5 max-md:gap-3">
        <Still hash={one.poster} className="aspect-video w-32 flex-none max-md:w-[88px]" />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-2 max-md:flex-wrap">
            <button
              type="button"
              aria-pressed={selected}
              onClick={onSelect}
              className="min-w-0 truncate text-left font-film text-[1.0625rem] leading-6 after:absolute after:inset-0"
            >
              {one.projectTitle}
            </button>
            {live ? null : <StateChip look={look} />}
            <span className="relative z-1 ml-auto flex flex-none">
              {live ? (
                <IconButton label={strings.exports.cancel} onClick={() => void exports.cancel(one.id)}>
                  <X {...icon} />
                </IconButton>
              ) : null}
              {one.state === "failed" || one.state === "cancelled" ? (
                <IconButton label={strings.exports.retry} onClick={() => void exports.retry(one.id)}>
                  <RotateCcw {...icon} />
                </IconButton>
              ) : null}
              {one.state === "done" ? (
                <>
                  <IconButton label={strings.exports.show} onClick={() => void exports.showInFolder(one.id)}>
                    <FolderOpen {...icon} />
                  </IconButton>
                  {one.play === null ? null : (
                    <IconButton label={strings.exports.play} onClick={onPlay}>
                      <Play {...icon} />
                    </IconButton>
                  )}
                </>
              ) : null}
            </span>
          </div>
          <p className="truncate text-12 text-text-3">{factsOf(one)}</p>
          {live ? (
            <>
              <ProgressBar value={one.progress} label={strings.exports.state.running} className="mt-3 !h-1.5" />
              <div className="mt-2 flex flex-wrap items-center gap-x-2 text-12">
                <StateIcon look={look} />
                <b className="font-[550] tabular-nums">{percent(one.progress)}</b>
                <span className="text-text-2">{one.phase === null ? strings.exports.queuedPhase : strings.exports.phases[one.phase]}</span>
                {one.pieces.total > 0 ? (
                  <span className="ml-auto text-text-2">
                    {strings.exports.pieces(one.pieces.done, one.pieces.total, one.pieces.reused)}
                  </span>
                ) : null}
              </div>
            </>
          ) : one.error !== null ? (
            <p className="mt-2.5 text-12 text-text-2">{one.error.message}</p>
          ) : (
            <p className="mt-2.5 text-12 text-text-2">
              {[
                sentence(when(one.endedAt ?? one.createdAt, now)),
                one.pieces.total > 0 ? strings.exports.pieces(one.pieces.done, one.pieces.total, one.pieces.reused) : "",
              ]
                .filter(Boolean)
                .join(". ")}
            </p>
          )}
          {one.state === "done" && one.play === null ? <p className="field-error">{strings.exports.fileGone}</p> : null}
          {one.state === "done" ? <FilePath file={one.file} /> : null}
        </div>
      </div>
    </li>
  );
}
