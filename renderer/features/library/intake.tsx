// Files and folders that come in: dropped on the page or chosen, with quiet progress, and a list of what could not be used.
import { TriangleAlert, Upload, X } from "lucide-react";
import { useEffect, useRef, useState, type DragEvent, type RefObject } from "react";
import type { ImportView } from "../../../shared/contract/studio/imports.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useStudio } from "../../app/studio.tsx";
import { takeFiles } from "../../lib/take-files.ts";
import { Button, IconButton } from "../../ui/button.tsx";

/** Every file of what was dropped, folders opened. */
async function filesOf(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...data.files];
  const files: File[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.isFile) files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    else {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
        if (some.length === 0) break;
        for (const one of some) await walk(one);
      }
    }
  };
  for (const entry of entries) await walk(entry).catch(() => undefined);
  return files;
}

export interface Intake {
  /** Files on their way from this page: how many of how many. */
  sending: { done: number; total: number } | null;
  imports: readonly ImportView[];
  deriving: number;
  quarantined: number;
  over: boolean;
  /** For the page that is dropped onto. */
  drop: {
    onDragEnter: (event: DragEvent) => void;
    onDragOver: (event: DragEvent) => void;
    onDragLeave: (event: DragEvent) => void;
    onDrop: (event: DragEvent) => void;
  };
  take: (files: readonly File[]) => void;
  stop: () => void;
  pickers: { files: RefObject<HTMLInputElement | null>; folder: RefObject<HTMLInputElement | null> };
}

const live = (one: ImportView) => one.state === "looking" || one.state === "running" || one.state === "waiting";
const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

/** Intake over the link; `collectionId`: what comes in goes there too. */
export function useIntake(collectionId: string | undefined): Intake {
  const { link, notify } = useStudio();
  const [sending, setSending] = useState<Intake["sending"]>(null);
  const [state, setState] = useState<{ imports: ImportView[]; deriving: number; quarantined: number }>({
    imports: [],
    deriving: 0,
    quarantined: 0,
  });
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const stopped = useRef(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    let wanted = true;
    const load = () =>
      link.call("imports", "list", {}).then((answer) => {
        if (wanted && answer.ok) setState(answer.value);
      });
    void load();
    const stops = [
      link.on("imports.changed", ({ import: one }) =>
        setState((before) => ({
          ...before,
          imports: before.imports.some((other) => other.id === one.id)
            ? before.imports.map((other) => (other.id === one.id ? one : other))
            : [one, ...before.imports],
        })),
      ),
      link.on("imports.derived", ({ deriving }) => setState((before) => (before.deriving === deriving ? before : { ...before, deriving }))),
      link.on("imports.quarantine", ({ total }) => setState((before) => ({ ...before, quarantined: total }))),
      link.on("core.restarted", () => void load()),
    ];
    return () => {
      wanted = false;
      for (const stop of stops) stop();
    };
  }, [link]);

  const take = async (list: readonly File[]) => {
    if (list.length === 0) return;
    stopped.current = false;
    setSending({ done: 0, total: list.length });
    const taken = await takeFiles(link, list, {
      ...(collectionId === undefined ? {} : { collectionId }),
      onFile: (done) => {
        setSending({ done, total: list.length });
        return !stopped.current;
      },
    });
    setSending(null);
    const failed = taken.error !== null;
    notify({
      title: words.imported(taken.assetIds.length),
      tone: failed ? "turn" : "ok",
      ...(taken.error === null ? {} : { text: taken.error }),
    });
  };
  return {
    sending,
    ...state,
    over,
    take: (list) => void take(list),
    stop: () => {
      stopped.current = true;
      for (const one of state.imports.filter(live)) void link.call("imports", "cancel", { importId: one.id });
    },
    pickers: { files, folder },
    drop: {
      onDragEnter: (event) => {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      },
      onDragLeave: (event) => {
        if (!hasFiles(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) setOver(false);
      },
      onDrop: (event) => {
        depth.current = 0;
        setOver(false);
        if (!hasFiles(event)) return;
        event.preventDefault();
        void filesOf(event.dataTransfer).then(take);
      },
    },
  };
}

/** The two hidden fields that open the system's dialogs. */
export function Pickers({ files, folder, onTake }: Intake["pickers"] & { onTake: Intake["take"] }) {
  const changed = (event: React.ChangeEvent<HTMLInputElement>) => {
    onTake([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  return (
    <>
      <input ref={files} type="file" multiple hidden data-import-files onChange={changed} />
      <input ref={folder} type="file" multiple hidden data-import-folder {...{ webkitdirectory: "" }} onChange={changed} />
    </>
  );
}

/** What comes in at the moment, in one line over the grid's foot. */
export function IntakeLine({ intake, onReasons }: { intake: Intake; onReasons: () => void }) {
  const running = intake.imports.filter(live);
  const [done, total] = running.reduce(
    ([sum, all], one) => [sum + one.files.copied + one.files.same + one.files.failed, all + one.files.found],
    [0, 0],
  );
  const word =
    intake.sending !== null
      ? words.uploading(intake.sending.done, intake.sending.total)
      : running.length > 0
        ? words.importing(done, total)
        : intake.deriving > 0
          ? words.deriving(intake.deriving)
          : null;
  const waits = running.find((one) => one.state === "waiting" && one.error !== null);
  if (word === null && intake.quarantined === 0) return null;
  return (
    <div className="library-intake" role="status">
      {word === null ? (
        <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className="tone-turn flex-none" />
      ) : (
        <Upload size={14} strokeWidth={1.75} aria-hidden className="tone-busy flex-none" />
      )}
      <span className="min-w-0 flex-1 truncate">{waits?.error?.message ?? word ?? words.importFailed(intake.quarantined)}</span>
      {intake.quarantined > 0 ? (
        <Button small kind="ghost" onClick={onReasons}>
          {words.seeReasons}
        </Button>
      ) : null}
      {intake.sending !== null || running.length > 0 ? (
        <IconButton label={words.stopImport} onClick={intake.stop}>
          <X size={14} strokeWidth={1.75} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  );
}
