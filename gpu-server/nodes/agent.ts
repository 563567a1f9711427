// Entry of the node agent, a process of its own: node gpu-server/nodes/agent.ts. Reads its settings from
// the environment (FARM_URL, NODE_TOKEN_FILE, NODE_NAME, NODE_ENGINES, NODE_DATA, NODE_SPOOL,
// NODE_INPUT_BYTES).
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError } from "../../shared/contract/errors.ts";
import { createIdMaker } from "../../shared/domain/ids.ts";
import type { Logger } from "../ports.ts";
import { nodeEngines } from "./agent/engines.ts";
import { createNodeInputFiles } from "./agent/inputs.ts";
import { nodeIdentity } from "./agent/identity.ts";
import { startNode } from "./agent/node.ts";
import { createSpool } from "./agent/spool.ts";
import { createUploader } from "./agent/upload.ts";

const version = "0.1.0";
/** How long running jobs may go on after SIGTERM, in ms. */
const drainMs = 20_000;

function createLogger(name: string): Logger {
  const write = (level: string) => (message: string, fields?: Record<string, unknown>) =>
    console.error(JSON.stringify({ at: new Date().toISOString(), level, node: name, message, ...fields }));
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

/** The setting, or a CodedError that says how to give it. */
function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "")
    throw new CodedError("invalid_input", `Set ${name} for the node (npm run farm -- --help lists all).`);
  return value;
}

/** Plain bytes of files that the jobs of a node may be made from at once; they lie in memory where the spool does. */
const mostInputBytes = 2 * 1024 ** 3;

function inputBytes(text: string | undefined): number {
  if (text === undefined || text === "") return mostInputBytes;
  const bytes = Number(text);
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new CodedError("invalid_input", "NODE_INPUT_BYTES is a number of bytes, such as 2147483648.");
  return bytes;
}

async function main(): Promise<void> {
  const farmUrl = setting("FARM_URL").replace(/\/$/, "");
  const token = (await readFile(setting("NODE_TOKEN_FILE"), "utf8")).trim();
  const data = setting("NODE_DATA");
  const name = process.env.NODE_NAME ?? os.hostname();
  const clock = { now: () => Date.now() };
  const logger = createLogger(name);
  const newId = createIdMaker({ ...clock, randomBytes });
  const nodeId = await nodeIdentity(data, newId);
  const memoryFolder = existsSync("/dev/shm") ? "/dev/shm" : path.join(os.tmpdir(), "ourvidz");
  const spool = await createSpool(process.env.NODE_SPOOL ?? memoryFolder, nodeId);
  const uploader = createUploader({ farmUrl, token, nodeId, newId, logger, sleep: (ms, signal) => sleep(ms, undefined, { signal }) });
  const most = inputBytes(process.env.NODE_INPUT_BYTES);
  const inputs = createNodeInputFiles({
    farmUrl,
    token,
    nodeId,
    folder: spool.inputs,
    most,
    logger,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  });
  const engines = nodeEngines((process.env.NODE_ENGINES ?? "draft").split(","), os.availableParallelism(), process.env);
  const node = startNode(
    { nodeId, name, version, farmUrl, token, engines },
    { clock, logger, random: Math.random, spool, uploader, inputs },
  );
  logger.info("the node is up", { nodeId, engines: engines.map((engine) => engine.capabilities.id).join(",") });

  const drain = (ms: number) => {
    node.drain(ms).catch((error: unknown) => logger.error("the node could not drain", { error: String(error) }));
  };
  process.on("SIGTERM", () => drain(drainMs));
  process.on("SIGINT", () => drain(0));
  // The farm started this node with a pipe: when the farm is gone, so is its local node.
  if (process.env.NODE_STOP_WITH_STDIN === "1") process.stdin.resume().on("end", () => drain(0));
  await node.ended;
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof CodedError ? error.message : error);
  process.exit(1);
}
