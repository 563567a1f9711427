// A dialog: a question of weight or a list that needs the whole attention for a moment.
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { strings } from "../app/strings.ts";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  text?: string;
  wide?: boolean;
  /** Closes by a button in it alone: what it shows is not shown again. */
  stays?: boolean;
  children?: ReactNode;
  /** Buttons, the best choice last. */
  actions?: ReactNode;
}

/** A modal dialog. Escape and the cross close it. */
export function Dialog({ open, onClose, title, text, wide = false, stays = false, children, actions }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && !stays && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={`dialog ${wide ? "!w-[min(760px,calc(100vw-32px))]" : ""}`}>
          {stays ? null : (
            <Base.Close className="btn btn-ghost btn-icon btn-small absolute top-3 right-3" aria-label={strings.common.close}>
              <X size={16} strokeWidth={1.75} aria-hidden />
            </Base.Close>
          )}
          <Base.Title className="dialog-title pr-8">{title}</Base.Title>
          {text === undefined ? null : <Base.Description className="text-text-2">{text}</Base.Description>}
          {children}
          {actions === undefined ? null : <div className="mt-4 flex flex-wrap justify-end gap-2">{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
