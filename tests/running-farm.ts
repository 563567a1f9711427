// A farm as a process, for tests of what it does from its start to its end.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { type Job, jobAnswerSchema } from "../shared/contract/farm-http.ts";
import { removeFarmData } from "./farm-data.ts";

const program = join(import.meta.dirname, "../gpu-server/farm.ts");

export interface FarmProcess {
  child: ChildProcess;
  url: string;
  token: string;
}

/** Farms and data folders of one test; `end` ends and removes all. */
export function farmProcesses() {
  const children: ChildProcess[] = [];
  const folders: string[] = [];
  const begin = (args: string[], env: NodeJS.ProcessEnv) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, FARM_PRICES: "test", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    return child;
  };
  return {
    folder() {
      const folder = mkdtempSync(join(tmpdir(), "farm-process-"));
      folders.push(folder);
      return folder;
    },
    /** Starts a farm and waits until it is ready. */
    async start(data: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<FarmProcess> {
      const child = begin(["--data", data, ...args], env);
      let errors = "";
      child.stderr?.on("data", (bytes: Buffer) => (errors += bytes.toString()));
      for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
        const { url, tokenFile } = JSON.parse(line) as { url: string; tokenFile: string };
        return { child, url, token: readFileSync(tokenFile, "utf8") };
      }
      throw new Error(`the farm ended before it was ready: ${errors}`);
    },
    /** Runs a command to its end; what it printed, and its exit code. */
    async command(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; text: string }> {
      const child = begin(args, env);
      let text = "";
      for (const output of [child.stdout, child.stderr]) output?.on("data", (bytes: Buffer) => (text += bytes.toString()));
      await once(child, "close");
      return { code: child.exitCode, text };
    },
    async end() {
      for (const child of children.splice(0)) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      for (const folder of folders.splice(0)) removeFarmData(folder);
    },
  };
}

/** Calls the farm as its owner. */
export async function callFarm(farm: FarmProcess, path: string, body?: unknown, key = ""): Promise<Response> {
  return fetch(farm.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${farm.token}`,
      ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** A draft job of one still, the shortest work there is. */
export const still = (seed: number) => ({
  kind: "image.generate",
  input: { prompt: "A boat at sea", seed, count: 1 },
});

/** Waits until a job is over. */
export async function jobEnded(farm: FarmProcess, id: string): Promise<Job> {
  for (;;) {
    const { job } = jobAnswerSchema.parse(await (await callFarm(farm, `/v1/jobs/${id}`)).json());
    if (job.state !== "queued" && job.state !== "running") return job;
    await sleep(50);
  }
}
