// A conversation on a real farm: the reply is heard word by word while it is made, whoever comes late hears it
// from its beginning, and nothing of it lies in a log or, readable, in the database.
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../../gpu-server/database/testing.ts";
import { createStreams, type Stream } from "../../main/farm/stream.ts";
import { artifactSchema, jobAnswerSchema } from "../../shared/contract/farm-http.ts";
import { type Program, startProgram } from "../browser/programs.ts";

let database: TestDatabase;
let farm: Program;
const data = mkdtempSync(join(tmpdir(), "farm-chat-"));
const closers: (() => void)[] = [];
beforeAll(async () => {
  database = await testDatabase();
  farm = await startProgram("gpu-server/farm.ts", ["--data", data], { DATABASE_URL: database.url, FARM_PRICES: "test" });
});
afterAll(async () => {
  for (const close of closers) close();
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true, force: true });
});

async function call(path: string, body?: object): Promise<unknown> {
  const token = readFileSync(farm.ready["tokenFile"] ?? "", "utf8").trim();
  const answer = await fetch(new URL(path, farm.ready["url"]), {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${token}`,
      origin: "studio://app",
      ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Someone who reads the account's texts as they come; a line that breaks (a busy machine) is opened again. */
function listen() {
  const heard = { texts: new Map<string, string>(), pieces: 0, current: false };
  const open = createStreams();
  let closed = false;
  const dial = (): Stream =>
    open({
      address: async () => {
        const { ticket } = (await call("/v1/stream/tickets", {})) as { ticket: string };
        return `${(farm.ready["url"] ?? "").replace("http", "ws")}/v1/stream?ticket=${ticket}`;
      },
      subscription: () => ({ type: "subscribe", account: true, have: {} }),
      receive(message) {
        if (message.type === "current") heard.current = true;
        if (message.type !== "chat") return;
        const before = heard.texts.get(message.jobId) ?? "";
        heard.texts.set(message.jobId, before.slice(0, message.seq) + message.delta);
        heard.pieces += 1;
      },
      lost: () => {
        setTimeout(() => {
          if (!closed) stream = dial();
        }, 200);
      },
    });
  let stream = dial();
  closers.push(() => {
    closed = true;
    stream.close();
  });
  return heard;
}
async function until(probe: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(5)) if (probe()) return;
  throw new Error(`waited in vain for ${what}`);
}

test("a reply is heard while it is made, from its beginning, and left nowhere", async () => {
  const first = listen();
  await until(() => first.current, "the stream");
  const messages = [{ role: "user", text: "Quillomena waits on the pier at dusk. Quillomena talks to Bartholo." }];
  const { job } = jobAnswerSchema.parse(await call("/v1/jobs", { kind: "text.chat", quality: "draft", input: { messages } }));
  await until(() => (first.texts.get(job.id) ?? "").length > 10, "the first words");
  const late = listen();
  const answer = async () => jobAnswerSchema.parse(await call(`/v1/jobs/${job.id}`)).job;
  let ended = await answer();
  for (; ended.endedAt === null; await sleep(50)) ended = await answer();
  const { artifacts } = ended;
  const { url } = artifactSchema.parse(await call(`/v1/artifacts/${artifacts[0]?.id}`));
  const whole = await (await fetch(new URL(url, farm.ready["url"]))).text();
  expect(whole).toMatch(/^Draft reply/);
  await until(() => first.texts.get(job.id) === whole, "the whole reply");
  expect(first.pieces).toBeGreaterThan(1);
  // Who comes while it is made hears it from its beginning; on a busy machine it may be over by then.
  if (late.texts.size > 0) await until(() => late.texts.get(job.id) === whole, "the whole reply again");

  // The words of both sides: in no log, and in no row that can be read.
  const owner = database.open(null);
  const tables = await owner.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const tablesWith = async (words: string) => {
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await owner.query(
        `select 1 from ${name} t cross join lateral (select to_jsonb(t)::text as said) s
         where said like '%' || $1 || '%' or said like '%' || encode(convert_to($1, 'utf8'), 'hex') || '%' limit 1`,
        [words],
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  };
  expect(await tablesWith(job.id)).not.toEqual([]); // the search finds what is there
  for (const words of ["Quillomena", "no language model"]) {
    expect(farm.log()).not.toContain(words);
    expect([words, await tablesWith(words)]).toEqual([words, []]);
  }
});
