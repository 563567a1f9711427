// Every job that this studio knows, newest state each, and what a person can do with one.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import type { JobView } from "../../../shared/contract/studio/views.ts";
import { isTerminal } from "../../../shared/domain/job.ts";
import type { StudioLink } from "../../lib/link.ts";
import { strings } from "../strings.ts";
import { errorText, type Notify } from "../toasts.ts";

export interface JobsState {
  /** Null until the list has come once. */
  jobs: JobView[] | null;
  error: ErrorBody | null;
}

export interface Jobs {
  store: StoreApi<JobsState>;
  load(): Promise<void>;
  cancel(jobId: string): Promise<void>;
  pause(jobId: string): Promise<void>;
  resume(jobId: string): Promise<void>;
  retry(jobId: string): Promise<void>;
  /** The queued jobs in their new order. */
  order(jobIds: string[]): Promise<void>;
}

/** Jobs that are not over. */
export function liveJobs(jobs: JobView[] | null): JobView[] {
  return (jobs ?? []).filter((job) => !isTerminal(job.state));
}

/** The jobs over `link`. */
export function createJobs(link: StudioLink, notify: Notify): Jobs {
  const store = createStore<JobsState>(() => ({ jobs: null, error: null }));
  const put = (job: JobView) =>
    store.setState(({ jobs }) => {
      const list = jobs ?? [];
      return { jobs: list.some((one) => one.id === job.id) ? list.map((one) => (one.id === job.id ? job : one)) : [job, ...list] };
    });
  const change = async (call: Promise<CallResult<JobView>>) => {
    const result = await call;
    if (result.ok) put(result.value);
    else notify({ title: strings.errors.notDone, text: errorText(result.error), tone: "fail" });
  };
  const load = async () => {
    const result = await link.call("jobs", "list", {});
    store.setState(result.ok ? { jobs: result.value.jobs, error: null } : { error: result.error });
  };
  link.on("job.changed", ({ job }) => put(job));
  // Another account has other jobs.
  link.on("account.changed", () => void load());
  link.onStatus((status) => {
    if (status.state === "ready") void load();
  });
  if (link.status().state === "ready") void load();

  return {
    store,
    load,
    cancel: (jobId) => change(link.call("jobs", "cancel", { jobId })),
    pause: (jobId) => change(link.call("jobs", "pause", { jobId })),
    resume: (jobId) => change(link.call("jobs", "resume", { jobId })),
    retry: (jobId) => change(link.call("jobs", "retry", { jobId })),
    order: async (jobIds) => {
      const result = await link.call("jobs", "order", { jobIds });
      if (!result.ok) {
        notify({ title: strings.errors.notDone, text: errorText(result.error), tone: "fail" });
        return;
      }
      for (const job of result.value.jobs) put(job);
    },
  };
}
