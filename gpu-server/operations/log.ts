// The farm's log: JSON lines on standard error. Ids and numbers, never what people wrote.
import type { Logger } from "../ports.ts";

/** A logger that writes to `output`. */
export function createLog(output: NodeJS.WritableStream): Logger {
  const write =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void output.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
