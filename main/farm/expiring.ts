// Files on the farm that this library does not hold and that will be gone there soon: said once a day, while there is time.
import type { ArtifactDetail } from "../../shared/contract/farm-artifacts.ts";
import type { Blobs } from "../library/blobs.ts";
import type { Clock, Logger } from "../ports.ts";
import type { Connection } from "./outbox.ts";

interface ExpiringPorts {
  blobs: Pick<Blobs, "has">;
  clock: Clock;
  logger: Logger;
  note(name: string): string | null;
  putNote(name: string, value: string): void;
  warn(text: string): void;
}

/** Days ahead that are looked at. */
const daysAhead = 7;
const dayMs = 24 * 3600 * 1000;
/** Texts are read where they are asked for; pictures, clips and sounds are what is missed. */
const missed = new Set<ArtifactDetail["kind"]>(["clip", "image", "audio"]);

/** The notice in words. `first` is RFC 3339. */
function wordsFor(count: number, first: string): string {
  const day = new Date(first).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
  const what =
    count === 1 ? "1 file on the farm is not in this library and is" : `${count} files on the farm are not in this library and are`;
  return `${what} gone there soon, the first on ${day}. Open the studio that asked for them: it fetches them by itself.`;
}

/** A look at the farm that is connected, at most once a day and account. Never throws. */
export function createExpiryLook(ports: ExpiringPorts): (connection: Connection) => Promise<void> {
  const { blobs, clock } = ports;
  return async ({ client, accountId }) => {
    const note = `expiring:${client.url}:${accountId}`;
    try {
      if (clock.now() - Number(ports.note(note) ?? 0) < dayMs) return;
      let count = 0;
      let first: string | null = null;
      for (let cursor: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof client.expiring>> = await client.expiring(daysAhead, cursor);
        for (const { kind, sha256, expiresAt } of page.artifacts) {
          if (!missed.has(kind) || (await blobs.has(sha256))) continue;
          count += 1;
          first ??= expiresAt;
        }
        cursor = page.next;
        if (cursor === null) break;
      }
      ports.putNote(note, String(clock.now()));
      if (first !== null) ports.warn(wordsFor(count, first));
    } catch (error) {
      // The next connection looks again.
      ports.logger.info("what expires soon could not be looked at", { reason: error instanceof Error ? error.message : "" });
    }
  };
}
