// Transfers as the screens see them: every file with its state and its words, told at most twice a second.
import { CodedError } from "../../shared/contract/errors.ts";
import type { Handlers } from "../../shared/contract/studio/index.ts";
import type { TransferList, TransferView } from "../../shared/contract/studio/transfers.ts";
import type { JobView } from "../../shared/contract/studio/views.ts";
import type { Events } from "../events.ts";
import type { Blobs } from "../library/blobs.ts";
import type { TransferRow } from "../library/job-queries.ts";
import type { DesktopShell } from "../ports.ts";
import type { FarmService } from "./farm.ts";

interface TransferHandlerPorts {
  farm: FarmService;
  blobs: Blobs;
  events: Events;
  shell: DesktopShell;
  /** KB a second, as in the settings. */
  limit: () => number | null;
}

const mostShown = 200;
/** Files that arrived and are still shown. */
const mostDone = 30;
const tellEveryMs = 500;
const order: Record<TransferView["state"], number> = {
  running: 0,
  retrying: 1,
  "no-room": 1,
  waiting: 2,
  offline: 2,
  paused: 3,
  lost: 4,
  done: 5,
};

/** Files that can stand for themselves in a list. */
const pictures: ReadonlySet<TransferRow["kind"]> = new Set(["image", "thumbnail"]);

/** Which of a job's files it is, in words. */
function nameOf(row: TransferRow, job: JobView): string {
  const of = job.segments > 1 ? ` ${row.segment + 1} of ${job.segments}` : "";
  const names: Partial<Record<TransferRow["kind"], string>> = {
    clip: "Clip",
    image: "Picture",
    audio: "Sound",
    proxy: "Small copy of clip",
    thumbnail: "Thumbnail",
    text: "Text",
    captions: "Captions",
  };
  return `${names[row.kind] ?? "File"}${of}`;
}

/** Handlers of the namespace `transfers`. */
export function createTransferHandlers({ farm, blobs, events, shell, limit }: TransferHandlerPorts): {
  handlers: Handlers["transfers"];
  close(): void;
} {
  const { transfers } = farm;
  const viewOf = async (row: TransferRow, job: JobView): Promise<TransferView> => {
    const live = transfers.stateOf(row);
    const open = row.state === "wanted";
    const away = open && farm.status().state !== "connected" && live.state !== "paused";
    const state = open ? (away ? "offline" : live.state) : row.state === "done" ? "done" : "lost";
    const received = row.state === "done" ? row.bytes : state === "running" ? live.received : await transfers.bytesHere(row);
    return {
      id: row.artifactId,
      jobId: job.id,
      projectId: job.projectId,
      title: job.title,
      name: nameOf(row, job),
      still: row.state === "done" && pictures.has(row.kind) ? row.sha256 : (job.preview ?? job.shots[0]?.still ?? null),
      state,
      bytes: row.bytes,
      received: Math.min(received, row.bytes),
      rate: state === "running" ? live.rate : null,
      resumedAt: state === "running" ? live.resumedAt : null,
      attempts: row.attempts,
      error: row.state === "done" ? null : row.error,
      retryIn: state === "retrying" || state === "no-room" ? live.retryIn : null,
    };
  };
  const list = async (): Promise<TransferList> => {
    const open: { row: TransferRow; job: JobView | null; id: string }[] = [];
    const done: typeof open = [];
    for (const { id, row } of farm.transferRows()) {
      if (row.state === "done") {
        done.push({ row, job: null, id });
        if (done.length > mostDone) done.shift();
      } else open.push({ row, job: null, id });
    }
    const rank = ({ row }: { row: TransferRow }) => (row.state === "lost" ? order.lost : order[transfers.stateOf(row).state]);
    open.sort((one, other) => rank(one) - rank(other));
    const shown = [...open.slice(0, mostShown - mostDone), ...done.toReversed()];
    const jobs = new Map<string, JobView>();
    const views: TransferView[] = [];
    for (const { row, id } of shown) {
      const job = jobs.get(id) ?? farm.viewOf(id);
      if (job === null) continue;
      jobs.set(id, job);
      views.push(await viewOf(row, job));
    }
    const running = views.filter((one) => one.state === "running");
    const wanted = open.filter(({ row }) => row.state === "wanted");
    const here = views.reduce((sum, one) => sum + (one.state === "done" || one.state === "lost" ? 0 : one.received), 0);
    return {
      transfers: views,
      open: wanted.length,
      openBytes: Math.max(0, wanted.reduce((sum, { row }) => sum + row.bytes, 0) - here),
      rate: running.length === 0 ? null : running.reduce((sum, one) => sum + (one.rate ?? 0), 0),
      allPaused: transfers.allPaused(),
      limit: limit(),
      noRoom: farm.noRoom(),
    };
  };
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  farm.onTransfers(() => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void list().then(
        (value) => void (closed || events.send("transfers.changed", value)),
        () => undefined,
      );
    }, tellEveryMs);
  });
  const wantedIds = () => [...farm.transferRows()].flatMap(({ row }) => (row.state === "wanted" ? [row.artifactId] : []));
  const after = (work: () => void) => async () => {
    work();
    return list();
  };
  return {
    handlers: {
      list,
      pause: ({ ids }) => after(() => transfers.pause(ids))(),
      resume: ({ ids }) => after(() => transfers.resume(ids, wantedIds()))(),
      retry: ({ ids }) => after(() => transfers.retry(ids))(),
      pauseAll: after(() => transfers.pauseAll()),
      resumeAll: after(() => transfers.resumeAll()),
      async show({ id }) {
        const row = [...farm.transferRows()].find((one) => one.row.artifactId === id)?.row;
        if (row === undefined || !(await blobs.has(row.sha256)))
          throw new CodedError("not_found", "That file is not on this computer. Wait until it has arrived.");
        return { folder: blobs.folder, opened: await shell.showInFolder(blobs.pathOf(row.sha256)) };
      },
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
