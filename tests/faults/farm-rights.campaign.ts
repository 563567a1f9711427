// The rights of people under kill -9: a farm is killed at random moments while it makes an export and while it erases an account, and
// started again each time. The export is whole in the end; of the account nothing is left, and the books add up.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { AccountExport } from "../../shared/contract/farm-rights.ts";
import { openDatabase } from "../../gpu-server/database/pool.ts";
import { silentLog } from "../../gpu-server/database/testing.ts";
import { checkRows } from "../../gpu-server/operations/check.ts";
import { filesWith, tablesWith } from "../../gpu-server/testing/markers.ts";
import { client, letterTo, newPerson, password } from "../../gpu-server/testing/people.ts";
import { farmProcesses } from "../running-farm.ts";

const rounds = 6;
const farms = farmProcesses();
afterEach(() => farms.end());

test(`${rounds} accounts are exported and erased by farms that are killed all the time`, async () => {
  const data = farms.folder();
  const start = () => farms.start(data, ["--role", "coordinator"], { TRUST_PROXY: "loopback" });
  let farm = await start();
  let kills = 0;
  /** Kills the farm within `ms` and starts it again. */
  const kill = async (ms: number) => {
    await sleep(Math.random() * ms);
    const ended = once(farm.child, "exit");
    farm.child.kill("SIGKILL");
    await ended;
    kills += 1;
    farm = await start();
  };
  for (let round = 0; round < rounds; round += 1) {
    const mark = randomBytes(6).toString("hex");
    const { email, token } = await newPerson(client(farm.url), data, `mail-${mark}@example.com`);
    const send = (method: string, path: string, body?: unknown) =>
      client(farm.url)(method, path, body, { token, headers: { "idempotency-key": randomUUID() } });
    const account = (await send("GET", "/v1/account")).body.id as string;
    const url = readFileSync(join(data, "secrets", "database-url"), "utf8");
    const owner = openDatabase(url, null, silentLog, 2);
    await owner.call("grant_credits", account, "gift", 100, null);
    await owner.end();
    for (let job = 0; job < 30; job += 1) {
      await send("POST", "/v1/jobs", { kind: "image.generate", label: `label-${mark}`, input: { prompt: `prompt-${mark}`, seed: job } });
    }

    await send("POST", "/v1/account/export");
    for (let times = 0; times < 2; times += 1) await kill(300);
    let ready: AccountExport | null = null;
    for (let tries = 0; ready?.state !== "ready"; tries += 1) {
      if (tries > 1200) throw new Error("the export was not made");
      await sleep(50);
      ready = (await send("GET", "/v1/account/export")).body.export as AccountExport;
    }
    const zip = Buffer.from(await (await fetch(ready.url ?? "")).arrayBuffer());
    expect([zip.length, createHash("sha256").update(zip).digest("hex")]).toEqual([ready.bytes, ready.sha256]);

    expect((await send("DELETE", "/v1/account", { password })).status).toBe(204);
    for (let times = 0; times < 2; times += 1) await kill(150);
    for (let tries = 0; ; tries += 1) {
      if (readdirSync(join(data, "mail")).length > 0 || tries > 400) break;
      await sleep(50);
    }
    await letterTo(data, email, "Certificate of erasure");
    const tables = openDatabase(readFileSync(join(data, "secrets", "database-url"), "utf8"), null, silentLog, 2);
    const markers = { account, label: `label-${mark}`, prompt: `prompt-${mark}` };
    expect(await tablesWith(tables, { ...markers, email })).toEqual([]);
    for (const folder of ["artifacts", "uploads", "logs"]) expect(filesWith(join(data, folder), { ...markers, email })).toEqual([]);
    expect(await checkRows(tables)).toEqual([]);
    await tables.end();
  }
  console.log(`${kills} kills, ${rounds} exports whole, ${rounds} erasures without a trace`);
});
