// Verify of the kept library with 600 MB of larger files beside it, against sha256sum alone over the same files, in turns in the same run.
import { execFileSync } from "node:child_process";
import { createHash, randomFillSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { verifyLibrary } from "../../../../main/library/storage/verify.ts";
import type { BenchRow } from "../../print/report.ts";
import type { LibraryBench } from "../context.ts";

const files = 300;
const fileBytes = 2_000_000;
const rounds = 3;
const goal = 0.8;

/** Files of random bytes under their hashes. */
function addWeight(blobs: string): void {
  const bytes = Buffer.alloc(fileBytes);
  for (let number = 0; number < files; number += 1) {
    randomFillSync(bytes);
    const hash = createHash("sha256").update(bytes).digest("hex");
    const folder = path.join(blobs, "sha256", hash.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, hash), bytes);
  }
}

const median = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** The row of verify. */
export async function rows(bench: LibraryBench): Promise<BenchRow[]> {
  const folder = bench.copy("verify");
  const place = { library: path.join(folder, "library"), blobs: path.join(folder, "blobs") };
  addWeight(place.blobs);
  const own: number[] = [];
  const alone: number[] = [];
  // The first round of both warms the system's cache and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now();
    execFileSync("sh", ["-c", 'find "$1" -type f -print0 | xargs -0 sha256sum > /dev/null', "sh", path.join(place.blobs, "sha256")]);
    const between = performance.now();
    const { report } = await verifyLibrary({ place, threads: 2, now: () => performance.timeOrigin + performance.now() });
    const ended = performance.now();
    if (round === 0) continue;
    alone.push(report.bytes / 1e6 / ((between - began) / 1000));
    own.push(report.bytes / 1e6 / ((ended - between) / 1000));
  }
  const [value, baselineValue] = [median(own), median(alone)];
  const ratio = value / baselineValue;
  return [
    {
      metric: "verify: files, both databases and every use of them",
      value,
      unit: "MB/s",
      baseline: "sha256sum alone",
      baselineValue,
      ratio,
      goal: { op: ">=", value: goal },
    },
  ];
}
