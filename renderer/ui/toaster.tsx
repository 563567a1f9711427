// Where toasts appear: a stack at the foot, each with its icon, words and at most one way on.
import { Toast } from "@base-ui/react/toast";
import { Check, CircleHelp, Info, TriangleAlert, X } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import { strings } from "../app/strings.ts";
import type { ToastData, ToastManager } from "../app/toasts.ts";
import { useWidth } from "../lib/width.ts";
import type { Tone } from "./tone.ts";

const icons = { none: Info, ok: Check, busy: Info, turn: CircleHelp, stale: CircleHelp, fail: TriangleAlert } satisfies Record<
  Tone,
  unknown
>;

function Toasts() {
  const { toasts, close } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const tone = toast.data?.tone ?? "none";
    const Icon = icons[tone];
    const action = toast.data?.action;
    return (
      <Toast.Root key={toast.id} toast={toast} className="toast data-limited:hidden" swipeDirection={["right", "down"]}>
        <Icon size={16} strokeWidth={1.75} aria-hidden className={`mt-px flex-none tone-${tone}`} />
        <Toast.Content className="min-w-0 flex-1">
          <Toast.Title className="font-[550]" />
          <Toast.Description className="mt-0.5 text-12 text-text-2" />
        </Toast.Content>
        {action === undefined ? null : (
          <button
            type="button"
            className="link min-h-6 flex-none"
            onClick={() => {
              action.run();
              close(toast.id);
            }}
          >
            {action.label}
          </button>
        )}
        <Toast.Close className="btn btn-ghost btn-icon !h-6 !w-6 flex-none" aria-label={strings.common.close}>
          <X size={14} strokeWidth={1.75} aria-hidden />
        </Toast.Close>
      </Toast.Root>
    );
  });
}

/** What stands at the foot of a small window and must stay in reach: navigation, folded sheet, bar of the selection. */
const feet = ".rail, .sheet, [role='toolbar'], [data-foot]";
const gap = 8;

/** Height in px of what stands at the foot of the window; a bar at its head is none of it. */
function footHeight(): number {
  const boxes = [...document.querySelectorAll(feet)].map((node) => node.getBoundingClientRect());
  const tops = boxes.filter((box) => box.height > 0 && box.bottom > window.innerHeight / 2).map((box) => box.top);
  return Math.max(0, window.innerHeight - Math.min(window.innerHeight, ...tops));
}

/** Where the toasts stand. In a small window that is above its foot, and what lies below them can be scrolled free (--ov-toasts). */
function Stack() {
  const { toasts } = Toast.useToastManager<ToastData>();
  const narrow = useWidth() === "narrow";
  const stack = useRef<HTMLDivElement>(null);
  const needed = narrow && toasts.length > 0;
  useLayoutEffect(() => {
    const node = stack.current;
    if (!needed || node === null) return;
    const root = document.documentElement.style;
    const place = () => {
      node.style.bottom = `${footHeight() + gap}px`;
      root.setProperty("--ov-toasts", `${node.offsetHeight + gap}px`);
    };
    place();
    const resized = new ResizeObserver(place);
    resized.observe(node);
    resized.observe(document.body);
    // Sheets and bars come and go.
    const changed = new MutationObserver(place);
    changed.observe(document.getElementById("root") ?? document.body, { childList: true, subtree: true });
    return () => {
      resized.disconnect();
      changed.disconnect();
      node.style.bottom = "";
      root.removeProperty("--ov-toasts");
    };
  }, [needed]);
  return (
    <Toast.Viewport
      ref={stack}
      className="fixed right-4 bottom-[calc(var(--ov-status)+16px+var(--ov-foot,0px))] z-[var(--ov-z-toast)] flex flex-col-reverse gap-2 outline-none max-md:left-4 max-md:items-center"
    >
      <Toasts />
    </Toast.Viewport>
  );
}

/** The stack of toasts of `manager`; a small window has room for one. */
export function Toaster({ manager }: { manager: ToastManager }) {
  const narrow = useWidth() === "narrow";
  return (
    <Toast.Provider toastManager={manager} limit={narrow ? 1 : 3}>
      <Toast.Portal>
        <Stack />
      </Toast.Portal>
    </Toast.Provider>
  );
}
