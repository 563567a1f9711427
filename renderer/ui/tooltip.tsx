// A tip: the name of an icon button, its key, or why a button is off.
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";

/** Shows `text` when the child is pointed at or focused. */
export function Tooltip({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
  return (
    <Base.Root>
      <Base.Trigger delay={400} render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-[var(--ov-z-tooltip)]">
          <Base.Popup className="tip max-w-[320px]">
            {text}
            {shortcut === undefined ? null : <kbd>{shortcut}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
