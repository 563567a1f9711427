// What can be done with a whole character: make missing references, save as a card or to share, versions, merge, split, trash.
import { Ellipsis, FileOutput, GitMerge, History, Share2, Sparkles, Split, Trash2 } from "lucide-react";
import { useState } from "react";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { wait } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu } from "../../ui/menu.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { SplitDialog } from "./split-dialog.tsx";
import { useAct } from "./use-character.ts";
import { VersionsDialog } from "./versions-dialog.tsx";

type Open = "make" | "versions" | "merge" | "split" | null;
const formats = ["v3-png", "v3-json", "v2-png", "v2-json", "charx"] as const;

/** Saves what the core wrote where this host has no desktop: the browser's own download. */
function useSaved() {
  const { link, notify } = useStudio();
  return (file: { hash: string; name: string; file: string; words: string } | null) => {
    if (file === null) return;
    notify({
      title: words.saved(file.name),
      text: `${file.file}. ${file.words}`,
      tone: "ok",
      ...(link.host === "browser"
        ? {
            action: {
              label: words.download,
              run: () => {
                const anchor = document.createElement("a");
                anchor.href = link.mediaUrl(file.hash);
                anchor.download = file.name;
                anchor.click();
              },
            },
          }
        : {}),
    });
  };
}

function Make({ view, stamp, onClose }: { view: CharacterView; stamp: string; onClose: () => void }) {
  const { notify } = useStudio();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const { value, error } = useCall("characters", "turnaroundQuote", { characterId: view.id }, stamp);
  const send = async () => {
    if (value === null) return;
    setBusy(true);
    const sent = await act("turnaround", { characterId: view.id, expectedCredits: value.credits });
    setBusy(false);
    if (sent === null) return;
    notify({ title: words.made(sent.jobIds.length), tone: "ok" });
    onClose();
  };
  if (value === null) return <p className="text-text-3">{error?.message ?? strings.common.loading}</p>;
  return (
    <>
      <p className="text-text-2">{words.makeText}</p>
      <ul className="mt-3 grid gap-2">
        {value.angles.map((one) => (
          <li key={one.angle} className="card px-3 py-2">
            <span className="block text-12 font-[550]">{one.label}</span>
            <span className="mt-0.5 line-clamp-2 block font-film text-text-2">{one.prompt}</span>
          </li>
        ))}
      </ul>
      {value.notes.map((note) => (
        <p key={note} className="mt-2 text-12 text-text-3">
          {note}
        </p>
      ))}
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
        {value.eta === null ? null : <span className="mr-auto text-12 text-text-3">{wait(value.eta)}</span>}
        <Button onClick={onClose}>{strings.common.cancel}</Button>
        <Button
          kind="primary"
          disabled={busy}
          offReason={value.blockedBy}
          price={strings.common.creditsFree(value.credits)}
          onClick={() => void send()}
        >
          {words.makeSend(value.angles.length)}
        </Button>
      </div>
      {value.blockedBy === null ? null : <p className="mt-2 text-right text-12 text-text-2">{value.blockedBy}</p>}
    </>
  );
}

/** The buttons at the right of the name. */
export function CharacterMenu({ view, filmId, stamp }: { view: CharacterView; filmId: string | null; stamp: string }) {
  const [open, setOpen] = useState<Open>(null);
  const { notify } = useStudio();
  const act = useAct();
  const saved = useSaved();
  const close = () => setOpen(null);
  const remove = async () => {
    if ((await act("remove", { characterIds: [view.id] })) === null) return;
    notify({
      title: words.removed(view.name),
      tone: "ok",
      action: { label: words.restore, run: () => void act("restore", { characterIds: [view.id] }) },
    });
    window.history.back();
  };
  return (
    <span className="ml-auto flex flex-wrap items-center gap-2">
      <Menu
        align="end"
        entries={[
          ...formats.map((format) => ({
            label: words.formats[format],
            icon: FileOutput,
            run: () => void act("exportCard", { characterId: view.id, format }).then(saved),
          })),
          { kind: "separator" as const },
          { label: words.share, icon: Share2, run: () => void act("exportShare", { characterId: view.id }).then(saved) },
        ]}
        trigger={
          <Button small>
            <FileOutput size={14} strokeWidth={1.75} aria-hidden />
            {words.exportCard}
          </Button>
        }
      />
      <Menu
        align="end"
        entries={[
          { label: words.versions, icon: History, run: () => setOpen("versions") },
          { label: words.merge, icon: GitMerge, run: () => setOpen("merge") },
          { label: words.split, icon: Split, run: () => setOpen("split") },
          { kind: "separator" },
          { label: words.remove, icon: Trash2, danger: true, disabled: view.removedAt !== null, run: () => void remove() },
        ]}
        trigger={
          <Button small kind="ghost" className="btn-icon" aria-label={words.moreActions}>
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </Button>
        }
      />
      <Button small kind="primary" offReason={view.missingAngles.length === 0 ? words.allAngles : null} onClick={() => setOpen("make")}>
        <Sparkles size={14} strokeWidth={1.75} aria-hidden />
        {words.make}
      </Button>
      <Dialog open={open === "make"} onClose={close} title={words.makeTitle(view.missingAngles.length)} wide>
        {open === "make" ? <Make view={view} stamp={stamp} onClose={close} /> : null}
      </Dialog>
      <VersionsDialog open={open === "versions"} onClose={close} view={view} stamp={stamp} />
      <MergeDialog open={open === "merge"} onClose={close} view={view} />
      <SplitDialog open={open === "split"} onClose={close} view={view} filmId={filmId} />
    </span>
  );
}
