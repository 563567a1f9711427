// What the SQL functions did, told on the bus after commit: events to whoever watches the job, and a
// wake-up to the planner when a job's place in its world changed.
import type { JobEvent, NumberedEvent } from "../../shared/contract/farm-http.ts";
import type { AccountId, JobId } from "../../shared/domain/ids.ts";
import { type Bus, subjects } from "../ports.ts";

/** An event as the SQL functions return it. */
export type JobNumberedEvent = NumberedEvent & { jobId: JobId };

const planned: JobEvent["type"][] = ["queued", "started", "paused", "resumed", "succeeded", "failed", "cancelled", "blocked"];

/** Publishes committed events in order. */
export function announce(bus: Bus, accountId: AccountId, events: JobNumberedEvent[]): void {
  for (const { jobId, ...numbered } of events) {
    bus.publish(subjects.jobEvent(accountId, jobId), numbered);
    if (planned.includes(numbered.event.type)) bus.publish(subjects.wake, { accountId, jobId });
  }
}
