// A farm told to end in the middle of its work: whoever got an answer has what it says, whoever got none gets the
// same by asking again, nothing is charged twice, streams are told, and the end comes within its bound.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { creditsSchema, type Job, jobAnswerSchema, ticketSchema } from "../../shared/contract/farm-http.ts";
import { callFarm, farmProcesses, jobEnded, still } from "../running-farm.ts";

const farms = farmProcesses();
afterEach(() => farms.end());

test("SIGTERM under load: nothing acknowledged is lost, nothing is doubled, all leases come back", { timeout: 240_000 }, async () => {
  const data = farms.folder();
  const farm = await farms.start(data);
  const { ticket } = ticketSchema.parse(await (await callFarm(farm, "/v1/stream/tickets", {})).json());
  const stream = new WebSocket(`${farm.url.replace("http", "ws")}/v1/stream?ticket=${ticket}`);
  await once(stream, "open");
  const closed = once(stream, "close") as Promise<[number, Buffer]>;

  const sent: { key: string; seed: number; id: string | null }[] = [];
  let going = true;
  const submit = async (seed: number) => {
    const one: (typeof sent)[number] = { key: randomUUID(), seed, id: null };
    sent.push(one);
    const answer = await callFarm(farm, "/v1/jobs", still(seed), one.key).catch(() => null);
    if (answer?.status === 201) one.id = jobAnswerSchema.parse(await answer.json()).job.id;
    // An ending farm refuses or breaks off; it never says that something went wrong inside.
    else if (answer !== null) expect([503, 429]).toContain(answer.status);
    return answer?.status === 201;
  };
  const clients = [0, 1, 2, 3].map(async (client) => {
    for (let seed = client; going && (await submit(seed)); seed += 4) await sleep(40);
  });
  while (sent.filter(({ id }) => id !== null).length < 8) await sleep(10);
  const startedAt = performance.now();
  farm.child.kill("SIGTERM");
  const [[code, reason]] = await Promise.all([closed, once(farm.child, "exit")]);
  // The bound that it sets itself before it is ended by force.
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(farm.child.exitCode).toBe(0);
  going = false;
  await Promise.all(clients);
  expect(code).toBe(1001);
  expect(reason.toString()).not.toBe("");

  const again = await farms.start(data);
  const jobs: Job[] = [];
  for (const { key, seed, id } of sent) {
    const answer = await callFarm(again, "/v1/jobs", still(seed), key);
    expect(answer.status).toBe(201);
    const { job } = jobAnswerSchema.parse(await answer.json());
    if (id !== null) expect(job.id).toBe(id);
    jobs.push(await jobEnded(again, job.id));
  }
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(sent.length);
  expect(jobs.filter(({ state }) => state !== "succeeded")).toEqual([]);
  expect(creditsSchema.parse(await (await callFarm(again, "/v1/credits")).json())).toMatchObject({
    available: 1000 - sent.length,
    held: 0,
  });
  expect(await farms.command(["check", "--data", data])).toMatchObject({ code: 0 });
});
