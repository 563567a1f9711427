// What the scheduler learnt about speeds, kept in a file of the farm's data folder. It may be lost: then ETAs
// start from a guess again.
import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { RateSamples } from "./eta.ts";

/** Where learnt speeds survive a restart. */
export interface RateMemory {
  /** What was kept last; nothing where there is none. */
  read(): Promise<RateSamples>;
  /** Keeps it. Never throws: a farm works without. */
  write(samples: RateSamples): Promise<void>;
}

const schema = z.record(z.string().max(200), z.array(z.number().positive().max(1e6)).max(1000));

/** A memory in `file`, whose folder is there. */
export function createRateFile(file: string): RateMemory {
  let last: Promise<void> = Promise.resolve();
  return {
    async read() {
      const found = await readFile(file, "utf8").catch(() => "{}");
      try {
        return schema.catch({}).parse(JSON.parse(found));
      } catch {
        return {};
      }
    },
    write(samples) {
      const text = JSON.stringify(samples);
      last = last.then(async () => {
        await writeFile(`${file}.new`, text);
        await rename(`${file}.new`, file);
      });
      last = last.catch(() => undefined);
      return last;
    },
  };
}
