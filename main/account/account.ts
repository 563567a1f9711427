// Signing in and out, the account, its devices, keys and second factor. Passwords and codes pass through; a session's
// token goes from the farm's answer to the Secrets port and nowhere else.
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountState, PlanView } from "../../shared/contract/studio/account.ts";
import type { Handlers } from "../../shared/contract/studio/index.ts";
import { plansSchema } from "../../shared/contract/farm-http.ts";
import type { Events } from "../events.ts";
import type { FarmService } from "../farm/farm.ts";
import { farmKey, type Sessions } from "../farm/sessions.ts";
import type { Clock, FarmAddress, Logger } from "../ports.ts";
import { type AccountCalls, accountCalls } from "./calls.ts";
import type { FarmLine } from "./farm-line.ts";
import { deviceView, nextGrant, planView } from "./views.ts";

export interface AccountPorts {
  farm: FarmService;
  line: FarmLine;
  sessions: Sessions;
  events: Events;
  clock: Clock;
  logger: Logger;
  note: (name: string) => string | null;
  putNote: (name: string, value: string) => void;
  /** Forgets the notes whose name begins so. */
  dropNotes: (beginning: string) => void;
  /** Newest revision of a film; null where it is gone. */
  revision: (projectId: string) => number | null;
}

type Part = Omit<
  Handlers["account"],
  "credits" | "movements" | "spending" | "saveMovements" | "budgets" | "requestExport" | "exportState" | "saveExport"
>;

export interface Account {
  handlers: Part;
  /** Who is signed in, or what is known of them, changed. */
  changed(): void;
  /** From here on nothing is told. */
  close(): void;
}

/** The farm keeps a sign-in that waits for its code so long. */
const stepMs = 10 * 60 * 1000;
const plansMs = 10 * 60 * 1000;

/** A sign-in whose password was right; its cookie lives in memory and only as long as the step. */
interface Step {
  farm: string;
  cookie: string;
  until: number;
}

/** The token of a letter's link, or the text as it is. */
function tokenOf(text: string): string {
  const [, found] = /[?&]token=([^&\s]+)/.exec(text) ?? [];
  return found === undefined ? text : decodeURIComponent(found);
}

const isHere = ({ url }: FarmAddress) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

export function createAccount(ports: AccountPorts): Account {
  const { farm, line: reach, sessions, clock, events, logger } = ports;
  const { line } = farm;
  let step: Step | null = null;
  let told: string | null | undefined;
  let closed = false;

  const openStep = (): Step | null => {
    const address = line.address();
    if (step !== null && (address === null || farmKey(address) !== step.farm || clock.now() > step.until)) step = null;
    return step;
  };
  const plans = () => reach.seen("plans", plansSchema, (calls) => calls.plans());
  /** The farm's plans for the account's own view: they change seldom, and nobody waits for them. */
  let known: { farm: string; until: number; plans: Awaited<ReturnType<typeof plans>>["plans"] } | null = null;
  const knownPlans = async () => {
    const address = line.address();
    if (address === null) return [];
    if (known?.farm === farmKey(address) && clock.now() < known.until) return known.plans;
    const found = await plans().catch(() => null);
    if (found === null) return [];
    if (found.live) known = { farm: farmKey(address), until: clock.now() + plansMs, plans: found.plans };
    return found.plans;
  };

  const planOf = async (name: string): Promise<{ plan: PlanView; nextGrant: { credits: number; at: string } | null }> => {
    const found = (await knownPlans()).find((plan) => plan.name === name);
    if (found === undefined)
      return {
        plan: { name, creditsPerMonth: 0, centsPerMonth: null, entitlements: [], openJobs: 0, words: `The plan ${name}.` },
        nextGrant: null,
      };
    return { plan: planView(found, clock.now()), nextGrant: nextGrant(found, clock.now()) };
  };
  const state = async (): Promise<AccountState> => {
    const address = line.address();
    const account = line.account();
    const { state: farmState, message } = line.status();
    const signedIn = account !== null && farmState !== "signed-out";
    return {
      step: address === null ? "no-farm" : openStep() !== null ? "code" : signedIn ? "signed-in" : "sign-in",
      message: line.sessionOver() ? message : null,
      account:
        account === null || !signedIn
          ? null
          : {
              id: account.id,
              email: account.email,
              name: account.name,
              createdAt: account.createdAt,
              localOwner: account.localOwner,
              twoFactor: account.twoFactor ?? false,
              ...(await planOf(account.plan)),
              asOf: account.asOf,
              live: line.current() !== null,
            },
      lastEmail: address === null ? null : ports.note(`email:${farmKey(address)}`),
      keptIn: sessions.place,
      others: [...farm.waitingForOthers()].map(([id, jobs]) => ({ email: ports.note(`who:${id}`), jobs })),
    };
  };
  const tell = (): void => {
    if (closed) return;
    state().then(
      (account) => !closed && events.send("account.changed", { account }),
      (error: unknown) => !closed && logger.error("the account could not be told", { reason: error instanceof Error ? error.message : "" }),
    );
  };

  /** Ends this computer's session at the farm; false where that could not be done. */
  const endHere = async (calls: AccountCalls): Promise<boolean> => {
    try {
      const here = (await calls.sessions()).find(({ current }) => current);
      if (here !== undefined) await calls.endSession(here.id);
      return true;
    } catch (error) {
      logger.warn("a session could not be ended at the farm", { code: error instanceof CodedError ? error.code : "internal" });
      return error instanceof CodedError && error.code === "unauthenticated";
    }
  };
  /** Forgets here who was signed in at `address`; what is left to say is what `line` finds. */
  const leave = async (address: FarmAddress): Promise<AccountState> => {
    await sessions.forget(address);
    const id = line.account()?.id;
    if (id !== undefined) ports.dropNotes(`seen:${id}:`);
    if (line.address() === address) await line.use(address, { stranger: true });
    return state();
  };
  /** Goes on as whoever `token` is; the session that was here before is ended. */
  const enter = async (address: FarmAddress, token: string | null): Promise<void> => {
    if (token === null) throw new CodedError("farm_incompatible", "The farm signed in without giving a session. Update the farm.");
    const before = line.address() === address && (await sessions.token(address)) !== null ? line.current() : null;
    await sessions.keep(address, token);
    step = null;
    if (line.address() !== address) return;
    await line.use(address, { stranger: true });
    if (before !== null) void endHere(accountCalls(before.client.send));
    tell();
  };
  /** Changes what ends the session's token: the farm's answer has the next one. */
  const renewing = async (work: (calls: AccountCalls) => Promise<{ token: string | null }>): Promise<void> => {
    const address = reach.farm();
    const { token } = await reach.asAccount(work);
    if (token !== null) await sessions.keep(address, token);
    if (line.address() === address) await line.renew();
    tell();
  };
  const devices = async () => ({ devices: (await reach.asAccount((calls) => calls.sessions(), { change: false })).map(deviceView) });
  const keys = () => reach.asAccount((calls) => calls.keys(), { change: false });

  return {
    close() {
      closed = true;
    },
    changed() {
      if (closed) return;
      const account = line.account();
      if (account !== null) ports.putNote(`who:${account.id}`, account.email);
      tell();
      if (told === (account?.id ?? null)) return;
      told = account?.id ?? null;
      // Other jobs are the account's own now: every film is looked at again.
      events.send("projects.changed", {});
      for (const projectId of farm.projects()) {
        const revision = ports.revision(projectId);
        if (revision !== null) events.send("project.changed", { projectId, revision });
      }
    },
    handlers: {
      async admission() {
        const address = reach.farm();
        const { mailFolder = null, ...admission } = await reach.asNobody((calls) => calls.admission());
        const { name } = line.status();
        const here = isHere(address);
        return {
          ...admission,
          farm: { url: address.url, local: address.local, name, secure: here || address.url.startsWith("https:") },
          mailFolder: here ? mailFolder : null,
        };
      },
      signUp: (request) => reach.asNobody((calls) => calls.signUp(request)),
      sendVerification: ({ email }) => reach.asNobody((calls) => calls.sendVerification(email)),
      async verify({ token }) {
        await reach.asNobody((calls) => calls.verify(tokenOf(token)));
        return {};
      },
      async signIn(proof) {
        const address = reach.farm();
        step = null;
        const { value, token, cookies } = await reach.asNobody((calls) => calls.signIn(proof));
        ports.putNote(`email:${farmKey(address)}`, proof.email);
        if (value.next === "code") {
          const cookie = cookies.map((line) => line.split(";")[0] ?? "").join("; ");
          step = { farm: farmKey(address), cookie, until: clock.now() + stepMs };
          tell();
        } else await enter(address, token);
        return value;
      },
      async giveCode({ code }) {
        const open = openStep();
        if (open === null) throw new CodedError("unauthenticated", "This sign-in is over. Start again with your password.");
        const address = reach.farm();
        try {
          const { token } = await reach.asNobody((calls) => calls.giveCode(code, open.cookie));
          await enter(address, token);
        } catch (error) {
          if (error instanceof CodedError && error.code === "unauthenticated" && step === open) {
            step = null;
            tell();
          }
          throw error;
        }
        const recovery = !/^\d{6}$/.test(code.trim());
        const left = recovery
          ? await reach
              .asAccount((calls) => calls.totp(), { change: false })
              .then(
                (totp) => totp.recoveryCodesLeft,
                () => null,
              )
          : null;
        return { next: "signed-in", recoveryCodesLeft: left };
      },
      dropSignIn() {
        step = null;
        tell();
        return {};
      },
      async signOut() {
        const address = reach.farm();
        step = null;
        if ((await sessions.token(address)) === null) {
          if (line.account()?.localOwner === true)
            throw new CodedError("conflict", "The farm of this computer signs its owner in by itself: there is nothing to sign out of.");
        } else {
          const current = line.current();
          const ended = current !== null && (await endHere(accountCalls(current.client.send)));
          if (!ended && !line.sessionOver())
            events.send("notice", {
              level: "warning",
              text: "This computer forgot its key, but the farm could not be told. End the session under Devices from another one.",
            });
        }
        return leave(address);
      },
      forgotPassword: ({ email }) => reach.asNobody((calls) => calls.forgotPassword(email)),
      async resetPassword({ token, password }) {
        await reach.asNobody((calls) => calls.resetPassword({ token: tokenOf(token), password }));
        return {};
      },

      state,
      async refresh() {
        if (line.current() === null) await line.tryNow();
        else await line.refresh();
        return state();
      },
      async rename({ name }) {
        await reach.asAccount((calls) => calls.rename(name));
        await line.refresh();
        return state();
      },
      async changePassword(request) {
        await renewing((calls) => calls.changePassword(request));
        return {};
      },
      async plans() {
        const { plans: list, ...seen } = await plans();
        return { plans: list.filter(({ name }) => name !== "local").map((plan) => planView(plan, null)), ...seen };
      },

      devices,
      async signOutDevice({ id }) {
        const here = (await devices()).devices.find(({ current }) => current);
        if (here?.id === id) throw new CodedError("conflict", "This is the computer that you sit at. Sign out instead.");
        await reach.asAccount((calls) => calls.endSession(id));
        return devices();
      },
      async signOutOthers() {
        for (const other of (await devices()).devices.filter(({ current }) => !current))
          await reach
            .asAccount((calls) => calls.endSession(other.id))
            .catch((error: unknown) => {
              // It ended by itself meanwhile.
              if (!(error instanceof CodedError && error.code === "not_found")) throw error;
            });
        return devices();
      },
      keys,
      createKey: (request) => reach.asAccount((calls) => calls.createKey(request)),
      async removeKey({ id }) {
        await reach.asAccount((calls) => calls.removeKey(id));
        return keys();
      },
      twoFactor: () => reach.asAccount((calls) => calls.totp(), { change: false }),
      async setUpTwoFactor({ password }) {
        const setup = await reach.asAccount((calls) => calls.setUpTotp(password));
        return { ...setup, secret: new URL(setup.uri).searchParams.get("secret") ?? "" };
      },
      async confirmTwoFactor({ code }) {
        await renewing((calls) => calls.confirmTotp(code));
        return {};
      },
      async turnOffTwoFactor(proof) {
        await renewing((calls) => calls.turnOffTotp(proof));
        return {};
      },
      newRecoveryCodes: (proof) => reach.asAccount((calls) => calls.newRecoveryCodes(proof)),
      async erase(proof) {
        const address = reach.farm();
        const id = line.account()?.id;
        await reach.asAccount((calls) => calls.erase(proof));
        if (id !== undefined) {
          farm.dropWaiting(id);
          ports.dropNotes(`who:${id}`);
        }
        ports.dropNotes(`email:${farmKey(address)}`);
        return leave(address);
      },
    },
  };
}
