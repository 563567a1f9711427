// Tells that something ended which a person may have waited for: jobs, exports, trouble. Which of them, the settings say;
// whether it is shown is for the window, which knows if somebody looks at it.
import type { StudioEvent } from "../shared/contract/studio/index.ts";
import { isTerminal } from "../shared/domain/job.ts";
import type { Events } from "./events.ts";
import type { SettingsStore } from "./library/settings.ts";

type Note = StudioEvent<"notification">;

/** Listens to the studio's events and tells; answers what stops it. */
export function createNotifier({ events, settings }: { events: Events; settings: SettingsStore }): () => void {
  /** Jobs that were seen under way: one that had ended before is no news. */
  const open = new Set<string>();
  const exporting = new Set<string>();
  const tell = (note: Note) => {
    const { on, jobs, exports, trouble } = settings.read().notifications;
    if (on && { job: jobs, export: exports, trouble }[note.about]) events.send("notification", note);
  };
  const heardJob = ({ job }: StudioEvent<"job.changed">) => {
    if (!isTerminal(job.state)) {
      open.add(job.id);
      return;
    }
    if (!open.delete(job.id)) return;
    const where = job.projectTitle === null ? job.title : `${job.projectTitle}: ${job.title}`;
    if (job.state === "succeeded") tell({ about: "job", title: "A job is done", text: where });
    else if (job.state !== "cancelled")
      tell({ about: "trouble", title: "A job needs you", text: `${where}. ${job.error?.message ?? job.blocked?.message ?? ""}`.trim() });
  };
  const heardExport = ({ export: one }: StudioEvent<"export.changed">) => {
    if (one.state === "queued" || one.state === "running") {
      exporting.add(one.id);
      return;
    }
    if (!exporting.delete(one.id)) return;
    if (one.state === "done") tell({ about: "export", title: "The film is exported", text: `${one.projectTitle}: ${one.file}` });
    else if (one.state === "failed")
      tell({ about: "trouble", title: "An export stopped", text: `${one.projectTitle}. ${one.error?.message ?? ""}`.trim() });
  };
  return events.listen((name, data) => {
    if (name === "job.changed") heardJob(data as StudioEvent<"job.changed">);
    else if (name === "export.changed") heardExport(data as StudioEvent<"export.changed">);
  });
}
