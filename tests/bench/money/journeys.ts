// Whole user journeys at once: sign-in, quote, submission, the job's stream until its end, and the file, on a farm with its own
// node that really draws. Each person has an account without a plan, which drafts free; signing up is not a part of the journey.
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { WebSocket } from "ws";
import { client, newPerson, password, type Send } from "../../../gpu-server/testing/people.ts";
import type { Job } from "../../../shared/contract/farm-http.ts";
import { startProgram } from "../../browser/programs.ts";
import { removeFarmData } from "../../farm-data.ts";
import type { BenchRow } from "../print/report.ts";

const still = { kind: "image.generate", quality: "draft", input: { prompt: "A boat leaves the harbour at dawn", seed: 1 } };
const longest = 300_000;

/** Resolves when the stream says that the job has succeeded. */
function succeeded(url: string, ticket: string, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/v1/stream?ticket=${ticket}`, { origin: "studio://app" });
    const end = (error?: Error) => {
      clearTimeout(timer);
      socket.terminate();
      if (error) reject(error);
      else resolve();
    };
    const timer = setTimeout(() => end(new Error("the stream did not tell the end")), longest);
    socket.on("error", end).on("close", () => end(new Error("the stream closed")));
    socket.on("open", () => socket.send(JSON.stringify({ type: "subscribe", jobs: [{ id, after: 0 }] })));
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (/"type":"(failed|cancelled|blocked)"/.test(text)) end(new Error(text.slice(0, 300)));
      else if (text.includes('"type":"succeeded"')) end();
    });
  });
}

async function journey(send: Send, url: string, email: string): Promise<void> {
  const must = (answer: Awaited<ReturnType<Send>>, status: number) => {
    if (answer.status !== status) throw new Error(`HTTP ${answer.status}: ${answer.text.slice(0, 300)}`);
    return answer;
  };
  const token = must(await send("POST", "/v1/sessions", { email, password }), 200).headers.get("set-auth-token") ?? "";
  must(await send("POST", "/v1/quotes", { kind: still.kind, quality: still.quality, scenes: [1] }, { token }), 200);
  const sent = must(await send("POST", "/v1/jobs", still, { token, headers: { "idempotency-key": randomUUID() } }), 201);
  const { id } = (sent.body as { job: Job }).job;
  const { ticket } = must(await send("POST", "/v1/stream/tickets", undefined, { token }), 200).body as { ticket: string };
  await succeeded(url, ticket, id);
  const { job } = must(await send("GET", `/v1/jobs/${id}`, undefined, { token }), 200).body as { job: Job };
  const [picture] = job.artifacts;
  const { url: link } = must(await send("GET", `/v1/artifacts/${picture?.id}`, undefined, { token }), 200).body as { url: string };
  const file = await fetch(link);
  const hash = createHash("sha256").update(Buffer.from(await file.arrayBuffer()));
  if (hash.digest("hex") !== picture?.sha256) throw new Error("the file is another");
}

/** `count` journeys that begin at the same moment. */
export async function journeyRows(count: number): Promise<BenchRow[]> {
  const data = mkdtempSync(path.join(tmpdir(), "bench-journeys-"));
  const farm = await startProgram("gpu-server/farm.ts", ["--data", data], { TRUST_PROXY: "loopback", FARM_PRICES: "shipped" });
  try {
    const url = farm.ready["url"] ?? "";
    const send = client(url);
    const people: string[] = [];
    for (let made = 0; made < count; made += 10)
      people.push(
        ...(await Promise.all(Array.from({ length: Math.min(10, count - made) }, () => newPerson(send, data)))).map(({ email }) => email),
      );
    const each: number[] = [];
    const errors: string[] = [];
    const started = performance.now();
    await Promise.all(
      people.map(async (email) => {
        try {
          await journey(send, url, email);
          each.push((performance.now() - started) / 1000);
        } catch (error) {
          errors.push((error as Error).message);
        }
      }),
    );
    const sorted = each.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    if (errors[0] !== undefined) console.error(errors[0]);
    const metric = `${count} journeys at once, sign-in to the drawn file`;
    return [
      { metric: `${metric}, p50`, value: at(0.5), unit: "s" },
      { metric: `${metric}, p99`, value: at(0.99), unit: "s" },
      { metric: `${metric}, errors`, value: errors.length, unit: "", goal: { op: "<=", value: 0 } },
    ];
  } finally {
    await farm.stop();
    removeFarmData(data);
  }
}
