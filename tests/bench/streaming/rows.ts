// The stream in numbers: a coordinator of its own process with a real database, a node that reports, and
// clients in another process, which are the studio's own.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Program, startProgram } from "../../browser/programs.ts";
import { lastNumbers, makeMembers, type Member, submitJob } from "../../fixtures/stream/members.ts";
import { startTalkingNode } from "../../fixtures/stream/node.ts";
import type { BenchRow } from "../print/report.ts";
import type { Order, Stand } from "./clients.ts";

/** CPU seconds and resident bytes of a process so far; NaN where the system does not say. */
function usage({ process: { pid } }: Program): { cpu: number; memory: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    const [, kib = ""] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, memory: Number(kib) * 1024 };
  } catch {
    return { cpu: Number.NaN, memory: Number.NaN };
  }
}

/** Clients in a process of their own. */
function startClients() {
  const child: ChildProcess = fork(path.join(import.meta.dirname, "clients.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const tell = (order: Order) => child.send(order);
  const stand = async (): Promise<Stand> => {
    const answer = once(child, "message") as Promise<[Stand]>;
    tell({ do: "stand" });
    return (await answer)[0];
  };
  const allCurrent = async (): Promise<Stand> => {
    for (const end = Date.now() + 120_000; Date.now() < end; await sleep(100)) {
      const now = await stand();
      if (now.current === now.clients) return now;
    }
    throw new Error("the clients did not become current");
  };
  return { tell, stand, allCurrent, close: () => child.kill("SIGKILL") };
}

const at = (values: number[], share: number) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
const repeated = (members: readonly Member[], times: number) => members.flatMap(({ token }) => Array<string>(times).fill(token));

export async function streamRows(quick: boolean): Promise<BenchRow[]> {
  const [accounts, each, idleEach, seconds] = quick ? [20, 10, 50, 5] : [100, 10, 50, 15];
  const periodMs = 500;
  const data = mkdtempSync(path.join(tmpdir(), "bench-stream-"));
  const start = (port: string) =>
    startProgram("gpu-server/farm.ts", ["--role", "coordinator", "--data", data, "--port", port], { FARM_PRICES: "test" });
  let farm = await start("0");
  const url = farm.ready["url"] ?? "";
  const open: { close(): unknown }[] = [];
  const rows: BenchRow[] = [];
  try {
    const members = await makeMembers(data, accounts);
    const token = readFileSync(path.join(data, "secrets", "node-token"), "utf8").trim();
    const node = startTalkingNode({ url, token, slots: accounts, periodMs });
    open.push(node);
    for (const member of members) await submitJob(url, member);
    while (node.running() < accounts) await sleep(50);

    /** Watches what comes for a while. */
    const watch = async (clients: ReturnType<typeof startClients>) => {
      await sleep(2000);
      const [before, from, began] = [await clients.stand(), usage(farm), performance.now()];
      await sleep(seconds * 1000);
      const [after, to, wall] = [await clients.stand(), usage(farm), (performance.now() - began) / 1000];
      return { delays: after.delays, events: (after.events - before.events) / wall, cpu: (to.cpu - from.cpu) / wall };
    };
    const lone = startClients();
    open.push(lone);
    lone.tell({ do: "open", url, tokens: repeated(members.slice(0, 1), 1) });
    await lone.allCurrent();
    const one = await watch(lone);
    lone.close();

    // The second time, so that code and buffers that any client needs are there.
    const memoryBefore = usage(farm).memory;
    const many = startClients();
    open.push(many);
    many.tell({ do: "open", url, tokens: repeated(members, each) });
    await many.allCurrent();
    const clients = accounts * each;
    const all = await watch(many);
    const memory = (usage(farm).memory - memoryBefore) / clients;
    const name = `${clients} clients, ${accounts} running jobs`;
    rows.push({ metric: `${name}: events delivered`, value: all.events, unit: "/s" });
    for (const [share, label] of [
      [0.5, "p50"],
      [0.99, "p99"],
    ] as const) {
      const [value, baselineValue] = [at(all.delays, share), at(one.delays, share)];
      rows.push({
        metric: `${name}: event delay, ${label}`,
        value,
        unit: "ms",
        baseline: "one client",
        baselineValue,
        ratio: value / baselineValue,
      });
    }
    rows.push({
      metric: `${name}: CPU of the coordinator`,
      value: all.cpu * 100,
      unit: "% of a core",
      baseline: "the same jobs, one client",
      baselineValue: one.cpu * 100,
      ratio: all.cpu / one.cpu,
    });
    rows.push({ metric: `${name}: memory a client`, value: memory / 1024, unit: "KiB" });

    const killed = performance.now();
    await farm.stop("SIGKILL");
    farm = await start(new URL(url).port);
    const [ready, fresh] = [performance.now(), usage(farm)];
    await many.allCurrent();
    const [current, busy] = [performance.now(), usage(farm)];
    rows.push({ metric: `kill -9 until the farm is ready again, ${clients} clients waiting`, value: (ready - killed) / 1000, unit: "s" });
    rows.push({ metric: `ready until all ${clients} clients are current`, value: (current - ready) / 1000, unit: "s" });
    rows.push({ metric: "CPU of the coordinator to bring one of them back", value: ((busy.cpu - fresh.cpu) / clients) * 1000, unit: "ms" });
    await sleep(3000);
    node.talk(false);
    await sleep(3000);
    const last = await lastNumbers(data);
    const end = await many.stand();
    const behind = end.have.reduce(
      (sum, have) => sum + Object.entries(have).reduce((missing, [job, seq]) => missing + Math.abs((last.get(job) ?? 0) - seq), 0),
      0,
    );
    const goal = { op: "<=" as const, value: 0 };
    rows.push({ metric: `events lost by the kill (of ${end.events} delivered)`, value: end.lost + behind, unit: "", goal });
    rows.push({ metric: "events doubled by the kill", value: end.doubled, unit: "", goal });
    many.close();
    node.close();
    await sleep(3000);

    const idleBefore = usage(farm);
    const idle = startClients();
    open.push(idle);
    const sockets = accounts * idleEach;
    const opening = performance.now();
    // Step by step: how fast lines come back is measured above.
    for (let step = 0; step < idleEach; step += 5) {
      idle.tell({ do: "open", url, tokens: repeated(members, 5) });
      await idle.allCurrent();
    }
    rows.push({
      metric: `${sockets} sockets opened ${accounts * 5} at a time`,
      value: sockets / ((performance.now() - opening) / 1000),
      unit: "/s",
    });
    const [from, began] = [usage(farm), performance.now()];
    rows.push({
      metric: `${sockets} sockets: CPU of the coordinator to open one`,
      value: ((from.cpu - idleBefore.cpu) / sockets) * 1000,
      unit: "ms",
    });
    await sleep(seconds * 1000);
    const to = usage(farm);
    rows.push({
      metric: `${sockets} idle sockets: CPU of the coordinator`,
      value: ((to.cpu - from.cpu) / (performance.now() - began)) * 1e5,
      unit: "% of a core",
    });
    rows.push({ metric: `${sockets} idle sockets: memory a socket`, value: (to.memory - idleBefore.memory) / sockets / 1024, unit: "KiB" });
    return rows;
  } catch (error) {
    throw new Error(`the bench of the stream failed; the farm's last words: ${farm.log()}`, { cause: error });
  } finally {
    for (const one of open) one.close();
    await farm.stop();
    const { cluster } = JSON.parse(readFileSync(path.join(data, "database.json"), "utf8")) as { cluster: string };
    for (const left of [cluster, `${cluster}.owner`, data]) rmSync(left, { recursive: true, force: true });
  }
}
