// The check of every request, and the library's own: one answer.
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getMigrations } from "better-auth/db/migration";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { type Identity, openIdentity } from "./open.ts";
import { ensureOwner } from "./owner.ts";
import type { Sessions } from "./sessions.ts";

const data = mkdtempSync(join(tmpdir(), "farm-identity-"));
const secretText = randomBytes(32).toString("base64url");
let database: TestDatabase;
let identity: Identity;
let sessions: Sessions;
let token: string;
const random = (count: number) => randomBytes(count);

beforeAll(async () => {
  database = await testDatabase();
  identity = openIdentity({
    databaseUrl: database.url,
    owner: database.open(null),
    api: database.open("farm_api"),
    secret: secretText,
    baseUrl: "http://127.0.0.1",
    trustedOrigins: [],
    signUp: "open",
    regions: [],
    random,
  });
  sessions = identity.sessions;
  const { tokenFile } = await ensureOwner(data, identity.library, sessions, database.open(null), random);
  token = readFileSync(tokenFile, "utf8");
});
afterAll(async () => {
  await identity.close();
  await database.close();
  rmSync(data, { recursive: true });
});

/** Who both say that the header is. */
async function both(authorization: string) {
  const ours = await sessions.authenticate(authorization);
  const theirs = await identity.library.api.getSession({ headers: new Headers({ authorization }) });
  return {
    ours: ours && { account: ours.accountId, session: ours.sessionId },
    theirs: theirs && { account: theirs.user.id, session: theirs.session.id },
  };
}

test("a signed token is its session to both", async () => {
  const { ours, theirs } = await both(`Bearer ${token}`);
  expect(ours).not.toBeNull();
  expect(theirs).toEqual(ours);
});

test("whatever is not signed is nobody to both", async () => {
  const [raw = "", signature = ""] = decodeURIComponent(token).split(".");
  const flipped = `${raw.startsWith("A") ? "B" : "A"}${raw.slice(1)}`;
  for (const sent of [
    "",
    "Bearer",
    "Bearer x",
    `Bearer ${raw}`,
    `Bearer ${raw}.`,
    `Bearer ${flipped}.${signature}`,
    `Basic ${token}`,
    `Bearer ${raw}.${signature.slice(2)}`,
  ]) {
    expect(await both(sent)).toEqual({ ours: null, theirs: null });
  }
});

test("an expired and a revoked session is nobody to both", async () => {
  const owner = database.open(null);
  const { ours } = await both(`Bearer ${token}`);
  await owner.query(`update identity.session set "expiresAt" = now() - interval '1 second' where id = $1`, [ours?.session]);
  expect(await both(`Bearer ${token}`)).toEqual({ ours: null, theirs: null });
  // The next start signs in anew.
  const { tokenFile } = await ensureOwner(data, identity.library, sessions, owner, random);
  const fresh = readFileSync(tokenFile, "utf8");
  expect(fresh).not.toBe(token);
  expect((await both(`Bearer ${fresh}`)).ours?.account).toBe(ours?.account);
  await owner.query("delete from identity.session");
  expect(await both(`Bearer ${fresh}`)).toEqual({ ours: null, theirs: null });
});

test("a session in use is renewed by the library's rule", async () => {
  const owner = database.open(null);
  const { tokenFile } = await ensureOwner(data, identity.library, sessions, owner, random);
  const authorization = `Bearer ${readFileSync(tokenFile, "utf8")}`;
  await owner.query(`update identity.session set "updatedAt" = now() - interval '2 days', "expiresAt" = now() + interval '5 days'`);
  expect(await sessions.authenticate(authorization)).not.toBeNull();
  const [row] = await owner.query<{ renewed: boolean }>(`select "expiresAt" > now() + interval '6 days' as renewed from identity.session`);
  expect(row?.renewed).toBe(true);
});

test("the library finds nothing to add to the tables that our migration made", async () => {
  const { toBeCreated, toBeAdded } = await getMigrations(identity.library.options);
  expect([toBeCreated, toBeAdded]).toEqual([[], []]);
});
