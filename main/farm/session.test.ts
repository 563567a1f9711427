// Signing in against a real farm: over its real PostgreSQL, with letters out of its mail folder. What a session may do,
// what it may not, where its token lies, and that no account ever works as another.
import { createServer } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createCreditAccounts } from "../../gpu-server/credits/account.ts";
import { silentLog, type TestDatabase, testDatabase } from "../../gpu-server/database/testing.ts";
import { type Coordinator, type CoordinatorSettings, startCoordinator } from "../../gpu-server/operations/coordinator.ts";
import { localIdentity } from "../../gpu-server/operations/identity-settings.ts";
import { client, codeOf, freshEmail, letterTo, newPerson, password, signIn } from "../../gpu-server/testing/people.ts";
import type { ErrorBody } from "../../shared/contract/errors.ts";
import type { AccountState } from "../../shared/contract/studio/account.ts";
import type { Input, Method, Namespace } from "../../shared/contract/studio/index.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import type { FarmAddress, StudioPorts } from "../ports.ts";
import { call, inFolder, shortStory, testPorts, until } from "../studio.fixture.ts";
import { createStudio, type Studio } from "../studio.ts";

vi.setConfig({ testTimeout: 90_000 });
const data = mkdtempSync(path.join(tmpdir(), "farm-session-"));
let database: TestDatabase;
let farm: Coordinator;
let settings: CoordinatorSettings;
beforeAll(async () => {
  database = await testDatabase();
  settings = {
    data,
    port: 0,
    databaseUrl: database.url,
    publicUrl: undefined,
    prices: "test",
    // Drafts are offered and nobody makes them: jobs wait.
    localNode: true,
    identity: { ...localIdentity, trustProxy: "loopback" },
  };
  farm = await startCoordinator(settings, silentLog);
  settings.port = Number(new URL(farm.url).port);
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

interface Bench {
  studio: Studio;
  /** What reached the screens, and what was logged. */
  heard: string[];
  /** The error of a call that must fail. */
  refused: <N extends Namespace, M extends Method<N>>(namespace: N, method: M, input: Input<N, M>) => Promise<ErrorBody>;
  account: () => Promise<AccountState>;
}

/** Works with a studio on `folder` that talks to the farm by its address, or has it as its own. */
async function atFarm<T>(folder: string, work: (bench: Bench) => Promise<T>, local: FarmAddress | null = null): Promise<T> {
  const heard: string[] = [];
  const hear = (...words: unknown[]) => void heard.push(JSON.stringify(words));
  const ports: StudioPorts = { ...testPorts(folder, local), logger: { info: hear, warn: hear, error: hear } };
  const studio = await createStudio(ports);
  studio.events.listen(hear);
  const listening: Studio = {
    ...studio,
    async call(request) {
      const result = await studio.call(request);
      hear(result);
      return result;
    },
  };
  try {
    return await work({
      studio: listening,
      heard,
      async refused(namespace, method, input) {
        const result = await listening.call({ namespace, method, input });
        if (result.ok) throw new Error(`${namespace}.${method} was not refused`);
        return result.error;
      },
      account: () => call(listening, "account", "state", {}),
    });
  } finally {
    await studio.close();
  }
}
/** Signs in. The farm lets one address sign in a few times in ten seconds: a person has more time than a test. */
async function enter(studio: Studio, email: string, word = password) {
  await database.open(null).query(`delete from identity."rateLimit"`);
  return call(studio, "account", "signIn", { email, password: word });
}
const connect = (studio: Studio) => call(studio, "app", "connect", { url: farm.url });
/** The token that the studio of `folder` keeps for the farm. */
const keptToken = (folder: string) => {
  const name = readdirSync(path.join(folder, "secrets")).find((file) => file.startsWith("farm-session-")) ?? "";
  return readFileSync(path.join(folder, "secrets", name), "utf8");
};
const send = (...args: Parameters<ReturnType<typeof client>>) => client(farm.url)(...args);
async function credited(email: string, credits: number): Promise<AccountId> {
  const [row] = await database.open(null).query<{ id: AccountId }>(`select id from identity."user" where email = $1`, [email]);
  if (row === undefined) throw new Error(`no account of ${email}`);
  const accounts = createCreditAccounts(database.open("farm_api"), () => Date.now());
  await accounts.open(row.id, { name: "free", creditsPerMonth: 0 });
  await accounts.grant(row.id, "grant:test", credits, null);
  return row.id;
}
async function film(studio: Studio): Promise<string> {
  const made = await call(studio, "projects", "create", { story: shortStory });
  await call(studio, "storyboard", "approve", { shotIds: made.scenes.flatMap((scene) => scene.shots.map((shot) => shot.id)) });
  return made.id;
}
/** Every file below a folder as text, but for those of one folder. */
function filesBelow(folder: string, but: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(but))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [file, readFileSync(file, "latin1")]);
}

test("from a letter in the mail folder to a session with a second factor, a recovery code and other devices", () =>
  inFolder((folder) =>
    atFarm(folder, async ({ studio, heard, refused, account }) => {
      expect((await account()).step).toBe("no-farm");
      expect((await call(studio, "app", "state", {})).farm.state).toBe("none");
      expect(await connect(studio)).toMatchObject({ state: "signed-out", account: null });
      expect(await account()).toMatchObject({ step: "sign-in", message: null, account: null });
      const admission = await call(studio, "account", "admission", {});
      expect(admission).toMatchObject({ signUp: "open", regions: [], farm: { local: false, secure: true } });
      expect(admission.mailFolder).toBe(path.join(data, "mail"));

      const email = freshEmail();
      const words = { email, password };
      await call(studio, "account", "signUp", { ...words, name: "Keeper" });
      const letter = await letterTo(data, email, "verification?token=");
      expect(await refused("account", "signIn", words)).toMatchObject({ code: "email_unverified" });
      expect(await refused("account", "verify", { token: "nonsense" })).toMatchObject({ fields: [{ path: "token" }] });
      // The whole link, as it is pasted.
      await call(studio, "account", "verify", { token: `  ${/http\S+/.exec(letter)?.[0] ?? ""} ` });
      expect(await refused("account", "signIn", { email, password: "wrong" })).toMatchObject({ code: "credentials_invalid" });
      expect(await enter(studio, email)).toEqual({ next: "signed-in" });
      expect(studio.farm.status()).toMatchObject({ state: "connected", account: { email, localOwner: false } });
      expect((await account()).account).toMatchObject({ email, name: "Keeper", twoFactor: false, live: true, plan: { name: "free" } });
      expect((await call(studio, "account", "rename", { name: "Lamp keeper" })).account?.name).toBe("Lamp keeper");

      // Another device, which is signed out from here.
      const other = await signIn(send, email);
      const { devices } = await call(studio, "account", "devices", {});
      expect(devices.map(({ current, kind }) => `${kind} ${current}`).toSorted()).toEqual(["other false", "studio true"]);
      const here = devices.find(({ current }) => current);
      expect(here?.name).toMatch(/^OurVidz Studio on \w+/);
      expect(await refused("account", "signOutDevice", { id: here?.id ?? "" })).toMatchObject({ code: "conflict" });
      expect((await call(studio, "account", "signOutOthers", {})).devices).toHaveLength(1);
      expect((await send("GET", "/v1/account", undefined, { token: other })).status).toBe(401);

      // A new password signs the others out; this session goes on under its new token.
      const third = await signIn(send, email);
      const next = `${password} two`;
      const before = keptToken(folder);
      expect(await refused("account", "changePassword", { password: "wrong", newPassword: next })).toMatchObject({
        code: "credentials_invalid",
      });
      await call(studio, "account", "changePassword", { password, newPassword: next });
      expect(keptToken(folder)).not.toBe(before);
      expect((await send("GET", "/v1/account", undefined, { token: third })).status).toBe(401);
      expect((await call(studio, "account", "devices", {})).devices).toHaveLength(1);
      await call(studio, "account", "changePassword", { password: next, newPassword: password });

      // A key, shown once.
      const made = await call(studio, "account", "createKey", { name: "Render script", scopes: ["jobs:read"] });
      expect((await send("GET", "/v1/jobs", undefined, { token: made.secret })).status).toBe(200);
      const { keys } = await call(studio, "account", "keys", {});
      expect(JSON.stringify(keys)).not.toContain(made.secret);
      expect((await call(studio, "account", "removeKey", { id: made.key.id })).keys).toEqual([]);

      // The second factor; the session goes on under its new token.
      expect(await refused("account", "setUpTwoFactor", { password: "wrong" })).toMatchObject({ code: "credentials_invalid" });
      const setup = await call(studio, "account", "setUpTwoFactor", { password });
      expect(setup.uri).toContain(setup.secret);
      await call(studio, "account", "confirmTwoFactor", { code: codeOf(setup.uri) });
      await until(() => studio.farm.status().state === "connected", "the line goes on");
      const factor = await call(studio, "account", "twoFactor", {});
      expect(factor).toMatchObject({ on: true, recoveryCodesLeft: setup.recoveryCodes.length });
      expect(Date.now() - Date.parse(factor.since ?? "")).toBeLessThan(60_000);

      expect((await call(studio, "account", "signOut", {})).step).toBe("sign-in");
      expect(await enter(studio, email)).toEqual({ next: "code" });
      expect(await account()).toMatchObject({ step: "code", lastEmail: email });
      expect(await refused("account", "giveCode", { code: "AAAAA-BBBBB" })).toMatchObject({ code: "code_invalid" });
      // The next step's code: this one was used when the factor was confirmed.
      expect(await call(studio, "account", "giveCode", { code: codeOf(setup.uri, 1) })).toMatchObject({ recoveryCodesLeft: null });
      expect(await account()).toMatchObject({ step: "signed-in", account: { email, twoFactor: true } });
      await call(studio, "account", "signOut", {});
      await enter(studio, email);
      const [recovery = ""] = setup.recoveryCodes;
      const left = setup.recoveryCodes.length - 1;
      expect(await call(studio, "account", "giveCode", { code: recovery })).toEqual({ next: "signed-in", recoveryCodesLeft: left });
      expect(await refused("account", "giveCode", { code: recovery })).toMatchObject({ code: "unauthenticated" });

      // New recovery codes in place of the old ones, and the factor off and on again: password and a fresh code each time.
      const [, second = "", old = ""] = setup.recoveryCodes;
      expect(await refused("account", "newRecoveryCodes", { password })).toMatchObject({ code: "code_invalid" });
      const fresh = (await call(studio, "account", "newRecoveryCodes", { password, code: second })).recoveryCodes;
      expect(await refused("account", "turnOffTwoFactor", { password, code: old })).toMatchObject({ code: "code_invalid" });
      await call(studio, "account", "turnOffTwoFactor", { password, code: fresh[0] });
      expect(await call(studio, "account", "twoFactor", {})).toEqual({ on: false, since: null, recoveryCodesLeft: null });
      expect((await account()).account?.twoFactor).toBe(false);

      // A new password by letter ends every session, and this studio hears of it in words.
      await call(studio, "account", "forgotPassword", { email });
      const [, code = ""] = /^ {4}(\S+)/m.exec(await letterTo(data, email, "new password")) ?? [];
      await call(studio, "account", "resetPassword", { token: code, password: `${password} anew` });
      expect(await call(studio, "account", "refresh", {})).toMatchObject({ step: "sign-in", account: null });
      expect((await account()).message).toMatch(/ended from another device.*Sign in again/);
      expect(studio.farm.status().state).toBe("signed-out");
      expect(await refused("account", "devices", {})).toMatchObject({ code: "unauthenticated" });

      // What was secret was told to the screens once, where it must be shown, and is nowhere else.
      const everything = heard.join("\n");
      for (const secret of [password, keptToken(folder)]) expect(everything).not.toContain(secret);
      expect(everything.split(made.secret)).toHaveLength(2);
      for (const [file, text] of filesBelow(folder, path.join(folder, "secrets")))
        for (const secret of [password, keptToken(folder), made.secret, setup.secret, recovery])
          expect(text.includes(secret), `${file} holds a secret`).toBe(false);
    }),
  ));

test("a session survives the studio's restart, is shown to no other farm, and ends when it is revoked", () =>
  inFolder(async (folder) => {
    const { email } = await newPerson(send, data);
    const seen: string[] = [];
    const stranger = createServer((request, response) => {
      seen.push(JSON.stringify([request.url, request.headers]));
      response.writeHead(401, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    let token = "";
    await atFarm(folder, async ({ studio }) => {
      await connect(studio);
      await enter(studio, email);
      token = keptToken(folder);
    });
    await atFarm(folder, async ({ studio, account, refused }) => {
      await until(() => studio.farm.status().state === "connected", "signed in after a restart");
      expect((await account()).account?.email).toBe(email);
      // Signing in anew leaves no session of this computer behind.
      await enter(studio, email);
      const studios = async () => (await call(studio, "account", "devices", {})).devices.filter(({ kind }) => kind === "studio");
      await until(async () => (await studios()).length === 1, "the one before is ended");
      token = keptToken(folder);
      // The same machine under another name is another farm too.
      for (const url of [elsewhere, farm.url.replace("127.0.0.1", "localhost")]) {
        expect(await call(studio, "app", "connect", { url })).toMatchObject({ state: "signed-out", account: null });
        expect((await account()).account).toBeNull();
      }
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.join("\n")).not.toContain(token.split(".")[0]);
      expect(seen.join("\n")).not.toContain("uthorization");
      expect(await connect(studio)).toMatchObject({ state: "connected", account: { email } });

      const { sessions } = (await send("GET", "/v1/sessions", undefined, { token })).body as {
        sessions: { id: string; current: boolean }[];
      };
      await send("DELETE", `/v1/sessions/${sessions.find(({ current }) => current)?.id}`, undefined, { token });
      // The first call that is refused tells all of the studio.
      expect(await refused("account", "devices", {})).toMatchObject({ code: "unauthenticated" });
      expect(studio.farm.status()).toMatchObject({ state: "signed-out" });
      expect((await account()).message).toMatch(/Sign in again; nothing that waits is lost/);
    });
    stranger.close();
  }));

test("jobs that wait go out as the account that asked for them, under the same keys, and never as another", () =>
  inFolder(async (folder) => {
    const one = await newPerson(send, data);
    const two = await newPerson(send, data);
    const first = await credited(one.email, 50);
    const second = await credited(two.email, 50);
    const keysOf = async (account: AccountId) =>
      (await database.open(null).query<{ key: string }>("select idem_key as key from farm.idempotency where account_id = $1", [account]))
        .map(({ key }) => key)
        .toSorted();
    let projectId = "";
    let waiting: string[] = [];
    let titles: string[] = [];
    await atFarm(folder, async ({ studio }) => {
      await connect(studio);
      await enter(studio, one.email);
      projectId = await film(studio);
      await farm.stop();
      await until(() => studio.farm.status().state === "offline", "the farm is away");
      const { jobs } = await call(studio, "storyboard", "render", { projectId });
      titles = jobs.map(({ title }) => title).toSorted();
      waiting = [...new Set(studio.farm.list().map(({ row }) => row.submissionId))].toSorted();
      expect(new Set(jobs.map(({ state }) => state))).toEqual(new Set(["unsent"]));
    });
    farm = await startCoordinator(settings, silentLog);
    // The session is ended from elsewhere before the studio comes back.
    await database.open(null).query(`delete from identity.session where "userId" = $1`, [first]);
    await atFarm(folder, async ({ studio, heard, account, refused }) => {
      await until(() => studio.farm.status().state === "signed-out", "signed out");
      expect((await call(studio, "jobs", "list", {})).jobs.map(({ title }) => title).toSorted()).toEqual(titles);
      expect(await keysOf(first)).toEqual([]);

      await enter(studio, two.email);
      expect(studio.farm.status()).toMatchObject({ state: "connected", account: { email: two.email } });
      await studio.farm.flush();
      expect((await call(studio, "jobs", "list", {})).jobs).toEqual([]);
      expect((await account()).others).toEqual([{ email: one.email, jobs: titles.length }]);
      const shots = (await call(studio, "projects", "open", { projectId })).scenes.flatMap((scene) => scene.shots);
      expect(new Set(shots.map(({ state }) => state))).toEqual(new Set(["approved"]));
      expect([await keysOf(first), await keysOf(second)]).toEqual([[], []]);

      // The second account's own render is its own.
      const { jobs } = await call(studio, "storyboard", "render", { projectId });
      await studio.farm.flush();
      const sent = await keysOf(second);
      expect(sent).toHaveLength(waiting.length);
      expect(sent.filter((key) => waiting.includes(key))).toEqual([]);
      expect(await keysOf(first)).toEqual([]);

      await call(studio, "account", "signOut", {});
      expect((await call(studio, "jobs", "list", {})).jobs).toEqual([]);
      await enter(studio, one.email);
      await until(async () => (await keysOf(first)).length === waiting.length, "what waited went out");
      expect(await keysOf(first)).toEqual(waiting);
      expect(await keysOf(second)).toEqual(sent);
      const mine = (await call(studio, "jobs", "list", {})).jobs;
      expect(mine.map(({ title }) => title).toSorted()).toEqual(titles);
      const [theirs] = jobs;
      expect(await refused("jobs", "cancel", { jobId: theirs?.id ?? "" })).toMatchObject({ code: "not_found" });
      // Theirs wait at the farm, none on this computer.
      expect((await account()).others).toEqual([]);

      // What the page shows of it: every hold by the job's own name, adding up, and the same as a file.
      await until(() => studio.farm.list().every(({ mirror }) => mirror.state === "queued"), "the farm has them");
      const credits = await call(studio, "account", "credits", {});
      const held = await call(studio, "account", "movements", { filter: "held" });
      expect(held.movements.map(({ title }) => title ?? "").toSorted()).toEqual(titles);
      expect(held.movements.reduce((sum, movement) => sum + movement.held, 0)).toBe(credits.held);
      expect(credits).toMatchObject({ total: 50, jobs: titles.length, live: true });
      expect(held.movements.every(({ words, title }) => words.includes(title ?? "?"))).toBe(true);
      const saved = await call(studio, "account", "saveMovements", {});
      const lines = readFileSync(saved.file, "utf8").trimEnd().split("\r\n");
      expect(lines).toHaveLength(saved.movements + 1);
      expect(saved.movements).toBe(titles.length + 1);
      expect((await call(studio, "account", "saveMovements", {})).file).not.toBe(saved.file);
      await call(studio, "jobs", "cancel", { jobId: mine[0]?.id ?? "" });
      const back = await call(studio, "account", "movements", { filter: "returned" });
      expect(back.movements).toMatchObject([{ kind: "returned", title: mine[0]?.title, settled: { taken: 0 } }]);

      // Away: the last that was known, with its age; changes are refused in a sentence.
      const known = await call(studio, "account", "credits", {});
      await farm.stop();
      await until(() => studio.farm.status().state === "offline", "away again");
      expect(await call(studio, "account", "credits", {})).toEqual({ ...known, live: false });
      expect((await account()).account).toMatchObject({ email: one.email, live: false });
      expect(await refused("account", "rename", { name: "X" })).toMatchObject({
        code: "farm_unreachable",
        message: "The farm does not answer, so nothing was changed. Try again when it is back.",
      });
      // Signing out needs no farm; that it could not be told is said.
      expect((await call(studio, "account", "signOut", {})).account).toBeNull();
      expect(heard.join("\n")).toContain("the farm could not be told");
      expect(readdirSync(path.join(folder, "secrets"))).toEqual([]);
      expect(await refused("account", "credits", {})).toMatchObject({ code: "farm_unreachable" });
      farm = await startCoordinator(settings, silentLog);
    });
  }));

test("the farm of this computer signs its owner in by itself, and lets another account in and out", () =>
  inFolder(async (folder) => {
    const { email } = await newPerson(send, data);
    const own: FarmAddress = { url: farm.url, local: true, token: () => Promise.resolve(readFileSync(farm.tokenFile, "utf8").trim()) };
    const run = (work: (bench: Bench) => Promise<void>) => atFarm(folder, work, own);
    await run(async ({ studio, account, refused }) => {
      await until(() => studio.farm.status().state === "connected", "the owner is signed in");
      expect((await account()).account).toMatchObject({ localOwner: true, plan: { name: "local" }, nextGrant: { credits: 1000 } });
      expect(await refused("account", "signOut", {})).toMatchObject({ code: "conflict" });
      expect(await refused("account", "changePassword", { password, newPassword: `${password} anew` })).toMatchObject({
        code: "forbidden",
      });
      await enter(studio, email);
      expect((await account()).account).toMatchObject({ email, localOwner: false });
    });
    await run(async ({ studio, account }) => {
      await until(() => studio.farm.status().state === "connected", "connected");
      expect((await account()).account?.email).toBe(email);
      expect((await call(studio, "account", "signOut", {})).account).toMatchObject({ localOwner: true });
      expect(studio.farm.status()).toMatchObject({ state: "connected", account: { localOwner: true } });
    });
  }));

test("a copy of everything comes as a zip, and the end of the account is for good", () =>
  inFolder(async (folder) => {
    const { email } = await newPerson(send, data);
    const id = await credited(email, 20);
    await atFarm(folder, async ({ studio, heard, refused, account }) => {
      await connect(studio);
      await enter(studio, email);
      expect(await call(studio, "account", "exportState", {})).toEqual({ export: null });
      expect(await refused("account", "saveExport", {})).toMatchObject({ code: "conflict" });
      await call(studio, "account", "requestExport", {});
      await until(async () => (await call(studio, "account", "exportState", {})).export?.state === "ready", "the copy is made");
      const [one, same] = await Promise.all([call(studio, "account", "saveExport", {}), call(studio, "account", "saveExport", {})]);
      expect(same).toEqual(one);
      const zip = readFileSync(one.file);
      expect([zip.subarray(0, 2).toString(), zip.length]).toEqual(["PK", one.bytes]);
      expect(readdirSync(path.dirname(one.file))).toEqual([path.basename(one.file)]);
      expect(heard.join("\n")).not.toContain("/v1/exports/");

      // A job that waits here ends with its account.
      const projectId = await film(studio);
      await farm.stop();
      await until(() => studio.farm.status().state === "offline", "the farm is away");
      await call(studio, "storyboard", "render", { projectId });
      farm = await startCoordinator(settings, silentLog);
      await call(studio, "app", "tryNow", {});
      expect(await refused("account", "erase", { password: "wrong" })).toMatchObject({ code: "credentials_invalid" });
      expect((await account()).account?.email).toBe(email);
      expect(await call(studio, "account", "erase", { password })).toMatchObject({
        step: "sign-in",
        account: null,
        lastEmail: null,
        others: [],
      });
      expect(readdirSync(path.join(folder, "secrets"))).toEqual([]);
      await database.open(null).query(`delete from identity."rateLimit"`);
      expect(await refused("account", "signIn", { email, password })).toMatchObject({ code: "credentials_invalid" });
      expect(await database.open(null).query(`select 1 from identity."user" where id = $1`, [id])).toEqual([]);
    });
  }));

test("what the farm refuses arrives whole: its code, the fields, the time to wait", () =>
  inFolder((folder) =>
    atFarm(folder, async ({ studio, refused }) => {
      expect(await refused("account", "signIn", { email: freshEmail(), password })).toMatchObject({ code: "farm_unreachable" });
      await connect(studio);
      expect(await refused("account", "signUp", { email: "x", password: "short", name: " " })).toMatchObject({
        code: "invalid_input",
        fields: [{ path: "email" }, { path: "password" }, { path: "name" }],
      });
      const { email } = await newPerson(send, data);
      let last: ErrorBody | undefined;
      for (let tries = 0; tries < 12 && last?.code !== "rate_limited"; tries += 1)
        last = await refused("account", "signIn", { email, password: "wrong" });
      expect(last).toMatchObject({ code: "rate_limited", retryAfter: expect.any(Number) as number });
    }),
  ));
