// The end of an account: nothing of it is found afterwards, in no table and no file, whatever step it was killed at; the books still
// add up; the certificate says what went and is the farm's own.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccountId, createIdMaker } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import type { Database } from "../database/pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
import { createCounters } from "../identity/counters.ts";
import { folderMail } from "../identity/mail.ts";
import { createOutbox } from "../identity/outbox.ts";
import { createKeyring, fileKeyPurpose } from "../jobs/keyring.ts";
import { checkRows } from "../operations/check.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import { eraseAgain } from "../operations/erase.ts";
import { localIdentity } from "../operations/identity-settings.ts";
import { certificate } from "../operations/letters.ts";
import { filesWith, tablesWith } from "../testing/markers.ts";
import { client, freshEmail, letterTo, lettersTo, newPerson, password, type Send } from "../testing/people.ts";
import { certificateKey, certificateText } from "./certificate.ts";
import { erase, type ErasureDeps, findCertificate } from "./erasure.ts";

const data = mkdtempSync(join(tmpdir(), "farm-erasure-"));
const random = (count: number) => randomBytes(count);
const newId = createIdMaker({ now: () => Date.now(), randomBytes: random });
let database: TestDatabase;
let owner: Database;
let farm: Coordinator;
let send: Send;
beforeAll(async () => {
  database = await testDatabase();
  owner = database.open(null);
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
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

const secret = (name: string) => readFileSync(join(data, "secrets", name), "utf8").trim();
const opened = (name: string) => Buffer.from(secret(name), "base64url");

/** A person who left traces everywhere, and the markers to look for. */
async function tracedPerson() {
  const mark = randomBytes(6).toString("hex");
  const email = freshEmail();
  const { token } = await newPerson(send, data, email);
  const account = (await send("GET", "/v1/account", undefined, { token })).body.id as AccountId;
  await send("PATCH", "/v1/account", { name: `Name-${mark}` }, { token });
  await send("POST", "/v1/password-resets", { email });
  await letterTo(data, email, "new password");
  const key = (await send("POST", "/v1/api-keys", { name: `Key-${mark}`, scopes: ["jobs:read"] }, { token })).body.secret as string;
  await send("POST", "/v1/teams", { name: `Team-${mark}` }, { token });
  const reference = createHash("sha256").update(mark).digest("hex");
  const consent = { textVersion: "likeness-1", subject: "self", scope: "general", referenceHash: reference };
  expect((await send("POST", "/v1/consents", consent, { token })).status).toBe(201);
  await send("POST", "/v1/account/age-verification", { dateOfBirth: "1990-01-31", attested: true }, { token });
  await database.open("farm_api").call("grant_credits", account, `grant:${mark}`, 20, null);
  const submit = async (more: object = {}) => {
    const spec = {
      kind: "video.generate",
      label: `Label-${mark}`,
      input: { segments: [{ prompt: `A boat, Prompt-${mark}`, seed: 1, frames: 80 }] },
      ...more,
    };
    const answer = await send("POST", "/v1/jobs", spec, { token, headers: { "idempotency-key": `key-${randomUUID()}` } });
    expect(answer.status).toBe(201);
    return answer.body.job.id as string;
  };
  const done = await submit();
  await submit({ after: done });
  const keyring = createKeyring(database.open("farm_api"), opened("master-key"), random);
  const store = await createDiskArtifactStore({ folder: join(data, "artifacts"), besideAnother: true });
  const plain = Buffer.from(`File-${mark} `.repeat(500));
  const file = newId<"artifact">();
  const dataKey = await keyring.keyFor(account, fileKeyPurpose("k"));
  const sha256 = createHash("sha256").update(plain).digest("hex");
  await store.accept(file, encryptStream(Readable.from([plain]), { key: dataKey, id: file, bytes: plain.length, random }), dataKey, {
    sha256,
    bytes: plain.length,
  });
  await owner.query(
    `insert into artifact (account_id, artifact_id, job_id, kind, idx, content_type, sha256, bytes, key_id, state, created_at, expires_at)
     values ($1, $2, $3, 'clip', 0, 'video/mp4', $4, $5, 'k', 'readable', farm_now(), farm_now() + interval '1 day')`,
    [account, file, done, sha256, plain.length],
  );
  const [session] = await owner.query<{ token: string }>(`select token from identity.session where "userId" = $1`, [account]);
  const markers = {
    account,
    email,
    mark,
    prompt: `Prompt-${mark}`,
    file: `File-${mark}`,
    sha256,
    reference,
    session: session?.token ?? "",
    key: createHash("sha256").update(key).digest("hex"),
  };
  return { account, email, token, markers, submit };
}

/** What the coordinator erases with, over the same folders. */
async function eraser(more: Partial<ErasureDeps> = {}): Promise<ErasureDeps> {
  const clock = { now: () => Date.now() };
  return {
    owner,
    keyring: { forget: () => undefined },
    store: await createDiskArtifactStore({ folder: join(data, "artifacts"), besideAnother: true }),
    counters: createCounters(owner, secret("identity")),
    outbox: createOutbox(owner, secret("identity"), random),
    mail: folderMail(join(data, "mail"), "OurVidz <no-reply@localhost>", clock.now, random),
    bus: { publish: () => undefined, subscribe: () => () => undefined },
    clock,
    newId,
    key: certificateKey(opened("certificate-key")),
    backupDays: 30,
    ...more,
  };
}

async function nothingIsLeft(markers: Record<string, string>): Promise<void> {
  expect(await tablesWith(owner, markers)).toEqual([]);
  expect(filesWith(data, markers)).toEqual([]);
  expect(await checkRows(database.open("farm_operations"))).toEqual([]);
}

test("DELETE /v1/account: nothing of the account is found afterwards, and the last letter is a valid certificate", async () => {
  const { token, email, markers } = await tracedPerson();
  // The markers are there before, or looking for them would prove nothing.
  const before = await tablesWith(owner, markers);
  for (const what of ["email", "mark", "account", "sha256", "reference", "session", "key"]) {
    expect([what, before.some((place) => place.endsWith(`: ${what}`))]).toEqual([what, true]);
  }
  expect(filesWith(data, markers)).not.toEqual([]);
  expect((await send("DELETE", "/v1/account", { password: "wrong horse battery" }, { token })).status).toBe(401);
  expect((await send("DELETE", "/v1/account", { password }, { token })).status).toBe(204);
  expect((await send("GET", "/v1/account", undefined, { token })).status).toBe(401);
  const letter = await letterTo(data, email, "Certificate of erasure");
  const [, id = ""] = /Certificate of erasure ([0-9a-f-]{36})/.exec(letter) ?? [];
  const certificate = await findCertificate(owner, id);
  if (certificate === null) throw new Error("the certificate is not kept");
  const key = certificateKey(opened("certificate-key"));
  expect(key.valid(certificate)).toBe(true);
  expect(key.valid({ ...certificate, body: { ...certificate.body, erased: [] } })).toBe(false);
  const counts = Object.fromEntries(certificate.body.erased.map(({ what, count }) => [what, count]));
  expect(counts).toMatchObject({
    "profile with name and address": 1,
    "files of jobs": 1,
    "jobs with their requests": 2,
    consents: 1,
    "API keys": 1,
  });
  expect(certificate.body.backups).toContain("30 days");
  expect(letter.replaceAll("\r\n", "\n")).toContain(certificateText(certificate, key.publicKey).split("\n")[0]);
  // The letter itself stays with its reader: here, in the folder that stands for a mail server.
  expect(lettersTo(data, email)).toHaveLength(1);
  const { email: _email, ...others } = markers;
  expect(await tablesWith(owner, markers)).toEqual([]);
  expect(filesWith(data, others)).toEqual([]);
  expect(await checkRows(database.open("farm_operations"))).toEqual([]);
});

test("killed at any step, it goes on from there to the same end; each step is safe to do twice", async () => {
  const steps: string[] = [];
  const watched = await tracedPerson();
  const ask = async (account: string) => {
    await owner.query("select identity.prepare_erasure($1)", [account]);
    const [row] = await owner.query<{ id: string }>("select erasure_id as id from identity.erasure_request where account_id = $1", [
      account,
    ]);
    return row?.id ?? "";
  };
  await erase(await ask(watched.account), await eraser({ reached: (step) => void steps.push(step) }));
  await nothingIsLeft(watched.markers);
  expect(steps.length).toBeGreaterThan(9);

  const person = await tracedPerson();
  const erasure = await ask(person.account);
  for (let kill = 0; kill < steps.length; kill += 1) {
    let at = -1;
    const deps = await eraser({
      reached(step) {
        at += 1;
        if (at === kill) throw new Error(`killed at ${step}`);
      },
    });
    // A later kill comes where less is left: some steps are not reached any more.
    await erase(erasure, deps).catch((error: Error) => expect(error.message).toMatch(/^killed at/));
  }
  await erase(erasure, await eraser());
  await erase(erasure, await eraser());
  await nothingIsLeft(person.markers);
});

test("the certificate is shown by command; after a restore the account that it names is erased again", async () => {
  const person = await tracedPerson();
  const key = certificateKey(opened("certificate-key"));
  const again = (pseudonym: string) => eraseAgain(data, pseudonym, database.url, silentLog);
  await expect(again("0".repeat(32))).rejects.toMatchObject({ code: "not_found" });
  expect(await again(key.pseudonym(person.account))).toContain("within two minutes");
  const [request] = await owner.query<{ id: string }>("select erasure_id as id from identity.erasure_request where account_id = $1", [
    person.account,
  ]);
  await erase(request?.id ?? "", await eraser());
  await nothingIsLeft(person.markers);
  const [made] = await owner.query<{ id: string }>(
    "select certificate_id as id from identity.erasure_certificate where body ->> 'account' = $1",
    [key.pseudonym(person.account)],
  );
  expect(await certificate(data, made?.id ?? "", database.url, silentLog)).toContain("The signature is this farm's own.");
  await owner.query(`update identity.erasure_certificate set body = jsonb_set(body, '{erased}', '[]') where certificate_id = $1`, [
    made?.id,
  ]);
  expect(await certificate(data, made?.id ?? "", database.url, silentLog)).toContain("NOT this farm's");
});

test("the ledger keeps its sums under an account that nobody has, and no text of the account's own", async () => {
  const { account, submit } = await tracedPerson();
  await submit();
  const sums = () =>
    owner.query(
      `select count(*)::int as rows, sum(amount)::int as sum, sum(abs(amount)) filter (where book = 'credits')::int as moved from entry`,
    );
  const [before] = await sums();
  await owner.query("select identity.prepare_erasure($1)", [account]);
  const [row] = await owner.query<{ id: string }>("select erasure_id as id from identity.erasure_request where account_id = $1", [account]);
  await erase(row?.id ?? "", await eraser());
  const [after] = await sums();
  expect(after?.sum).toBe(0);
  // The credits that were left have lapsed: movements of their own.
  expect(Number(after?.rows)).toBeGreaterThanOrEqual(Number(before?.rows));
  const texts = await owner.query<{ text: string }>(
    "select tx_key || ' ' || coalesce(job_id::text, '') as text from ledger_tx where tx_key like 'erased:%'",
  );
  expect(texts.every(({ text }) => /^erased:[0-9a-f-]{36} $/.test(text))).toBe(true);
  // Append-only for everybody else: an erasure of one account opens no other's rows.
  await expect(
    owner.query(`begin; select set_config('farm.erasing', '${randomUUID()}', true); delete from entry; commit`),
  ).rejects.toThrow();
});

test("an account whose team would lose its only owner is not erased, and says which team", async () => {
  const person = await tracedPerson();
  const guest = await newPerson(send, data);
  const [team] = (await send("GET", "/v1/teams", undefined, { token: person.token })).body.teams;
  await send("POST", `/v1/teams/${team.id}/invitations`, { email: guest.email, role: "member" }, { token: person.token });
  const [invitation] = (await send("GET", "/v1/invitations", undefined, { token: guest.token })).body.invitations;
  await send("POST", `/v1/invitations/${invitation.id}/accept`, undefined, { token: guest.token });
  const refused = await send("DELETE", "/v1/account", { password }, { token: person.token });
  expect([refused.status, refused.body.code]).toEqual([409, "conflict"]);
  expect(refused.body.detail).toContain(team.name);
  expect((await send("GET", "/v1/account", undefined, { token: person.token })).status).toBe(200);
});
