// Where toasts appear: a stack at the foot, each with its icon, words and at most one way on.
import { Toast } from "@base-ui/react/toast";
import { Check, CircleHelp, Info, TriangleAlert, X } from "lucide-react";
import { strings } from "../app/strings.ts";
import type { ToastData, ToastManager } from "../app/toasts.ts";
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
      <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={["right", "down"]}>
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

/** The stack of toasts of `manager`. */
export function Toaster({ manager }: { manager: ToastManager }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-[calc(var(--ov-status)+16px)] z-[var(--ov-z-toast)] flex flex-col-reverse gap-2 outline-none max-md:top-[60px] max-md:right-4 max-md:bottom-auto max-md:left-4 max-md:items-center max-md:flex-col">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
