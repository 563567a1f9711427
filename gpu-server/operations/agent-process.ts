// The local node: the node agent as a process of its own, started again with back-off when it dies.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Logger } from "../ports.ts";

const firstPause = 500;
const longestPause = 15_000;
const livedWell = 30_000;
const graceToEnd = 5000;

/** A supervised process. */
export interface Supervised {
  stop(): Promise<void>;
}

/** Starts the agent with `settings` added to its environment. Its log goes to our standard error. */
export function superviseAgent(settings: NodeJS.ProcessEnv, log: Logger): Supervised {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pause = firstPause;
  let stopping = false;

  const begin = () => {
    const startedAt = performance.now();
    child = spawn(process.execPath, [join(import.meta.dirname, "..", "nodes", "agent.ts")], {
      env: { ...process.env, ...settings, NODE_STOP_WITH_STDIN: "1" },
      // The agent ends when this pipe closes: a farm that was killed leaves no node behind.
      stdio: ["pipe", "ignore", "inherit"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    child.stdin?.on("error", () => undefined);
    const ended = (reason: string) => {
      child = undefined;
      if (stopping) return;
      if (performance.now() - startedAt > livedWell) pause = firstPause;
      log.warn("the local node stopped and is started again", { reason, pauseMs: pause });
      timer = setTimeout(begin, pause);
      pause = Math.min(pause * 2, longestPause);
    };
    child.once("exit", (code, signal) => ended(String(signal ?? code)));
    child.once("error", (error) => ended(error.message));
  };
  begin();

  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const running = child;
      if (running === undefined) return;
      const ended = new Promise<void>((done) => running.once("exit", () => done()));
      running.stdin?.end();
      running.kill("SIGINT");
      const force = setTimeout(() => running.kill("SIGKILL"), graceToEnd);
      await ended;
      clearTimeout(force);
    },
  };
}
