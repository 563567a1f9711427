// A coordinator as a process that is killed and started again on the same data, database and port; the node of its jobs, in
// this process; and a client that says everything again until it is answered, as the studio does.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { draftCapabilities } from "../../../gpu-server/engines/draft/capabilities.ts";
import { silentLog } from "../../../gpu-server/database/testing.ts";
import { type FarmNode, startNode } from "../../../gpu-server/nodes/agent/node.ts";
import { createNodeInputFiles } from "../../../gpu-server/nodes/agent/inputs.ts";
import { createSpool } from "../../../gpu-server/nodes/agent/spool.ts";
import { createUploader } from "../../../gpu-server/nodes/agent/upload.ts";
import { type Answer, client, freshIp, type SendOptions } from "../../../gpu-server/testing/people.ts";
import { createIdMaker } from "../../../shared/domain/ids.ts";
import { removeFarmData } from "../../farm-data.ts";

const root = join(import.meta.dirname, "../../..");
const program = join(import.meta.dirname, "serve.ts");
const worker = join(root, "gpu-server/testing/scripted-worker.ts");
/** A request is given up after this many ms: longer than many lives in a row that all end before they serve. */
const patience = 600_000;
/** One try is given up after this many ms: a wire may be dead without anybody saying so. */
const longestWait = 5000;

/** A free port below those that programs are given by chance: it must be free again after each kill. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const free = await new Promise<boolean>((done) => {
      server.once("error", () => done(false)).listen(port, "127.0.0.1", () => done(true));
    });
    await new Promise((done) => server.close(done));
    if (free) return port;
  }
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  options?: SendOptions & { key?: string; impatient?: boolean },
) => Promise<Answer>;

export interface FaultyFarm {
  data: string;
  url: string;
  /** Token of the owner, once it was started. */
  token(): string;
  child(): ChildProcess;
  /** Starts it; false when it ended before it was ready. */
  start(env?: NodeJS.ProcessEnv): Promise<boolean>;
  /** Ends it and waits until it is gone. */
  stop(signal: NodeJS.Signals): Promise<void>;
  /** One try. */
  once: Send;
  /** Until it is answered by other than 5xx and (unless `impatient`) 429, whatever dies meanwhile. Throws after ten minutes. */
  send: Send;
  /** Starts the node whose worker does as the prompt says. */
  node(slots?: number): Promise<FarmNode>;
  log(): string;
  close(): Promise<void>;
}

export interface FaultyFarmOptions {
  /** A database of its own; the built-in one where absent. */
  databaseUrl?: string;
  /** Makes the address that the client uses, where something stands between it and the farm's port. */
  through?: (port: number) => Promise<string>;
  env?: NodeJS.ProcessEnv;
  data?: string;
}

export async function faultyFarm(options: FaultyFarmOptions = {}): Promise<FaultyFarm> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "farm-faults-"));
  mkdirSync(data, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let text = "";
  const nodes: FarmNode[] = [];
  let token: string | undefined;

  const running = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = async (env: NodeJS.ProcessEnv = {}) => {
    const started = spawn(process.execPath, [program, data, String(port)], {
      env: {
        ...process.env,
        TRUST_PROXY: "loopback",
        SIGN_UP: "open",
        ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
        ...options.env,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    started.stderr.on("data", (bytes: Buffer) => (text = (text + bytes.toString()).slice(-20_000)));
    for await (const line of createInterface({ input: started.stdout })) {
      const said = JSON.parse(line) as { ready: boolean; tokenFile: string };
      if (!said.ready) continue;
      token = readFileSync(said.tokenFile, "utf8").trim();
      return true;
    }
    if (running()) await once(started, "exit");
    return false;
  };
  const stop = async (signal: NodeJS.Signals) => {
    if (child === undefined || !running()) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };

  const ask = client(options.through === undefined ? url : await options.through(port));
  const one: Send = (method, path, body, { key, ...more } = {}) =>
    Promise.race([
      ask(method, path, body, {
        ip: freshIp(),
        ...more,
        headers: { ...more.headers, ...(key === undefined ? {} : { "idempotency-key": key }) },
      }),
      sleep(longestWait, undefined, { ref: false }).then(() => Promise.reject(new Error("no answer in time"))),
    ]);
  const send: Send = async (method, path, body, more) => {
    const until = Date.now() + patience;
    for (;;) {
      const answer = await one(method, path, body, more).catch((error: unknown) => error);
      if (!(answer instanceof Error)) {
        const { status } = answer as Answer;
        if (status < 500 && (status !== 429 || more?.impatient)) return answer as Answer;
      }
      if (Date.now() > until)
        throw new Error(`no answer to ${method} ${path}: ${JSON.stringify(answer)} ${String(answer)}\n${text.slice(-3000)}`);
      await sleep(50);
    }
  };

  return {
    data,
    url,
    token: () => token ?? "",
    child: () => child as ChildProcess,
    start,
    stop,
    once: one,
    send,
    async node(slots = 2) {
      const newId = createIdMaker({ now: () => Date.now(), randomBytes });
      const nodeId = newId<"node">();
      const nodeToken = readFileSync(join(data, "secrets/node-token"), "utf8").trim();
      const pause = (ms: number, signal?: AbortSignal) => sleep(ms, undefined, { signal });
      const line = { farmUrl: url, token: nodeToken, nodeId, logger: silentLog, sleep: pause };
      const uploader = createUploader({ ...line, newId });
      const spool = await createSpool(join(data, "spool"), nodeId);
      const inputs = createNodeInputFiles({ ...line, folder: spool.inputs, most: 1024 ** 2 });
      const node = startNode(
        {
          nodeId,
          name: "fault-node",
          version: "test",
          farmUrl: url,
          token: nodeToken,
          engines: [
            {
              capabilities: draftCapabilities,
              slots,
              program: { command: process.execPath, args: [worker], env: { PATH: process.env["PATH"] ?? "" } },
            },
          ],
        },
        {
          clock: { now: () => Date.now() },
          logger: silentLog,
          random: () => 0.1,
          spool,
          uploader,
          inputs,
        },
      );
      nodes.push(node);
      return node;
    },
    log: () => text,
    async close() {
      await Promise.all(nodes.map((node) => node.drain(0)));
      await stop("SIGTERM");
      removeFarmData(data);
      rmSync(data, { recursive: true, force: true });
    },
  };
}
