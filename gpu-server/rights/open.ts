// People's rights put together over the farm's parts.
import type { AccountId, IdMaker } from "../../shared/domain/ids.ts";
import type { OpenBoss } from "../background/boss.ts";
import type { CreditAccounts } from "../credits/account.ts";
import type { Database } from "../database/pool.ts";
import type { MailPort } from "../identity/mail.ts";
import type { Identity } from "../identity/open.ts";
import type { RandomBytes } from "../identity/secrets.ts";
import type { Keyring } from "../jobs/keyring.ts";
import type { ArtifactStore, Bus, Clock } from "../ports.ts";
import { type AgeChecks, attestation, createAgeChecks } from "./age.ts";
import { certificateKey } from "./certificate.ts";
import { type Consents, createConsents } from "./consents.ts";
import { accountErased, type ErasureDeps } from "./erasure.ts";
import type { ExportMakeDeps } from "./export-make.ts";
import { createExports, type Exports } from "./exports.ts";

export interface RightsOptions {
  databases: Record<"api" | "operations" | "owner", Database>;
  identity: Pick<Identity, "counters" | "outbox" | "onErasure">;
  background: Pick<OpenBoss, "queue">;
  keyring: Keyring;
  store: ArtifactStore;
  credits: CreditAccounts;
  mail: Pick<MailPort, "forget">;
  bus: Bus;
  clock: Clock;
  newId: IdMaker;
  random: RandomBytes;
  /** 32 bytes. */
  certificateSeed: Uint8Array;
  backupDays: number;
  removeUploads?: (accountId: AccountId) => Promise<void>;
}

export interface Rights {
  exports: Exports;
  consents: Consents;
  age: AgeChecks;
  /** For the handlers of background work. */
  exporting: ExportMakeDeps;
  erasing: ErasureDeps;
}

export function openRights(options: RightsOptions): Rights {
  const { identity, background, keyring, store, credits, bus, clock, newId, random } = options;
  const { api, operations, owner } = options.databases;
  // What is not queued here, for the database is gone for a moment, is found by the sweep.
  identity.onErasure((erasureId) => void background.queue("erasure", { erasureId }, erasureId).catch(() => undefined));
  bus.subscribe(accountErased, (account) => keyring.forget(account as AccountId));
  return {
    exports: createExports({
      database: api,
      keyring,
      store,
      newId,
      queue: (exportId) => background.queue("export", { exportId }, exportId).catch(() => undefined),
    }),
    consents: createConsents(api, newId),
    age: createAgeChecks(api, attestation(clock)),
    exporting: { owner, operations, credits, keyring, store, newId, random, clock },
    erasing: {
      owner,
      keyring,
      store,
      bus,
      clock,
      newId,
      mail: options.mail,
      counters: identity.counters,
      outbox: identity.outbox,
      key: certificateKey(options.certificateSeed),
      backupDays: options.backupDays,
      ...(options.removeUploads ? { removeUploads: options.removeUploads } : {}),
    },
  };
}
