// Identity put together: the library behind its door, accounts, devices, keys, teams, and the mail that
// they lead to.
import type { Database } from "../database/pool.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import { type AdmissionSettings, createAdmission } from "./admission.ts";
import { type Counters, createCounters } from "./counters.ts";
import { askForErasure, erasureOf } from "./erasure.ts";
import { createDevices, type Devices } from "./devices.ts";
import { createFacade } from "./facade.ts";
import { type ApiKeys, createApiKeys } from "./keys.ts";
import { letterOf } from "./letters.ts";
import { argonHasher, type IdentityLibrary, openIdentityLibrary, type PasswordHasher } from "./library.ts";
import type { MailPort } from "./mail.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { isFarmAddress } from "./owner.ts";
import type { RandomBytes } from "./secrets.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { createTeams, type Teams } from "./teams.ts";

export interface IdentityOptions extends AdmissionSettings {
  databaseUrl: string;
  /** Writes identity's tables. */
  owner: Database;
  /** The hot path: reads sessions, uses keys. */
  api: Database;
  secret: string;
  /** Fixed address of the farm. */
  baseUrl: string;
  trustedOrigins: string[];
  random: RandomBytes;
  hasher?: PasswordHasher;
}

export interface Identity {
  library: IdentityLibrary;
  sessions: Sessions;
  accounts: Accounts;
  devices: Devices;
  keys: ApiKeys;
  teams: Teams;
  counters: Counters;
  outbox: Outbox;
  /** Called with the id of an erasure whose account was just closed; must not throw. */
  onErasure(start: (erasureId: string) => void): void;
  /** Sends the letter of an outbox row by `mail`, or does what leads to one; links begin with `publicUrl`. */
  deliver(id: string, mail: MailPort, publicUrl: string): Promise<void>;
  /** Forgets sessions, codes, counters and letters that are over. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

export function openIdentity(options: IdentityOptions): Identity {
  const { owner: database, api, secret, baseUrl, random } = options;
  const counters = createCounters(database, secret);
  const outbox = createOutbox(database, secret, random);
  let erase: (erasureId: string) => void = () => undefined;
  const { auth, close } = openIdentityLibrary({
    databaseUrl: options.databaseUrl,
    secret,
    baseUrl,
    trustedOrigins: options.trustedOrigins,
    counters,
    hasher: options.hasher ?? argonHasher,
    enqueue: async (letter) => {
      if (!isFarmAddress(letter.to)) await outbox.enqueue(letter);
    },
    prepareErasure: (accountId) => askForErasure(database, outbox, accountId),
  });
  const facade = createFacade(auth, baseUrl);
  return {
    library: auth,
    sessions: createSessions(api, auth, secret),
    accounts: createAccounts({
      database,
      facade,
      counters,
      outbox,
      admission: createAdmission(database, options),
      recoveryCodesLeft: async (accountId) => (await auth.api.viewBackupCodes({ body: { userId: accountId } })).backupCodes.length,
      async closed(accountId) {
        const erasureId = await erasureOf(database, accountId);
        if (erasureId !== null) erase(erasureId);
      },
    }),
    devices: createDevices({ database, facade, counters }),
    keys: createApiKeys(database, api, random),
    teams: createTeams({ database, facade, random }),
    counters,
    outbox,
    onErasure(start) {
      erase = start;
    },
    deliver: (id, mail, publicUrl) =>
      outbox.send(id, async (item) => {
        if (item.kind === "reset-request") await auth.api.requestPasswordReset({ body: { email: item.to.toLowerCase() } });
        else if (item.kind === "verify-request") await auth.api.sendVerificationEmail({ body: { email: item.to.toLowerCase() } });
        else await mail.send(letterOf(item, publicUrl));
      }),
    async tidy() {
      await database.query("select identity.tidy()");
      await outbox.tidy();
    },
    close,
  };
}
