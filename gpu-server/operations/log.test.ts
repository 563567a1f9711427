// The log: a JSON line each, ids as they are, and struck out whatever could be somebody's words or secrets.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLog, type LogLevel } from "./log.ts";

function written(level: LogLevel, write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const file = join(mkdtempSync(join(tmpdir(), "farm-log-")), "log");
  const descriptor = openSync(file, "w");
  write(createLog(descriptor, level));
  closeSync(descriptor);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  rmSync(join(file, ".."), { recursive: true });
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("a line has its level, its time, its message and ids", () => {
  const [line] = written("info", (log) => log.warn("a lease lapsed", { jobId: "01a2", epoch: 3 }));
  expect(line).toMatchObject({ level: "warn", message: "a lease lapsed", jobId: "01a2", epoch: 3 });
  expect(new Date(String(line?.["at"])).getTime()).toBeGreaterThan(0);
});

test("fields that could hold somebody's words or secrets are struck out, one level down too", () => {
  const fields = {
    prompt: "hunter2",
    text: "hunter2",
    email: "hunter2",
    token: "hunter2",
    request: { password: "hunter2", story: "hunter2", requestId: "r1" },
  };
  const [line] = written("info", (log) => log.error("a request failed", fields));
  expect(JSON.stringify(line)).not.toContain("hunter2");
  expect(line).toMatchObject({ request: { requestId: "r1" } });
});

test.each<[LogLevel, string[]]>([
  ["debug", ["debug", "info", "warn", "error"]],
  ["info", ["info", "warn", "error"]],
  ["error", ["error"]],
  ["silent", []],
])("LOG_LEVEL=%s says %j", (level, wanted) => {
  const said = written(level, (log) => {
    log.debug("a");
    log.info("b");
    log.warn("c");
    log.error("d");
  });
  expect(said.map((line) => line["level"])).toEqual(wanted);
});

test("a log that cannot be written ends nobody", () => {
  const descriptor = openSync("/dev/null", "r");
  const log = createLog(descriptor);
  log.info("lost");
  closeSync(descriptor);
  log.info("lost too");
});
