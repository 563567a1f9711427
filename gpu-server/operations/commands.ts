// Commands beside the farm: grant and check. They use a running farm's database, or start it for
// themselves while no farm works on the data folder.
import { randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { CodedError } from "../../shared/contract/errors.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { createCreditAccounts, createCreditOperations } from "../credits/account.ts";
import { type Plan, plans } from "../credits/plans.ts";
import { createInvite } from "../identity/admission.ts";
import { isFarmAddress, ownerAccount } from "../identity/owner.ts";
import { secret } from "../identity/secrets.ts";
import { createKeyring } from "../jobs/keyring.ts";
import type { Logger } from "../ports.ts";
import { checkErased, checkRows, orphanFiles } from "./check.ts";
import { checkFiles, checkStore } from "./check-files.ts";
import { lockData } from "./lock.ts";
import { databaseUrlFile, openDatabases, type OpenDatabases, openPools } from "./open.ts";

/**
 * Runs `work` on the databases of `data`: those of a running farm, or started for it alone. Throws CodedError not_found
 * where no farm ever was, before anything is made there.
 */
export async function withDatabases<T>(
  data: string,
  externalUrl: string | undefined,
  log: Logger,
  work: (databases: OpenDatabases) => Promise<T>,
): Promise<T> {
  // A farm's first start makes this, and a restore brings it.
  if (!(await stat(join(data, "secrets", "master-key")).catch(() => null)))
    throw new CodedError(
      "not_found",
      `There is no farm in ${data}. Name its data folder with --data; a studio's own farm lies in the folder farm of the studio's data.`,
    );
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
    await accounts.open(owner, plans.local);
    await accounts.grant(owner, `grant:${randomBytes(12).toString("hex")}`, credits, null);
    const { available } = await accounts.credits(owner);
    return `The owner of this farm was given ${credits} credits and has ${available} now.`;
  });
}

/** Gives back what a job cost, all of it or `credits`. Returns a sentence. Throws CodedError not_found and conflict. */
export function refund(
  data: string,
  { job, credits, reason }: { job: string; credits: number | null; reason: string },
  databaseUrl: string | undefined,
  log: Logger,
): Promise<string> {
  return withDatabases(data, databaseUrl, log, async ({ operations }) => {
    const key = randomBytes(12).toString("hex");
    const amount = await createCreditOperations(operations).refund(job as JobId, credits, key, reason);
    return `${amount === 1 ? "1 credit" : `${amount} credits`} of the job ${job} ${amount === 1 ? "was" : "were"} given back.`;
  });
}

/** Puts the account of an address on a plan. Returns a sentence. Throws CodedError not_found. */
export function setPlan(data: string, email: string, plan: Plan, databaseUrl: string | undefined, log: Logger): Promise<string> {
  return withDatabases(data, databaseUrl, log, async ({ owner, operations }) => {
    const [row] = await owner.query<{ id: AccountId }>(`select id from identity."user" where email = lower($1)`, [email]);
    if (row === undefined) throw new CodedError("not_found", `This farm has no account of ${email}.`);
    if (isFarmAddress(email)) throw new CodedError("conflict", `The owner of this farm is always on the plan ${plans.local.name}.`);
    await createCreditOperations(operations).setPlan(row.id, plan);
    return `${email} is on the plan ${plan.name} now, within a minute for requests.`;
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
  return withDatabases(data, databaseUrl, log, async ({ operations, api, owner }) => {
    const random = (count: number) => randomBytes(count);
    const masterKey = Buffer.from(await secret(data, "master-key", random), "base64url");
    const artifacts = await createDiskArtifactStore({ folder: join(data, "artifacts"), besideAnother: true });
    const findings = [
      ...(await checkRows(operations)),
      ...(await checkErased(owner)),
      ...(await checkStore(data)),
      ...(await checkFiles(operations, artifacts, createKeyring(api, masterKey, random))),
    ];
    const orphans = await orphanFiles(operations, artifacts);
    const lines = findings.map(({ invariant, what }) => `${invariant} is broken: ${what}`);
    if (orphans.length > 0) lines.push(`${orphans.length} files belong to no job; retention removes them.`);
    lines.push(findings.length === 0 ? "All invariants hold." : `${findings.length} breaks found.`);
    return { lines, sound: findings.length === 0 };
  });
}
