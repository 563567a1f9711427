// What the rows of the library's benchmark share: a copy of the kept library to work on, and a core over it.
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Input, Method, Namespace, Output } from "../../../shared/contract/studio/index.ts";
import { createIdMaker } from "../../../shared/domain/ids.ts";
import { fileSecrets } from "../../../main/library/secrets.ts";
import { createStudio, type Studio } from "../../../main/studio.ts";

export interface LibraryBench {
  /** The kept library: only to read. */
  kept: string;
  /** For what a row writes; gone afterwards. */
  scratch: string;
  /** A copy of the kept library's databases beside its files, as a data folder of its own. */
  copy(name: string): string;
}

/** A copy in `scratch`. */
export function copyOf(kept: string, scratch: string, name: string): string {
  const folder = path.join(scratch, name);
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(kept, "library"), path.join(folder, "library"), { recursive: true });
  cpSync(path.join(kept, "blobs"), path.join(folder, "blobs"), { recursive: true });
  return folder;
}

/** A core over a data folder, without a farm. */
export function openStudio(folder: string): Promise<Studio> {
  const clock = { now: () => Date.now() };
  const quiet = () => undefined;
  return createStudio(
    {
      clock,
      ids: createIdMaker({ now: clock.now, randomBytes }),
      logger: { info: quiet, warn: console.warn, error: console.error },
      secrets: fileSecrets(path.join(folder, "secrets")),
      shell: { showInFolder: () => Promise.resolve(false) },
      dataFolder: folder,
      productFolder: path.resolve(import.meta.dirname, "../../.."),
      exportFolder: path.join(folder, "exports"),
      localFarm: null,
      environment: process.env,
      platform: process.platform,
      version: "0.0.0",
      userName: "bench",
      cores: 2,
    },
    { connect: false },
  );
}

/** A call of the contract that must succeed. */
export async function ask<N extends Namespace, M extends Method<N>>(
  studio: Studio,
  namespace: N,
  method: M,
  input: Input<N, M>,
): Promise<Output<N, M>> {
  const result = await studio.call({ namespace, method, input });
  if (!result.ok) throw new Error(`${namespace}.${method}: ${result.error.code}: ${result.error.message}`);
  return result.value as Output<N, M>;
}

/** The value below which a share of them lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
