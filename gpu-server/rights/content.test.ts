// Content stays where it belongs: markers go through every route of a whole farm, right and wrong, and through live draft jobs; then no
// log, no error's answer, no queue and (for what people wrote) no table and no file shows one of them.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../database/pool.ts";
import { silentLog } from "../database/testing.ts";
import { filesWith, markersIn, tablesWith } from "../testing/markers.ts";
import { type Answer, client, letterTo, type Send, type SendOptions, signIn } from "../testing/people.ts";
import { metadataHeader } from "../uploads/testing.ts";

const data = mkdtempSync(join(tmpdir(), "farm-content-"));
/** A word that stands nowhere else. */
const word = (what: string) => `${what}${randomBytes(6).toString("hex")}`;
/** What people write for pictures and talks: encrypted wherever it lies. */
const written = {
  prompt: word("prompt"),
  negative: word("negative"),
  action: word("action"),
  place: word("place"),
  person: word("person"),
  line: word("line"),
  story: word("story"),
  storyFile: word("storyfile"),
  chat: word("chat"),
  persona: word("persona"),
  fileName: word("filename"),
  appeal: word("appeal"),
};
/** What the farm must know in plain, or hashes: it is in its tables, and in no log. */
const known = {
  email: `${word("mail")}@example.com`,
  name: word("name"),
  label: word("label"),
  team: word("team"),
  keyName: word("keyname"),
  password: word("password"),
  wrongPassword: word("wrong"),
  idempotency: word("idempotency"),
};
const tokens: Record<string, string> = {};
const failed: { where: string; text: string }[] = [];

let farm: ChildProcess;
let log = "";
let database: Database;
let plain: Send;

beforeAll(async () => {
  farm = spawn(process.execPath, [join(import.meta.dirname, "..", "farm.ts"), "--role", "all", "--data", data], {
    env: { ...process.env, FARM_PARENT: "1", FARM_PRICES: "test", TRUST_PROXY: "loopback", LOG_LEVEL: "debug", DATABASE_URL: "" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  farm.stderr?.on("data", (part: Buffer) => (log += part.toString()));
  const ready = await new Promise<{ url: string }>((resolve, reject) => {
    farm.once("exit", (code) => reject(new Error(`the farm ended with ${code}: ${log}`)));
    createInterface({ input: farm.stdout as NodeJS.ReadableStream }).once("line", (line) => resolve(JSON.parse(line) as { url: string }));
  });
  plain = client(ready.url);
  database = openDatabase(readFileSync(join(data, "secrets", "database-url"), "utf8"), null, silentLog, 2);
});
afterAll(async () => {
  await database.end();
  const ended = new Promise((resolve) => farm.once("exit", resolve));
  farm.stdin?.end();
  await ended;
  const { cluster } = JSON.parse(readFileSync(join(data, "database.json"), "utf8")) as { cluster: string };
  for (const path of [cluster, `${cluster}.owner`, data]) rmSync(path, { recursive: true, force: true });
});

/** A request whose answer, where it is an error, is looked at in the end. */
async function send(method: string, path: string, body?: unknown, options: SendOptions = {}): Promise<Answer> {
  const answer = await plain(method, path, body, options);
  if (answer.status >= 400) failed.push({ where: `${method} ${path} ${answer.status}`, text: answer.text });
  return answer;
}

interface Operation {
  requestBody?: { content?: Record<string, { schema?: { properties?: Record<string, unknown> } }> };
}
const everything = () => ({ ...written, ...known, ...tokens });
const marker = (turn: number) => Object.values(everything())[turn % Object.keys(everything()).length] ?? "";

test("no log, no error's answer and no queue shows what people wrote, who they are, or a token", { timeout: 120_000 }, async () => {
  const { email, name, password } = known;
  // Two at once: the second meets the first one's row in the database.
  await Promise.all([1, 2].map(() => send("POST", "/v1/accounts", { email, password, name })));
  const [, verification = ""] = /verification\?token=(\S+)/.exec(await letterTo(data, email, "verification?token=")) ?? [];
  tokens.verification = decodeURIComponent(verification);
  await send("POST", "/v1/accounts/verification", { token: tokens.verification });
  await send("POST", "/v1/sessions", { email, password: known.wrongPassword });
  const token = await signIn(plain, email, password);
  tokens.session = token;
  tokens.sessionRow = token.split(".")[0] ?? token;
  const as: SendOptions = { token };
  await send("POST", "/v1/password-resets", { email });
  const [, code = ""] = /\n {4}(\S+)/.exec((await letterTo(data, email, "A new password")).replaceAll("\r", "")) ?? [];
  tokens.reset = code;
  await send("POST", "/v1/teams", { name: known.team }, as);
  tokens.key = (await send("POST", "/v1/api-keys", { name: known.keyName, scopes: ["jobs:read"] }, as)).body.secret as string;
  const shot = {
    size: "wide",
    angle: "eye",
    move: "static",
    place: written.place,
    action: written.action,
    dialogue: [{ speaker: written.person, text: written.line }],
  };
  const accountId = (await send("GET", "/v1/account", undefined, as)).body.id as string;
  await database.call("grant_credits", accountId, "test", 50, null);
  const submit = (body: object, key: string = randomUUID()) =>
    send("POST", "/v1/jobs", { quality: "draft", label: known.label, ...body }, { ...as, headers: { "idempotency-key": key } });
  const picture = { prompt: written.prompt, seed: 1 };
  const live = [
    await submit({ kind: "image.generate", input: picture }, known.idempotency),
    await submit({ kind: "text.chat", input: { persona: written.persona, messages: [{ role: "user", text: written.chat }] } }),
    await submit({ kind: "text.enhance", input: { prompt: written.prompt } }),
    await submit({
      kind: "text.storyboard",
      input: { story: `EXT. ${written.place} - DAY\n\n${written.person} walks. ${written.story}`, fileName: written.storyFile },
    }),
  ];
  expect(live.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  // Refused whole: what the draft engine does not honour leaves no trace either.
  expect((await submit({ kind: "image.generate", input: { ...picture, negative: written.negative } })).status).toBe(422);
  // Blocked, appealed, and refused in its parts.
  const blocked = await submit({ kind: "image.generate", input: { ...picture, prompt: `${written.prompt} sexual content with a minor` } });
  expect(blocked.body.job.state).toBe("blocked");
  await send("POST", `/v1/jobs/${blocked.body.job.id}/appeal`, { text: written.appeal, consent: true, statement: written.appeal }, as);
  await submit({
    kind: "video.generate",
    input: {
      segments: [
        { ...picture, frames: 80, shot },
        { ...picture, frames: -1 },
      ],
    },
  });
  await submit({ kind: "image.generate", engine: "sdxl", input: picture });
  await submit({ kind: "image.generate", input: { ...picture, prompt: `${written.prompt}\u0000` } });
  await send("POST", "/v1/uploads", undefined, {
    ...as,
    headers: {
      "tus-resumable": "1.0.0",
      "upload-length": "100",
      "upload-metadata": metadataHeader({ filename: `${written.fileName}.png`, filetype: "image/png", sha256: "0".repeat(64) }),
    },
  });

  // Every route of the document with markers in every place: path, query, headers, and bodies of the wrong shape.
  const { paths } = (await send("GET", "/v1/openapi.json")).body as { paths: Record<string, Record<string, Operation>> };
  let turn = 0;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (["delete /v1/account", "delete /v1/sessions/{id}"].includes(`${method} ${path}`)) continue;
      const fields = Object.keys(operation.requestBody?.content?.["application/json"]?.schema?.properties ?? {});
      const wrong = Object.fromEntries(fields.map((field) => [field, { wrong: marker((turn += 1)) }]));
      // These may be of the right shape: a name is kept as it is. A password stays wrong, or the session would end here.
      const names = [known.name, known.team, known.keyName, known.label];
      const texts = Object.fromEntries(fields.map((field) => [field, field === "password" ? known.wrongPassword : names[(turn += 1) % 4]]));
      const place = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(marker((turn += 1))));
      const verb = method.toUpperCase();
      const body = ["GET", "HEAD", "DELETE"].includes(verb) && fields.length === 0 ? [undefined] : [wrong, texts, [marker((turn += 1))]];
      for (const each of body) await send(verb, place, each, { ...as, headers: { "idempotency-key": marker((turn += 1)) } });
      await send(verb, `${place}?cursor=${encodeURIComponent(marker((turn += 1)))}&after=x&limit=no`, body[0], as);
      await send(verb, place, body[0], { token: marker((turn += 1)) });
    }
  }
  expect(failed.length).toBeGreaterThan(150);

  for (const { body } of live) {
    for (let tries = 0; ; tries += 1) {
      const { state } = (await send("GET", `/v1/jobs/${body.job.id}`, undefined, as)).body.job as { state: string };
      if (state === "succeeded") break;
      if (tries > 600 || !["queued", "running"].includes(state)) throw new Error(`a live job is ${state}`);
      await sleep(50);
    }
  }
  // A node's worker that is told nonsense, and a database that is asked nonsense, complain in their logs too.
  await database.query("select $1::uuid", [written.prompt]).catch(() => undefined);

  const all = everything();
  const told = failed.map(({ where, text }) => ({ where, shown: markersIn(text, all), text })).filter(({ shown }) => shown.length > 0);
  expect(told).toEqual([]);
  expect(log.split("\n").length).toBeGreaterThan(3);
  expect(markersIn(log, all)).toEqual([]);
  expect(readdirSync(join(data, "logs"))).toContain("postgres.log");
  expect(filesWith(join(data, "logs"), all)).toEqual([]);
  const inTables = await tablesWith(database, all);
  expect(inTables.filter((found) => found.startsWith("pgboss"))).toEqual([]);
  // What people wrote lies nowhere in plain, and a token works only from where it was sent to.
  expect(inTables.filter((found) => Object.keys({ ...written, ...tokens }).some((what) => found.endsWith(`: ${what}`)))).toEqual([
    "identity.session: sessionRow",
  ]);
  for (const name of readdirSync(data).filter((each) => !["mail", "secrets", "database", "database.json"].includes(each))) {
    if (!name.includes(".")) expect([name, filesWith(join(data, name), all)]).toEqual([name, []]);
  }
});
