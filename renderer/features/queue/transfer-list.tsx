// Files on their way to this computer: each with its bytes, its rate and what is the matter, all under one limit.
import { CircleCheck, FolderOpen, Pause, Play, RotateCcw } from "lucide-react";
import type { TransferList as List, TransferView } from "../../../shared/contract/studio/transfers.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import { bytes } from "../../lib/format.ts";
import { IconButton } from "../../ui/button.tsx";
import { Still } from "../../ui/picture.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import type { TransferActions } from "./use-transfers.ts";

const words = strings.queue.transfers;
const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true } as const;
/** Arrived files that are shown. */
const doneShown = 5;

/** What is said under a file's bar. */
function stateText(file: TransferView): string {
  if (file.state === "done") return words.checked;
  if (file.state === "paused") return words.paused;
  if (file.state === "waiting") return words.waiting;
  if (file.state === "offline") return words.offline;
  if (file.state === "lost") return file.error ?? words.lost;
  if (file.state === "retrying" || file.state === "no-room")
    return [file.error ?? "", file.retryIn === null ? "" : words.again(file.retryIn)].filter(Boolean).join(" ");
  const rate = file.rate === null ? words.begins : words.rate(bytes(file.rate));
  return file.resumedAt === null ? rate : `${rate}, ${words.wentOn(bytes(file.resumedAt))}`;
}

function FileRow({ file, actions }: { file: TransferView; actions: TransferActions }) {
  const name = `${file.title}, ${file.name}`;
  const trouble = file.state === "lost" || file.state === "no-room" || file.state === "retrying";
  return (
    <li className="flex items-center gap-3 border-t border-line px-3 py-2 max-md:px-4" data-transfer={file.id} data-state={file.state}>
      <Still hash={file.still} className="job-picture flex-none" />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span className="truncate font-[550]">
            {file.title} <span className="font-normal text-text-3">{file.name}</span>
          </span>
          <span className="num ml-auto flex-none text-12 text-text-2">
            {file.state === "done" ? bytes(file.bytes) : words.of(bytes(file.received), bytes(file.bytes))}
          </span>
        </div>
        <ProgressBar value={file.bytes === 0 ? 1 : file.received / file.bytes} label={name} className="my-1" />
        <p className={`flex items-center gap-1 text-12 ${trouble ? "text-turn" : "text-text-3"}`}>
          {file.state === "done" ? <CircleCheck size={12} strokeWidth={1.75} aria-hidden className="flex-none" /> : null}
          {file.state === "paused" ? <Pause size={12} strokeWidth={1.75} aria-hidden className="flex-none" /> : null}
          <span>{stateText(file)}</span>
        </p>
      </div>
      {file.state === "done" ? (
        <IconButton label={words.show(name)} onClick={() => actions.show(file.id)}>
          <FolderOpen {...icon} />
        </IconButton>
      ) : file.state === "paused" ? (
        <IconButton label={words.resume(name)} onClick={() => actions.resume(file.id)}>
          <Play {...icon} />
        </IconButton>
      ) : trouble ? (
        <IconButton label={words.retry(name)} onClick={() => actions.retry(file.id)}>
          <RotateCcw {...icon} />
        </IconButton>
      ) : (
        <IconButton label={words.pause(name)} onClick={() => actions.pause(file.id)}>
          <Pause {...icon} />
        </IconButton>
      )}
    </li>
  );
}

/** The section of the queue; nothing where every file is here. What arrived stands beside what is still on its way. */
export function TransferSection({ list, actions }: { list: List | null; actions: TransferActions }) {
  if (list === null) return null;
  const open = list.transfers.filter((file) => file.state !== "done");
  if (open.length === 0 && !list.allPaused && list.noRoom === null) return null;
  const done = list.transfers.filter((file) => file.state === "done").slice(0, doneShown);
  return (
    <section aria-label={strings.queue.downloads} className="pb-2">
      <div className="flex min-h-[42px] flex-wrap items-center gap-x-2.5 px-3 pt-1.5 max-md:px-4">
        <h2 className="font-[550]">{strings.queue.downloads}</h2>
        <span className="text-12 text-text-3">
          {[
            list.open === 0 ? words.allHere : words.facts(list.open, bytes(list.openBytes)),
            list.rate === null ? null : words.rate(bytes(list.rate)),
            list.allPaused ? words.paused : null,
          ]
            .filter(Boolean)
            .join(", ")}
        </span>
        <button type="button" className="link ml-auto min-h-6 text-12" onClick={() => go({ name: "settings", filmId: null })}>
          {list.limit === null ? words.noLimit : words.limit(bytes(list.limit * 1000))}
        </button>
        {list.open > 0 || list.allPaused ? (
          <IconButton
            label={list.allPaused ? words.resumeAll : words.pauseAll}
            onClick={list.allPaused ? actions.resumeAll : actions.pauseAll}
          >
            {list.allPaused ? <Play {...icon} /> : <Pause {...icon} />}
          </IconButton>
        ) : null}
      </div>
      {list.noRoom === null ? null : (
        <p className="px-3 pb-2 text-12 text-turn max-md:px-4" role="alert">
          {list.noRoom}
        </p>
      )}
      <ul>
        {[...open, ...done].map((file) => (
          <FileRow key={file.id} file={file} actions={actions} />
        ))}
      </ul>
    </section>
  );
}
