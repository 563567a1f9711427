// Repair: what verify found is mended where that is possible: put in its place, set aside, drawn again, fetched again
// from the farm. What cannot be had any more is written down with what used it.
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import type { RepairReport } from "../../../shared/contract/studio/storage.ts";
import type { ShotSnapshot } from "../../../shared/domain/shot.ts";
import type { Blobs } from "../blobs.ts";
import type { Clock, Logger } from "../../ports.ts";
import type { StorageQueries } from "./storage-queries.ts";
import type { TaskContext } from "./tasks.ts";
import type { Verified } from "./verify.ts";

export interface RepairPorts {
  blobs: Blobs;
  queries: StorageQueries;
  clock: Clock;
  logger: Logger;
  /** The picture of a snapshot, drawn by the core. */
  paint: (snapshot: ShotSnapshot, language: string) => Promise<Uint8Array>;
  /** Asks the farm for files that it brought before; answers those that it was asked for. */
  refetch(hashes: ReadonlySet<string>): Set<string>;
}

/** Mends what `verified` found. Throws CodedError cancelled, disk_full. */
export async function repairLibrary(ports: RepairPorts, verified: Verified, { signal, progress }: TaskContext): Promise<RepairReport> {
  const { blobs, queries, clock } = ports;
  const report: RepairReport = {
    at: new Date(clock.now()).toISOString(),
    redrawn: 0,
    refetched: 0,
    moved: 0,
    rebuilt: [],
    missing: [],
    setAside: 0,
  };
  progress.phase("Setting damaged files aside");
  const aside = path.join(blobs.folder, "damaged");
  for (const { file, is } of verified.damaged) {
    // Under a wrong name, but a file that the library wants: it goes to its own place.
    if (is !== null && verified.missing.includes(is)) {
      await putHome(blobs, file, is);
      report.moved += 1;
      continue;
    }
    await mkdir(aside, { recursive: true });
    await rename(file, path.join(aside, path.basename(file)));
    report.setAside += 1;
  }
  for (const { file, hash } of verified.misplaced) {
    await putHome(blobs, file, hash);
    report.moved += 1;
  }
  progress.phase("Drawing pictures again");
  const left = new Set<string>();
  for (const hash of verified.missing) {
    signal.throwIfAborted();
    if (await blobs.has(hash)) continue;
    if (await redraw(ports, hash)) report.redrawn += 1;
    else left.add(hash);
  }
  progress.phase("Asking the farm");
  const asked = ports.refetch(left);
  report.refetched = asked.size;
  report.missing = [...left].filter((hash) => !asked.has(hash)).map((hash) => ({ hash, usedBy: verified.survey.needed.get(hash) ?? [] }));
  queries.putMissing(report.missing, clock.now());
  const known = new Set(report.missing.map((one) => one.hash));
  queries.found(queries.missing().flatMap(({ hash }) => (known.has(hash) ? [] : [hash])));
  return report;
}

async function putHome(blobs: Blobs, file: string, hash: string): Promise<void> {
  const home = blobs.pathOf(hash);
  await mkdir(path.dirname(home), { recursive: true });
  await rename(file, home);
}

/** Draws a frame again whose recipe is known; false where the result is another picture, or there is no recipe. */
async function redraw({ queries, blobs, paint, logger }: RepairPorts, hash: string): Promise<boolean> {
  const frame = queries.frameOf(hash);
  if (frame === null) return false;
  try {
    return (await blobs.put(await paint(frame.snapshot, frame.language))) === hash;
  } catch (error) {
    logger.warn("a picture could not be drawn again", { reason: error instanceof Error ? error.message : "" });
    return false;
  }
}
