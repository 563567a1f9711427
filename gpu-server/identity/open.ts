// Identity put together: the library behind its door, accounts, devices, keys, teams, and the mail that
// they lead to.
import type { Database } from "../database/pool.ts";
import type { Logger } from "../ports.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import { type AdmissionSettings, createAdmission } from "./admission.ts";
import { createCounters } from "./counters.ts";
import { createDevices, type Devices } from "./devices.ts";
import { createFacade } from "./facade.ts";
import { type ApiKeys, createApiKeys } from "./keys.ts";
import { letterOf } from "./letters.ts";
import { argonHasher, type IdentityLibrary, openIdentityLibrary, type PasswordHasher } from "./library.ts";
import type { MailPort } from "./mail.ts";
import { createOutbox, type Outgoing } from "./outbox.ts";
import { isFarmAddress } from "./owner.ts";
import type { RandomBytes } from "./secrets.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { createTeams, type Teams } from "./teams.ts";

const tidyEvery = 60 * 60 * 1000;

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
  /** Sends mail by `mail` and forgets what is over, until stopped; links begin with `publicUrl`. */
  work(mail: MailPort, publicUrl: string, log: Logger): () => Promise<void>;
  close(): Promise<void>;
}

export function openIdentity(options: IdentityOptions): Identity {
  const { owner: database, api, secret, baseUrl, random } = options;
  const counters = createCounters(database, secret);
  const outbox = createOutbox(database, secret, random);
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
    async prepareErasure(accountId) {
      const [row] = await database.query<{ team: string | null }>("select identity.prepare_erasure($1) as team", [accountId]);
      return row?.team ?? null;
    },
  });
  const facade = createFacade(auth, baseUrl);
  return {
    library: auth,
    sessions: createSessions(api, auth, secret),
    accounts: createAccounts({ database, facade, counters, outbox, admission: createAdmission(database, options),
      recoveryCodesLeft: async (accountId) => (await auth.api.viewBackupCodes({ body: { userId: accountId } })).backupCodes.length }),
    devices: createDevices({ database, facade, counters }),
    keys: createApiKeys(database, api, random),
    teams: createTeams({ database, facade, random }),
    work(mail, publicUrl, log) {
      const handle = async (item: Outgoing) => {
        if (item.kind === "reset-request") await auth.api.requestPasswordReset({ body: { email: item.to.toLowerCase() } });
        else if (item.kind === "verify-request") await auth.api.sendVerificationEmail({ body: { email: item.to.toLowerCase() } });
        else await mail.send(letterOf(item, publicUrl));
      };
      const tidy = () => {
        database
          .query("select identity.tidy()")
          .catch((error: unknown) => log.warn("what is over is forgotten later", { reason: (error as Error).name }));
      };
      tidy();
      const timer = setInterval(tidy, tidyEvery);
      const stop = outbox.run(handle, log);
      return async () => {
        clearInterval(timer);
        await stop();
      };
    },
    close,
  };
}
