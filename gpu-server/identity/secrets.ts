// Secrets of a farm: random, made at the first start, kept in the data folder for its user alone (0600).
import { link, mkdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Random bytes from outside; a test passes its own. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * The secret `name` of data folder `data`: 32 random bytes as base64url, made where missing.
 * Two starts at once agree on one: the file appears whole, and the first stays.
 */
export async function secret(data: string, name: string, random: RandomBytes): Promise<string> {
  const folder = join(data, "secrets");
  const file = join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = await readFile(file, "utf8").catch(() => null);
  if (known !== null) return known.trim();
  const fresh = `${file}.${Buffer.from(random(4)).toString("hex")}.new`;
  await writeFile(fresh, Buffer.from(random(32)).toString("base64url"), { mode: 0o600, flush: true });
  await link(fresh, file).catch(() => undefined);
  await unlink(fresh);
  return (await readFile(file, "utf8")).trim();
}

/** Writes a secret that was made elsewhere, whole or not at all. Returns its path. */
export async function keepSecret(data: string, name: string, value: string): Promise<string> {
  const folder = join(data, "secrets");
  const file = join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, value, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return file;
}
