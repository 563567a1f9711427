// The numbers of a farm that works: they tell what happened, are shown behind a token or on a port of their own and
// nowhere else, and name nobody. And the log tells of a request by ids alone.
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountSchema, jobAnswerSchema } from "../../shared/contract/farm-http.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import type { Logger } from "../ports.ts";

const data = mkdtempSync(join(tmpdir(), "farm-metrics-"));
const metricsToken = "a token of tests, long enough";
const lines: string[] = [];
const keep = (message: string, fields?: object) => lines.push(JSON.stringify({ message, ...fields }));
const log: Logger = { debug: keep, info: keep, warn: keep, error: keep };
let database: TestDatabase;
let farm: Coordinator;
let port: number;
let token: string;
beforeAll(async () => {
  database = await testDatabase();
  port = await freePort();
  farm = await startCoordinator(
    {
      data,
      port: 0,
      databaseUrl: database.url,
      publicUrl: undefined,
      prices: "test",
      localNode: true,
      metrics: { port, token: metricsToken },
    },
    log,
  );
  token = readFileSync(farm.tokenFile, "utf8");
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => done(free));
    });
  });
}

const call = (path: string, body?: object) =>
  fetch(farm.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const scraped = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
const valueOf = (text: string, series: string) =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.split(" ")
      .at(-1),
  );

test("a token shows them on the farm's port, nothing else does; their own port asks for none", async () => {
  const asked = (authorization?: string) => fetch(`${farm.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
  expect((await asked()).status).toBe(401);
  expect((await asked(`Bearer ${token}`)).status).toBe(401);
  expect((await asked(`Bearer ${metricsToken}`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`)).headers.get("content-type")).toContain("version=0.0.4");
  expect((await fetch(`http://127.0.0.1:${port}/v1/account`)).status).toBe(404);
});

test("jobs, credits, requests, pools and the process are counted", async () => {
  const before = await scraped();
  const sent = { kind: "video.generate", input: { segments: [{ prompt: "A lighthouse that nobody names", seed: 1, frames: 80 }] } };
  const { job } = jobAnswerSchema.parse(await (await call("/v1/jobs", sent)).json());
  await call(`/v1/jobs/${job.id}`);
  await call("/v1/jobs/nothing");
  const after = await scraped();
  const grew = (series: string) => valueOf(after, series) - (valueOf(before, series) || 0);
  expect(grew('farm_jobs{kind="video.generate",state="queued"}')).toBe(1);
  expect(grew("farm_holds_open")).toBe(1);
  expect(grew('farm_credits{book="held"}')).toBe(1);
  expect(grew('farm_http_requests_total{method="POST",route="/v1/jobs",status="201"}')).toBe(1);
  expect(grew('farm_http_requests_total{method="GET",route="/v1/jobs/:id",status="200"}')).toBe(1);
  expect(grew('farm_http_requests_total{method="GET",route="/v1/jobs/:id",status="400"}')).toBe(1);
  expect(valueOf(after, 'farm_queue_oldest_seconds{kind="video.generate"}')).toBeGreaterThanOrEqual(0);
  expect(valueOf(after, 'farm_pool_connections{pool="api",state="open"}')).toBeGreaterThan(0);
  expect(valueOf(after, "farm_disk_free_bytes")).toBeGreaterThan(0);
  for (const series of [
    "nodejs_eventloop_lag_p99_seconds",
    "process_resident_memory_bytes",
    "farm_store_seconds",
    "farm_sockets",
    "farm_nodes",
  ])
    expect(after).toContain(series);
});

test("background work that was given up is counted by its queue", async () => {
  const count = async () => valueOf(await scraped(), 'farm_dead_letters{queue="mail"}') || 0;
  const before = await count();
  await database.open(null, 1).query("insert into pgboss.job (name, data) values ('mail-dead', '{}'), ('mail-dead', '{}')");
  expect((await count()) - before).toBe(2);
});

test("no series and no line of the log names an account, a job's text or a secret", async () => {
  const { id, email } = accountSchema.parse(await (await call("/v1/account")).json());
  const text = await scraped();
  for (const secret of [id, email, token, "lighthouse", metricsToken]) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
  const said = lines.join("\n");
  expect(said).toContain(`"accountId":"${id}"`);
  for (const secret of [email, token, token.slice(0, 20), "lighthouse", metricsToken]) expect(said).not.toContain(secret);
});
