// A farm of this computer for one run: started as a child, started again when it dies, ended with the run.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { FarmAddress } from "../ports.ts";

const readySchema = z.object({ ready: z.literal(true), url: z.string(), tokenFile: z.string() });

export interface LocalFarm {
  /** Process id of the farm that runs now. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

interface LocalFarmOptions {
  productFolder: string;
  dataFolder: string;
  environment: Record<string, string | undefined>;
  /** Called at the start and after each restart. */
  ready: (address: FarmAddress) => void;
  /** It died, or could not be started again. */
  trouble: (words: string) => void;
}

/** A first start makes a database: seconds, on a slow disk many. */
const startWithinMs = 90_000;
const graceMs = 12_000;
const pauses = [500, 2000, 5000, 15_000] as const;
/** Starts that may be killed from outside before one of them serves. */
const mostKilled = 3;

/** Starts the farm; resolves when it serves. Throws CodedError farm_unreachable with its own last words. */
export async function startLocalFarm(options: LocalFarmOptions): Promise<LocalFarm> {
  const logs = path.join(options.dataFolder, "logs");
  mkdirSync(logs, { recursive: true });
  let child: ChildProcess | null = null;
  let stopping = false;
  let deaths = 0;
  let killed = 0;

  const begin = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const log = createWriteStream(path.join(logs, "farm.log"), { flags: "a" });
      const args = [
        path.join(options.productFolder, "gpu-server", "farm.ts"),
        "--role",
        "all",
        "--data",
        path.join(options.dataFolder, "farm"),
      ];
      const started = spawn(process.execPath, args, {
        env: { ...options.environment, FARM_PARENT: "1" },
        stdio: ["pipe", "pipe", "pipe"],
        // Its own group: a Ctrl-C in the terminal must reach this process first, which ends the farm in order.
        detached: process.platform !== "win32",
        windowsHide: true,
      });
      child = started;
      let words = "";
      let serves = false;
      const late = setTimeout(() => started.kill("SIGKILL"), startWithinMs);
      started.stderr?.on("data", (bytes: Buffer) => {
        log.write(bytes);
        words = (words + bytes.toString()).slice(-2000);
      });
      if (started.stdout) {
        createInterface({ input: started.stdout }).on("line", (line) => {
          const said = readySchema.safeParse(parse(line));
          if (!said.success) return;
          clearTimeout(late);
          serves = true;
          const { url, tokenFile } = said.data;
          options.ready({ url, local: true, token: async () => (await readFile(tokenFile, "utf8").catch(() => "")).trim() || null });
          resolve();
        });
      }
      started.on("error", reject);
      started.on("close", (code, signal) => {
        clearTimeout(late);
        log.end();
        if (stopping) return;
        const last =
          words
            .trim()
            .split("\n")
            .findLast((line) => !line.startsWith("{")) ?? "";
        if (!serves && signal !== null && killed < mostKilled) {
          // Killed from outside before it served: nothing of its own doing, so it is begun again.
          killed += 1;
          setTimeout(() => void begin().then(resolve, reject), pauses[0]);
          return;
        }
        if (!serves) {
          reject(
            new CodedError(
              "farm_unreachable",
              `The local farm could not start${last === "" ? ` (${signal ?? code})` : `: ${last}`}\nRun the same command again: it goes on where it was. The farm's log is ${path.join(logs, "farm.log")}.`,
            ),
          );
          return;
        }
        options.trouble(`The local farm stopped (${signal ?? code}); it starts again.`);
        restart();
      });
    });
  const restart = () => {
    const pause = pauses[Math.min(deaths, pauses.length - 1)] as number;
    deaths += 1;
    setTimeout(() => {
      if (stopping) return;
      begin().catch((error: unknown) => {
        options.trouble(error instanceof Error ? error.message : "The local farm could not start.");
        restart();
      });
    }, pause).unref();
  };
  await begin();
  return {
    pid: () => child?.pid,
    async stop() {
      stopping = true;
      const running = child;
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise((resolve) => running.once("close", resolve));
      running.stdin?.end();
      const force = setTimeout(() => running.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(force);
    },
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
