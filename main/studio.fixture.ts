// A studio for tests: real SQLite, real files, real drawing, in a folder of its own.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Input, Method, Namespace, Output } from "../shared/contract/studio/index.ts";
import { createIdMaker } from "../shared/domain/ids.ts";
import { fileSecrets } from "./library/secrets.ts";
import type { FarmAddress, StudioPorts } from "./ports.ts";
import { createStudio, type Studio } from "./studio.ts";

/** Runs `work` with a folder of its own that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "ourvidz-core-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Real ports over `folder`; no farm unless one is named. */
export function testPorts(folder: string, farm: FarmAddress | null = null): StudioPorts {
  const clock = { now: () => Date.now() };
  return {
    clock,
    ids: createIdMaker({ now: clock.now, randomBytes }),
    // What goes wrong inside is shown beside the test that it fails.
    logger: {
      info: () => undefined,
      warn: (words, fields) => console.warn(words, fields),
      error: (words, fields) => console.error(words, fields),
    },
    secrets: fileSecrets(path.join(folder, "secrets")),
    shell: { showInFolder: () => Promise.resolve(false) },
    dataFolder: folder,
    productFolder: path.resolve(import.meta.dirname, ".."),
    exportFolder: path.join(folder, "exports"),
    localFarm: farm,
    environment: process.env,
    platform: process.platform,
    version: "0.0.0",
    userName: "tester",
    cores: 2,
  };
}

/** Runs `work` with an open studio. */
export async function withStudio<T>(folder: string, work: (studio: Studio) => Promise<T>, farm: FarmAddress | null = null): Promise<T> {
  const studio = await createStudio(testPorts(folder, farm));
  try {
    return await work(studio);
  } finally {
    await studio.close();
  }
}

/** A call of the contract that must succeed. */
export async function call<N extends Namespace, M extends Method<N>>(
  studio: Studio,
  namespace: N,
  method: M,
  input: Input<N, M>,
): Promise<Output<N, M>> {
  const result = await studio.call({ namespace, method, input });
  if (!result.ok) throw new Error(`${namespace}.${method}: ${result.error.code}: ${result.error.message}`);
  return result.value as Output<N, M>;
}

/** Resolves when `probe` holds; looks every 20 ms. Throws after `ms`. */
export async function until(probe: () => boolean | Promise<boolean>, what: string, ms = 20_000): Promise<void> {
  for (let waited = 0; !(await probe()); waited += 20) {
    if (waited > ms) throw new Error(`it never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Two scenes, a few shots, one line of dialogue. */
export const shortStory = `The Letter

At dawn ANNA, thirty, in a green coat, walks along the beach with a lantern.

"Is anybody there?" says Anna.

That night, inside the lighthouse, Anna sits at a table and reads a letter. A storm beats on the windows.
`;
