// Puts one fault into the functions of a fresh database.
import pg from "pg";
import { mutants } from "./mutants.ts";

/** SQL that puts the mutant of that name into the database at `url`. Throws when the text that it changes is not there. */
export async function mutated(url: string, name: string): Promise<string> {
  const mutant = mutants.find((each) => each.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant "${name}"`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ body: string }>(
      "select pg_get_functiondef(oid) as body from pg_proc where pronamespace = 'farm'::regnamespace and proname = $1",
      [mutant.function],
    );
    const changed = rows.map(({ body }) => body).filter((body) => body.includes(mutant.from));
    if (changed.length !== 1) throw new Error(`"${mutant.from}" is in ${changed.length} functions ${mutant.function}, not in one`);
    return `set search_path = farm; ${(changed[0] ?? "").replace(mutant.from, mutant.to)}`;
  } finally {
    await client.end();
  }
}
