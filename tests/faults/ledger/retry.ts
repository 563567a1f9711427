// A failure and its second try, through a node that lives: an engine whose worker dies each time that it gets the job.
import { testDatabase } from "../../../gpu-server/database/testing.ts";
import type { NumberedEvent } from "../../../shared/contract/farm-http.ts";
import { faultyFarm } from "./coordinator.ts";
import { film, witness } from "./witness.ts";

/** The job's events, but for its progress, once it has ended. */
export async function triesOfABrokenJob(): Promise<NumberedEvent[]> {
  const database = await testDatabase();
  const farm = await faultyFarm({ databaseUrl: database.url });
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    await farm.node();
    const people = witness(farm);
    const [job] = await people.submit([film(["dies"])]);
    await people.ended(job?.id ?? "");
    const answer = await farm.send("GET", `/v1/jobs/${job?.id}/events`, undefined, { token: farm.token() });
    const { events } = answer.body as { events: NumberedEvent[] };
    return events.filter(({ event }) => event.type !== "phase" && event.type !== "progress");
  } finally {
    await farm.close();
    await database.close();
  }
}
