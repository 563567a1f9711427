// Files and storage: where the library lies and what it takes, verify, repair, sweep, move, and films as folders.
import { useEffect, useState } from "react";
import type { StorageState, StorageTask } from "../../../shared/contract/studio/storage.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import { go } from "../../app/router.ts";
import type { Settings } from "../../app/state/session.ts";
import { settingsWords } from "../../app/strings/settings.ts";
import { strings } from "../../app/strings.ts";
import { useSession, useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";
import { bytes, sentence, when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { Select } from "../../ui/select.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { Findings } from "./findings.tsx";
import { Row, Section } from "./rows.tsx";

const words = settingsWords.files;

/** Work that goes on: what, how far, and the way to stop it; or how it ended, where it did not end well. */
function Task({ task, kinds, cancel }: { task: StorageTask | null; kinds: StorageTask["kind"][]; cancel: () => void }) {
  if (task === null || !kinds.includes(task.kind)) return null;
  if (task.state === "failed" || task.state === "cancelled")
    return (
      <p className="mt-2 text-12 text-fail" role="alert">
        {task.state === "cancelled" ? words.cancelled : task.error === null ? "" : errorText(task.error)}
      </p>
    );
  if (task.state !== "running") return null;
  const part = task.bytesTotal === null || task.bytesTotal === 0 ? 0 : Math.min(1, task.bytes / task.bytesTotal);
  return (
    <div className="mt-2 flex items-center gap-3" role="status">
      <div className="min-w-0 flex-1">
        <ProgressBar value={part} label={words.working[task.kind]} />
        <p className="mt-1 text-12 text-text-3">
          {[
            task.phase,
            task.bytesTotal === null || task.bytesTotal === 0 ? null : words.progress(task.bytes, task.bytesTotal),
            task.secondsLeft === null ? null : words.left(task.secondsLeft),
          ]
            .filter(Boolean)
            .join(", ")}
        </p>
      </div>
      <Button small onClick={cancel}>
        {words.cancel}
      </Button>
    </div>
  );
}

/** A folder to name, and a button that takes it. */
function FolderForm({ label, button, off, onGo }: { label: string; button: string; off: string | null; onGo: (folder: string) => void }) {
  const [folder, setFolder] = useState("");
  const empty = folder.trim() === "" ? "Name a folder first." : null;
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (off === null && empty === null) onGo(folder.trim());
      }}
    >
      <TextField label={label} value={folder} onChange={setFolder} spellCheck={false} autoCapitalize="none" autoComplete="off" />
      <Button type="submit" offReason={off ?? empty}>
        {button}
      </Button>
    </form>
  );
}

function Place({ state, show }: { state: StorageState; show: () => void }) {
  const { files, bytes: sizes } = state;
  return (
    <Row
      name={words.lies}
      text={
        <>
          <span className="block break-all select-text">{state.folder}</span>
          <span className="block">
            {words.holds(files, bytes(sizes.files))}. {words.databases} {bytes(sizes.databases)}, {words.rebuildable.toLowerCase()}{" "}
            {bytes(sizes.rebuildable)}. {words.free(bytes(sizes.free))}.
          </span>
        </>
      }
    >
      <Button small onClick={show}>
        {words.show}
      </Button>
    </Row>
  );
}

/** The section. */
export function Files({ settings }: { settings: Settings }) {
  const { link, notify, session } = useStudio();
  const now = useNow();
  const projects = useSession((store) => store.projects);
  const { value: state, error, again, put } = useCall("storage", "state", {}, "files");
  const [live, setLive] = useState<StorageTask | null>(null);
  const [filmId, setFilmId] = useState("");
  useEffect(() => {
    const stops = [
      link.on("storage.task", ({ task }) => setLive(task)),
      link.on("storage.changed", () => void again()),
      link.on("core.restarted", () => void again()),
    ];
    return () => stops.forEach((stop) => stop());
  }, [link, again]);
  const task = live ?? state?.task ?? null;
  const busy = task?.state === "running" ? "The library is being worked on. Wait until that is done." : null;
  const begin = async (answer: Promise<CallResult<StorageTask>>) => {
    const begun = await answer;
    // What was told of its end may be here before the answer to its beginning.
    if (begun.ok) setLive((before) => (before?.id === begun.value.id ? before : begun.value));
    else notify({ title: strings.errors.notDone, text: errorText(begun.error), tone: "fail" });
  };
  const settle = async (answer: Promise<CallResult<StorageState>>) => {
    const settled = await answer;
    if (settled.ok) put(settled.value);
    else notify({ title: strings.errors.notDone, text: errorText(settled.error), tone: "fail" });
  };
  const cancel = () => void settle(link.call("storage", "cancel", {}));
  const show = async (folder?: string) => {
    const shown = await link.call("storage", "show", folder === undefined ? {} : { folder });
    if (shown.ok && !shown.value.opened) notify({ title: words.notShown(shown.value.folder) });
  };
  if (state === null)
    return (
      <Section name="files">
        <Row name={error === null ? strings.common.loading : error.message} />
      </Section>
    );
  const films = Object.fromEntries((projects ?? []).map((card) => [card.id, card.title]));
  const chosen = filmId in films ? filmId : (Object.keys(films)[0] ?? "");
  const last = state.lastVerify;
  const swept = task?.kind === "sweep" && task.state === "done" ? task.sweep : null;
  const repaired = task?.kind === "repair" && task.state === "done" ? task.repair : null;
  const written = task?.kind === "folder" && task.state === "done" ? task.folder : null;
  const opened = task?.kind === "open" && task.state === "done" ? task.projectId : null;
  const lastWords =
    last === null
      ? words.neverVerified
      : last.findingsTotal === 0
        ? words.verified(sentence(when(last.at, now)), last.files, bytes(last.bytes))
        : words.found(sentence(when(last.at, now)), last.findingsTotal);
  return (
    <Section name="files">
      <Place state={state} show={() => void show()} />
      <Row
        name={words.verify}
        text={
          <>
            {words.verifyText} <span className="text-text-2">{lastWords}</span>
            {repaired === null ? null : (
              <span className="block text-text-2">{words.repaired(repaired.redrawn, repaired.refetched, repaired.missing.length)}</span>
            )}
          </>
        }
        below={
          <>
            <Task task={task} kinds={["verify", "repair"]} cancel={cancel} />
            {last === null || last.findings.length === 0 ? null : <Findings report={last} />}
          </>
        }
      >
        {last !== null && last.findings.some((one) => one.repairable) ? (
          <Button small kind="primary" offReason={busy} onClick={() => void begin(link.call("storage", "repair", {}))}>
            {words.repair}
          </Button>
        ) : null}
        <Button small offReason={busy} onClick={() => void begin(link.call("storage", "verify", {}))}>
          {words.verify}
        </Button>
      </Row>
      <Row
        name={words.sweep}
        text={
          <>
            {words.sweepText}
            {swept === null ? null : (
              <span className="block text-text-2" role="status">
                {swept.dryRun
                  ? swept.removed === 0
                    ? words.nothingUnused(swept.olderThanHours)
                    : ""
                  : words.removed(swept.removed, bytes(swept.bytes))}
              </span>
            )}
          </>
        }
        below={<Task task={task} kinds={["sweep"]} cancel={cancel} />}
      >
        {swept?.dryRun === true && swept.removed > 0 ? (
          <Button
            small
            kind="danger"
            offReason={busy}
            onClick={() => void begin(link.call("storage", "sweep", { dryRun: false, olderThanHours: swept.olderThanHours }))}
          >
            {words.remove(swept.removed, bytes(swept.bytes))}
          </Button>
        ) : (
          <Button small offReason={busy} onClick={() => void begin(link.call("storage", "sweep", { dryRun: true }))}>
            {words.count}
          </Button>
        )}
      </Row>
      <Row
        name={words.move}
        text={
          state.movedFrom === null
            ? state.unfinishedMove === null
              ? words.moveText
              : words.unfinished(state.unfinishedMove.folder, bytes(state.unfinishedMove.bytes))
            : words.movedFrom(state.movedFrom.folder, bytes(state.movedFrom.bytes))
        }
        below={
          <>
            {state.movedFrom === null && state.unfinishedMove === null ? (
              <FolderForm
                label={words.moveTo}
                button={words.moveGo}
                off={busy}
                onGo={(folder) => void begin(link.call("storage", "move", { folder }))}
              />
            ) : null}
            <Task task={task} kinds={["move"]} cancel={cancel} />
          </>
        }
      >
        {state.movedFrom === null ? null : (
          <Button small kind="danger" offReason={busy} onClick={() => void settle(link.call("storage", "confirmMove", {}))}>
            {words.confirmMove}
          </Button>
        )}
        {state.unfinishedMove === null ? null : (
          <>
            <Button
              small
              offReason={busy}
              onClick={() => void begin(link.call("storage", "move", { folder: state.unfinishedMove?.folder ?? "" }))}
            >
              {words.goOn}
            </Button>
            <Button small kind="danger" offReason={busy} onClick={() => void settle(link.call("storage", "dropMove", {}))}>
              {words.dropMove}
            </Button>
          </>
        )}
      </Row>
      <Row
        name={words.folder}
        text={
          <>
            {words.folderText}
            {written === null ? null : (
              <span className="block break-all text-text-2" role="status">
                {words.written(written)}
              </span>
            )}
          </>
        }
        below={
          <>
            {chosen === "" ? null : (
              <div className="settings-form">
                <Select label={words.writeFilm} value={chosen} options={films} onChange={setFilmId} />
                {written === null ? null : <Button onClick={() => void show(written)}>{words.show}</Button>}
                <Button offReason={busy} onClick={() => void begin(link.call("storage", "writeFolder", { projectId: chosen }))}>
                  {words.write}
                </Button>
              </div>
            )}
            <FolderForm
              label={words.openFrom}
              button={words.open}
              off={busy}
              onGo={(folder) => void begin(link.call("storage", "openFolder", { folder }))}
            />
            {opened === null ? null : (
              <Button kind="primary" className="mt-2" onClick={() => go({ name: "storyboard", filmId: opened })}>
                {words.openFilm}
              </Button>
            )}
            <Task task={task} kinds={["folder", "open"]} cancel={cancel} />
          </>
        }
      />
      <Row
        name={words.backups}
        text={
          state.backups.length === 0
            ? words.noBackups
            : state.backups.map((one) => `${one.name}, ${bytes(one.bytes)}, ${when(one.at, now)}`).join("; ")
        }
      >
        <Select
          label={words.backupsKept}
          value={String(settings.backups)}
          options={Object.fromEntries([...new Set([1, 3, 5, 10, settings.backups])].sort((a, b) => a - b).map((n) => [n, String(n)]))}
          onChange={(next) => void session.changeSettings({ backups: Number(next) })}
        />
      </Row>
      <ExportFolder key={settings.exportFolder} folder={settings.exportFolder} />
    </Section>
  );
}

function ExportFolder({ folder }: { folder: string }) {
  const { session } = useStudio();
  const [text, setText] = useState(folder);
  return (
    <Row
      name={settingsWords.exportFolder}
      text={settingsWords.exportFolderHelp}
      below={
        <form
          className="settings-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") void session.changeSettings({ exportFolder: text.trim() });
          }}
        >
          <TextField label={settingsWords.exportFolder} value={text} onChange={setText} spellCheck={false} autoCapitalize="none" />
          <Button
            type="submit"
            offReason={text.trim() === folder ? "This is the folder now." : text.trim() === "" ? "Name a folder first." : null}
          >
            {settingsWords.keep}
          </Button>
        </form>
      }
    />
  );
}
