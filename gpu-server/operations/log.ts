// The farm's log: JSON lines on standard error. Ids and numbers, never what people wrote.
import { writeSync } from "node:fs";
import type { Logger } from "../ports.ts";

/** A logger that writes to the open file `descriptor`. A line that cannot be written (a full disk, a reader that is gone) is lost; the farm goes on. */
export function createLog(descriptor: number): Logger {
  const write =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      try {
        writeSync(descriptor, `${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
      } catch {
        // Written to a stream, the error would end the process; and after it the stream would stay silent.
      }
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
