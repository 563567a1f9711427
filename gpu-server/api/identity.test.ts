// Identity held line by line, over HTTP, with a second server process on the same PostgreSQL where the
// rule is about several. The numbers are those of the guard's rules in the design of identity.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "../../shared/contract/errors.ts";
import { migrate } from "../database/migrate.ts";
import type { Database } from "../database/pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
import { argonHasher } from "../identity/library.ts";
import { type Identity, openIdentity } from "../identity/open.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import { localIdentity } from "../operations/identity-settings.ts";
import {
  type Answer,
  client,
  codeOf,
  cookiesOf,
  freshEmail,
  freshIp,
  lettersTo,
  letterTo,
  newPerson,
  password,
  type Send,
  signIn,
} from "../testing/people.ts";

const root = mkdtempSync(join(tmpdir(), "farm-people-"));
const data = join(root, "one");
const logged: string[] = [];
let database: TestDatabase;
let tables: Database;
let farm: Coordinator;
let send: Send;
/** The same farm's second process. */
let other: Send;
let child: ChildProcess;
/** Identity without HTTP; its passwords are counted and its mail is never sent. */
let quiet: Identity;
const work = { hash: 0, verify: 0 };

beforeAll(async () => {
  database = await testDatabase();
  tables = database.open(null);
  const note = (message: string, fields: unknown) => void logged.push(JSON.stringify([message, fields]));
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
    { info: note, warn: note, error: note },
  );
  send = client(farm.url);
  const second = join(root, "two");
  cpSync(join(data, "secrets"), join(second, "secrets"), { recursive: true });
  child = spawn(process.execPath, [join(import.meta.dirname, "..", "farm.ts"), "--role", "coordinator", "--data", second], {
    env: { ...process.env, DATABASE_URL: database.url, TRUST_PROXY: "loopback", FARM_PARENT: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    other = client((JSON.parse(line) as { url: string }).url);
    break;
  }
  quiet = openIdentity({
    databaseUrl: database.url,
    owner: tables,
    api: database.open("farm_api"),
    secret: readFileSync(join(data, "secrets", "identity"), "utf8"),
    baseUrl: "http://127.0.0.1",
    trustedOrigins: [],
    signUp: "open",
    regions: [],
    random: (count) => randomBytes(count),
    hasher: {
      hash: (word) => ((work.hash += 1), argonHasher.hash(word)),
      verify: (hash, word) => ((work.verify += 1), argonHasher.verify(hash, word)),
    },
  });
});
afterAll(async () => {
  child.stdin?.end();
  await new Promise((ended) => child.once("exit", ended));
  await quiet.close();
  await farm.stop();
  await database.close();
  rmSync(root, { recursive: true });
});

/** What stays the same of two answers that may not tell two cases apart. */
const seen = ({ status, headers, text }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => !["date", "keep-alive", "x-request-id"].includes(name)),
});
const problem = ({ headers, body, status }: Answer) => {
  expect(headers.get("content-type")).toBe("application/problem+json");
  const parsed = problemSchema.parse(body);
  expect(parsed.status).toBe(status);
  return parsed;
};
/** Someone with the second factor on. `used` is gone; `codes` count now, whatever half minute begins meanwhile. */
async function withSecondFactor() {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 5000) await sleep(left);
  const person = await newPerson(send, root);
  const setup = await send("POST", "/v1/account/totp", { password }, { token: person.token });
  const { uri, recoveryCodes } = setup.body as { uri: string; recoveryCodes: string[] };
  const [used, ...codes] = [codeOf(uri, -1), codeOf(uri), codeOf(uri, 1)] as const;
  const confirmed = await send("POST", "/v1/account/totp/confirm", { code: used }, { token: person.token });
  return { ...person, old: person.token, token: confirmed.headers.get("set-auth-token") ?? "", used, codes, recoveryCodes };
}
const step = async (through: Send, email: string) => cookiesOf(await through("POST", "/v1/sessions", { email, password }));

describe("packages and options", () => {
  test("the library's version is pinned, and no other package of it is there", () => {
    const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    expect(dependencies).toMatchObject({ "better-auth": "1.7.25", "@node-rs/argon2": "2.2.1" });
    expect(Object.keys(dependencies).filter((name) => name.startsWith("@better-auth/"))).toEqual([]);
  });

  test("the options are the settled ones, the plugins in their order", () => {
    const { options } = quiet.library;
    expect(options).toMatchObject({
      baseURL: "http://127.0.0.1",
      telemetry: { enabled: false },
      session: { cookieCache: { enabled: false } },
      emailAndPassword: { requireEmailVerification: true, revokeSessionsOnPasswordReset: true },
      verification: { storeIdentifier: "hashed" },
      rateLimit: { enabled: true, storage: "database" },
      advanced: { database: { generateId: "uuid" }, ipAddress: { ipAddressHeaders: ["x-real-client-ip"] } },
    });
    expect(options.secrets).toHaveLength(1);
    expect(options.trustedOrigins).toEqual(["studio://app"]);
    expect(options.plugins.map(({ id }) => id)).toEqual(["two-factor", "organization", "open-api", "bearer", "guard"]);
  });

  test("passwords are argon2id, m=19456, t=2, p=1", async () => {
    const { email } = await newPerson(send, root);
    const [row] = await tables.query<{ password: string }>(
      `select a.password from identity.account a join identity."user" u on u.id = a."userId" where u.email = $1`,
      [email],
    );
    expect(row?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("nobody signs in before the address is confirmed, and a wrong password does not say so", async () => {
    const email = freshEmail();
    await send("POST", "/v1/accounts", { email, password, name: "Early" });
    expect(problem(await send("POST", "/v1/sessions", { email, password })).code).toBe("email_unverified");
    expect(problem(await send("POST", "/v1/sessions", { email, password: "something else" })).code).toBe("credentials_invalid");
  });

  test("a new password ends every session, its code works once and lies hashed in the table", async () => {
    const { email, token } = await newPerson(send, root);
    expect((await send("POST", "/v1/password-resets", { email })).status).toBe(202);
    const letter = await letterTo(root, email, "A new password");
    const [, code = ""] = /\n {4}(\S+)\r?\n/.exec(letter) ?? [];
    const stored = await tables.query<{ identifier: string }>("select identifier from identity.verification");
    expect(stored.some(({ identifier }) => identifier.includes(code))).toBe(false);
    const fresh = "another long password";
    const reset = () => send("POST", "/v1/password-resets/confirm", { token: code, password: fresh });
    expect((await reset()).status).toBe(204);
    expect(problem(await reset())).toMatchObject({ code: "invalid_input", fields: [{ path: "token" }] });
    expect((await send("GET", "/v1/account", undefined, { token })).status).toBe(401);
    expect(problem(await send("POST", "/v1/sessions", { email, password })).code).toBe("credentials_invalid");
    expect(await signIn(send, email, fresh)).toContain(".");
  });

  test("a changed password asks for the old one and ends every other session", async () => {
    const { email, token } = await newPerson(send, root);
    const second = await signIn(send, email);
    const change = (word: string) =>
      send("POST", "/v1/account/password", { password: word, newPassword: "another long password" }, { token });
    expect(problem(await change("wrong")).code).toBe("credentials_invalid");
    const changed = await change(password);
    expect(changed.status).toBe(204);
    for (const ended of [token, second]) expect((await other("GET", "/v1/account", undefined, { token: ended })).status).toBe(401);
    const next = changed.headers.get("set-auth-token") ?? "";
    expect((await send("PATCH", "/v1/account", { name: "Renamed" }, { token: next })).body).toMatchObject({ name: "Renamed", email });
    expect((await other("GET", "/v1/account", undefined, { token: next })).body).toMatchObject({ name: "Renamed", twoFactor: false });
    expect(await signIn(send, email, "another long password")).toContain(".");
  });

  test("a session token as it lies in the table is worthless", async () => {
    const { email, token } = await newPerson(send, root);
    const [row] = await tables.query<{ token: string }>(
      `select s.token from identity.session s join identity."user" u on u.id = s."userId" where u.email = $1`,
      [email],
    );
    expect(token.startsWith(`${row?.token}.`)).toBe(true);
    expect((await send("GET", "/v1/account", undefined, { token: row?.token })).status).toBe(401);
    expect((await send("GET", "/v1/account", undefined, { token })).status).toBe(200);
  });
});

describe("the facade", () => {
  test("a client cannot say its own address", async () => {
    const { token } = await newPerson(send, root);
    const ip = freshIp();
    const { email } = (await send("GET", "/v1/account", undefined, { token })).body as { email: string };
    await send("POST", "/v1/sessions", { email, password }, { ip, headers: { "x-real-client-ip": "203.0.113.9" } });
    const { sessions } = (await send("GET", "/v1/sessions", undefined, { token })).body as { sessions: { address: string }[] };
    const addresses = sessions.map(({ address }) => address);
    expect(addresses).toContain(ip);
    expect(addresses).not.toContain("203.0.113.9");
  });

  test("each cookie comes in a header of its own, and the token in set-auth-token, in no body", async () => {
    const { email } = await newPerson(send, root);
    const answer = await send("POST", "/v1/sessions", { email, password });
    expect(answer.text).toBe('{"next":"signed-in"}');
    expect(answer.headers.get("set-auth-token")).toMatch(/^[^.]+\.[^.]+$/);
    const two = await withSecondFactor();
    const first = await send("POST", "/v1/sessions", { email: two.email, password });
    expect(first.text).toBe('{"next":"code"}');
    expect(first.headers.get("set-auth-token")).toBeNull();
    const cookies = first.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(1);
    expect(cookies.filter((cookie) => /two_factor=[^;]+/.test(cookie))).toHaveLength(1);
  });

  test("none of the library's own paths is there", async () => {
    const paths = [
      "/identity/sign-in/email",
      "/identity/ok",
      "/identity/list-sessions",
      "/identity/open-api/generate-schema",
      "/api/auth/ok",
    ];
    for (const path of paths) for (const method of ["GET", "POST"]) expect((await send(method, path)).status).toBe(404);
  });

  test("a sign-in of a browser's kind without an Origin, or from another, is refused with a sentence", async () => {
    const { email } = await newPerson(send, root);
    for (const origin of ["", "https://evil.example"]) {
      const refused = await send("POST", "/v1/sessions", { email, password }, { headers: { origin } });
      expect(problem(refused)).toMatchObject({ code: "forbidden", detail: expect.stringContaining("Origin") as string });
    }
  });

  test("too many requests of one address are told when to come again, by either process", async () => {
    const ip = freshIp();
    const answers: Answer[] = [];
    for (const through of [send, other, send, other, send])
      answers.push(await through("POST", "/v1/sessions", { email: freshEmail(), password }, { ip }));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429]);
    const last = answers.at(-1) as Answer;
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(problem(last).retryAfter).toBe(Number(last.headers.get("retry-after")));
  });

  test("devices are listed by id without tokens and ended by id, one's own alone", async () => {
    const { email, token } = await newPerson(send, root);
    const second = await signIn(send, email);
    const stranger = await newPerson(send, root);
    const list = async (as: string) => (await send("GET", "/v1/sessions", undefined, { token: as })) as Answer;
    const { sessions } = (await list(token)).body as { sessions: { id: string; current: boolean }[] };
    expect(sessions.map(({ current }) => String(current)).sort()).toEqual(["false", "true"]);
    const text = (await list(token)).text;
    for (const secret of [token, second]) expect(text).not.toContain(secret.split(".")[0]);
    const away = sessions.find(({ current }) => !current)?.id ?? "";
    expect((await send("DELETE", `/v1/sessions/${away}`, undefined, { token: stranger.token })).status).toBe(404);
    expect((await send("DELETE", `/v1/sessions/${away}`, undefined, { token })).status).toBe(204);
    expect((await other("GET", "/v1/account", undefined, { token: second })).status).toBe(401);
    expect((await send("GET", "/v1/account", undefined, { token })).status).toBe(200);
  });
});

test("what is missing at a sign-in is named", async () => {
  const fields = async (body: object) => problem(await send("POST", "/v1/sessions", body)).fields?.map(({ path }) => path);
  expect(await fields({})).toEqual(["email", "password"]);
  expect(await fields({ email: "nobody@example.com" })).toEqual(["password"]);
  expect(await fields({ email: "no address", password })).toEqual(["email"]);
  expect(await fields({ code: "12" })).toEqual(["code"]);
  expect(await fields({ code: "123456", password })).toEqual(["code"]);
});

describe("nobody learns who has an account", () => {
  test("sign-up, mails and sign-in answer alike, byte for byte", async () => {
    const { email: known } = await newPerson(send, root);
    const cases: [string, (email: string) => unknown][] = [
      ["/v1/accounts", (email) => ({ email, password, name: "Again" })],
      ["/v1/accounts/verification-mails", (email) => ({ email })],
      ["/v1/password-resets", (email) => ({ email })],
      ["/v1/sessions", (email) => ({ email, password: "not the password" })],
    ];
    for (const [path, body] of cases) {
      const there = await send("POST", path, body(known));
      const missing = await send("POST", path, body(freshEmail()));
      expect(seen(missing)).toEqual(seen(there));
    }
    expect(await letterTo(root, known, "You have an account already")).toContain("sign in");
  });

  test("the same password work is done for an address that is there and one that is not", async () => {
    const { email: known } = await newPerson(send, root);
    const done = async (call: () => Promise<unknown>) => {
      const before = work.hash + work.verify;
      await call().catch(() => undefined);
      return work.hash + work.verify - before;
    };
    const from = () => ({ ip: freshIp(), headers: { origin: "studio://app" } });
    for (const email of [known, freshEmail()]) {
      expect(await done(() => quiet.accounts.signUp(from(), { email, password, name: "Twice" }))).toBe(1);
      expect(await done(() => quiet.devices.signIn(from(), { email, password: "not the password" }))).toBe(1);
      expect(await done(() => quiet.accounts.askForMail(from(), "reset-request", email))).toBe(0);
    }
  });

  test("attempts are delayed alike, and the delay ends with a success", async () => {
    const { email: known } = await newPerson(send, root);
    const tries = async (email: string) => {
      const answers: number[] = [];
      for (let n = 0; n < 6; n += 1) answers.push((await send("POST", "/v1/sessions", { email, password: "wrong password" })).status);
      return answers;
    };
    expect(await tries(known)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await tries(freshEmail())).toEqual([401, 401, 401, 401, 401, 429]);
    // Right or wrong, from anywhere, through either process.
    const waits = await other("POST", "/v1/sessions", { email: known.toUpperCase(), password });
    expect(problem(waits)).toMatchObject({ code: "rate_limited" });
    expect(Number(waits.headers.get("retry-after"))).toBeGreaterThan(0);
    await tables.query("update identity.sign_in_counter set blocked_until = now() - interval '1 second'");
    expect(await signIn(send, known)).toContain(".");
    expect(await tries(known)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test("50 sign-ups of one address at once make one account and answer alike", async () => {
    const email = freshEmail();
    const from = () => ({ ip: freshIp(), headers: {} });
    await tables.query("delete from identity.rate_window");
    const ask = (through: Send) => through("POST", "/v1/accounts", { email, password, name: "Many" });
    const five = await Promise.all([send, other, send, other, send].map(ask));
    expect(new Set(five.map((answer) => JSON.stringify(seen(answer))))).toHaveProperty("size", 1);
    expect(five[0]?.status).toBe(202);
    // Past the limit by address, at the library itself.
    await Promise.all(
      Array.from({ length: 45 }, async () => {
        await tables.query("delete from identity.rate_window");
        await quiet.accounts
          .signUp(from(), { email, password, name: "Many" })
          .catch((error: { code?: string }) => expect(error.code).toBe("rate_limited"));
      }),
    );
    const [row] = await tables.query<{ users: string; words: string }>(
      `select count(distinct u.id) as users, count(a.id) as words from identity."user" u left join identity.account a on a."userId" = u.id where u.email = $1`,
      [email],
    );
    expect(row).toEqual({ users: "1", words: "1" });
  });
});

describe("the guard", () => {
  /** One sign-in of two at once goes through; the other is told that the code was used, or to wait. */
  const oneIn = (answers: { status: number }[]) =>
    answers.filter(({ status }) => status === 200).length === 1 && answers.every(({ status }) => [200, 401, 429].includes(status));

  test("1. a code counts once, also through another process", async () => {
    const { email, codes } = await withSecondFactor();
    const [here, there] = [await step(send, email), await step(other, email)];
    const [code] = codes;
    const answers = await Promise.all([
      send("POST", "/v1/sessions", { code }, { cookie: here }),
      other("POST", "/v1/sessions", { code }, { cookie: there }),
    ]);
    expect(oneIn(answers)).toBe(true);
    const late = await other("POST", "/v1/sessions", { code }, { cookie: await step(other, email) });
    expect(problem(late).code).toBe("code_invalid");
  });

  test("1. a recovery code counts once, also through another process", async () => {
    const { email, recoveryCodes } = await withSecondFactor();
    const [code = ""] = recoveryCodes;
    const [here, there] = [await step(send, email), await step(other, email)];
    const answers = await Promise.all([
      send("POST", "/v1/sessions", { code }, { cookie: here }),
      other("POST", "/v1/sessions", { code }, { cookie: there }),
    ]);
    expect(oneIn(answers)).toBe(true);
    await tables.query("delete from identity.totp_used");
    expect((await send("POST", "/v1/sessions", { code }, { cookie: await step(send, email) })).status).toBe(401);
  });

  test("1. used codes are forgotten after three minutes", async () => {
    const { email, codes } = await withSecondFactor();
    await tables.query("update identity.totp_used set used_at = now() - interval '181 seconds'");
    await send("POST", "/v1/sessions", { code: codes[0] }, { cookie: await step(send, email) });
    const rows = await tables.query<{ old: boolean }>("select used_at < now() - interval '3 minutes' as old from identity.totp_used");
    expect(rows).toEqual([{ old: false }]);
  });

  test("2. step-up failures with a live session are counted like failures to sign in", async () => {
    const { email, token } = await newPerson(send, root);
    const statuses: number[] = [];
    for (const path of ["/v1/account/totp", "/v1/account/totp", "/v1/account/totp"])
      statuses.push((await send("POST", path, { password: "wrong" }, { token })).status);
    for (let n = 0; n < 3; n += 1) statuses.push((await other("POST", "/v1/sessions", { email, password: "wrong" })).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await send("DELETE", "/v1/account", { password }, { token })).status).toBe(429);
  });

  test("2. wrong codes count on, also when the password before them was right", async () => {
    const { email } = await withSecondFactor();
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const first = await send("POST", "/v1/sessions", { email, password });
      if (first.status === 429) break;
      statuses.push((await send("POST", "/v1/sessions", { code: `00000${n}` }, { cookie: cookiesOf(first) })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
  });

  test("3. turning the second factor off, new recovery codes and the end of the account ask for password and a fresh code", async () => {
    const { token, used, codes, old, recoveryCodes } = await withSecondFactor();
    expect((await send("GET", "/v1/account", undefined, { token: old })).status).toBe(401);
    const calls: [string, string][] = [
      ["DELETE", "/v1/account/totp"],
      ["POST", "/v1/account/totp/recovery-codes"],
      ["DELETE", "/v1/account"],
    ];
    for (const [method, path] of calls) {
      expect(problem(await send(method, path, { password }, { token })).code).toBe("code_invalid");
      // The code that set it up was used.
      expect(problem(await send(method, path, { password, code: used }, { token })).code).toBe("code_invalid");
      await tables.query("delete from identity.sign_in_counter");
    }
    expect((await send("DELETE", "/v1/account/totp", { password: "wrong", code: codes[1] }, { token })).status).toBe(401);
    const renewed = await send("POST", "/v1/account/totp/recovery-codes", { password, code: codes[0] }, { token });
    const fresh = (renewed.body as { recoveryCodes: string[] }).recoveryCodes;
    expect(fresh.filter((code) => recoveryCodes.includes(code))).toEqual([]);
    const off = await send("DELETE", "/v1/account/totp", { password, code: fresh[0] }, { token });
    expect(off.status).toBe(204);
    const next = off.headers.get("set-auth-token") ?? "";
    expect((await send("GET", "/v1/account", undefined, { token: next })).body).toMatchObject({ twoFactor: false });
  });

  test("4. an account that ends is noted for erasure once; a team with others keeps an owner", async () => {
    const { token, email } = await newPerson(send, root);
    const { id } = (await send("GET", "/v1/account", undefined, { token })).body as { id: string };
    const alone = (await send("POST", "/v1/teams", { name: "Alone" }, { token })).body as { id: string };
    const team = (await send("POST", "/v1/teams", { name: "Night shift" }, { token })).body as { id: string };
    const friend = await newPerson(send, root);
    await send("POST", `/v1/teams/${team.id}/invitations`, { email: friend.email }, { token });
    const { invitations } = (await send("GET", "/v1/invitations", undefined, { token: friend.token })).body as {
      invitations: { id: string }[];
    };
    expect((await send("POST", `/v1/invitations/${invitations[0]?.id}/accept`, undefined, { token: friend.token })).status).toBe(204);

    const refused = problem(await send("DELETE", "/v1/account", { password }, { token }));
    expect(refused).toMatchObject({ code: "conflict", detail: expect.stringContaining("Night shift") as string });
    expect(await tables.query("select 1 from identity.erasure_request where account_id = $1", [id])).toEqual([]);
    const { members } = (await send("GET", `/v1/teams/${team.id}`, undefined, { token })).body as {
      members: { id: string; email: string }[];
    };
    const theirs = members.find((member) => member.email === friend.email)?.id ?? "";
    expect((await send("PATCH", `/v1/teams/${team.id}/members/${theirs}`, { role: "owner" }, { token })).status).toBe(204);
    expect((await send("DELETE", "/v1/account", { password: "wrong" }, { token })).status).toBe(401);
    // Where the erasure cannot be noted the account stays, and the answer says so.
    await tables.query("alter function identity.prepare_erasure rename to away");
    expect(problem(await send("DELETE", "/v1/account", { password }, { token })).code).toBe("database_unavailable");
    await tables.query("alter function identity.away rename to prepare_erasure");
    expect((await send("DELETE", "/v1/account", { password }, { token })).status).toBe(204);
    expect((await send("GET", "/v1/account", undefined, { token })).status).toBe(401);
    expect(problem(await send("POST", "/v1/sessions", { email, password })).code).toBe("credentials_invalid");
    expect(await letterTo(root, email, "Certificate of erasure")).toContain("Your account was erased");
    expect(await tables.query("select 1 from identity.erasure_request where account_id = $1", [id])).toEqual([]);
    expect(await tables.query("select 1 from identity.organization where id = $1", [alone.id])).toEqual([]);
    expect((await send("GET", `/v1/teams/${team.id}`, undefined, { token: friend.token })).status).toBe(200);
  });

  test("5. two first starts at once migrate once", async () => {
    const name = `test_${randomBytes(8).toString("hex")}`;
    const base = database.url.replace(/\/[^/]+$/, "");
    const maintenance = new pg.Client({ connectionString: `${base}/postgres` });
    await maintenance.connect();
    await maintenance.query(`create database ${name}`);
    const applied: unknown[] = [];
    const log = { ...silentLog, info: (_message: string, fields?: Record<string, unknown>) => void applied.push(fields?.file) };
    await Promise.all([migrate(`${base}/${name}`, log), migrate(`${base}/${name}`, log)]);
    expect(new Set(applied).size).toBe(applied.length);
    expect(applied).toContain("020-identity-guard.sql");
    await maintenance.query(`drop database ${name} with (force)`);
    await maintenance.end();
  });

  test("6. letters are only noted, sealed; an answer never waits for a mail server", async () => {
    const email = freshEmail();
    // This identity has nobody who sends: what it notes is found by the sweep of the farm beside it, a minute later.
    await quiet.accounts.signUp({ ip: freshIp(), headers: {} }, { email, password, name: "Noted" });
    await tables.query("update identity.outgoing set created_at = created_at - interval '2 minutes'");
    await tables.query("insert into pgboss.job (name, policy) values ('sweep', 'exclusive') on conflict do nothing");
    expect(await letterTo(root, email, "Confirm your address")).toContain("/v1/accounts/verification?token=");
    await quiet.accounts.askForMail({ ip: freshIp(), headers: {} }, "verify-request", email);
    const waiting = await tables.query<{ sealed: Buffer }>("select sealed from identity.outgoing");
    for (const { sealed } of waiting) expect(sealed.includes(email)).toBe(false);
  });
});

test("the first request of an account opens its month once, also when many come at once", async () => {
  const fresh = await newPerson(send, root);
  const answers = await Promise.all(
    [send, other, send, other].map((through) => through("GET", "/v1/credits", undefined, { token: fresh.token })),
  );
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  const [row] = await tables.query<{ periods: string; grants: string }>(
    `select (select count(*) from farm.plan_period p where p.account_id = u.id) as periods,
       (select count(*) - count(distinct source) from farm.lot l where l.account_id = u.id) as grants from identity."user" u where u.email = $1`,
    [fresh.email],
  );
  expect(row).toEqual({ periods: "1", grants: "0" });
});

test("no letter goes to the farm's own address, and its account stays", async () => {
  const token = readFileSync(farm.tokenFile, "utf8");
  expect((await send("GET", "/v1/account", undefined, { token })).body).toMatchObject({ localOwner: true, email: "owner@farm.local" });
  await send("POST", "/v1/accounts", { email: "owner@farm.local", password, name: "Impostor" });
  expect(problem(await send("DELETE", "/v1/account", { password }, { token })).code).toBe("forbidden");
  // Either would keep the farm from signing its owner in.
  expect(problem(await send("POST", "/v1/account/totp", { password }, { token })).code).toBe("forbidden");
  expect(problem(await send("POST", "/v1/account/password", { password, newPassword: password }, { token })).code).toBe("forbidden");
  expect(lettersTo(root, "owner@farm.local")).toEqual([]);
});

test("nothing of a person is in the log", () => {
  const all = logged.join("\n");
  for (const trace of ["@example.com", password, "ovk_", "set-auth-token"]) expect(all).not.toContain(trace);
});
