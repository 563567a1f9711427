// Short messages that leave by themselves: what was done, with a way back where there is one.
import { Toast } from "@base-ui/react/toast";
import type { ErrorBody } from "../../shared/contract/errors.ts";
import type { Tone } from "../ui/tone.ts";

export interface Notice {
  title: string;
  text?: string;
  tone?: Tone;
  action?: { label: string; run: () => void };
}

export interface ToastData {
  tone: Tone;
  action?: { label: string; run: () => void };
}

export type Notify = (notice: Notice) => void;
export type ToastManager = ReturnType<typeof Toast.createToastManager<ToastData>>;

/** Where toasts are kept, and the function that shows one. Errors stay longer and interrupt. */
export function createToasts(): { manager: ToastManager; notify: Notify } {
  const manager = Toast.createToastManager<ToastData>();
  return {
    manager,
    notify: ({ title, text, tone = "none", action }) => {
      manager.add({
        title,
        ...(text === undefined ? {} : { description: text }),
        timeout: tone === "fail" ? 12_000 : 6_000,
        priority: tone === "fail" ? "high" : "low",
        data: { tone, ...(action ? { action } : {}) },
      });
    },
  };
}

/** The sentences of an error: its own, then each field's. */
export function errorText(error: ErrorBody): string {
  return [error.message, ...(error.fields ?? []).map((field) => field.message)].join(" ");
}
