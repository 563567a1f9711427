// API keys, teams, and who may make an account: over HTTP, on a farm that takes accounts by invitation
// from two countries.
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "../../shared/contract/errors.ts";
import { keyListSchema, newKeySchema, teamDetailSchema } from "../../shared/contract/farm-identity.ts";
import type { Database } from "../database/pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
import { createInvite } from "../identity/admission.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import { localIdentity } from "../operations/identity-settings.ts";
import { type Answer, client, freshEmail, letterTo, newPerson, password, type Send } from "../testing/people.ts";

const root = mkdtempSync(join(tmpdir(), "farm-keys-"));
let database: TestDatabase;
let tables: Database;
let farm: Coordinator;
let send: Send;
/** The same farm with an open door, for people that other tests need. */
let open: Coordinator;
let people: Send;

beforeAll(async () => {
  database = await testDatabase();
  tables = database.open(null);
  const settings = { port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test" as const, localNode: true };
  const identity = { ...localIdentity, trustProxy: "loopback" };
  open = await startCoordinator({ ...settings, data: root, identity }, silentLog);
  farm = await startCoordinator({ ...settings, data: root, identity: { ...identity, signUp: "invite", regions: ["DE", "FR"] } }, silentLog);
  send = client(farm.url);
  people = client(open.url);
});
afterAll(async () => {
  await farm.stop();
  await open.stop();
  await database.close();
  rmSync(root, { recursive: true });
});

const problem = ({ headers, body, status }: Answer) => {
  expect(headers.get("content-type")).toBe("application/problem+json");
  const parsed = problemSchema.parse(body);
  expect(parsed.status).toBe(status);
  return parsed;
};

describe("API keys", () => {
  const make = async (token: string, request: object) => {
    const answer = await send("POST", "/v1/api-keys", { name: "Script", scopes: ["credits:read"], ...request }, { token });
    expect(answer.status).toBe(201);
    return newKeySchema.parse(answer.body);
  };

  test("a key is a prefix and 32 random bytes, shown once and stored as its SHA-256", async () => {
    const { token } = await newPerson(people, root);
    const { key, secret } = await make(token, {});
    expect(secret).toMatch(/^ovk_[\w-]{43}$/);
    const listed = await send("GET", "/v1/api-keys", undefined, { token });
    expect(keyListSchema.parse(listed.body).keys).toEqual([key]);
    expect(listed.text).not.toContain(secret);
    const [row] = await tables.query<{ hash: Buffer; whole: string }>(
      "select hash, k::text as whole from identity.api_key k where id = $1",
      [key.id],
    );
    expect(row?.hash).toEqual(createHash("sha256").update(secret).digest());
    expect(row?.whole).not.toContain(secret.slice(10));
  });

  test("a key may do what its scopes say and nothing else, never what is a session's", async () => {
    const { token } = await newPerson(people, root);
    const { secret } = await make(token, {});
    const as = { token: secret };
    for (const path of ["/v1/account", "/v1/credits", "/v1/credits/ledger", "/v1/credits/movements", "/v1/farm"])
      expect((await send("GET", path, undefined, as)).status).toBe(200);
    const refused: [string, string, unknown?][] = [
      ["GET", "/v1/jobs"],
      ["POST", "/v1/jobs", { kind: "text.enhance", input: { prompt: "A boat" } }],
      ["GET", "/v1/artifacts/00000000-0000-7000-8000-000000000000"],
      ["GET", "/v1/sessions"],
      ["GET", "/v1/api-keys"],
      ["GET", "/v1/account/totp"],
      ["GET", "/v1/account/export"],
      ["POST", "/v1/api-keys", { name: "Another", scopes: ["jobs:write"] }],
      ["PATCH", "/v1/account", { name: "Someone else" }],
      ["DELETE", "/v1/account", { password }],
      ["POST", "/v1/account/totp", { password }],
      ["GET", "/v1/teams"],
    ];
    for (const [method, path, body] of refused) expect(problem(await send(method, path, body, as)).code).toBe("scope_missing");
    // A ticket of the stream is bound to a session.
    expect((await send("POST", "/v1/stream/tickets", {}, as)).status).toBe(401);
    const { secret: jobs } = await make(token, { scopes: ["jobs:read", "jobs:write"] });
    expect((await send("GET", "/v1/jobs", undefined, { token: jobs })).status).toBe(200);
    expect(problem(await send("GET", "/v1/credits", undefined, { token: jobs })).code).toBe("scope_missing");
  });

  test("uses are counted, and the limit of a minute holds for requests at once", async () => {
    const { token } = await newPerson(people, root);
    const { key, secret } = await make(token, { perMinute: 5 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 ? send : people)("GET", "/v1/credits", undefined, { token: secret })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(7);
    for (const answer of limited) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    const { keys } = keyListSchema.parse((await send("GET", "/v1/api-keys", undefined, { token })).body);
    expect(keys.find(({ id }) => id === key.id)).toMatchObject({ uses: 5 });
    await tables.query("update identity.api_key set minute_start = now() - interval '61 seconds'");
    expect((await send("GET", "/v1/credits", undefined, { token: secret })).status).toBe(200);
  });

  test("a key ends by its date, by deletion, and with its account", async () => {
    const { token } = await newPerson(people, root);
    const dated = await make(token, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    const works = async (secret: string) => (await send("GET", "/v1/credits", undefined, { token: secret })).status;
    expect(await works(dated.secret)).toBe(200);
    await tables.query("update identity.api_key set expires_at = now() where id = $1", [dated.key.id]);
    expect(await works(dated.secret)).toBe(401);
    const removed = await make(token, {});
    const stranger = await newPerson(people, root);
    expect((await send("DELETE", `/v1/api-keys/${removed.key.id}`, undefined, { token: stranger.token })).status).toBe(404);
    expect((await send("DELETE", `/v1/api-keys/${removed.key.id}`, undefined, { token })).status).toBe(204);
    expect(await works(removed.secret)).toBe(401);
    const last = await make(token, {});
    expect((await send("DELETE", "/v1/account", { password }, { token })).status).toBe(204);
    expect(await works(last.secret)).toBe(401);
    expect(await tables.query("select 1 from identity.api_key where id = $1", [last.key.id])).toEqual([]);
  });

  test("an account has at most 50 keys, also when they are made at once", async () => {
    const { token } = await newPerson(people, root);
    const ask = () => send("POST", "/v1/api-keys", { name: "One of many", scopes: ["jobs:read"] }, { token });
    const statuses = (await Promise.all(Array.from({ length: 55 }, ask))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(50);
    expect(statuses.filter((status) => status === 409)).toHaveLength(5);
  });
});

describe("teams", () => {
  const teamOf = async (token: string, id: string) =>
    teamDetailSchema.parse((await send("GET", `/v1/teams/${id}`, undefined, { token })).body);

  test("an invitation leads to membership; roles say who may do what", async () => {
    const [owner, friend, stranger] = [await newPerson(people, root), await newPerson(people, root), await newPerson(people, root)];
    const made = await send("POST", "/v1/teams", { name: "Night shift" }, { token: owner.token });
    expect(made).toMatchObject({ status: 201, body: { name: "Night shift", role: "owner" } });
    const { id } = made.body as { id: string };
    const invite = (token: string, email: string) => send("POST", `/v1/teams/${id}/invitations`, { email }, { token });
    // Nobody outside learns that the team is there.
    for (const [method, path, body] of [
      ["GET", `/v1/teams/${id}`],
      ["PATCH", `/v1/teams/${id}`, { name: "Mine" }],
      ["DELETE", `/v1/teams/${id}`],
      ["POST", `/v1/teams/${id}/invitations`, { email: freshEmail() }],
    ] as const)
      expect((await send(method, path, body, { token: stranger.token })).status).toBe(404);

    expect((await invite(owner.token, friend.email)).status).toBe(202);
    expect(await letterTo(root, friend.email, "Night shift")).toContain("invites you");
    const { invitations } = (await send("GET", "/v1/invitations", undefined, { token: friend.token })).body as {
      invitations: { id: string }[];
    };
    const invitation = invitations[0]?.id ?? "";
    expect((await send("POST", `/v1/invitations/${invitation}/accept`, undefined, { token: stranger.token })).status).toBe(404);
    expect((await send("POST", `/v1/invitations/${invitation}/accept`, undefined, { token: friend.token })).status).toBe(204);
    expect((await teamOf(friend.token, id)).members.map(({ email, role }) => [email, role])).toEqual([
      [owner.email, "owner"],
      [friend.email, "member"],
    ]);

    // A member may look, not change.
    expect((await send("PATCH", `/v1/teams/${id}`, { name: "Mine" }, { token: friend.token })).status).toBe(403);
    expect((await send("DELETE", `/v1/teams/${id}`, undefined, { token: friend.token })).status).toBe(403);
    expect((await invite(friend.token, freshEmail())).status).toBe(403);
    const { members } = await teamOf(owner.token, id);
    const member = (email: string) => members.find((each) => each.email === email)?.id ?? "";
    expect(
      (await send("PATCH", `/v1/teams/${id}/members/${member(friend.email)}`, { role: "owner" }, { token: friend.token })).status,
    ).toBe(403);
    expect((await send("DELETE", `/v1/teams/${id}/members/${member(owner.email)}`, undefined, { token: owner.token })).status).toBe(409);
    expect((await send("PATCH", `/v1/teams/${id}/members/${member(friend.email)}`, { role: "admin" }, { token: owner.token })).status).toBe(
      204,
    );
    expect((await invite(friend.token, stranger.email)).status).toBe(202);
    const { invitations: waiting } = await teamOf(friend.token, id);
    expect(waiting).toMatchObject([{ email: stranger.email, role: "member" }]);
    expect((await send("DELETE", `/v1/teams/${id}/invitations/${waiting[0]?.id}`, undefined, { token: friend.token })).status).toBe(204);
    expect((await send("GET", "/v1/invitations", undefined, { token: stranger.token })).body).toEqual({ invitations: [] });
    expect((await send("DELETE", `/v1/teams/${id}/members/${member(friend.email)}`, undefined, { token: friend.token })).status).toBe(204);
    expect((await send("GET", `/v1/teams/${id}`, undefined, { token: friend.token })).status).toBe(404);
    expect((await send("DELETE", `/v1/teams/${id}`, undefined, { token: owner.token })).status).toBe(204);
  });

  test("a member of another team cannot be reached through one's own", async () => {
    const [one, two] = [await newPerson(people, root), await newPerson(people, root)];
    const team = async (token: string) => ((await send("POST", "/v1/teams", { name: "Team" }, { token })).body as { id: string }).id;
    const [mine, theirs] = [await team(one.token), await team(two.token)];
    const [victim] = (await teamOf(two.token, theirs)).members;
    for (const [method, body] of [["PATCH", { role: "member" }], ["DELETE"]] as const)
      expect((await send(method, `/v1/teams/${mine}/members/${victim?.id}`, body, { token: one.token })).status).toBe(404);
  });
});

describe("who may make an account", () => {
  const ask = (more: object, email = freshEmail()) =>
    send("POST", "/v1/accounts", { email, password, name: "Guest", country: "DE", ...more });
  const random = (count: number) => randomBytes(count);

  test("a sign-up form can ask what it must ask for", async () => {
    expect((await send("GET", "/v1/sign-up")).body).toEqual({ signUp: "invite", regions: ["DE", "FR"], mailFolder: join(root, "mail") });
    expect((await people("GET", "/v1/sign-up")).body).toEqual({ signUp: "open", regions: [], mailFolder: join(root, "mail") });
  });

  test("an invite code lets as many in as it says, at once too; known addresses use it up alike", async () => {
    const { email: known } = await newPerson(people, root);
    expect(problem(await ask({})).code).toBe("invite_invalid");
    expect(problem(await ask({ inviteCode: "AAAA-BBBB-CCCC-DDDD" })).code).toBe("invite_invalid");
    const code = await createInvite(tables, 3, 30, random);
    expect(code).toMatch(/^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/);
    const answers = await Promise.all(
      [known, ...Array.from({ length: 4 }, freshEmail)].map((email) => ask({ inviteCode: code.toLowerCase() }, email)),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 202, 202, 403, 403]);
    const one = await createInvite(tables, 1, 30, random);
    expect((await ask({ inviteCode: one }, known)).status).toBe(202);
    expect(problem(await ask({ inviteCode: one })).code).toBe("invite_invalid");
    const old = await createInvite(tables, 1, 30, random);
    await tables.query("update identity.invite_code set expires_at = now() where uses_left > 0");
    expect(problem(await ask({ inviteCode: old })).code).toBe("invite_invalid");
  });

  test("a region that is not served is refused with a sentence that says which are, and uses up no code", async () => {
    const code = await createInvite(tables, 1, 30, random);
    expect(problem(await ask({ inviteCode: code, country: "US" }))).toMatchObject({
      code: "region_not_served",
      detail: "This farm does not serve US yet. It serves DE, FR.",
    });
    expect(problem(await ask({ inviteCode: code, country: undefined }))).toMatchObject({
      code: "invalid_input",
      fields: [{ path: "country" }],
    });
    expect((await ask({ inviteCode: code, country: "fr" })).status).toBe(202);
  });
});
