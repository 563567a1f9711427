// A worker process that behaves as the prompt of the job's first segment says: well, or in one of the
// ways in which workers misbehave. Its files are a few bytes.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { workerCommandSchema, type WorkerReport } from "../../shared/contract/worker.ts";

const say = (report: WorkerReport) => void process.stdout.write(`${JSON.stringify(report)}\n`);
const passed = { outcome: "passed", check: "scripted" } as const;
const cancelled = new Set<string>();

async function run(
  jobId: string,
  spool: string,
  prompt: string,
  count: number,
  skip: number[],
  inputs: Record<string, string>,
): Promise<void> {
  const mode = prompt.split(" ")[0];
  const step = (done: number, total = 10) => say({ type: "progress", jobId, step: done, total, ms: done * 5 });
  say({ type: "phase", jobId, phase: "denoise" });
  if (mode === "silent") return;
  if (mode === "dies") process.exit(3);
  if (mode === "dies-once" && skip.length === 0) {
    segment(jobId, spool, 0);
    await sleep(50);
    process.kill(process.pid, "SIGKILL");
  }
  if (mode === "garbage") {
    process.stdout.write('no json\n{"type":"progress"}\n[1,2]\n\n{"type":"done","jobId":"' + jobId + '"}\n');
  }
  if (mode === "babble") for (let line = 0; line < 500; line += 1) process.stdout.write("nonsense\n");
  if (mode === "endless") for (let part = 0; part < 40; part += 1) process.stdout.write("x".repeat(64 * 1024));
  if (mode === "reads") {
    // The clip is what the job's files hold, with their names' endings.
    const text = Object.entries(inputs).map(([sha256, file]) => `${sha256.slice(0, 8)}${path.extname(file)}=${readFileSync(file, "utf8")}`);
    await sleep(Number(prompt.split(" ")[1] ?? 0));
    segment(jobId, spool, 0, passed, text.sort().join(" "));
    say({ type: "done", jobId, files: [], verdicts: [passed], timings: {}, peaks: {} });
    return;
  }
  if (mode === "steals") {
    say({ type: "segment", jobId, index: 0, files: [{ kind: "clip", index: 0, path: "..", contentType: "video/mp4" }], verdict: passed });
    return;
  }
  for (let index = 0; index < count; index += 1) {
    if (skip.includes(index)) continue;
    for (let done = 1; done <= 10; done += 1) {
      if (cancelled.has(jobId)) {
        if (mode === "stubborn") continue;
        say({ type: "cancelled", jobId, step: done });
        // What it says after the end must not count.
        if (mode === "late") for (let late = 0; late < 3; late += 1) segment(jobId, spool, 5 + late);
        return;
      }
      step(index * 10 + done, count * 10);
      await sleep(mode === "slow" || mode === "late" ? 40 : 2);
    }
    if (mode === "stubborn") for (;;) await sleep(1000);
    segment(jobId, spool, index, mode === "held" ? { outcome: "held", check: "scripted", rule: "test-rule" } : passed);
  }
  const verdicts =
    mode === "no-verdict" ? [] : [mode === "held" ? ({ outcome: "held", check: "scripted", rule: "test-rule" } as const) : passed];
  const line = `${JSON.stringify({ type: "done", jobId, files: [], verdicts, timings: {}, peaks: {} } satisfies WorkerReport)}\n`;
  if (mode !== "partial") process.stdout.write(line);
  else {
    for (let at = 0; at < line.length; at += 7) {
      process.stdout.write(line.slice(at, at + 7));
      await sleep(1);
    }
  }
}

function segment(
  jobId: string,
  spool: string,
  index: number,
  verdict: Extract<WorkerReport, { type: "segment" }>["verdict"] = passed,
  text = `clip ${index} of ${jobId} by ${process.pid}`,
): void {
  writeFileSync(path.join(spool, `clip-${index}.mp4`), text);
  say({ type: "segment", jobId, index, files: [{ kind: "clip", index, path: `clip-${index}.mp4`, contentType: "video/mp4" }], verdict });
}

say({ type: "ready", engine: "draft", versions: {}, device: "cpu" });
for await (const line of createInterface({ input: process.stdin })) {
  const command = workerCommandSchema.parse(JSON.parse(line));
  if (command.type === "shutdown") break;
  if (command.type === "cancel") cancelled.add(command.jobId);
  if (command.type === "run" && command.job.kind === "video.generate") {
    const { segments } = command.job.input;
    cancelled.delete(command.jobId);
    void run(command.jobId, command.spool, segments[0]?.prompt ?? "", segments.length, command.skip, command.inputs);
  }
}
process.exit(0);
