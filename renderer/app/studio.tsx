// The studio as the screens hold it: link, stores and toasts, given by context so that nothing comes
// from the air and a test can bring its own.
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { StudioLink } from "../lib/link.ts";
import { createAccount, type Account, type AccountStore } from "./state/account.ts";
import { createExports, type Exports, type ExportsState } from "./state/exports.ts";
import { createFilm, type Film, type FilmState } from "./state/film.ts";
import { createJobs, type Jobs, type JobsState } from "./state/jobs.ts";
import { createMaking, type Making, type MakingState } from "./state/making.ts";
import { createSession, type Session, type SessionState } from "./state/session.ts";
import { createWorkspace, type Workspace, type WorkspaceState } from "./state/workspace.ts";
import { createToasts, type Notify, type ToastManager } from "./toasts.ts";

export interface Studio {
  link: StudioLink;
  session: Session;
  account: Account;
  film: Film;
  jobs: Jobs;
  exports: Exports;
  making: Making;
  workspace: Workspace;
  toasts: ToastManager;
  notify: Notify;
}

/** Wires the stores over `link`. */
export function createStudio(link: StudioLink, storage: Storage): Studio {
  const { manager, notify } = createToasts();
  const studio = {
    link,
    session: createSession(link, notify),
    account: createAccount(link, notify),
    film: createFilm(link, notify, storage),
    jobs: createJobs(link, notify),
    exports: createExports(link, notify),
    making: createMaking(link, notify, storage),
    workspace: createWorkspace(link, notify),
    toasts: manager,
    notify,
  };
  // What happened while the core was away was told to nobody.
  link.on("core.restarted", () => {
    void studio.session.load();
    void studio.account.load();
    void studio.film.refresh();
    void studio.jobs.load();
    void studio.exports.load();
    if (studio.making.store.getState().draft !== null) void studio.making.load();
    if (studio.workspace.store.getState().groups !== null) void studio.workspace.load();
  });
  return studio;
}

const StudioContext = createContext<Studio | null>(null);
export const StudioProvider = StudioContext.Provider;

/** The studio around this component. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error("useStudio outside of StudioProvider");
  return studio;
}

export const useSession = <T,>(pick: (state: SessionState) => T): T => useStore(useStudio().session.store, pick);
export const useAccount = <T,>(pick: (state: AccountStore) => T): T => useStore(useStudio().account.store, pick);
export const useFilm = <T,>(pick: (state: FilmState) => T): T => useStore(useStudio().film.store, pick);
export const useJobs = <T,>(pick: (state: JobsState) => T): T => useStore(useStudio().jobs.store, pick);
export const useExports = <T,>(pick: (state: ExportsState) => T): T => useStore(useStudio().exports.store, pick);
export const useMaking = <T,>(pick: (state: MakingState) => T): T => useStore(useStudio().making.store, pick);
export const useWorkspace = <T,>(pick: (state: WorkspaceState) => T): T => useStore(useStudio().workspace.store, pick);
