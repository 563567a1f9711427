// What the screens share beyond one film: link, farm, samples, settings and the list of films.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { Input, Output } from "../../../shared/contract/studio/index.ts";
import type { FarmStatus, ProjectCard, ProjectView } from "../../../shared/contract/studio/views.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import type { StudioLink } from "../../lib/link.ts";
import type { LinkStatus } from "../../lib/transport.ts";
import { strings } from "../strings.ts";
import { errorText, type Notify } from "../toasts.ts";

type AppState = Output<"app", "state">;
export type Settings = Output<"app", "settings">;

export interface SessionState {
  link: LinkStatus;
  version: string | null;
  dataFolder: string;
  /** What this computer lacks to make clips and films, in words. */
  lacks: string | null;
  farm: FarmStatus | null;
  samples: AppState["samples"];
  settings: Settings | null;
  /** Null until asked once. */
  projects: ProjectCard[] | null;
  /** Why the start screen has nothing to show. */
  error: ErrorBody | null;
}

export interface Session {
  store: StoreApi<SessionState>;
  /** Asks everything again: at the start and after the connection was away. */
  load(): Promise<void>;
  create(input: Input<"projects", "create">): Promise<CallResult<ProjectView>>;
  remove(card: ProjectCard): Promise<void>;
  changeSettings(change: Input<"app", "changeSettings">): Promise<void>;
  connect(url: string | null, token?: string): Promise<ErrorBody | null>;
  /** Looks for the farm at once. */
  tryNow(): Promise<void>;
}

/** The session over `link`. */
export function createSession(link: StudioLink, notify: Notify): Session {
  const store = createStore<SessionState>(() => ({
    link: link.status(),
    version: null,
    dataFolder: "",
    lacks: null,
    farm: null,
    samples: [],
    settings: null,
    projects: null,
    error: null,
  }));
  const fail = (error: ErrorBody) => notify({ title: strings.errors.notDone, text: errorText(error), tone: "fail" });

  const loadProjects = async () => {
    const list = await link.call("projects", "list", {});
    if (list.ok) store.setState({ projects: list.value.projects });
    else store.setState({ error: list.error });
  };
  /** Counts changes of the settings: what was asked before one does not undo it. */
  let changes = 0;
  const load = async () => {
    const before = changes;
    const [state, settings] = await Promise.all([link.call("app", "state", {}), link.call("app", "settings", {}), loadProjects()]);
    if (state.ok) store.setState({ ...state.value, error: null });
    else store.setState({ error: state.error });
    if (settings.ok && changes === before) store.setState({ settings: settings.value });
  };

  link.onStatus((status) => {
    store.setState({ link: status });
    if (status.state === "ready") void load();
  });
  link.on("farm.changed", ({ farm }) => store.setState({ farm }));
  link.on("settings.changed", ({ settings }) => {
    changes += 1;
    store.setState({ settings });
  });
  link.on("projects.changed", () => void loadProjects());
  link.on("notice", ({ level, text }) => notify({ title: text, tone: level === "error" ? "fail" : level === "warning" ? "turn" : "none" }));
  if (link.status().state === "ready") void load();

  return {
    store,
    load,
    tryNow: async () => {
      const tried = await link.call("app", "tryNow", {});
      if (!tried.ok) return fail(tried.error);
      store.setState({ farm: tried.value });
      notify(
        tried.value.state === "connected"
          ? { title: strings.link.farmBack, tone: "ok" }
          : { title: strings.link.farmStillAway, text: tried.value.message ?? strings.start.farmText[tried.value.state], tone: "turn" },
      );
    },
    create: async (input) => {
      const made = await link.call("projects", "create", input);
      if (made.ok) void loadProjects();
      return made;
    },
    remove: async (card) => {
      const removed = await link.call("projects", "remove", { projectId: card.id });
      if (!removed.ok) return fail(removed.error);
      store.setState((state) => ({ projects: state.projects?.filter((one) => one.id !== card.id) ?? null }));
      const restore = async () => {
        const restored = await link.call("projects", "restore", { projectId: card.id });
        if (!restored.ok) fail(restored.error);
        await loadProjects();
      };
      notify({ title: strings.start.removed(card.title), action: { label: strings.common.undo, run: () => void restore() } });
    },
    changeSettings: async (change) => {
      const changed = await link.call("app", "changeSettings", change);
      if (!changed.ok) return fail(changed.error);
      changes += 1;
      store.setState({ settings: changed.value });
    },
    connect: async (url, token) => {
      const connected = await link.call("app", "connect", { url, ...(token === undefined ? {} : { token }) });
      if (!connected.ok) return connected.error;
      store.setState({ farm: connected.value });
      return null;
    },
  };
}
