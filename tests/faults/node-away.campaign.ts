// A node that is away is no reason to refuse work: what it does is accepted by a farm that started without it, and done when it is back.
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { jobAnswerSchema } from "../../shared/contract/farm-http.ts";
import { callFarm, type FarmProcess, farmProcesses } from "../running-farm.ts";

const farms = farmProcesses();
afterAll(() => farms.end());

const stop = async ({ child }: FarmProcess) => {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
};

test("a farm that starts without its node takes jobs for it, and they are done when the node is there", async () => {
  const data = farms.folder();
  const first = await farms.start(data);
  await expect.poll(() => existsSync(join(data, "engines.json"))).toBe(true);
  await stop(first);

  const alone = await farms.start(data, ["--role", "coordinator"]);
  const submission = { kind: "image.generate", input: { prompt: "A lamp on a pier", seed: 1 } };
  const answer = await callFarm(alone, "/v1/jobs", submission, "while-away");
  expect(answer.status).toBe(201);
  const { job } = jobAnswerSchema.parse(await answer.json());
  const served = await callFarm(alone, "/v1/jobs", { ...submission, quality: "fast" }, "never-there");
  expect([served.status, ((await served.json()) as { code: string }).code]).toEqual([422, "kind_not_served"]);
  await stop(alone);

  const again = await farms.start(data);
  const state = async () => jobAnswerSchema.parse(await (await callFarm(again, `/v1/jobs/${job.id}`)).json()).job.state;
  while (["queued", "running"].includes(await state())) await sleep(100);
  expect(await state()).toBe("succeeded");
});
