// Numbers about the farm for Prometheus, by prom-client. Labels are kinds, states, route templates and calls:
// never an id and never a text that somebody wrote.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../database/pool.ts";
import type { FarmView, JobStore, Metrics } from "../ports.ts";
import { deadLetters, type FarmRows, farmRows } from "./rows.ts";

/** Where the numbers come from. */
export interface MetricsPorts {
  /** Pools by what they are for. */
  pools: Readonly<Record<string, Pick<Database, "usage">>>;
  /** The connecting user: sees the schema of background work too. */
  owner: Database;
  farm: Pick<FarmView, "nodes">;
  /** Open WebSockets by path. */
  sockets(): ReadonlyMap<string, number>;
  /** Bytes that are free for artifacts. */
  freeBytes(): Promise<number>;
}

export interface FarmMetrics extends Metrics {
  /** The same store, its calls timed. */
  timed(store: JobStore): JobStore;
}

/** Requests and transactions: 1 ms to 10 s. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(ports: MetricsPorts): FarmMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "farm_http_requests_total",
    help: "Requests that were answered.",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const requestSeconds = new Histogram({
    name: "farm_http_request_seconds",
    help: "Time to the end of an answer.",
    labelNames: ["method", "route"],
    buckets,
    registers,
  });
  const storeSeconds = new Histogram({
    name: "farm_store_seconds",
    help: "Transactions of the scheduler and the node link.",
    labelNames: ["call", "outcome"],
    buckets,
    registers,
  });
  const ended = new Counter({
    name: "farm_jobs_ended_total",
    help: "Jobs that a node brought to an end, and credits captured for them.",
    labelNames: ["kind", "state"],
    registers,
  });
  const captured = new Counter({
    name: "farm_credits_captured_total",
    help: "Credits captured for ended jobs.",
    labelNames: ["kind"],
    registers,
  });

  /** One look at the rows for all gauges of a scrape. */
  let look: Promise<FarmRows> | undefined;
  const rows = () => {
    look ??= farmRows(ports.owner).finally(() => setImmediate(() => (look = undefined)));
    return look;
  };
  const gauge = (name: string, help: string, labelNames: string[], collect: (set: Gauge["set"]) => Promise<void> | void) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        // A part that does not answer leaves its series out; the rest is shown.
        await Promise.resolve(collect(this.set.bind(this) as Gauge["set"])).catch(() => this.remove());
      },
    });

  gauge("farm_jobs", "Jobs that wait or run.", ["kind", "state"], async (set) => {
    for (const { kind, state, jobs } of (await rows()).open) set({ kind, state }, jobs);
  });
  gauge("farm_queue_oldest_seconds", "Age of the job that has waited longest.", ["kind"], async (set) => {
    for (const { kind, state, oldest } of (await rows()).open) if (state === "queued") set({ kind }, oldest);
  });
  gauge("farm_credits", "Credits of all accounts: posted, and held of them.", ["book"], async (set) => {
    const { posted, held } = await rows();
    set({ book: "posted" }, posted);
    set({ book: "held" }, held);
  });
  gauge("farm_holds_open", "Holds that are neither captured nor void.", [], async (set) => set({}, (await rows()).holds));
  gauge("farm_dead_letters", "Background work that was tried as often as it may be.", ["queue"], async (set) => {
    for (const { queue, letters } of await deadLetters(ports.owner)) set({ queue }, letters);
  });
  gauge("farm_nodes", "Nodes that are known, by whether they are connected.", ["up"], (set) => {
    const nodes = ports.farm.nodes();
    const up = nodes.filter((node) => node.up).length;
    set({ up: "yes" }, up);
    set({ up: "no" }, nodes.length - up);
  });
  gauge("farm_sockets", "Open WebSockets.", ["path"], (set) => {
    for (const [path, open] of ports.sockets()) set({ path }, open);
  });
  gauge("farm_pool_connections", "Connections to the database, and calls that wait for one.", ["pool", "state"], (set) => {
    for (const [pool, database] of Object.entries(ports.pools))
      for (const [state, connections] of Object.entries(database.usage())) set({ pool, state }, connections);
  });
  gauge("farm_disk_free_bytes", "Free space for artifacts.", [], async (set) => set({}, await ports.freeBytes()));

  /** Measures a call; `stale` and null are outcomes, not faults. */
  const measured =
    <Args extends unknown[], Result>(call: string, work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      const startedAt = performance.now();
      const observe = (outcome: string) => storeSeconds.observe({ call, outcome }, (performance.now() - startedAt) / 1000);
      try {
        const result = await work(...args);
        observe(result === null || (result as { ok?: boolean }).ok === false ? "none" : "done");
        return result;
      } catch (error) {
        observe("failed");
        throw error;
      }
    };

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered(method, route, status, seconds) {
      requests.inc({ method, route, status });
      requestSeconds.observe({ method, route }, seconds);
    },
    timed(store) {
      const settle = measured("settle", store.settle.bind(store));
      return {
        ...store,
        claim: measured("claim", store.claim.bind(store)),
        record: measured("record", store.record.bind(store)),
        segment: measured("segment", store.segment.bind(store)),
        renew: measured("renew", store.renew.bind(store)),
        lapse: measured("lapse", store.lapse.bind(store)),
        async settle(...args) {
          const result = await settle(...args);
          if (result.ok) {
            const { kind, state } = result.job;
            ended.inc({ kind, state });
            captured.inc({ kind }, result.job.captured);
          }
          return result;
        },
      };
    },
  };
}
