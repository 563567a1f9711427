// Log lines as JSON, one an entry.
import type { Logger } from "../ports.ts";

/** A logger that writes one JSON line an entry. */
export function lineLogger(write: (line: string) => void, now: () => number): Logger {
  const log = (level: string) => (message: string, fields?: Record<string, unknown>) =>
    write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...fields })}\n`);
  return { info: log("info"), warn: log("warn"), error: log("error") };
}
