// A place for one picture or clip: what is in it, or the way to choose one; takes what is dropped on it.
import { ImagePlus, X } from "lucide-react";
import { useState } from "react";
import type { DraftFile } from "../../../shared/contract/studio/draft.ts";
import { create as words } from "../../app/strings/create.ts";
import { IconButton } from "../../ui/button.tsx";
import { Thumb } from "../../ui/thumb.tsx";
import { fileOf, useDrop } from "./files.ts";
import { PickDialog } from "./pick-dialog.tsx";

interface FileSlotProps {
  label: string;
  file: DraftFile | null;
  kinds: ("image" | "clip")[];
  onChange: (file: DraftFile | null) => void;
  className?: string;
}

/** The slot; it keeps the shape that `className` gives it. */
export function FileSlot({ label, file, kinds, onChange, className = "aspect-video" }: FileSlotProps) {
  const [picking, setPicking] = useState(false);
  const drop = useDrop((cards) => {
    const fits = cards.find((card) => kinds.some((kind) => kind === card.kind));
    if (fits !== undefined) onChange(fileOf(fits));
  });
  return (
    <div {...drop.handlers} className={`relative rounded-2 ${drop.over ? "outline-2 outline-offset-2 outline-ring" : ""}`}>
      <button
        type="button"
        aria-label={file === null ? words.addFrame(label) : `${label}: ${words.changePicture}`}
        onClick={() => setPicking(true)}
        className={`block w-full overflow-hidden rounded-2 ${className} ${file === null ? "grid place-items-center border border-dashed border-control text-text-2 hover:bg-hover" : ""}`}
      >
        {file === null ? <ImagePlus size={20} strokeWidth={1.6} aria-hidden /> : <Thumb hash={file.hash} className="size-full" />}
      </button>
      {file === null ? null : (
        <IconButton
          plain
          label={words.removeOf(label)}
          className="!absolute top-1 right-1 !border-transparent !bg-[var(--ov-scrim)] !text-[var(--ov-on-scrim)]"
          onClick={() => onChange(null)}
        >
          <X size={14} strokeWidth={2} aria-hidden />
        </IconButton>
      )}
      <PickDialog open={picking} onClose={() => setPicking(false)} kinds={kinds} onPick={(card) => onChange(fileOf(card))} />
    </div>
  );
}
