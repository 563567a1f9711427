// Finds or makes a tag by its name, for a film that comes in with words of its own.
import { foldedKey } from "../../../shared/domain/asset.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import type { Connection } from "../database.ts";

/** Answers the id of the tag with that name. */
export function createTagMaker(database: Connection, ids: IdMaker): (name: string) => string {
  const find = database.prepare<unknown[], string>("SELECT id FROM tag WHERE name_key = ?").pluck();
  const insert = database.prepare<unknown[]>("INSERT INTO tag (id, name, name_key) VALUES (?, ?, ?)");
  return (name) => {
    const key = foldedKey(name);
    const known = find.get(key);
    if (known !== undefined) return known;
    const id = ids<"tag">();
    insert.run(id, name, key);
    return id;
  };
}
