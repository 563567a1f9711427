// For tests of what must not stay: looks for markers in every table of a database and in every file below a folder.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "../database/pool.ts";

/** How a marker may stand somewhere: as it is, as hexadecimal digits or as base64 that starts with it. */
function forms(marker: string): string[] {
  const bytes = Buffer.from(marker);
  return [
    marker.toLowerCase(),
    bytes.toString("hex"),
    bytes
      .subarray(0, bytes.length - (bytes.length % 3))
      .toString("base64")
      .toLowerCase(),
  ];
}

/** Tables that hold a marker, with its name: every row of every table is read as text. `owner` is past all walls. */
export async function tablesWith(owner: Database, markers: Record<string, string>): Promise<string[]> {
  const tables = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    for (const { row } of await owner.query<{ row: string }>(`select lower(t::text) as row from ${name} t`)) {
      for (const [what, marker] of Object.entries(markers))
        if (forms(marker).some((form) => row.includes(form))) found.push(`${name}: ${what}`);
    }
  }
  return [...new Set(found)];
}

/** Where a text holds a marker: its names. */
export function markersIn(text: string, markers: Record<string, string>): string[] {
  const lower = text.toLowerCase();
  return Object.entries(markers)
    .filter(([, marker]) => forms(marker).some((form) => lower.includes(form)))
    .map(([what]) => what);
}

/** Files below `folder` that hold a marker, or bear it in their name. */
export function filesWith(folder: string, markers: Record<string, string>): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name);
      return markersIn(`${file}\n${readFileSync(file, "latin1")}`, markers).map((what) => `${file}: ${what}`);
    });
}
