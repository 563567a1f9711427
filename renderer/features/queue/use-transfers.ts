// The transfers as the core tells them: asked once, then heard.
import { useEffect } from "react";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import type { TransferList } from "../../../shared/contract/studio/transfers.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";

export interface TransferActions {
  pause(id: string): void;
  resume(id: string): void;
  retry(id: string): void;
  show(id: string): void;
  pauseAll: () => void;
  resumeAll: () => void;
}

/** The list, and what can be done with it. */
export function useTransfers(): { list: TransferList | null; actions: TransferActions } {
  const { link, notify } = useStudio();
  const { value, put, again } = useCall("transfers", "list", {}, "queue");
  useEffect(() => {
    const stops = [link.on("transfers.changed", put), link.on("core.restarted", () => void again())];
    return () => stops.forEach((stop) => stop());
  }, [link, put, again]);
  const take = (answer: Promise<CallResult<TransferList>>) =>
    void answer.then((result) => {
      if (result.ok) put(result.value);
      else notify({ title: strings.errors.notDone, text: errorText(result.error), tone: "fail" });
    });
  return {
    list: value,
    actions: {
      pause: (id) => take(link.call("transfers", "pause", { ids: [id] })),
      resume: (id) => take(link.call("transfers", "resume", { ids: [id] })),
      retry: (id) => take(link.call("transfers", "retry", { ids: [id] })),
      pauseAll: () => take(link.call("transfers", "pauseAll", {})),
      resumeAll: () => take(link.call("transfers", "resumeAll", {})),
      show: (id) =>
        void link.call("transfers", "show", { id }).then((shown) => {
          if (!shown.ok) notify({ title: strings.errors.notDone, text: errorText(shown.error), tone: "fail" });
          else if (!shown.value.opened) notify({ title: strings.queue.transfers.folder(shown.value.folder) });
        }),
    },
  };
}
