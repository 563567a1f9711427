// People's rights over HTTP: an account's export as a person opens it, consents that can be taken back, and an age check that keeps
// no date.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import yauzl from "yauzl";
import type { AccountExport } from "../../shared/contract/farm-rights.ts";
import { ageSchema, consentListSchema, exportStateSchema } from "../../shared/contract/farm-rights.ts";
import { type AccountId, createIdMaker } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { retireAll } from "../background/retention.ts";
import { createCreditAccounts } from "../credits/account.ts";
import type { Database } from "../database/pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
import { createKeyring, fileKeyPurpose } from "../jobs/keyring.ts";
import { testFarm, videoSpec } from "../jobs/testing.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import { localIdentity } from "../operations/identity-settings.ts";
import type { ArtifactStore } from "../ports.ts";
import { filesWith } from "../testing/markers.ts";
import { client, newPerson, type Send } from "../testing/people.ts";
import { attestation } from "./age.ts";
import { createConsents } from "./consents.ts";
import { type ExportMakeDeps, makeExport } from "./export-make.ts";

const data = mkdtempSync(join(tmpdir(), "farm-rights-"));
const random = (count: number) => randomBytes(count);
const newId = createIdMaker({ now: () => Date.now(), randomBytes: random });
let database: TestDatabase;
let owner: Database;
let operations: Database;
let farm: Coordinator;
let send: Send;
let store: ArtifactStore;
let person: { email: string; token: string; account: AccountId };
const keyring = () =>
  createKeyring(
    database.open("farm_api"),
    Buffer.from(readFileSync(join(data, "secrets", "master-key"), "utf8").trim(), "base64url"),
    random,
  );
beforeAll(async () => {
  database = await testDatabase();
  owner = database.open(null);
  operations = database.open("farm_operations");
  farm = await startCoordinator(
    {
      data,
      port: 0,
      databaseUrl: database.url,
      publicUrl: undefined,
      prices: "test",
      localNode: true,
      identity: { ...localIdentity, trustProxy: "loopback" },
    },
    silentLog,
  );
  send = client(farm.url);
  store = await createDiskArtifactStore({ folder: join(data, "artifacts"), besideAnother: true });
});
beforeEach(async () => {
  const { email, token } = await newPerson(send, data);
  const account = (await send("GET", "/v1/account", undefined, { token })).body.id as AccountId;
  await database.open("farm_api").call("grant_credits", account, "gift", 20, null);
  person = { email, token, account };
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

const submit = () =>
  send(
    "POST",
    "/v1/jobs",
    { kind: "video.generate", label: "The <harbour> film", input: { segments: [{ prompt: "A boat at sea", seed: 1, frames: 80 }] } },
    { token: person.token, headers: { "idempotency-key": randomUUID() } },
  );

/** A file of a job, as a node would have brought it. */
async function fileOf(job: string, plain: Buffer): Promise<string> {
  const id = newId<"artifact">();
  const key = await keyring().keyFor(person.account, fileKeyPurpose("k"));
  const sha256 = createHash("sha256").update(plain).digest("hex");
  await store.accept(id, encryptStream(Readable.from([plain]), { key, id, bytes: plain.length, random }), key, {
    sha256,
    bytes: plain.length,
  });
  await owner.query(
    `insert into artifact (account_id, artifact_id, job_id, kind, idx, content_type, sha256, bytes, key_id, state, created_at, expires_at)
     values ($1, $2, $3, 'clip', 0, 'video/mp4', $4, $5, 'k', 'readable', farm_now(), farm_now() + interval '5 days')`,
    [person.account, id, job, sha256, plain.length],
  );
  return id;
}

async function exportState(): Promise<AccountExport | null> {
  return exportStateSchema.parse((await send("GET", "/v1/account/export", undefined, { token: person.token })).body).export;
}
async function readyExport(): Promise<AccountExport> {
  for (let tries = 0; tries < 400; tries += 1) {
    const state = await exportState();
    if (state?.state === "ready") return state;
    await sleep(25);
  }
  throw new Error("the export was not made");
}

/** A zip's files by name. */
async function unzip(zip: Buffer): Promise<Record<string, Buffer>> {
  const opened = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(zip, { lazyEntries: true }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  const files: Record<string, Buffer> = {};
  return new Promise((resolve, reject) => {
    opened.on("error", reject);
    opened.on("end", () => resolve(files));
    opened.on("entry", (entry: yauzl.Entry) => {
      opened.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          files[entry.fileName] = Buffer.concat(parts);
          opened.readEntry();
        });
      });
    });
    opened.readEntry();
  });
}
const json = (file: Buffer | undefined) => JSON.parse(file?.toString() ?? "null") as Record<string, unknown>[];

test("an export holds the account, its jobs with what was asked for, its files byte by byte, and a page without scripts", async () => {
  const job = (await submit()).body.job.id as string;
  const plain = randomBytes(300_000);
  const file = await fileOf(job, plain);
  const { secret } = (await send("POST", "/v1/api-keys", { name: "mine", scopes: ["jobs:read"] }, { token: person.token })).body;
  expect(await exportState()).toBeNull();
  const asked = await send("POST", "/v1/account/export", undefined, { token: person.token });
  expect([asked.status, asked.body.url]).toEqual([202, null]);
  const ready = await readyExport();
  const answer = await fetch(ready.url ?? "");
  const zip = Buffer.from(await answer.arrayBuffer());
  expect([answer.headers.get("content-type"), zip.length]).toEqual(["application/zip", ready.bytes]);
  expect(createHash("sha256").update(zip).digest("hex")).toBe(ready.sha256);
  const part = await fetch(ready.url ?? "", { headers: { range: "bytes=1000-1999" } });
  expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, zip.subarray(1000, 2000)]);

  const files = await unzip(zip);
  expect(json(files["account.json"])[0]).toMatchObject({
    profile: { email: person.email },
    keys: [{ name: "mine" }],
    credits: { available: 19, held: 1 },
  });
  expect(json(files["jobs.json"])).toMatchObject([
    { id: job, state: "queued", request: { input: { segments: [{ prompt: "A boat at sea" }] } } },
  ]);
  expect(json(files["ledger.json"])[0]).toMatchObject({ kind: "grant", words: expect.stringContaining("20 credits came in") as string });
  expect(json(files["data/job_event.json"])).toHaveLength(1);
  const path = `files/${job}/clip-1-${file.slice(-6)}.mp4`;
  expect(files[path]?.equals(plain)).toBe(true);
  const page = files["index.html"]?.toString() ?? "";
  expect(page).toContain(person.email);
  expect(page).toContain(`href="${path}"`);
  expect(page).not.toMatch(/<script|javascript:|https?:/i);
  for (const name of Object.keys(files).filter((each) => each.endsWith(".json"))) expect(page).toContain(`href="${name}"`);
  // Neither a key that works nor a session's token is told, and nobody else's row.
  const texts = Object.entries(files)
    .filter(([name]) => !name.startsWith("files/"))
    .map(([, bytes]) => bytes.toString())
    .join("\n");
  expect(texts).not.toContain(secret);
  expect(texts).not.toContain(person.token.split(".")[0]);
  expect(new Set(texts.match(/"account_id":"[^"]+"/g))).toEqual(new Set([`"account_id":"${person.account}"`]));
  // At rest it is sealed like any file.
  expect(filesWith(join(data, "artifacts"), { email: person.email, page: "Your OurVidz account" })).toEqual([]);
});

test("one export at a time and three a day, for the person alone and not for a key; a link of another path is refused", async () => {
  const { secret } = (await send("POST", "/v1/api-keys", { name: "mine", scopes: ["jobs:read"] }, { token: person.token })).body;
  for (const method of ["GET", "POST"]) {
    expect((await send(method, "/v1/account/export", undefined, { token: secret })).body.code).toBe("scope_missing");
  }
  const ask = () => send("POST", "/v1/account/export", undefined, { token: person.token });
  const [first, second] = await Promise.all([ask(), ask()]);
  expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([202, 409]);
  const ready = await readyExport();
  expect((await fetch((ready.url ?? "").replace(ready.id, randomUUID()))).status).toBe(403);
  expect((await ask()).status).toBe(202);
  await readyExport();
  expect((await ask()).status).toBe(202);
  await readyExport();
  const fourth = await ask();
  expect([fourth.status, fourth.body.code]).toEqual([429, "rate_limited"]);
  expect(Number(fourth.headers.get("retry-after"))).toBeGreaterThan(80_000);
});

test("a try that is cut off leaves parts that the next one removes; a try that was overtaken writes nothing more", async () => {
  await fileOf((await submit()).body.job.id as string, randomBytes(400_000));
  const exportId = newId<"export">();
  await owner.query("insert into account_export (account_id, export_id, state, created_at) values ($1, $2, 'queued', farm_now())", [
    person.account,
    exportId,
  ]);
  const filesNow = async () => {
    const ids: string[] = [];
    for await (const id of store.ids()) ids.push(id);
    return ids.length;
  };
  const before = await filesNow();
  let budget = 3;
  const cut: ArtifactStore = {
    ...store,
    accept(...file) {
      budget -= 1;
      return budget < 0 ? Promise.reject(new Error("killed")) : store.accept(...file);
    },
  };
  const deps = (over: Partial<ExportMakeDeps> = {}): ExportMakeDeps => ({
    owner,
    operations,
    credits: createCreditAccounts(database.open("farm_api"), () => Date.now()),
    keyring: keyring(),
    store,
    newId,
    random,
    clock: { now: () => Date.now() },
    partBytes: 64 * 1024,
    ...over,
  });
  await expect(makeExport(exportId, deps({ store: cut }))).rejects.toThrow("killed");
  expect((await filesNow()) - before).toBe(3);
  expect((await exportState())?.state).toBe("making");
  // Overtaken: while it writes its second part, another try begins and ends.
  let overtaken = false;
  const slow: ArtifactStore = {
    ...store,
    async accept(...file) {
      if (!overtaken) {
        overtaken = true;
        await makeExport(exportId, deps());
      }
      return store.accept(...file);
    },
  };
  await makeExport(exportId, deps({ store: slow }));
  const ready = await readyExport();
  const zip = Buffer.from(await (await fetch(ready.url ?? "")).arrayBuffer());
  expect(createHash("sha256").update(zip).digest("hex")).toBe(ready.sha256);
  expect(Object.keys(await unzip(zip))).toContain("index.html");
  // A week later it is gone, files and all; of the overtaken try one part at most is left for the orphan scan.
  await database.stepClock(8 * 24 * 3600 * 1000);
  await retireAll(operations, store);
  expect(await exportState()).toBeNull();
  expect((await filesNow()) - before).toBeLessThanOrEqual(1);
  expect((await fetch(ready.url ?? "")).status).toBe(410);
});

test("a consent is given, listed and taken back over HTTP; its rows never change", async () => {
  const ask = (method: string, path: string, body?: object) => send(method, path, body, { token: person.token });
  const consent = { textVersion: "likeness-1", subject: "self", scope: "general", referenceHash: "d".repeat(64) };
  expect((await ask("POST", "/v1/consents", { ...consent, subject: "other" })).body.fields).toMatchObject([{ path: "evidenceHash" }]);
  expect((await ask("POST", "/v1/consents", { ...consent, expiresAt: "2001-01-01T00:00:00Z" })).body.fields).toMatchObject([
    { path: "expiresAt" },
  ]);
  const first = (await ask("POST", "/v1/consents", consent)).body.consent.id as string;
  await ask("POST", "/v1/consents", { ...consent, subject: "other", evidenceHash: "e".repeat(64) });
  const revoked = (await ask("POST", `/v1/consents/${first}/revoke`)).body.consent.revokedAt as string;
  expect((await ask("POST", `/v1/consents/${first}/revoke`)).body.consent.revokedAt).toBe(revoked);
  const page = consentListSchema.parse((await ask("GET", "/v1/consents?limit=1")).body);
  expect(page.consents).toMatchObject([{ subject: "other", evidenceHash: "e".repeat(64), revokedAt: null }]);
  const rest = consentListSchema.parse((await ask("GET", `/v1/consents?limit=1&cursor=${page.next}`)).body);
  expect([rest.consents.map(({ id, revokedAt }) => [id, revokedAt]), rest.next]).toEqual([[[first, revoked]], null]);
  await expect(owner.query("update consent set subject = 'fictional'")).rejects.toThrow();
  await expect(owner.query("delete from consent_revocation")).rejects.toThrow();
});

test("a reference whose newest consent was taken back, or is over, is used by no new job; one without any is", async () => {
  const jobs = testFarm(database);
  const consents = createConsents(database.open("farm_api"), newId);
  const account = await jobs.account(20);
  const reference = "f".repeat(64);
  // The account has the file: else the job would be refused for that.
  await owner.query(
    `insert into input_file (account_id, file_id, sha256, bytes, content_type, purpose, width, height, key_id, state, used_at)
     values ($1, gen_random_uuid(), $2, 1, 'image/png', 'reference', 1, 1, 'k', 'readable', farm_now())`,
    [account.id, reference],
  );
  const use = async () => {
    const segments = [{ prompt: "A boat at sea", seed: 1, frames: 80, references: [reference] }];
    const [job] = await jobs.submission.submit(account, randomUUID(), [videoSpec(1, { quality: "fast", input: { segments } })], null);
    return job?.blocked ?? job?.state;
  };
  const give = (more: object = {}) =>
    consents.give(account.id, { textVersion: "likeness-1", subject: "self", scope: "general", referenceHash: reference, ...more });
  expect(await use()).toBe("queued");
  const { id } = await give();
  expect(await use()).toBe("queued");
  await consents.revoke(account.id, id);
  const blocked = { rule: "consent.withdrawn", field: "input.segments.0.references.0", appealable: false };
  expect(await use()).toMatchObject(blocked);
  await give({ expiresAt: new Date(Date.now() + 60 * 24 * 3600 * 1000).toISOString() });
  expect(await use()).toBe("queued");
  await database.stepClock(61 * 24 * 3600 * 1000);
  expect(await use()).toMatchObject(blocked);
});

test("an adult is an adult on the birthday and not the day before; a refusal lasts 30 days; no date is kept", async () => {
  const provider = attestation({ now: () => Date.parse("2026-03-10T00:00:00Z") });
  const adult = (dateOfBirth: string) => provider.isAdult({ dateOfBirth, attested: true });
  expect(await Promise.all(["2008-03-10", "2008-03-11", "2000-02-29", "1990-12-31"].map(adult))).toEqual([true, false, true, true]);
  for (const nobody of ["2027-01-01", "1890-01-01"]) expect(() => adult(nobody)).toThrow("date of birth");

  const attest = async (dateOfBirth: string) =>
    ageSchema.parse((await send("POST", "/v1/account/age-verification", { dateOfBirth, attested: true }, { token: person.token })).body)
      .state;
  expect((await send("GET", "/v1/account/age-verification", undefined, { token: person.token })).body.state).toBe("unknown");
  expect(await attest("2015-05-05")).toBe("refused");
  expect(await attest("1985-05-05")).toBe("refused");
  await database.stepClock(100 * 24 * 3600 * 1000);
  expect(await attest("1985-05-05")).toBe("adult");
  expect(await attest("2015-05-05")).toBe("adult");
  const [row] = await owner.query<{ row: string }>("select to_jsonb(a)::text as row from age_check a where account_id = $1", [
    person.account,
  ]);
  expect(row?.row).not.toMatch(/1985|2015/);
});
