// The tools of the mask, beside the picture and never on it.
import { BoxSelect, Brush, Contrast, Eraser, Lasso, Redo2, Trash2, Undo2, type LucideIcon } from "lucide-react";
import { useStore } from "zustand";
import { keyName } from "../../../app/keys.ts";
import { create as words } from "../../../app/strings/create.ts";
import { IconButton } from "../../../ui/button.tsx";
import type { Mask, Tool } from "./mask.ts";

export const toolKeys = { brush: "b", eraser: "e", lasso: "l", box: "m", invert: "x" } as const;
const tools: [Tool, LucideIcon][] = [
  ["brush", Brush],
  ["eraser", Eraser],
  ["lasso", Lasso],
  ["box", BoxSelect],
];
const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true } as const;

/** A bar of tools: upright beside the picture, lying under it on a small window. */
export function MaskTools({ mask }: { mask: Mask }) {
  const { tool, canUndo, canRedo, share } = useStore(mask.store);
  return (
    <div
      role="group"
      aria-label={words.mask.tools}
      className="flex w-max flex-none flex-col gap-0.5 rounded-3 border border-line-strong bg-overlay p-1 max-md:w-full max-md:flex-row max-md:justify-between"
    >
      {tools.map(([name, Icon]) => (
        <IconButton
          key={name}
          label={words.mask.tool[name]}
          shortcut={keyName(toolKeys[name])}
          aria-pressed={tool === name}
          className="aria-pressed:!bg-accent-soft aria-pressed:!text-accent-text"
          onClick={() => mask.choose({ tool: name })}
        >
          <Icon {...icon} />
        </IconButton>
      ))}
      <hr className="my-0.5 w-full border-line-strong max-md:hidden" />
      <IconButton label={words.mask.invert} shortcut={keyName(toolKeys.invert)} onClick={() => mask.invert()}>
        <Contrast {...icon} />
      </IconButton>
      <IconButton label={words.mask.undo} shortcut={keyName("mod+z")} disabled={!canUndo} onClick={() => mask.undo()}>
        <Undo2 {...icon} />
      </IconButton>
      <IconButton label={words.mask.redo} shortcut={keyName("mod+shift+z")} disabled={!canRedo} onClick={() => mask.redo()}>
        <Redo2 {...icon} />
      </IconButton>
      <IconButton label={words.mask.clear} disabled={share === 0} onClick={() => mask.clear()}>
        <Trash2 {...icon} />
      </IconButton>
    </div>
  );
}
