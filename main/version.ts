// The product's version, as its package says.
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const packageSchema = z.object({ version: z.string() });

/** The version in the product folder's package.json. */
export function versionOf(productFolder: string): string {
  const parsed = packageSchema.safeParse(JSON.parse(readFileSync(path.join(productFolder, "package.json"), "utf8")));
  return parsed.success ? parsed.data.version : "0.0.0";
}
