// The door to the library: which of its paths can be reached, and what of a client's request gets through.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { createFacade, type LibraryPath } from "./facade.ts";
import { type Identity, openIdentity } from "./open.ts";

let database: TestDatabase;
let identity: Identity;
beforeAll(async () => {
  database = await testDatabase();
  identity = openIdentity({
    databaseUrl: database.url,
    owner: database.open(null),
    api: database.open("farm_api"),
    secret: randomBytes(32).toString("base64url"),
    baseUrl: "https://farm.example",
    trustedOrigins: ["https://studio.example"],
    signUp: "open",
    regions: [],
    random: (count) => randomBytes(count),
  });
});
afterAll(async () => {
  await identity.close();
  await database.close();
});

/** A facade over a library that answers `answer`, and the requests that reached it. */
function listening(answer: () => Response) {
  const requests: Request[] = [];
  const handler = (request: Request) => {
    requests.push(request);
    return Promise.resolve(answer());
  };
  return { facade: createFacade({ handler }, "https://farm.example"), requests };
}
const client = { ip: "192.0.2.7", headers: {} };

test("of the library's paths those that we use can be reached, and no other", async () => {
  const { facade, requests } = listening(() => Response.json({}));
  const paths = [
    ...new Set(
      Object.values(identity.library.api)
        .map((endpoint) => (endpoint as { path?: string }).path)
        .filter((path) => path !== undefined),
    ),
  ];
  const open: string[] = [];
  for (const path of paths) {
    const called = await facade.call(client, "POST", path as LibraryPath).catch((error: { code?: string }) => error.code);
    if (called !== "not_found") open.push(path);
  }
  // An upgrade of the library that brings or takes a path is looked at before it ships.
  expect(paths).toHaveLength(71);
  expect(open).toHaveLength(25);
  expect(requests.map(({ url }) => new URL(url).pathname.replace("/identity", ""))).toEqual(open);
});

test("a client's own headers stay outside but for those by which the library judges", async () => {
  const { facade, requests } = listening(() => Response.json({}));
  const headers = {
    "x-real-client-ip": "203.0.113.9",
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-host": "evil.example",
    host: "evil.example",
    origin: "https://studio.example",
    authorization: "Bearer a.b",
    cookie: "better-auth.session_token=a.b; __Secure-better-auth.two_factor=c.d; better-auth.trust_device=e.f; x_two_factor_y=g",
  };
  const from = { ip: "192.0.2.7", headers };
  await facade.call(from, "POST", "/sign-in/email", { body: { email: "a@example.com" } });
  await facade.call(from, "POST", "/two-factor/verify-totp", { as: "second-factor", body: { code: "123456" } });
  await facade.call(from, "POST", "/update-user", { as: "session", body: { name: "A" } });
  const seen = requests.map((request) => Object.fromEntries(request.headers));
  const always = { "x-real-client-ip": "192.0.2.7", origin: "https://studio.example", "content-type": "application/json" };
  expect(seen).toEqual([always, { ...always, cookie: "__Secure-better-auth.two_factor=c.d" }, { ...always, authorization: "Bearer a.b" }]);
  expect(requests.every(({ url }) => url.startsWith("https://farm.example/identity/"))).toBe(true);
});

test("what the library answers beside its body is kept: the token and each cookie", async () => {
  const headers = new Headers({ "set-auth-token": "a.b" });
  headers.append("set-cookie", "one=1; Path=/");
  headers.append("set-cookie", "two=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
  const { facade } = listening(() => Response.json({ token: "raw" }, { headers }));
  expect(await facade.call(client, "POST", "/sign-in/email")).toMatchObject({
    token: "a.b",
    cookies: ["one=1; Path=/", "two=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"],
  });
});

test.each([
  [429, { message: "Too many" }, { "x-retry-after": "7" }, { code: "rate_limited", retryAfter: 7 }],
  [429, { code: "GUARD_WAIT", retryAfter: 12 }, {}, { code: "rate_limited", retryAfter: 12 }],
  [429, { code: "ACCOUNT_TEMPORARILY_LOCKED" }, {}, { code: "rate_limited", retryAfter: 900 }],
  [401, { code: "INVALID_EMAIL_OR_PASSWORD" }, {}, { code: "credentials_invalid" }],
  [401, { code: "SOMETHING_NEW" }, {}, { code: "unauthenticated" }],
  [403, null, {}, { code: "forbidden" }],
  [422, { code: "SOMETHING_NEW" }, {}, { code: "invalid_input" }],
  [500, null, {}, { code: "internal" }],
] as const)("an answer %i %j becomes a code of ours", async (status, body, headers, expected) => {
  const { facade } = listening(() => new Response(body && JSON.stringify(body), { status, headers }));
  await expect(facade.call(client, "POST", "/sign-in/email")).rejects.toMatchObject(expected);
});

test("a library that throws is a fault of ours, and a database that is gone is said to be", async () => {
  const thrown = (error: unknown) => createFacade({ handler: () => Promise.reject(error as Error) }, "https://farm.example");
  await expect(thrown(new Error("x")).call(client, "POST", "/sign-in/email")).rejects.toMatchObject({ code: "internal" });
  const gone = Object.assign(new Error("x"), { code: "ECONNREFUSED" });
  await expect(thrown(gone).call(client, "POST", "/sign-in/email")).rejects.toMatchObject({ code: "database_unavailable" });
});
