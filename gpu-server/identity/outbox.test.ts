// Mail on its way: nothing is lost, two farms send a letter once, a mail server's refusal is tried again and ends in the dead letters,
// and nothing of a letter lies readable anywhere.
import { randomBytes } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../database/pool.ts";
import { type OpenBoss, openBoss } from "../background/boss.ts";
import { createHandlers, type HandlerDeps } from "../background/handlers.ts";
import { deadLetters, dropLetter, retryLetters } from "../background/letters.ts";
import { startWork } from "../background/work.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
import type { Logger } from "../ports.ts";
import { letterOf } from "./letters.ts";
import { folderMail, smtpMail } from "./mail.ts";
import { createOutbox, type Outgoing } from "./outbox.ts";

let database: TestDatabase;
let tables: Database;
const random = (count: number) => randomBytes(count);
beforeAll(async () => {
  database = await testDatabase();
  tables = database.open(null);
});
beforeEach(() => tables.query("delete from identity.outgoing"));
afterAll(() => database.close());

const outbox = (secret = "a secret of the farm") => createOutbox(tables, secret, random);
const letter = (n: number): Outgoing => ({ kind: "verify", to: `person${n}@example.com`, token: "token-of-letter" });
async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await done()) return;
    await sleep(25);
  }
  throw new Error("it did not happen");
}

/** A farm's background work on the outbox alone: `handle` sends. */
async function mailFarm(handle: (item: Outgoing) => Promise<void>, { box = outbox(), log = silentLog as Logger } = {}) {
  const background = await openBoss(database.url, log, "one-of-several");
  const nothing = () => Promise.resolve();
  const handlers = createHandlers({
    background,
    identity: { outbox: box, tidy: nothing, deliver: (id: string) => box.send(id, handle) },
    databases: { owner: tables, operations: database.open("farm_operations") },
  } as unknown as HandlerDeps);
  const stop = await startWork(background, { ...handlers, retention: nothing, "clean-up": nothing, "expiry-warning": nothing }, log);
  return { box, background, stop };
}
/** The next try of a letter that waits for one comes now; with `last`, it is the last one. */
async function hurry({ boss, workers }: OpenBoss, last = false): Promise<void> {
  await until(async () => {
    const due = await tables.query(
      `update pgboss.job set start_after = now(), retry_count = case when $1 then retry_limit - 1 else retry_count end
       where name = 'mail' and state = 'retry' returning 1`,
      [last],
    );
    return due.length > 0;
  });
  boss.notifyWorker(workers.get("mail") ?? "");
}

test("two farms that start at once send each letter once", async () => {
  const sent: string[] = [];
  const handle = async ({ to }: Outgoing) => {
    await sleep(1);
    sent.push(to);
  };
  const farms = await Promise.all([mailFarm(handle), mailFarm(handle)]);
  await Promise.all(Array.from({ length: 60 }, (_, n) => farms[n % 2]?.box.enqueue(letter(n))));
  await until(() => sent.length >= 60);
  await Promise.all(farms.map(({ stop }) => stop()));
  expect(new Set(sent).size).toBe(60);
  expect(sent).toHaveLength(60);
  expect(await tables.query("select 1 from identity.outgoing")).toEqual([]);
});

test("a letter that cannot be sent is kept and tried again; given up, it lies in the dead letters until it is retried or dropped", async () => {
  const lines: string[] = [];
  const log = { ...silentLog, warn: (...line: unknown[]) => void lines.push(JSON.stringify(line)) };
  const broken = new Set(["person1@example.com", "person2@example.com"]);
  const sent: string[] = [];
  const { box, background, stop } = await mailFarm(
    (item) => {
      if (broken.has(item.to)) throw Object.assign(new Error(`550 ${item.to} is not known`), { code: "EENVELOPE" });
      sent.push(item.to);
      return Promise.resolve();
    },
    { log },
  );
  await box.enqueue(letter(1));
  await until(() => lines.length > 0);
  broken.delete("person1@example.com");
  await hurry(background);
  await until(() => sent.length > 0);
  expect(sent).toEqual(["person1@example.com"]);

  await box.enqueue(letter(2));
  await hurry(background, true);
  await until(async () => (await deadLetters(background.boss)).length > 0);
  const [dead] = await deadLetters(background.boss);
  expect(dead).toMatchObject({ queue: "mail", tries: 16, error: "EENVELOPE" });
  expect(lines.join("")).not.toContain("example.com");
  // The sweep leaves it alone: it waits for a person.
  await database.stepClock(2 * 60_000);
  await background.queue("sweep", {});
  await sleep(300);
  expect(await deadLetters(background.boss)).toHaveLength(1);

  broken.clear();
  expect(await retryLetters(background.boss, dead?.id ?? "")).toBe(1);
  await until(() => sent.length > 1);
  expect(sent).toEqual(["person1@example.com", "person2@example.com"]);
  expect(await deadLetters(background.boss)).toEqual([]);
  await stop();
});

test("a dead letter that is dropped goes with its letter; an unknown one is said to be unknown", async () => {
  const { box, background, stop } = await mailFarm(() => Promise.reject(new Error("never")));
  await box.enqueue(letter(3));
  await hurry(background, true);
  await until(async () => (await deadLetters(background.boss)).length > 0);
  const [dead] = await deadLetters(background.boss);
  await dropLetter(background.boss, dead?.id ?? "", (id) => box.drop(id));
  expect(await deadLetters(background.boss)).toEqual([]);
  expect(await tables.query("select 1 from identity.outgoing")).toEqual([]);
  await expect(retryLetters(background.boss, dead?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  await expect(dropLetter(background.boss, dead?.id ?? "", (id) => box.drop(id))).rejects.toMatchObject({ code: "not_found" });
  await stop();
});

test("a letter whose farm was killed between its row and the queue is found by the next sweep", async () => {
  await outbox().enqueue(letter(4));
  await database.stepClock(2 * 60_000);
  const sent: string[] = [];
  const { stop } = await mailFarm(({ to }) => Promise.resolve(void sent.push(to)));
  await until(() => sent.length > 0);
  await stop();
  expect(sent).toEqual(["person4@example.com"]);
});

test("what waits is sealed, and neither queue nor failure shows it; another secret opens nothing", async () => {
  const failures: unknown[] = [];
  const log = { ...silentLog, warn: (_message: string, fields: unknown) => void failures.push(fields) };
  const { stop } = await mailFarm(({ to }) => Promise.reject(new Error(`cannot send to ${to}`)), { box: outbox("another secret"), log });
  await outbox().enqueue({ kind: "reset", to: "reader@example.com", token: "token-of-reset" });
  await database.stepClock(2 * 60_000);
  const [row] = await tables.query<{ id: string }>("select id from identity.outgoing");
  await tables.query("insert into pgboss.job (name, data) select 'mail', jsonb_build_object('id', $1::text)", [row?.id]);
  await until(() => failures.length > 0);
  await stop();
  expect(failures[0]).toMatchObject({ queue: "mail", tries: 1, reason: "Error" });
  const dump = JSON.stringify([
    await tables.query("select * from identity.outgoing"),
    await tables.query("select * from pgboss.job"),
    failures,
  ]);
  for (const trace of ["reader", "token-of-reset", "cannot send"]) expect([trace, dump.includes(trace)]).toEqual([trace, false]);
});

test("letters are forgotten after a month, and the addresses that requests came from after a day", async () => {
  const box = outbox();
  await box.enqueue(letter(5));
  const hours = 3600 * 1000;
  const count = (key: string, age: number) =>
    tables.query(
      `insert into identity."rateLimit" (key, count, "lastRequest") values ($1, 1, (extract(epoch from farm.farm_now()) * 1000)::bigint - $2::bigint)`,
      [key, age],
    );
  await count("10.1.1.1|/sign-in", 25 * hours);
  await count("10.1.1.2|/sign-in", 1 * hours);
  await box.tidy();
  expect(await tables.query(`select key from identity."rateLimit"`)).toEqual([{ key: "10.1.1.2|/sign-in" }]);
  expect(await tables.query("select 1 from identity.outgoing")).toHaveLength(1);
  await database.stepClock(31 * 24 * hours);
  await box.tidy();
  expect(await tables.query("select 1 from identity.outgoing")).toEqual([]);
});

test("without a mail server letters are files for the farm's user alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "farm-mail-"));
  try {
    const mail = folderMail(join(folder, "mail"), "OurVidz <no-reply@localhost>", () => Date.now(), random);
    await mail.send(letterOf({ kind: "account-exists", to: "known@example.com" }, "http://127.0.0.1"));
    const [name = ""] = readdirSync(join(folder, "mail"));
    expect(name).toMatch(/\.eml$/);
    const text = readFileSync(join(folder, "mail", name), "utf8");
    expect(text).toContain("To: known@example.com");
    expect(text).toContain("Subject: You have an account already");
    // As it lies there: an editor shows the link whole, without a mail program's encoding.
    const token = "a".repeat(300);
    await mail.send(letterOf({ kind: "verify", to: "new@example.com", token }, "http://127.0.0.1:4700"));
    const [link = ""] = readdirSync(join(folder, "mail")).filter((file) => file !== name);
    expect(readFileSync(join(folder, "mail", link), "utf8")).toContain(`/v1/accounts/verification?token=${token}\r\n`);
    if (process.platform !== "win32") expect(statSync(join(folder, "mail", name)).mode & 0o077).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("with a mail server letters go there by SMTP", async () => {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.write("220 test\r\n");
    let data = false;
    let buffer = "";
    socket.on("data", (chunk) => {
      buffer += chunk.toString();
      for (let end = buffer.indexOf("\r\n"); end >= 0; end = buffer.indexOf("\r\n")) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        received.push(line);
        if (data) {
          if (line === ".") {
            data = false;
            socket.write("250 ok\r\n");
          }
        } else if (line === "DATA") {
          data = true;
          socket.write("354 go on\r\n");
        } else socket.write(line === "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as { port: number };
  const mail = smtpMail(`smtp://127.0.0.1:${port}?ignoreTLS=true`, "OurVidz <no-reply@farm.example>");
  const invitation = {
    kind: "invitation" as const,
    to: "guest@example.com",
    team: "Night\r\nBcc: all@example.com",
    from: "Ann https://evil.example",
  };
  await mail.send(letterOf(invitation, "http://127.0.0.1"));
  for (const socket of sockets) socket.destroy();
  await new Promise((closed) => server.close(closed));
  expect(received).toContain("RCPT TO:<guest@example.com>");
  expect(received.filter((line) => line.startsWith("RCPT"))).toHaveLength(1);
  expect(received.some((line) => line.startsWith("Bcc"))).toBe(false);
  expect(received.join("\n")).toContain('Ann evil.example invites you to the team "Night Bcc: all@example.com"');
});
