// A farm saved while it works, lost whole, and made anew elsewhere: what had been acknowledged when the backup
// began is there, money and files, and a backup that was damaged is refused.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { artifactSchema, creditsSchema, type Job, jobAnswerSchema } from "../../shared/contract/farm-http.ts";
import { removeFarmData } from "../farm-data.ts";
import { callFarm, farmProcesses, jobEnded, still } from "../running-farm.ts";

const farms = farmProcesses();
afterEach(() => farms.end());

test("saved under load, wiped, restored in another folder: sound, and every file of before is readable", { timeout: 240_000 }, async () => {
  const first = farms.folder();
  const farm = await farms.start(first);
  const submit = async (seed: number) =>
    jobAnswerSchema.parse(await (await callFarm(farm, "/v1/jobs", still(seed), `before-${seed}`)).json()).job;
  const before: Job[] = [];
  for (let seed = 0; seed < 2; seed += 1) before.push(await jobEnded(farm, (await submit(seed)).id));
  expect(before.map(({ state }) => state)).toEqual(["succeeded", "succeeded"]);

  // Submissions go on from before the backup until after it.
  let going = true;
  let sent = 0;
  const load = (async () => {
    for (let seed = 100; going; seed += 1) {
      if ((await callFarm(farm, "/v1/jobs", still(seed), `during-${seed}`)).status === 201) sent += 1;
      await sleep(200);
    }
  })();
  const backups = farms.folder();
  const saved = join(backups, "one");
  const passphrase = { BACKUP_PASSPHRASE: "a passphrase of tests" };
  const made = await farms.command(["backup", saved, "--data", first], passphrase);
  expect(made).toMatchObject({ code: 0 });
  expect(made.text).toContain("encrypted");
  going = false;
  await load;
  expect(sent).toBeGreaterThan(0);
  expect(readFileSync(join(saved, "secrets.json"), "utf8")).not.toContain(farm.token.slice(0, 12));

  farm.child.kill("SIGTERM");
  await once(farm.child, "exit");
  removeFarmData(first);
  expect(existsSync(first)).toBe(false);

  const second = join(farms.folder(), "new");
  try {
    expect(await farms.command(["restore", saved, "--data", second])).toMatchObject({ code: 1 });
    expect(await farms.command(["restore", saved, "--data", second], passphrase)).toMatchObject({ code: 0 });
    const again = await farms.start(second, ["--role", "coordinator"]);
    expect(again.token).toBe(farm.token);
    expect(await farms.command(["check", "--data", second])).toMatchObject({ code: 0 });
    for (const { id, artifacts, captured } of before) {
      const { job } = jobAnswerSchema.parse(await (await callFarm(again, `/v1/jobs/${id}`)).json());
      expect(job).toMatchObject({ state: "succeeded", captured });
      for (const artifact of artifacts) {
        const { url, sha256 } = artifactSchema.parse(await (await callFarm(again, `/v1/artifacts/${artifact.id}`)).json());
        const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
        expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
      }
    }
    // The same key gets the same job: what was sent before the loss is not sent twice after it.
    const repeated = await callFarm(again, "/v1/jobs", still(0), "before-0");
    expect(jobAnswerSchema.parse(await repeated.json()).job.id).toBe(before[0]?.id);
    expect(creditsSchema.parse(await (await callFarm(again, "/v1/credits")).json()).available).toBeLessThanOrEqual(998);
    again.child.kill("SIGTERM");
    await once(again.child, "exit");

    const damaged = join(backups, "one", "cluster", "PG_VERSION");
    appendFileSync(damaged, "x");
    const third = join(backups, "third");
    const refused = await farms.command(["restore", saved, "--data", third], passphrase);
    expect(refused.code).toBe(1);
    expect(refused.text).toContain("PG_VERSION of this backup is missing or damaged");
    expect(existsSync(third)).toBe(false);
    mkdirSync(third);
    appendFileSync(join(third, "something"), "x");
    expect((await farms.command(["restore", saved, "--data", third], passphrase)).text).toContain("has something in it");
  } finally {
    await farms.end();
    removeFarmData(second);
    rmSync(backups, { recursive: true, force: true });
  }
});
