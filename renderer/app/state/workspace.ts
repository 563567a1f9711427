// The workspace as the screens hold it: groups newest first, as they arrive, and what a person decides about them.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ErrorBody } from "../../../shared/contract/errors.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import type { WorkspaceGroup, WorkspaceItem } from "../../../shared/contract/studio/workspace.ts";
import type { StudioLink } from "../../lib/link.ts";
import { strings } from "../strings.ts";
import { errorText, type Notify } from "../toasts.ts";

export type Show = "all" | "images" | "clips";

export interface WorkspaceState {
  /** Null until the first page has come. */
  groups: WorkspaceGroup[] | null;
  show: Show;
  next: string | null;
  /** Items that wait for a decision. */
  fresh: number;
  error: ErrorBody | null;
  /** What can be taken back, the last one last. */
  done: { undoId: string; text: string }[];
}

interface Done {
  undoId: string;
  text: string;
  groups: WorkspaceGroup[];
}

export interface Workspace {
  store: StoreApi<WorkspaceState>;
  load(): Promise<void>;
  more(): Promise<void>;
  show(show: Show): Promise<void>;
  keep(assetIds: string[]): Promise<void>;
  discard(assetIds: string[]): Promise<void>;
  keepAll(groupId?: string): Promise<void>;
  /** Takes the last decision back. */
  undo(): Promise<void>;
  putAway(groupId: string): Promise<void>;
  sendToLibrary(assetIds: string[]): Promise<void>;
  sendToShot(assetId: string, shotId: string): Promise<void>;
  sendToCharacter(assetIds: string[], characterId: string): Promise<void>;
}

/** Newest first; groups of one moment in the order of their ids. */
const byAge = (one: WorkspaceGroup, other: WorkspaceGroup) =>
  other.createdAt.localeCompare(one.createdAt) || other.id.localeCompare(one.id);

/** The groups with `changed` in their places; one of the page that is not open yet stays out. */
export function withGroups(groups: readonly WorkspaceGroup[], changed: readonly WorkspaceGroup[], complete: boolean): WorkspaceGroup[] {
  const oldest = groups.at(-1);
  const shown = new Map(groups.map((group) => [group.id, group]));
  for (const group of changed) {
    const isOpen = shown.has(group.id) || complete || oldest === undefined || byAge(group, oldest) <= 0;
    if (isOpen) shown.set(group.id, group);
  }
  return [...shown.values()].sort(byAge);
}

/** Whether a group stands under a filter. */
export function isShown(group: WorkspaceGroup, show: Show): boolean {
  return show === "all" || group.items.some((item) => item.kind === (show === "images" ? "image" : "clip"));
}

/** The items of groups in reading order that have a file here. */
export function itemsHere(groups: readonly WorkspaceGroup[]): (WorkspaceItem & { assetId: string; hash: string })[] {
  return groups.flatMap((group) =>
    group.items.filter((item): item is WorkspaceItem & { assetId: string; hash: string } => item.assetId !== null && item.hash !== null),
  );
}

/** The workspace over `link`. */
export function createWorkspace(link: StudioLink, notify: Notify): Workspace {
  const store = createStore<WorkspaceState>(() => ({ groups: null, show: "all", next: null, fresh: 0, error: null, done: [] }));
  const fail = (error: ErrorBody) => notify({ title: strings.errors.notDone, text: errorText(error), tone: "fail" });
  const put = (changed: WorkspaceGroup[]) =>
    store.setState(({ groups, next }) => (groups === null ? {} : { groups: withGroups(groups, changed, next === null) }));
  let asked = 0;
  const load = async () => {
    const mine = ++asked;
    const answer = await link.call("workspace", "groups", { show: store.getState().show });
    if (mine !== asked) return;
    store.setState(answer.ok ? { ...answer.value, error: null } : { error: answer.error });
  };
  const undo = async (undoId: string) => {
    const answer = await link.call("workspace", "undo", { undoId });
    store.setState(({ done }) => ({ done: done.filter((one) => one.undoId !== undoId) }));
    if (!answer.ok) return fail(answer.error);
    put(answer.value.groups);
    notify({ title: answer.value.text });
  };
  const act = async (call: Promise<CallResult<Done>>) => {
    const answer = await call;
    if (!answer.ok) return fail(answer.error);
    put(answer.value.groups);
    const { undoId, text } = answer.value;
    store.setState(({ done }) => ({ done: [...done, { undoId, text }] }));
    notify({ title: text, tone: "ok", action: { label: strings.common.undo, run: () => void undo(undoId) } });
  };

  link.on("workspace.group", ({ groupId, group, fresh }) => {
    store.setState({ fresh });
    if (group !== null) put([group]);
    else store.setState(({ groups }) => ({ groups: groups?.filter((one) => one.id !== groupId) ?? null }));
  });

  return {
    store,
    load,
    more: async () => {
      const { next, show } = store.getState();
      if (next === null) return;
      const mine = asked;
      const answer = await link.call("workspace", "groups", { cursor: next, show });
      if (!answer.ok) return fail(answer.error);
      if (mine !== asked || store.getState().next !== next) return;
      const { groups: page } = answer.value;
      store.setState(({ groups }) => ({ groups: withGroups(groups ?? [], page, true), next: answer.value.next }));
    },
    show: async (show) => {
      store.setState({ show });
      await load();
    },
    keep: (assetIds) => act(link.call("workspace", "keep", { assetIds })),
    discard: (assetIds) => act(link.call("workspace", "discard", { assetIds })),
    keepAll: (groupId) => act(link.call("workspace", "keepAll", groupId === undefined ? {} : { groupId })),
    undo: async () => {
      const last = store.getState().done.at(-1);
      if (last !== undefined) await undo(last.undoId);
    },
    putAway: (groupId) => act(link.call("workspace", "putAway", { groupId })),
    sendToLibrary: (assetIds) => act(link.call("workspace", "sendToLibrary", { assetIds })),
    sendToShot: async (assetId, shotId) => {
      const answer = await link.call("workspace", "sendToShot", { assetId, shotId });
      if (!answer.ok) return fail(answer.error);
      if (answer.value.group !== null) put([answer.value.group]);
      notify({ title: answer.value.text, tone: "ok" });
    },
    sendToCharacter: async (assetIds, characterId) => {
      const answer = await link.call("workspace", "sendToCharacter", { assetIds, characterId });
      if (!answer.ok) return fail(answer.error);
      put(answer.value.groups);
      notify({ title: answer.value.text, tone: "ok" });
    },
  };
}
