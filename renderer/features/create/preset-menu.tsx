// Presets: choose, save, see what was changed since, remove with undo, and share as files.
import { Bookmark, ChevronDown, Download, RotateCcw, Trash2, Upload } from "lucide-react";
import { useRef, useState } from "react";
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import { strings } from "../../app/strings.ts";
import { create as words } from "../../app/strings/create.ts";
import { useMaking, useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu, type MenuEntry } from "../../ui/menu.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { changedSince, presetDraft, withPreset } from "./draft-facts.ts";

/** Hands a text to the browser as a file. */
function saveText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function SaveDialog({ draft, open, onClose }: { draft: CreateDraft; open: boolean; onClose: () => void }) {
  const { link, making, notify } = useStudio();
  const [name, setName] = useState("");
  const [error, setError] = useState<ErrorBody | null>(null);
  const taken = error?.code === "conflict";
  const save = async () => {
    const saved = await link.call("create", "savePreset", { name, draft: presetDraft(draft), replace: taken });
    if (!saved.ok) return setError(saved.error);
    await making.loadPresets();
    making.choosePreset(saved.value.id);
    notify({ title: words.presetSaved(saved.value.name), tone: "ok" });
    setError(null);
    setName("");
    onClose();
  };
  return (
    <Dialog open={open} onClose={onClose} title={words.savePresetAs} text={words.presetHelp}>
      <form
        className="mt-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={words.presetName}
          value={name}
          error={error === null ? null : errorText(error)}
          onChange={(text) => {
            setName(text);
            setError(null);
          }}
        />
        <div className="mt-4 flex justify-end gap-2">
          <Button kind="ghost" onClick={onClose}>
            {strings.common.cancel}
          </Button>
          <Button kind="primary" type="submit" disabled={name.trim() === ""}>
            {taken ? words.presetTaken : words.savePreset}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The menu and the button that saves. */
export function PresetMenu({ draft }: { draft: CreateDraft }) {
  const { link, making, notify } = useStudio();
  const presets = useMaking((state) => state.presets);
  const presetId = useMaking((state) => state.presetId);
  const [saving, setSaving] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const preset = presets?.find((one) => one.id === presetId) ?? null;
  const changes = preset === null ? 0 : changedSince(preset, draft).length;
  const fail = (error: ErrorBody) => notify({ title: strings.errors.notDone, text: errorText(error), tone: "fail" });

  const choose = (id: string) => {
    const one = presets?.find((each) => each.id === id);
    if (one === undefined) return;
    making.choosePreset(id);
    making.replace(withPreset(draft, one));
  };
  const save = async () => {
    if (preset === null) return setSaving(true);
    const saved = await link.call("create", "savePreset", { name: preset.name, draft: presetDraft(draft), replace: true });
    if (!saved.ok) return fail(saved.error);
    await making.loadPresets();
    notify({ title: words.presetSaved(saved.value.name), tone: "ok" });
  };
  const remove = async () => {
    if (preset === null) return;
    const removed = await link.call("create", "removePreset", { presetId: preset.id });
    if (!removed.ok) return fail(removed.error);
    making.choosePreset(null);
    const bringBack = async () => {
      const back = await link.call("create", "restorePreset", { presetId: preset.id });
      if (back.ok) making.choosePreset(preset.id);
      else fail(back.error);
    };
    notify({ title: words.presetRemoved(preset.name), action: { label: strings.common.undo, run: () => void bringBack() } });
  };
  const exportThem = async (presetIds: string[]) => {
    const file = await link.call("create", "exportPresets", { presetIds });
    if (file.ok) saveText(file.value.fileName, file.value.text);
    else fail(file.error);
  };
  const importFile = async (file: File) => {
    const read = await link.call("create", "importPresets", { text: await file.text() });
    if (!read.ok) return fail(read.error);
    await making.loadPresets();
    const { presets: taken, skipped } = read.value;
    notify({
      title: words.presetsRead(taken.length),
      ...(skipped.length === 0 ? {} : { text: skipped.map((one) => words.presetSkipped(one.name, one.reason)).join(" ") }),
      tone: skipped.length === 0 ? "ok" : "turn",
    });
  };
  const entries: MenuEntry[] = [
    ...(presets ?? []).map((one) => ({ label: one.name, checked: one.id === presetId, run: () => choose(one.id) })),
    ...((presets ?? []).length > 0 ? [{ kind: "separator" as const }] : []),
    { label: words.savePresetAs, icon: Bookmark, run: () => setSaving(true) },
    ...(preset === null
      ? []
      : [
          { label: words.backToPreset, icon: RotateCcw, disabled: changes === 0, run: () => choose(preset.id) },
          { label: words.exportPreset, icon: Download, run: () => void exportThem([preset.id]) },
        ]),
    ...((presets ?? []).length > 1 ? [{ label: words.exportAll, icon: Download, run: () => void exportThem([]) }] : []),
    { label: words.importPreset, icon: Upload, run: () => input.current?.click() },
    ...(preset === null
      ? []
      : [{ kind: "separator" as const }, { label: words.removePreset, icon: Trash2, danger: true, run: () => void remove() }]),
  ];
  return (
    <>
      <Menu
        align="end"
        entries={entries}
        trigger={
          <Button small className="max-w-[320px] !font-normal">
            <Bookmark size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
            <span className="text-text-3 max-md:sr-only">{words.presets}</span>
            <span className="truncate font-[550]">{preset?.name ?? words.noPreset}</span>
            {changes > 0 ? <span className="flex-none text-text-3">{words.presetChanges(changes)}</span> : null}
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden className="flex-none" />
          </Button>
        }
      />
      <Button kind="ghost" small className="max-md:hidden" disabled={preset !== null && changes === 0} onClick={() => void save()}>
        {words.savePreset}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        data-preset-file
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) void importFile(file);
        }}
      />
      <SaveDialog draft={draft} open={saving} onClose={() => setSaving(false)} />
    </>
  );
}
