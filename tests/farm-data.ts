// Removing what a farm under test left: as root its database lies outside the data folder.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Removes a farm's data folder and its database, wherever that lies. The farm must have stopped. */
export function removeFarmData(data: string): void {
  const record = join(data, "database.json");
  if (existsSync(record)) {
    const { cluster } = JSON.parse(readFileSync(record, "utf8")) as { cluster: string };
    for (const file of [cluster, `${cluster}.owner`]) rmSync(file, { recursive: true, force: true });
  }
  rmSync(data, { recursive: true, force: true });
}
