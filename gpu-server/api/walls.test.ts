// Walls between accounts at every route: each route of the OpenAPI document is called by one account with the ids of another.
// A route with an id answers 404, word for word as for an id that nobody has; no answer holds anything of the other account.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, silentLog, testDatabase } from "../database/testing.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import { client, newPerson, type Send } from "../testing/people.ts";

/** A JSON Schema, as far as bodies need it. */
interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  format?: string;
  pattern?: string;
}
interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
}

const data = mkdtempSync(join(tmpdir(), "farm-walls-"));
let database: TestDatabase;
let farm: Coordinator;
let send: Send;
beforeAll(async () => {
  database = await testDatabase();
  farm = await startCoordinator(
    { data, port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test", localNode: true },
    silentLog,
  );
  send = client(farm.url);
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

/** A value that a schema accepts; every id in it is `id`. */
function sample(schema: Schema, id: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sample(choice, id);
  switch (schema.type) {
    case "object":
      return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {}, id)]));
    case "array":
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, id));
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    default:
      if (schema.format === "uuid") return id;
      if (schema.format === "email") return "nobody@example.com";
      if (schema.pattern?.includes("64")) return "a".repeat(64);
      return "x".repeat(Math.max(12, schema.minLength ?? 0));
  }
}

/** Everything of an account that has an id, by the resource in whose route the id stands. */
async function possessions(token: string): Promise<Record<string, string>> {
  const me = await send("GET", "/v1/account", undefined, { token });
  const account = me.body.id as string;
  await database.open("farm_api").call("grant_credits", account, "test", 20, null);
  const video = { kind: "video.generate", label: "a film of mine", input: { segments: [{ prompt: "A boat", seed: 1, frames: 80 }] } };
  const submitted = await send("POST", "/v1/jobs", video, { token, headers: { "idempotency-key": randomUUID() } });
  expect(submitted.status).toBe(201);
  const job = submitted.body.job.id as string;
  const artifact = randomUUID();
  await database.open(null).query(
    `insert into artifact (account_id, artifact_id, job_id, kind, idx, content_type, sha256, bytes, key_id, state, created_at, expires_at)
     values ($1, $2, $3, 'clip', 0, 'video/mp4', $4, 1, 'k', 'readable', farm_now(), farm_now() + interval '1 day')`,
    [account, artifact, job, "b".repeat(64)],
  );
  const session = (await send("GET", "/v1/sessions", undefined, { token })).body.sessions[0].id as string;
  const key = (await send("POST", "/v1/api-keys", { name: "mine", scopes: ["jobs:read"] }, { token })).body;
  const team = (await send("POST", "/v1/teams", { name: "My team" }, { token })).body;
  const consent = { textVersion: "likeness-1", subject: "self", scope: "general", referenceHash: "c".repeat(64) };
  const consents = (await send("POST", "/v1/consents", consent, { token })).body.consent.id as string;
  const ids = {
    account,
    consents,
    jobs: job,
    artifacts: artifact,
    sessions: session,
    "api-keys": key.key?.id ?? key.id,
    teams: team.id ?? team.team?.id,
  };
  for (const [resource, id] of Object.entries(ids))
    expect([resource, id]).toEqual([resource, expect.stringMatching(/^[0-9a-zA-Z-]{20,}$/)]);
  return ids;
}

test("every route keeps to its own account", { timeout: 120_000 }, async () => {
  const victim = await newPerson(send, data);
  const theirs = await possessions(victim.token);
  const { token } = await newPerson(send, data);
  const { paths } = (await send("GET", "/v1/openapi.json")).body as { paths: Record<string, Record<string, Operation>> };
  // These end the caller's own session or account, and so come last.
  const lethal = (method: string, path: string) => method === "delete" && path === "/v1/account";
  const calls = Object.entries(paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    .filter(({ path }) => path.startsWith("/v1/"))
    .toSorted((a, b) => Number(lethal(a.method, a.path)) - Number(lethal(b.method, b.path)));
  expect(calls.length).toBeGreaterThan(30);
  const secrets = [victim.email, "a film of mine", ...Object.values(theirs)];
  let withIds = 0;
  for (const { path, method, operation } of calls) {
    const resource = path.split("/")[2] ?? "";
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const call = (id: string) => {
      const schema = operation.requestBody?.content?.["application/json"]?.schema;
      const body = schema === undefined ? undefined : sample(schema, id);
      const address = names.reduce((text, name) => text.replace(`{${name}}`, id), path);
      return send(method.toUpperCase(), address, body, { token, headers: { "idempotency-key": randomUUID() } });
    };
    const stranger = randomUUID();
    const id = theirs[resource] ?? theirs.account ?? "";
    const [mine, nobody] = [await call(id), await call(stranger)];
    const where = `${method} ${path}`;
    const told = mine.text.replaceAll(id, "(id)");
    for (const secret of secrets) if (secret !== id) expect([where, told.includes(secret)]).toEqual([where, false]);
    if (names.length === 0) continue;
    withIds += 1;
    // A file's link is its own key: without a signature the door is shut before anything is looked up.
    const shut = ["/v1/files/{id}", "/v1/exports/{id}"].includes(path) ? 403 : 404;
    expect([where, mine.status, told]).toEqual([where, shut, nobody.text.replaceAll(stranger, "(id)")]);
  }
  expect(withIds).toBeGreaterThanOrEqual(12);
  // Ids inside a body: the same as for a job that nobody has.
  const enhance = (after: string) => {
    const body = { kind: "text.enhance", after, input: { prompt: "A boat" } };
    return send("POST", "/v1/jobs", body, { token, headers: { "idempotency-key": randomUUID() } });
  };
  const order = (job: string) => send("POST", "/v1/jobs/order", { jobs: [job] }, { token });
  for (const call of [enhance, order]) {
    const [known, unknown] = [await call(theirs.jobs ?? ""), await call(randomUUID())];
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    expect(known.status).toBeGreaterThanOrEqual(400);
  }
  // And nothing of the other account was changed.
  expect((await send("GET", `/v1/jobs/${theirs.jobs}`, undefined, { token: victim.token })).body.job).toMatchObject({
    lastSeq: 1,
    state: "queued",
  });
});
