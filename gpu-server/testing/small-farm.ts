// A small farm for tests: HTTP server, link, scheduler and store double in this process, nodes in this
// process or as processes of their own, workers always as processes.
import { type FileHandle, mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import fastify from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { CodedError, errorBodyOf, errorKinds } from "../../shared/contract/errors.ts";
import type { JobSpec } from "../../shared/contract/farm-http.ts";
import type { AccountId, ArtifactId, JobId } from "../../shared/domain/ids.ts";
import { registerNodeRoutes } from "../api/node.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { createLocalBus } from "../bus/local.ts";
import { draftCapabilities } from "../engines/draft/capabilities.ts";
import type { Logger } from "../ports.ts";
import { createScheduler } from "../scheduler/loop.ts";
import { type FarmNode, startNode } from "../nodes/agent/node.ts";
import { createNodeInputFiles } from "../nodes/agent/inputs.ts";
import { createSpool } from "../nodes/agent/spool.ts";
import { createUploader } from "../nodes/agent/upload.ts";
import { createNodeLink } from "../nodes/link.ts";
import { createMemoryJobs } from "./memory-jobs.ts";

/** Path of the worker that behaves as its prompt says. */
export const scriptedWorker = fileURLToPath(new URL("./scripted-worker.ts", import.meta.url));
export const nodeToken = "a node token of tests";
const verbose = process.env.TEST_LOG === "1";
const write = (message: string, fields?: Record<string, unknown>) => verbose && console.error(message, JSON.stringify(fields ?? {}));
export const testLogger: Logger = { info: write, warn: write, error: write };

/** A video job of `prompts.length` segments; the first word of the first prompt tells the scripted worker how to behave. */
export function videoSpec(...prompts: string[]): JobSpec {
  return {
    kind: "video.generate",
    quality: "draft",
    rating: "general",
    input: { segments: prompts.map((prompt) => ({ prompt, seed: 1, frames: 80, references: [], join: "cut" })) },
  };
}

/** `openPartial`: how the artifact store opens a file for writing. */
export async function createSmallFarm(openPartial?: (file: string) => Promise<FileHandle>, leaseMs = 2000) {
  const times = { leaseMs, heartbeatMs: 200 };
  const line = { down: false };
  const folder = await mkdtemp(path.join(os.tmpdir(), "small-farm-"));
  const clock = { now: () => Date.now() };
  const bus = createLocalBus(testLogger);
  const jobs = createMemoryJobs(clock, bus);
  const artifacts = await createDiskArtifactStore({ folder: path.join(folder, "artifacts"), ...(openPartial ? { openPartial } : {}) });
  const link = createNodeLink({ jobs, artifacts, bus, logger: testLogger, times });
  const learnt: number[] = [];
  const scheduler = createScheduler({
    jobs,
    link,
    bus,
    clock,
    logger: testLogger,
    memory: {
      read: async () => ({}),
      write: async (samples) => {
        learnt.splice(0, learnt.length, ...(samples["draft video.generate"] ?? []));
      },
    },
    times: { leaseMs: times.leaseMs, tickMs: 100, rebuildMs: 60_000 },
  });
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const body = errorBodyOf(error);
    const { status } = errorKinds[body.code];
    if (!(error instanceof CodedError)) testLogger.error("unexpected", { error: String(error) });
    return reply.code(status).send({ type: "about:blank", title: body.code, status, code: body.code, detail: body.message });
  });
  // While the line is down every new connection breaks at once.
  const broken: typeof link = { ...link, attach: (socket) => (line.down ? socket.terminate() : link.attach(socket)) };
  registerNodeRoutes(app, { link: broken, nodeToken });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await scheduler.start();
  const nodes: FarmNode[] = [];

  return {
    folder,
    clock,
    bus,
    jobs,
    artifacts,
    link,
    scheduler,
    /** Seconds for a unit of work that the scheduler learnt, one for each job. */
    learnt,
    app,
    url,
    /** Breaks the links of all nodes, and keeps them broken until `mend`. */
    cut(): void {
      line.down = true;
      link.close();
    },
    mend(): void {
      line.down = false;
    },
    account: jobs.newId<"account">(),
    /** Starts a node in this process with the scripted worker. */
    async node(
      options: { slots?: number; leastMs?: number; worker?: string; capabilities?: typeof draftCapabilities; inputBytes?: number } = {},
    ): Promise<FarmNode> {
      const nodeId = jobs.newId<"node">();
      const worker = options.worker ?? scriptedWorker;
      const spool = await createSpool(path.join(folder, "spool"), nodeId);
      const uploader = createUploader({
        farmUrl: url,
        token: nodeToken,
        nodeId,
        newId: jobs.newId,
        logger: testLogger,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      });
      const inputs = createNodeInputFiles({
        farmUrl: url,
        token: nodeToken,
        nodeId,
        folder: spool.inputs,
        most: options.inputBytes ?? 1024 ** 2,
        logger: testLogger,
        sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      });
      const node = startNode(
        {
          nodeId,
          name: "test-node",
          version: "test",
          farmUrl: url,
          token: nodeToken,
          engines: [
            {
              capabilities: options.capabilities ?? draftCapabilities,
              slots: options.slots ?? 1,
              program: { command: process.execPath, args: [worker], env: { PATH: process.env.PATH ?? "" } },
            },
          ],
          watchLimits: { leastMs: options.leastMs ?? 4000, openingMs: options.leastMs ?? 4000 },
        },
        { clock, logger: testLogger, random: () => 0.5, spool, uploader, inputs },
      );
      nodes.push(node);
      return node;
    },
    submit: (accountId: AccountId, spec: JobSpec) => jobs.submit(accountId, spec),
    /** Waits until `probe` gives a value. */
    async until<T>(probe: () => T | undefined | false, what: string): Promise<T> {
      for (const end = Date.now() + 20_000; Date.now() < end; await sleep(10)) {
        const value = probe();
        if (value !== undefined && value !== false) return value;
      }
      throw new Error(`waited in vain for ${what}`);
    },
    async ended(jobId: JobId) {
      await this.until(
        () => ["succeeded", "failed", "cancelled", "blocked"].includes(jobs.row(jobId).job.state),
        `the end of a job (${jobs.row(jobId).job.state})`,
      );
      return jobs.row(jobId);
    },
    /** The plain bytes of an artifact. */
    async read(artifact: { id: string; bytes: number }): Promise<string> {
      const parts: Uint8Array[] = [];
      const whole = { start: 0, end: artifact.bytes - 1 };
      for await (const part of artifacts.read(artifact.id as ArtifactId, jobs.key, whole)) parts.push(part);
      return Buffer.concat(parts).toString();
    },
    async close(): Promise<void> {
      jobs.failure = undefined;
      await Promise.all(nodes.map((node) => node.drain(0)));
      await scheduler.stop();
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
