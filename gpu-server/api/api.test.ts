// The HTTP API of a coordinator as a client sees it: doors, problems, idempotency, lists, OpenAPI.
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "../../shared/contract/errors.ts";
import {
  accountSchema,
  batchAnswerSchema,
  creditsSchema,
  farmSchema,
  jobAnswerSchema,
  jobEventsSchema,
  jobListSchema,
} from "../../shared/contract/farm-http.ts";
import { type TestDatabase, silentLog, testDatabase } from "../database/testing.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";

const data = mkdtempSync(join(tmpdir(), "farm-api-"));
let database: TestDatabase;
let farm: Coordinator;
let token: string;
beforeAll(async () => {
  database = await testDatabase();
  farm = await startCoordinator(
    { data, port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test", localNode: true },
    silentLog,
  );
  token = readFileSync(farm.tokenFile, "utf8");
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

const segment = { prompt: "A boat at sea", seed: 1, frames: 80 };
const video = { kind: "video.generate", input: { segments: [segment, segment] } };

/** Sends a request; `key` null leaves the idempotency key out. */
async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(farm.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get("content-type"), body: text === "" ? null : (JSON.parse(text) as unknown) };
}
const submit = (body: unknown, key: string = randomUUID(), path = "/v1/jobs") => send("POST", path, body, { "idempotency-key": key });

async function problem(answer: ReturnType<typeof send>) {
  const { status, type, body } = await answer;
  expect(type).toBe("application/problem+json");
  const parsed = problemSchema.parse(body);
  expect(parsed.status).toBe(status);
  return parsed;
}

describe("doors", () => {
  test("nothing of an account is there without its session", async () => {
    for (const path of ["/v1/account", "/v1/credits", "/v1/jobs", "/v1/farm", `/v1/jobs/${randomUUID()}`]) {
      for (const authorization of ["", "Bearer x.y", `Bearer ${token.slice(0, -6)}AAAAAA`, `Bearer ${token.split(".")[0]}`]) {
        expect(await problem(send("GET", path, undefined, { authorization }))).toMatchObject({ code: "unauthenticated" });
      }
    }
  });
  test("the door is asked before the body is read", async () => {
    expect(await problem(send("POST", "/v1/jobs", "{", { authorization: "" }))).toMatchObject({ code: "unauthenticated" });
  });
  test("secrets are for the farm's user alone", () => {
    if (process.platform === "win32") return;
    for (const name of ["owner-token", "owner-password", "master-key", "identity", "node-token", "link-key", "database-url"]) {
      expect(statSync(join(data, "secrets", name)).mode & 0o077).toBe(0);
    }
  });
});

test("the owner has the local plan and a month's credits", async () => {
  expect(accountSchema.parse((await send("GET", "/v1/account")).body)).toMatchObject({ plan: "local", localOwner: true });
  expect(creditsSchema.parse((await send("GET", "/v1/credits")).body)).toMatchObject({ available: 1000, held: 0 });
});

describe("jobs", () => {
  test("submit, look, events, cancel", async () => {
    const key = randomUUID();
    const first = await submit(video, key);
    expect(first.status).toBe(201);
    const { job } = jobAnswerSchema.parse(first.body);
    expect(await submit(video, key)).toEqual(first);
    expect(await problem(submit({ ...video, label: "other" }, key))).toMatchObject({ status: 422, code: "idempotency_mismatch" });
    expect(jobAnswerSchema.parse((await send("GET", `/v1/jobs/${job.id}`)).body).job).toMatchObject({ state: "queued", held: 2 });
    expect(jobAnswerSchema.parse((await send("POST", `/v1/jobs/${job.id}/pause`)).body).job.heldBack).toBe(true);
    expect(jobAnswerSchema.parse((await send("POST", `/v1/jobs/${job.id}/resume`)).body).job.heldBack).toBe(false);
    expect((await send("POST", "/v1/jobs/order", { jobs: [job.id] })).status).toBe(204);
    expect(jobAnswerSchema.parse((await send("POST", `/v1/jobs/${job.id}/cancel`)).body).job).toMatchObject({
      state: "cancelled",
      held: 0,
    });
    expect(await problem(send("POST", `/v1/jobs/${job.id}/pause`))).toMatchObject({ status: 409, code: "conflict" });
    const { events } = jobEventsSchema.parse((await send("GET", `/v1/jobs/${job.id}/events?after=1`)).body);
    expect(events.map(({ seq, event }) => [seq, event.type])).toEqual([
      [2, "paused"],
      [3, "resumed"],
      [4, "cancelled"],
    ]);
    expect(await problem(send("GET", `/v1/jobs/${randomUUID()}/events`))).toMatchObject({ code: "not_found" });
  });
  test("a blocked job costs nothing, does not stop its batch, and leaves no text behind", async () => {
    // Category words that the rules of the floor hold together.
    const blocked = { kind: "image.generate", input: { prompt: "explicit sexual content with a minor", seed: 1 } };
    const before = (await send("GET", "/v1/credits")).body;
    const { jobs } = batchAnswerSchema.parse(
      (
        await submit(
          { jobs: [blocked, { kind: "image.generate", input: { prompt: "A lighthouse", seed: 1 } }] },
          undefined,
          "/v1/jobs/batch",
        )
      ).body,
    );
    expect(jobs.map(({ state }) => state)).toEqual(["blocked", "queued"]);
    expect(jobs[0]).toMatchObject({ held: 0, lastSeq: 1, blocked: { field: "input.prompt" } });
    for (const job of jobs) await send("POST", `/v1/jobs/${job.id}/cancel`);
    expect((await send("GET", "/v1/credits")).body).toEqual(before);
    const rows = await database
      .open(null)
      .query<{ rows: string }>(
        "select jsonb_agg(j)::text || (select jsonb_agg(d)::text from policy_decision d) as rows from job j where job_id = $1",
        [jobs[0]?.id],
      );
    expect(rows[0]?.rows).not.toMatch(/minor with|explicit sexual content with/);
  });
  test("a list pages by cursor, newest first, and filters", async () => {
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.unshift(jobAnswerSchema.parse((await submit(video)).body).job.id);
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null && seen.length < 5) {
      const page = jobListSchema.parse((await send("GET", `/v1/jobs?limit=2&state=queued${next === "" ? "" : `&cursor=${next}`}`)).body);
      seen.push(...page.jobs.map(({ id }) => id));
      next = page.next;
    }
    expect(seen.slice(0, 5)).toEqual(made);
    expect(await problem(send("GET", "/v1/jobs?cursor=nonsense"))).toMatchObject({ code: "invalid_input", fields: [{ path: "cursor" }] });
    expect(await problem(send("GET", "/v1/jobs?state=lost"))).toMatchObject({ code: "invalid_input" });
  });
});

describe("bad input names its field", () => {
  test.each([
    ["an unknown field", { ...video, colour: "red" }, "colour"],
    ["an unknown field deep inside", { ...video, input: { segments: [{ ...segment, sed: 1 }] } }, "input.segments.0.sed"],
    ["too many frames", { ...video, input: { segments: [{ ...segment, frames: 81 }] } }, "input.segments.0.frames"],
    ["no segment", { ...video, input: { segments: [] } }, "input.segments"],
    ["an empty prompt", { ...video, input: { segments: [{ ...segment, prompt: "  " }] } }, "input.segments.0.prompt"],
    ["an unknown kind", { ...video, kind: "video.dream" }, "kind"],
  ])("%s", async (_what, body, path) => {
    const { code, fields } = await problem(submit(body));
    expect(code).toBe("invalid_input");
    expect(fields?.map((field) => field.path)).toContain(path);
  });
  test("no key, no JSON, too much", async () => {
    expect(await problem(send("POST", "/v1/jobs", video))).toMatchObject({ code: "idempotency_key_missing" });
    expect(await problem(send("POST", "/v1/jobs", "{", { "idempotency-key": "x" }))).toMatchObject({ code: "invalid_input" });
    expect(await problem(send("POST", "/v1/jobs", "x".repeat(13 * 1024 * 1024), { "idempotency-key": "x" }))).toMatchObject({
      code: "payload_too_large",
    });
  });
  test("a text that cannot be stored is refused, not a fault of the farm", async () => {
    for (const label of ["a\u0000b", "half \ud83d pair"])
      expect(await problem(submit({ ...video, label }))).toMatchObject({ code: "invalid_input" });
  });
  test("what is not served", async () => {
    expect(await problem(submit({ ...video, quality: "high" }))).toMatchObject({ code: "kind_not_served", fields: [{ path: "quality" }] });
    expect(await problem(submit({ ...video, rating: "mature" }))).toMatchObject({ code: "forbidden", fields: [{ path: "rating" }] });
    const second = { ...video, input: { segments: [{ ...segment, firstFrame: "a".repeat(64) }] } };
    expect(await problem(submit({ jobs: [video, second] }, undefined, "/v1/jobs/batch"))).toMatchObject({
      code: "parameter_not_served",
      fields: [{ path: "jobs.1.input.segments.0.firstFrame" }],
    });
  });
});

test("OpenAPI 3.1 tells of every resource", async () => {
  const answer = (await send("GET", "/v1/openapi.json", undefined, { authorization: "" })).body as {
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
  };
  expect(answer.openapi).toBe("3.1.0");
  for (const path of [
    "/v1/account",
    "/v1/credits",
    "/v1/quotes",
    "/v1/jobs",
    "/v1/jobs/batch",
    "/v1/jobs/{id}/events",
    "/v1/farm",
    "/v1/artifacts/{id}",
  ]) {
    expect(Object.keys(answer.paths)).toContain(path);
  }
});

test("a farm without a connected node still tells what it serves", async () => {
  expect(farmSchema.parse((await send("GET", "/v1/farm")).body).engines).toMatchObject([{ id: "draft" }]);
  expect((await send("GET", "/readyz")).status).toBe(200);
});

test("a second start finds the same owner, and its token still opens", async () => {
  const again = await startCoordinator(
    { data, port: 0, databaseUrl: database.url, publicUrl: undefined, prices: "test", localNode: false },
    silentLog,
  );
  try {
    expect(readFileSync(again.tokenFile, "utf8")).toBe(token);
    const answer = await fetch(`${again.url}/v1/account`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
  } finally {
    await again.stop();
  }
});
