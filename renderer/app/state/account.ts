// Who is signed in at the farm, as every screen sees it, and the two acts that screens share.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { AccountState } from "../../../shared/contract/studio/account.ts";
import type { StudioLink } from "../../lib/link.ts";
import { strings } from "../strings.ts";
import { errorText, type Notify } from "../toasts.ts";

export interface AccountStore {
  /** Null until asked once. */
  account: AccountState | null;
}

export interface Account {
  store: StoreApi<AccountStore>;
  load(): Promise<void>;
  /** Takes over what a call answered, before the core's event of it comes. */
  put(account: AccountState): void;
  /** True when the farm knows this computer no more. */
  signOut(): Promise<boolean>;
}

/** The account over `link`. */
export function createAccount(link: StudioLink, notify: Notify): Account {
  const store = createStore<AccountStore>(() => ({ account: null }));
  const put = (account: AccountState) => store.setState({ account });
  const load = async () => {
    const state = await link.call("account", "state", {});
    if (state.ok) put(state.value);
  };
  link.on("account.changed", ({ account }) => put(account));
  let farm = "";
  link.on("farm.changed", ({ farm: { state, url } }) => {
    if (farm === `${state} ${url}`) return;
    farm = `${state} ${url}`;
    void load();
  });
  link.onStatus((status) => {
    if (status.state === "ready") void load();
  });
  if (link.status().state === "ready") void load();

  return {
    store,
    load,
    put,
    signOut: async () => {
      const out = await link.call("account", "signOut", {});
      if (!out.ok) {
        notify({ title: strings.errors.notDone, text: errorText(out.error), tone: "fail" });
        return false;
      }
      put(out.value);
      notify({ title: strings.header.signedOut, text: strings.header.signedOutText });
      return true;
    },
  };
}
