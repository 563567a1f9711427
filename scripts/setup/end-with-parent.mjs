// Loaded with --import into a program that a launcher started: ends the program when the launcher is gone.
// A launcher killed outright cannot end its children, and an orphan would hold the data folder against the next start.
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

// Children and threads of the program inherit --import, but not the pipe: only the launcher's own child may read it.
if (isMainThread && process.env.STUDIO_LAUNCHER === String(process.ppid)) {
  delete process.env.STUDIO_LAUNCHER;
  const pipe = new Socket({ fd: 3, readable: true, writable: false });
  const end = () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), 15_000).unref();
  };
  pipe.on("close", end).on("error", () => undefined);
  pipe.resume();
  pipe.unref();
}
