// The library's small dialogs: a name, tags, a collection, a question before something is gone, an export.
import { useState, type FormEvent } from "react";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { Output } from "../../../shared/contract/studio/index.ts";
import { strings } from "../../app/strings.ts";
import { libraryWords as words } from "../../app/strings/library.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { Tags } from "./tags-part.tsx";

/** Asks for a name; `onName` answers an error to show, or null when it is done. */
export function NameDialog({
  title,
  label,
  start = "",
  action,
  onName,
  onClose,
}: {
  title: string;
  label: string;
  start?: string;
  action: string;
  onName: (name: string) => Promise<ErrorBody | null>;
  onClose: () => void;
}) {
  const [name, setName] = useState(start);
  const [error, setError] = useState<string | null>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const failed = await onName(name);
    if (failed === null) onClose();
    else setError(failed.fields?.[0]?.message ?? failed.message);
  };
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={(event) => void send(event)}>
        <TextField label={label} value={name} error={error} maxLength={80} onChange={setName} className="mt-2" />
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button kind="primary" type="submit" disabled={name.trim() === ""}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Tags for what is chosen. */
export function TagDialog({
  count,
  tags,
  onAdd,
  onRemove,
  onClose,
}: {
  count: number;
  tags: readonly { id: string; name: string }[];
  onAdd: (name: string) => void;
  onRemove?: (id: string) => void;
  onClose: () => void;
}) {
  const [added, setAdded] = useState<string[]>([]);
  const shown = [...tags, ...added.filter((name) => !tags.some((tag) => tag.name === name)).map((name) => ({ id: name, name }))];
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.tagDialog(count)}
      actions={
        <Button kind="primary" onClick={onClose}>
          {words.selectDone}
        </Button>
      }
    >
      <div className="mt-2">
        <Tags
          open
          tags={shown}
          onAdd={(name) => {
            onAdd(name);
            if (count > 1) setAdded((before) => [...before, name]);
          }}
          {...(onRemove === undefined ? {} : { onRemove })}
        />
      </div>
    </Dialog>
  );
}

/** Puts what is chosen into a collection, a new one too. */
export function CollectionDialog({
  collections,
  onPut,
  onNew,
  onClose,
}: {
  collections: Output<"library", "collections">["collections"];
  onPut: (id: string) => void;
  onNew: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog open onClose={onClose} title={words.addToCollection}>
      <ul className="mt-2 grid gap-0.5">
        {collections.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="menu-item w-full hover:bg-active"
              onClick={() => {
                onPut(one.id);
                onClose();
              }}
            >
              <span className="truncate">{one.name}</span>
              <span className="num ml-auto text-text-3">{one.count}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="mt-4 flex justify-end">
        <Button onClick={onNew}>{words.newCollection}</Button>
      </div>
    </Dialog>
  );
}

/** Asks before what cannot be undone. */
export function PurgeDialog({ count, onPurge, onClose }: { count: number; onPurge: () => void; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.emptyTrashAsk(count)}
      text={words.emptyTrashText}
      actions={
        <>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button
            kind="danger"
            onClick={() => {
              onPurge();
              onClose();
            }}
          >
            {words.removeForGood(count)}
          </Button>
        </>
      }
    />
  );
}

/** Files with their recipes, to the exports folder. */
export function ExportDialog({
  count,
  onExport,
  onClose,
}: {
  count: number;
  onExport: (stripPrompts: boolean) => void;
  onClose: () => void;
}) {
  const [strip, setStrip] = useState(false);
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.exportTitle}
      actions={
        <>
          <Button onClick={onClose}>{strings.common.cancel}</Button>
          <Button
            kind="primary"
            onClick={() => {
              onExport(strip);
              onClose();
            }}
          >
            {words.exportFiles(count)}
          </Button>
        </>
      }
    >
      <div className="mt-3">
        <Check checked={strip} onChange={setStrip}>
          {words.stripPrompts}
          <span className="field-help !mt-0.5 block">{words.stripHelp}</span>
        </Check>
      </div>
    </Dialog>
  );
}
