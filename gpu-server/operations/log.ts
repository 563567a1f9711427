// The farm's log: JSON lines on standard error, by pino. Ids, codes and numbers, never what people wrote:
// fields that could hold such things are struck out whoever logs them.
import { writeSync } from "node:fs";
import { pino } from "pino";
import type { Logger } from "../ports.ts";

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Names of fields that hold secrets or what people wrote, at the top and one level below. */
const struckOut = [
  "authorization",
  "body",
  "code_verifier",
  "cookie",
  "email",
  "fileName",
  "headers",
  "input",
  "label",
  "name",
  "password",
  "persona",
  "prompt",
  "query",
  "secret",
  "story",
  "text",
  "ticket",
  "token",
];

/**
 * A logger that writes to the open file `descriptor`. A line that cannot be written (a full disk, a reader that is gone) is lost; the
 * farm goes on.
 */
export function createLog(descriptor: number, level: LogLevel = "info"): Required<Logger> {
  const destination = {
    write(line: string) {
      try {
        writeSync(descriptor, line);
      } catch {
        // Written to a stream, the error would end the process; and after it the stream would stay silent.
      }
    },
  };
  const log = pino(
    {
      level,
      base: null,
      messageKey: "message",
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: struckOut.flatMap((name) => [name, `*.${name}`]), censor: "(struck out)" },
    },
    destination,
  );
  const write =
    (each: Exclude<LogLevel, "silent">) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      log[each](fields, message);
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
