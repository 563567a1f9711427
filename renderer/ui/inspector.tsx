// The one inspector: beside a wide screen, over a middle one, a sheet with a peek on a small one.
import { X } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { strings } from "../app/strings.ts";
import { setUi, useUi } from "../app/ui-state.ts";
import { useWidth } from "../lib/width.ts";
import { IconButton } from "./button.tsx";

interface InspectorProps {
  label: string;
  title: ReactNode;
  chip?: ReactNode;
  /** Small buttons at the right of the head. */
  tools?: ReactNode;
  children: ReactNode;
  /** What the folded sheet shows: picture, words, one button. */
  peek: { picture: ReactNode; title: ReactNode; text: ReactNode; action?: ReactNode };
  foot?: ReactNode;
  /** Wider than the usual 344 px. */
  width?: number;
}

/** Brings the focus to the head of the inspector that lies over the screen; false where none does. */
export function focusHead(): boolean {
  const head = document.querySelector<HTMLElement>("[data-inspector-head]");
  head?.focus({ preventScroll: true });
  return head !== null;
}

/** Whether it has the focus there now. */
export function headHasFocus(): boolean {
  return document.activeElement?.matches("[data-inspector-head]") ?? false;
}

/** The inspector of the selected thing. */
export function Inspector({ label, title, chip, tools, children, peek, foot, width }: InspectorProps) {
  const layout = useWidth();
  const open = useUi((state) => state.inspector);
  const panel = useRef<HTMLElement>(null);
  const floating = layout !== "wide";
  const close = () => setUi({ inspector: false });
  useEffect(() => {
    if (!floating || !open) return;
    const node = panel.current;
    const before = document.activeElement;
    node?.focus({ preventScroll: true });
    const escape = (event: KeyboardEvent) => {
      // What lies above it closes first.
      const covered = document.querySelector(".dialog, .menu, [role='listbox']") !== null;
      if (event.key === "Escape" && !event.defaultPrevented && !covered) close();
    };
    // On the document: the keys of the screen are heard one step later, on the window.
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("keydown", escape);
      if (document.activeElement !== document.body) return;
      // What opened it has the focus again; the folded sheet is a new element.
      const opener = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : null;
      (opener ?? document.querySelector<HTMLElement>("[data-peek]"))?.focus({ preventScroll: true });
    };
  }, [floating, open]);

  const head = (
    <div className="flex min-h-11 flex-none items-center gap-2.5 border-b border-line pr-2 pl-4">
      <h2 className="truncate font-[550]" {...(floating ? { "data-inspector-head": true, tabIndex: -1 } : {})}>
        {title}
      </h2>
      {chip}
      <span className="ml-auto flex flex-none items-center">
        {tools}
        {floating ? (
          <IconButton label={strings.common.close} onClick={close}>
            <X size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        ) : null}
      </span>
    </div>
  );
  const body = <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>;

  if (layout === "narrow") {
    if (!open)
      return (
        <section className="sheet" aria-label={label}>
          <span className="sheet-grip" aria-hidden />
          <div className="flex items-center gap-3">
            <button
              type="button"
              data-peek
              className="flex min-w-0 flex-1 items-center gap-3 text-left"
              onClick={() => setUi({ inspector: true })}
            >
              {peek.picture}
              <span className="min-w-0 flex-1">
                <span className="block truncate font-[550]">{peek.title}</span>
                <span className="block truncate text-12 text-text-2">{peek.text}</span>
              </span>
            </button>
            {peek.action}
          </div>
        </section>
      );
    return (
      <>
        <button
          type="button"
          aria-label={strings.common.close}
          tabIndex={-1}
          className="fixed inset-0 z-[var(--ov-z-sheet)] bg-black/50"
          onClick={close}
        />
        <section ref={panel} tabIndex={-1} className="sheet !bottom-0 max-h-[88dvh] !gap-0 !px-0 !pb-0 outline-none" aria-label={label}>
          <span className="sheet-grip mb-1" aria-hidden />
          {head}
          {body}
          {foot}
        </section>
      </>
    );
  }
  if (floating && !open) return null;
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={label}
      className={`inspector outline-none ${floating ? "absolute inset-y-0 right-0 z-[var(--ov-z-sheet)] shadow-dialog" : ""}`}
      style={width === undefined ? undefined : { width }}
    >
      {head}
      {body}
      {foot}
    </aside>
  );
}
