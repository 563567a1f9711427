// The one client of the studio's contract: typed calls and events over whichever transport the host
// gives. Outputs are parsed too, so that a screen never draws what the contract does not promise.
import type { z } from "zod";
import { errorKinds } from "../../shared/contract/errors.ts";
import {
  studioContract,
  studioEvents,
  type Input,
  type Method,
  type Namespace,
  type Output,
  type StudioEvent,
  type StudioEventName,
} from "../../shared/contract/studio/index.ts";
import type { CallResult } from "../../shared/contract/studio/link.ts";
import { createBridgeTransport } from "./bridge.ts";
import { backOff, createSocketTransport } from "./socket.ts";
import { takeToken } from "./token.ts";
import type { LinkStatus, Transport } from "./transport.ts";

export interface StudioLink {
  host: "electron" | "browser";
  call<N extends Namespace, M extends Method<N>>(namespace: N, method: M, input: Input<N, M>): Promise<CallResult<Output<N, M>>>;
  on<E extends StudioEventName>(event: E, listener: (data: StudioEvent<E>) => void): () => void;
  /** Address of a blob, by its SHA-256. */
  mediaUrl(hash: string): string;
  status(): LinkStatus;
  onStatus(listener: (status: LinkStatus) => void): () => void;
}

/** Calls that change nothing, or end in the same state however often they arrive. */
const repeatable = new Set([
  "app.state",
  "app.tryNow",
  "app.settings",
  "app.changeSettings",
  "app.projectDefaults",
  "app.changeProjectDefaults",
  "app.exportSettings",
  "storage.state",
  "storage.cancel",
  "storage.confirmMove",
  "storage.dropMove",
  "transfers.list",
  "transfers.pause",
  "transfers.resume",
  "transfers.retry",
  "transfers.pauseAll",
  "transfers.resumeAll",
  "projects.list",
  "projects.open",
  "projects.rename",
  "storyboard.updateShot",
  "storyboard.updateScene",
  "storyboard.approve",
  "storyboard.unapprove",
  "storyboard.takes",
  "characters.list",
  "characters.open",
  "characters.continuity",
  "characters.versions",
  "characters.compareVersions",
  "characters.consentEffect",
  "characters.turnaroundQuote",
  "characters.consistency",
  "characters.takes",
  "characters.history",
  "library.page",
  "library.place",
  "library.range",
  "library.cards",
  "library.calendar",
  "library.facets",
  "library.asset",
  "library.history",
  "library.tags",
  "library.collections",
  "library.searches",
  "library.compare",
  "library.similar",
  "imports.list",
  "imports.quarantine",
  "imports.want",
  "imports.text",
  "jobs.list",
  "jobs.cancel",
  "jobs.pause",
  "jobs.resume",
  "jobs.order",
  "exports.list",
  "exports.cancel",
  "account.admission",
  "account.state",
  "account.refresh",
  "account.dropSignIn",
  "account.plans",
  "account.credits",
  "account.movements",
  "account.spending",
  "account.budgets",
  "account.devices",
  "account.signOutDevice",
  "account.signOutOthers",
  "account.keys",
  "account.removeKey",
  "account.twoFactor",
  "account.exportState",
  "create.abilities",
  "create.quote",
  "create.presets",
  "create.current",
  "create.keepDraft",
  "create.draftOf",
  "create.clipFrom",
  "create.keepMask",
  "workspace.groups",
  "workspace.group",
  "workspace.fresh",
  "imports.taken",
  "imports.cancel",
  "imports.resume",
  "imports.finishUpload",
  "imports.exports",
  "imports.cancelExport",
]);

/** The contract's client over `transport`. */
export function createLink(transport: Transport): StudioLink {
  const listeners = new Map<string, Set<(data: unknown) => void>>();
  transport.onEvent((name, data) => {
    const schema = Object.hasOwn(studioEvents, name) ? studioEvents[name as StudioEventName] : undefined;
    const parsed = schema?.safeParse(data);
    if (!parsed?.success) return;
    for (const listener of listeners.get(name) ?? []) listener(parsed.data);
  });
  return {
    host: transport.host,
    call: async <N extends Namespace, M extends Method<N>>(namespace: N, method: M, input: Input<N, M>) => {
      const result = await transport.call(namespace, method, input, repeatable.has(`${namespace}.${method}`));
      if (!result.ok) return result;
      const { output } = studioContract[namespace][method] as unknown as { output: z.ZodType<Output<N, M>> };
      const parsed = output.safeParse(result.value);
      if (parsed.success) return { ok: true, value: parsed.data };
      return { ok: false, error: { code: "internal", message: errorKinds.internal.message } };
    },
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      const heard = listener as (data: unknown) => void;
      set.add(heard);
      return () => set.delete(heard);
    },
    mediaUrl: (hash) => {
      // The address may carry a secret in its query: the hash goes before it.
      const [path = "", query] = transport.media().split("?");
      return `${path.replace(/\/$/, "")}/${hash}${query === undefined ? "" : `?${query}`}`;
    },
    status: () => transport.status(),
    onStatus: (listener) => transport.onStatus(listener),
  };
}

/** The link of this page: the window's bridge, else the browser host's socket. Null without a token. */
export function openLink(page: Window): StudioLink | null {
  if (page.studio) return createLink(createBridgeTransport(page.studio));
  const token = takeToken(page.location, page.history, page.sessionStorage);
  if (token === null) return null;
  const url = new URL("link", page.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  return createLink(createSocketTransport({ url: url.href, token, open: (address) => new WebSocket(address), backOff }));
}
