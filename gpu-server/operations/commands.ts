// Commands beside the farm: grant and check. They use a running farm's database, or start it for
// themselves while no farm works on the data folder.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { createCreditAccounts, localPlan } from "../credits/account.ts";
import { createInvite } from "../identity/admission.ts";
import { ownerAccount } from "../identity/owner.ts";
import { secret } from "../identity/secrets.ts";
import { createKeyring } from "../jobs/keyring.ts";
import type { Logger } from "../ports.ts";
import { checkFiles, checkRows, orphanFiles } from "./check.ts";
import { lockData } from "./lock.ts";
import { databaseUrlFile, openDatabases, type OpenDatabases, openPools } from "./open.ts";

async function withDatabases<T>(
  data: string,
  externalUrl: string | undefined,
  log: Logger,
  work: (databases: OpenDatabases) => Promise<T>,
): Promise<T> {
  let unlock: () => void = () => undefined;
  let databases: OpenDatabases;
  try {
    unlock = lockData(data);
    databases = await openDatabases(data, externalUrl, log);
  } catch (error) {
    unlock();
    if (!(error instanceof CodedError && error.code === "data_locked")) throw error;
    databases = openPools(await readFile(databaseUrlFile(data), "utf8"), log);
  }
  try {
    return await work(databases);
  } finally {
    await databases.close();
    unlock();
  }
}

/** Gives the local owner `credits` credits that do not expire. Returns a sentence. Throws CodedError not_found before the first start. */
export function grant(data: string, credits: number, databaseUrl: string | undefined, log: Logger): Promise<string> {
  return withDatabases(data, databaseUrl, log, async (databases) => {
    const owner = await ownerAccount(databases.owner);
    if (owner === null) throw new CodedError("not_found", "This farm has no owner yet. Start it once with npm run farm.");
    const accounts = createCreditAccounts(databases.api, () => Date.now());
    await accounts.open(owner, localPlan);
    await accounts.grant(owner, `grant:${randomBytes(12).toString("hex")}`, credits, null);
    const { available } = await accounts.credits(owner);
    return `The owner of this farm was given ${credits} credits and has ${available} now.`;
  });
}

const inviteDays = 30;

/** Makes an invite code for `uses` accounts. Returns a sentence. */
export function invite(data: string, uses: number, databaseUrl: string | undefined, log: Logger): Promise<string> {
  return withDatabases(data, databaseUrl, log, async ({ owner }) => {
    const code = await createInvite(owner, uses, inviteDays, (count) => randomBytes(count));
    return `${code} lets ${uses === 1 ? "one new account" : `${uses} new accounts`} in during the next ${inviteDays} days. It is shown this one time.`;
  });
}

/** Holds the invariants over rows and files. Returns the lines to print and whether all hold. */
export function check(data: string, databaseUrl: string | undefined, log: Logger): Promise<{ lines: string[]; sound: boolean }> {
  return withDatabases(data, databaseUrl, log, async ({ operations, api }) => {
    const random = (count: number) => randomBytes(count);
    const masterKey = Buffer.from(await secret(data, "master-key", random), "base64url");
    const artifacts = await createDiskArtifactStore({ folder: join(data, "artifacts"), besideAnother: true });
    const findings = [
      ...(await checkRows(operations)),
      ...(await checkFiles(operations, artifacts, createKeyring(api, masterKey, random))),
    ];
    const orphans = await orphanFiles(operations, artifacts);
    const lines = findings.map(({ invariant, what }) => `${invariant} is broken: ${what}`);
    if (orphans.length > 0) lines.push(`${orphans.length} files belong to no job; retention removes them.`);
    lines.push(findings.length === 0 ? "All invariants hold." : `${findings.length} breaks found.`);
    return { lines, sound: findings.length === 0 };
  });
}
