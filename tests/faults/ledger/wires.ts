// Wires that break: a small proxy on the way from client to farm, or from farm to database, that cuts, delays, or goes silent
// with its connections open (half-open: the other side is gone and nobody says so).
import { createServer, connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "../../../gpu-server/database/testing.ts";
import { faultyFarm } from "./coordinator.ts";
import { load } from "./database.ts";
import { type FaultRow, tell } from "./table.ts";
import { witness } from "./witness.ts";

type Weather = "fair" | "cut" | "slow" | "silent";

interface Proxy {
  port: number;
  /** How the wire is from now on. */
  set(weather: Weather): void;
  close(): Promise<void>;
}

const slowMs = 150;

/** A proxy on 127.0.0.1 to `port`. Connections that went silent stay so: who hangs on one must give it up by itself. */
async function proxyTo(port: number): Promise<Proxy> {
  let weather: Weather = "fair";
  const pairs = new Set<{ near: Socket; far: Socket; dead: boolean }>();
  const server = createServer((near) => {
    if (weather === "cut") {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    const pair = { near, far, dead: weather === "silent" };
    pairs.add(pair);
    const carry = (from: Socket, to: Socket) => {
      let way = Promise.resolve();
      from.on("data", (bytes: Buffer) => {
        way = way.then(async () => {
          if (weather === "slow") await sleep(slowMs);
          if (!pair.dead && !to.destroyed) to.write(bytes);
        });
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        pairs.delete(pair);
        if (!pair.dead) to.destroy();
      });
    };
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const destroyAll = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    set(next) {
      weather = next;
      if (next === "cut") destroyAll();
      if (next === "silent") for (const pair of pairs) pair.dead = true;
    },
    async close() {
      destroyAll();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Bad weather on one of the two wires, `times` times each kind, under eight clients. */
export async function badWire(between: "client and farm" | "farm and database", kinds: Weather[], times: number): Promise<FaultRow[]> {
  const database = await testDatabase();
  const toDatabase = between === "farm and database";
  const url = new URL(database.url);
  let wire: Proxy | undefined;
  if (toDatabase) {
    wire = await proxyTo(Number(url.port));
    url.port = String(wire.port);
  }
  const through = async (port: number) => {
    wire = await proxyTo(port);
    return `http://127.0.0.1:${wire.port}`;
  };
  const farm = await faultyFarm({ databaseUrl: url.href, ...(toDatabase ? {} : { through }) });
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    const rows: FaultRow[] = [];
    for (const kind of kinds) {
      const people = witness(farm);
      let done = false;
      let recovery = 0;
      const working = load(people, 8, () => done);
      working.catch(() => (done = true));
      for (let turn = 0; turn < times && !done; turn += 1) {
        await sleep(300);
        wire?.set(kind);
        await sleep(700);
        wire?.set("fair");
        const from = performance.now();
        const [one] = await people.submit([{ kind: "text.enhance", input: { prompt: "A boat" } }]);
        if (one === undefined) throw new Error("no job");
        recovery = Math.max(recovery, (performance.now() - from) / 1000);
      }
      done = true;
      await working;
      const judged = await people.judge(database.open("farm_operations", 2));
      rows.push(tell({ fault: `the wire between ${between} ${words[kind]}`, tried: times, ...judged, recovery }));
    }
    return rows;
  } finally {
    await farm.close();
    await wire?.close();
    await database.close();
  }
}

const words: Record<Weather, string> = { fair: "good", cut: "cut", slow: `${slowMs} ms slower`, silent: "half-open" };
