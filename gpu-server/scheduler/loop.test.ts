// The loop hears every change, whatever it is doing when the change comes.
import { expect, test } from "vitest";
import { createSmallFarm, videoSpec } from "../testing/small-farm.ts";

test("a job that changes while it is read is read again", async () => {
  const farm = await createSmallFarm();
  const openJob = farm.jobs.openJob.bind(farm.jobs);
  let reading = 0;
  let goOn: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (goOn = resolve));
  // The database answers, and the answer is a while under way.
  farm.jobs.openJob = async (...args) => {
    const found = await openJob(...args);
    reading += 1;
    await answered;
    return found;
  };
  const jobId = farm.submit(farm.account, videoSpec("one"));
  await farm.until(() => reading > 0, "the new job is read");
  farm.jobs.cancel(jobId);
  // The bus has told the scheduler by then.
  await new Promise((resolve) => setTimeout(resolve, 50));
  goOn();
  await farm.until(() => reading > 1 && farm.scheduler.queues().every((queue) => queue.queued === 0), "the cancelled job leaves the line");
  expect(farm.scheduler.outlook(jobId)).toBeNull();
  await farm.close();
});
