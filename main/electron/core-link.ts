// The core's process behind one small shape, whichever way it runs: Electron's utility process in the app,
// or a Node of its own where STUDIO_CORE_NODE names one (unpackaged builds only).
import { spawn } from "node:child_process";
import { utilityProcess } from "electron";

/** A running core: its messages, its words for the log, its end. */
export interface CoreLink {
  readonly pid: number | undefined;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onLog(listener: (text: string) => void): void;
  /** Called once, when the process is gone. */
  onEnd(listener: (how: string) => void): void;
  /** Asks it to end; by force where it must be. */
  end(force: boolean): void;
}

/** Runs the bundled core in a utility process. */
export function utilityCore(bundle: string): CoreLink {
  const child = utilityProcess.fork(bundle, [], { serviceName: "OurVidz Studio core", stdio: "pipe" });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on("message", listener),
    onLog(listener) {
      child.stdout?.on("data", (bytes: Buffer) => listener(bytes.toString()));
      child.stderr?.on("data", (bytes: Buffer) => listener(bytes.toString()));
    },
    onEnd: (listener) => void child.once("exit", (code) => listener(`exit code ${code}`)),
    end(force) {
      if (!force) child.kill();
      else if (child.pid !== undefined) killByForce(child.pid);
    },
  };
}

/** Runs the core's source under a Node binary, with Node's own channel as the link. */
export function nodeCore(node: string, entry: string): CoreLink {
  const child = spawn(node, [entry], { stdio: ["ignore", "pipe", "pipe", "ipc"], windowsHide: true });
  return {
    get pid() {
      return child.pid;
    },
    // A send to a core that has just died fails; its end is reported by onEnd, so the failure itself is not.
    post: (message) => void child.send(message as object, () => undefined),
    onMessage: (listener) => void child.on("message", listener),
    onLog(listener) {
      child.stdout?.on("data", (bytes: Buffer) => listener(bytes.toString()));
      child.stderr?.on("data", (bytes: Buffer) => listener(bytes.toString()));
    },
    onEnd(listener) {
      child.once("error", (error) => listener(error.message));
      child.once("exit", (code, signal) => listener(signal ?? `exit code ${code}`));
    },
    end: (force) => void child.kill(force ? "SIGKILL" : "SIGTERM"),
  };
}

function killByForce(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
