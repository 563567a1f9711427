// Mail on its way: nothing is lost, two senders send a letter once, and a mail server's refusal is tried again.
import { randomBytes } from "node:crypto";
import { createServer, type Socket } from "node:net";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../database/pool.ts";
import { silentLog, type TestDatabase, testDatabase } from "../database/testing.ts";
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

const outbox = () => createOutbox(tables, "a secret of the farm", random);
const letter = (n: number): Outgoing => ({ kind: "verify", to: `person${n}@example.com`, token: "t" });
async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await done()) return;
    await sleep(25);
  }
  throw new Error("it did not happen");
}

test("two senders send each letter once", async () => {
  const [one, two] = [outbox(), outbox()];
  const sent: string[] = [];
  const handle = async ({ to }: Outgoing) => {
    await sleep(1);
    sent.push(to);
  };
  const stops = [one, two].map((box) => box.run(handle, silentLog));
  await Promise.all(Array.from({ length: 60 }, (_, n) => (n % 2 ? one : two).enqueue(letter(n))));
  await until(() => sent.length >= 60);
  await Promise.all(stops.map((stop) => stop()));
  expect(new Set(sent).size).toBe(60);
  expect(sent).toHaveLength(60);
  expect(await tables.query("select 1 from identity.outgoing")).toEqual([]);
});

test("a letter that cannot be sent is kept, tried later, and its reason is logged without an address", async () => {
  const box = outbox();
  const lines: string[] = [];
  const log = { ...silentLog, warn: (...line: unknown[]) => void lines.push(JSON.stringify(line)) };
  let broken = true;
  const sent: string[] = [];
  const stop = box.run((item) => {
    if (broken) throw Object.assign(new Error(`550 ${item.to} is not known`), { code: "EENVELOPE" });
    sent.push(item.to);
    return Promise.resolve();
  }, log);
  await box.enqueue(letter(1));
  await until(() => lines.length > 0);
  expect(lines.join("")).toContain("EENVELOPE");
  expect(lines.join("")).not.toContain("example.com");
  const due = () => tables.query<{ later: boolean }>("select due_at > farm.farm_now() as later from identity.outgoing");
  await until(async () => (await due())[0]?.later === true);
  broken = false;
  await tables.query("update identity.outgoing set due_at = farm.farm_now()");
  await until(() => sent.length > 0);
  await stop();
  expect(sent).toEqual(["person1@example.com"]);
});

test("a letter whose sender was killed is sent by the next", async () => {
  await outbox().enqueue(letter(2));
  // Taken by a process that is no more: its two minutes have passed.
  await tables.query("update identity.outgoing set attempts = 1, due_at = farm.farm_now() - interval '1 second'");
  const sent: string[] = [];
  const stop = outbox().run(({ to }) => Promise.resolve(void sent.push(to)), silentLog);
  await until(() => sent.length > 0);
  await stop();
  expect(sent).toEqual(["person2@example.com"]);
});

test("what waits is sealed: neither address nor token can be read, and another secret opens nothing", async () => {
  await outbox().enqueue({ kind: "reset", to: "reader@example.com", token: "token-of-reset" });
  const [row] = await tables.query<{ sealed: Buffer }>("select sealed from identity.outgoing");
  for (const trace of ["reader", "token-of-reset", "reset"]) expect(row?.sealed.includes(trace)).toBe(false);
  const failures: unknown[] = [];
  const stop = createOutbox(tables, "another secret", random).run(() => Promise.reject(new Error("was opened")), {
    ...silentLog,
    warn: (_message, fields) => void failures.push(fields),
  });
  await until(() => failures.length > 0);
  await stop();
  expect(failures).toMatchObject([{ attempts: 1, reason: expect.not.stringContaining("was opened") as string }]);
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
