// What can be done with a whole character: make missing references, save as a card or to share, versions, merge, split, trash.
import { Ellipsis, FileOutput, GitMerge, History, Share2, Sparkles, Split, Trash2 } from "lucide-react";
import { useState } from "react";
import type { CharacterView } from "../../../shared/contract/studio/character-views.ts";
import { keyName } from "../../app/keys.ts";
import { characterWords as words } from "../../app/strings/characters.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { useCall } from "../../app/use-call.ts";
import { wait } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu } from "../../ui/menu.tsx";
import { cardFormats, type CharacterActs } from "./character-acts.ts";
import { MergeDialog } from "./merge-dialog.tsx";
import { SplitDialog } from "./split-dialog.tsx";
import { useAct } from "./use-character.ts";
import { VersionsDialog } from "./versions-dialog.tsx";

/** The dialogs of a character. */
export type CharacterDialog = "make" | "versions" | "merge" | "split";

interface CharacterMenuProps {
  view: CharacterView;
  filmId: string | null;
  stamp: string;
  acts: CharacterActs;
  /** The dialog that is open. */
  open: CharacterDialog | null;
  onOpen: (dialog: CharacterDialog | null) => void;
}

/** The button that makes what is missing, with its price. */
function MakeButton({ view, stamp, onPress }: { view: CharacterView; stamp: string; onPress: () => void }) {
  const { value } = useCall("characters", "turnaroundQuote", { characterId: view.id }, stamp);
  const price = value === null || value.blockedBy !== null ? undefined : strings.common.creditsFree(value.credits);
  return (
    <Button small kind="primary" price={price} onClick={onPress}>
      <Sparkles size={14} strokeWidth={1.75} aria-hidden />
      {words.make}
    </Button>
  );
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

/** The buttons at the right of the name, and the dialogs that they and the keys open. */
export function CharacterMenu({ view, filmId, stamp, acts, open, onOpen }: CharacterMenuProps) {
  const close = () => onOpen(null);
  const missing = view.missingAngles.length;
  return (
    <span className="ml-auto flex flex-wrap items-center gap-2 max-md:ml-0 max-md:w-full">
      <Menu
        align="end"
        entries={[
          ...cardFormats.map((format) => ({
            label: words.formats[format],
            icon: FileOutput,
            ...(format === "v3-png" ? { shortcut: keyName("mod+e") } : {}),
            run: () => acts.exportCard(format),
          })),
          { kind: "separator" as const },
          { label: words.share, icon: Share2, shortcut: keyName("shift+e"), run: acts.share },
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
          { label: words.versions, icon: History, shortcut: keyName("v"), run: () => onOpen("versions") },
          { label: words.merge, icon: GitMerge, shortcut: keyName("g"), run: () => onOpen("merge") },
          { label: words.split, icon: Split, shortcut: keyName("x"), run: () => onOpen("split") },
          { kind: "separator" },
          {
            label: words.remove,
            icon: Trash2,
            danger: true,
            shortcut: keyName("shift+Delete"),
            disabled: view.removedAt !== null,
            run: acts.remove,
          },
        ]}
        trigger={
          <Button small kind="ghost" className="btn-icon" aria-label={words.moreActions}>
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </Button>
        }
      />
      {missing === 0 ? (
        <Button small kind="primary" offReason={words.allAngles}>
          <Sparkles size={14} strokeWidth={1.75} aria-hidden />
          {words.make}
        </Button>
      ) : (
        <MakeButton view={view} stamp={stamp} onPress={() => onOpen("make")} />
      )}
      <Dialog open={open === "make" && missing > 0} onClose={close} title={words.makeTitle(missing)} wide>
        {open === "make" && missing > 0 ? <Make view={view} stamp={stamp} onClose={close} /> : null}
      </Dialog>
      <VersionsDialog open={open === "versions"} onClose={close} view={view} stamp={stamp} />
      <MergeDialog open={open === "merge"} onClose={close} view={view} />
      <SplitDialog open={open === "split"} onClose={close} view={view} filmId={filmId} />
    </span>
  );
}
