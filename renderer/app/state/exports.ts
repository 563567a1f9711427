// Every export that this studio made or makes, newest first, and what a person can do with one.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import type { ExportView } from "../../../shared/contract/studio/views.ts";
import type { StudioLink } from "../../lib/link.ts";
import { strings } from "../strings.ts";
import { errorText, type Notify } from "../toasts.ts";

export interface ExportsState {
  exports: ExportView[] | null;
  error: ErrorBody | null;
}

export interface Exports {
  store: StoreApi<ExportsState>;
  load(): Promise<void>;
  start(projectId: string, allowMissing: boolean): Promise<ExportView | null>;
  cancel(exportId: string): Promise<void>;
  retry(exportId: string): Promise<void>;
  showInFolder(exportId: string): Promise<void>;
}

/** The exports over `link`. */
export function createExports(link: StudioLink, notify: Notify): Exports {
  const store = createStore<ExportsState>(() => ({ exports: null, error: null }));
  const put = (one: ExportView) =>
    store.setState(({ exports }) => {
      const list = exports ?? [];
      return { exports: list.some((old) => old.id === one.id) ? list.map((old) => (old.id === one.id ? one : old)) : [one, ...list] };
    });
  const fail = (error: ErrorBody) => notify({ title: strings.errors.notDone, text: errorText(error), tone: "fail" });
  const change = async (call: Promise<CallResult<ExportView>>): Promise<ExportView | null> => {
    const result = await call;
    if (result.ok) {
      put(result.value);
      return result.value;
    }
    fail(result.error);
    return null;
  };
  const load = async () => {
    const result = await link.call("exports", "list", {});
    store.setState(result.ok ? { exports: result.value.exports, error: null } : { error: result.error });
  };
  link.on("export.changed", (event) => put(event.export));
  link.onStatus((status) => {
    if (status.state === "ready") void load();
  });
  if (link.status().state === "ready") void load();

  return {
    store,
    load,
    start: (projectId, allowMissing) => change(link.call("exports", "start", { projectId, allowMissing })),
    cancel: async (exportId) => void (await change(link.call("exports", "cancel", { exportId }))),
    retry: async (exportId) => void (await change(link.call("exports", "retry", { exportId }))),
    showInFolder: async (exportId) => {
      const result = await link.call("exports", "showInFolder", { exportId });
      if (!result.ok) return fail(result.error);
      if (!result.value.opened) notify({ title: strings.exports.folderIs(result.value.folder), tone: "none" });
    },
  };
}
