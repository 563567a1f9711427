// The farm's money road in numbers: submissions through HTTP (session check, policy, price, sealing) beside the same SQL function
// called through the same pool from a loop; claim and settle; start until ready. The coordinator is a process of its own.
// With the rows of the stream and of files (npm run bench:stream, bench:artifacts) unless --alone.
// Run: npm run bench:farm -- [--quick] [--alone] [--json FILE]
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { createCreditAccounts } from "../../gpu-server/credits/account.ts";
import { plans } from "../../gpu-server/credits/plans.ts";
import { silentLog } from "../../gpu-server/database/testing.ts";
import { openDatabase } from "../../gpu-server/database/pool.ts";
import { createKeyring } from "../../gpu-server/jobs/keyring.ts";
import { measureOf } from "../../gpu-server/jobs/measure.ts";
import { createJobStore } from "../../gpu-server/jobs/store.ts";
import { checkRows } from "../../gpu-server/operations/check.ts";
import { startCoordinator } from "../../gpu-server/operations/coordinator.ts";
import { type JobRequest, jobRequestSchema } from "../../shared/contract/farm-http.ts";
import { priceLists } from "../../shared/domain/credits.ts";
import { type AccountId, type ArtifactId, createIdMaker, type JobId } from "../../shared/domain/ids.ts";
import { startProgram } from "../browser/programs.ts";
import { removeFarmData } from "../farm-data.ts";
import { artifactRows } from "./artifacts.ts";
import { journeyRows } from "./money/journeys.ts";
import { countFunctions, submitBesidePgbench } from "./money/pgbench.ts";
import { type BenchRow, report } from "./print/report.ts";
import { streamRows } from "./streaming/rows.ts";

const clients = 8;
const job: JobRequest = {
  kind: "video.generate",
  input: { segments: [{ prompt: "A boat leaves the harbour at dawn", seed: 1, frames: 80 }] },
};

/** Runs `work` `count` times by `clients` at once; milliseconds of each, and of all. */
async function measure(
  count: number,
  work: (index: number, client: number) => Promise<unknown>,
): Promise<{ each: number[]; rate: number }> {
  const each: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let index = next++; index < count; index = next++) {
        const from = performance.now();
        await work(index, client);
        each.push(performance.now() - from);
      }
    }),
  );
  return { each: each.toSorted((a, b) => a - b), rate: count / ((performance.now() - started) / 1000) };
}

const at = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const percentiles = (metric: string, { each }: { each: number[] }): BenchRow[] => [
  { metric: `${metric}, p50`, value: at(each, 0.5), unit: "ms" },
  { metric: `${metric}, p99`, value: at(each, 0.99), unit: "ms" },
];

/** Posts a job over a kept connection; resolves when the answer has been read. */
function poster(url: string, token: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const body = JSON.stringify(job);
  return {
    post: () =>
      new Promise<void>((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "idempotency-key": randomUUID(),
        };
        const sent = request(`${url}/v1/jobs`, { method: "POST", agent, headers }, (answer) => {
          answer.resume().once("end", () => (answer.statusCode === 201 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`))));
        });
        sent.once("error", reject).end(body);
      }),
    close: () => agent.destroy(),
  };
}

/** A coordinator of its own process, which offers drafts and has no node: jobs stay in the queue and nothing else works. */
async function serve(data: string): Promise<void> {
  const settings = { data, port: 0, databaseUrl: undefined, publicUrl: undefined, prices: "test" as const, localNode: true };
  const farm = await startCoordinator(settings, silentLog);
  const { url, tokenFile } = farm;
  process.stdout.write(`${JSON.stringify({ ready: true, url, tokenFile })}\n`);
  process.once("SIGTERM", () => void farm.stop().then(() => process.exit(0)));
}

async function benchFarm(quick: boolean): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-farm-"));
  const rows: BenchRow[] = [];
  const start = async () => {
    const from = performance.now();
    const program = await startProgram("tests/bench/farm.ts", ["--serve", folder]);
    return { program, seconds: (performance.now() - from) / 1000 };
  };
  const first = await start();
  const owner = openDatabase(readFileSync(path.join(folder, "secrets", "database-url"), "utf8"), null, silentLog, 1);
  await countFunctions(owner);
  await owner.end();
  await first.program.stop();
  const again = await start();
  rows.push({ metric: "start until ready, first time", value: first.seconds, unit: "s" });
  rows.push({ metric: "start until ready, again", value: again.seconds, unit: "s" });
  const url = readFileSync(path.join(folder, "secrets", "database-url"), "utf8");
  const api = openDatabase(url, "farm_api", silentLog, 12);
  const scheduler = openDatabase(url, "farm_scheduler", silentLog, 6);
  const operations = openDatabase(url, "farm_operations", silentLog, 2);
  try {
    const count = quick ? 400 : 1600;
    const token = readFileSync(again.program.ready["tokenFile"] ?? "", "utf8");
    const me = (await (
      await fetch(`${again.program.ready["url"]}/v1/account`, { headers: { authorization: `Bearer ${token}` } })
    ).json()) as {
      id: AccountId;
    };
    const credits = createCreditAccounts(api, () => Date.now());
    await credits.grant(me.id, "bench", 1_000_000, null);
    const account = async () => {
      const id = randomUUID() as AccountId;
      await credits.open(id, { name: "bench", creditsPerMonth: 0 });
      await credits.grant(id, "bench", 1_000_000, null);
      return id;
    };

    const random = (size: number) => randomBytes(size);
    const newId = createIdMaker({ now: () => Date.now(), randomBytes: random });
    const masterKey = Buffer.from(readFileSync(path.join(folder, "secrets", "master-key"), "utf8").trim(), "base64url");
    const keyring = createKeyring(api, masterKey, random);
    const spec = jobRequestSchema.parse(job);
    const facts = { kind: spec.kind, engine: "draft", quality: spec.quality, rating: spec.rating, label: null, blocked: null, weight: 4 };
    const priced = { ...facts, priceList: priceLists.test.version, ...measureOf(priceLists.test, spec) };
    const sqlSubmit = async (owner: AccountId, sealed: Buffer | null = null): Promise<JobId> => {
      const id = newId<"job">();
      const input = sealed ?? (await keyring.sealInput(owner, id, JSON.stringify(spec)));
      const hash = randomBytes(32);
      await api.call("submit", owner, randomUUID(), hash, JSON.stringify([{ ...priced, id }]), [input], null, plans.local.openJobs);
      return id;
    };

    const farm = poster(again.program.ready["url"] ?? "", token);
    const hot = await account();
    const sealed = randomBytes(400);
    // Once for connections, plans and compiled code; then in turns, so that a slow moment of the machine falls on both.
    await measure(200, () => farm.post());
    await measure(200, () => sqlSubmit(hot, sealed));
    const [http, sql]: [number[], number[]] = [[], []];
    const [httpTimes, sqlTimes]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 4; turn += 1) {
      const byHttp = await measure(count / 4, () => farm.post());
      const bySql = await measure(count / 4, () => sqlSubmit(hot, sealed));
      http.push(byHttp.rate);
      sql.push(bySql.rate);
      httpTimes.push(...byHttp.each);
      sqlTimes.push(...bySql.each);
    }
    const tables = openDatabase(url, null, silentLog, 1);
    const one = {
      async submitByHttp(times: number) {
        for (let sent = 0; sent < times; sent += 1) await farm.post();
      },
      // The same account: what a submission costs depends on how many open jobs it has.
      account: me.id,
      job: { ...priced, id: "ID" },
      input: sealed,
    };
    const besidePgbench = await submitBesidePgbench(tables, url, one, quick ? 200 : 1000);
    await tables.end();
    farm.close();
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [value, baselineValue] = [mean(http), mean(sql)];
    rows.push({
      metric: "submissions a second through HTTP, one account, 8 clients",
      value,
      unit: "/s",
      baseline: "the same SQL function, same pool size",
      baselineValue,
      ratio: value / baselineValue,
      goal: { op: ">=", value: 0.5 },
    });
    rows.push(...besidePgbench);
    rows.push(...percentiles("submit through HTTP, one account", { each: httpTimes.toSorted((a, b) => a - b) }));
    rows.push(...percentiles("submit in SQL, one account", { each: sqlTimes.toSorted((a, b) => a - b) }));

    const owners = await Promise.all(Array.from({ length: clients }, account));
    const jobs: { id: JobId; owner: AccountId; epoch: number }[] = [];
    const spread = await measure(count, async (_index, client) => {
      const owner = owners[client] as AccountId;
      jobs.push({ id: await sqlSubmit(owner), owner, epoch: 0 });
    });
    rows.push({ metric: "submissions a second in SQL, 8 accounts", value: spread.rate, unit: "/s" });
    rows.push(...percentiles("submit in SQL, 8 accounts", spread));
    const store = createJobStore(scheduler, { publish: () => undefined, subscribe: () => () => undefined }, keyring, {
      read: () => {
        throw new Error("no files here");
      },
    });
    const node = { id: newId<"node">(), name: "bench" };
    const claims = await measure(count, async (index) => {
      const each = jobs[index];
      const lease = each && (await store.claim(each.owner, each.id, 0, node, 600_000));
      if (!lease) throw new Error("a claim was lost");
      each.epoch = lease.epoch;
    });
    rows.push(...percentiles("claim, 8 clients", claims));
    const settles = await measure(count, async (index) => {
      const each = jobs[index];
      if (!each) return;
      const id = newId<"artifact">() as ArtifactId;
      const file = { id, kind: "clip" as const, index: 0, contentType: "video/mp4", sha256: "a".repeat(64), bytes: 1000 };
      const done = await store.settle(each.id, each.epoch, { state: "succeeded", files: [file] });
      if (!done.ok) throw new Error("a settle was refused");
    });
    rows.push(...percentiles("settle, 8 clients", settles));
    rows.push({
      metric: "broken invariants after all of it",
      value: (await checkRows(operations)).length,
      unit: "",
      goal: { op: "<=", value: 0 },
    });
    rows.push(...(await journeyRows(quick ? 20 : 100)));
    return rows;
  } finally {
    await Promise.all([api.end(), scheduler.end(), operations.end()]);
    await again.program.stop();
    removeFarmData(folder);
  }
}

const served = process.argv.indexOf("--serve");
if (served < 0) {
  const quick = process.argv.includes("--quick");
  const rows = await benchFarm(quick);
  // Among all benchmarks the stream and the files have pages of their own.
  if (!process.argv.includes("--alone")) rows.push(...(await streamRows(quick)), ...(await artifactRows(quick)));
  report("farm", rows, process.argv);
  process.exit(0);
} else await serve(process.argv[served + 1] ?? "");
