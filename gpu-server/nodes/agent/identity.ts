// The node's id: made once, kept in its data folder, so that after a restart the coordinator knows which
// leases were its own.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type IdMaker, isId, type NodeId } from "../../../shared/domain/ids.ts";

/** Reads or makes the id in `folder`/node-id. */
export async function nodeIdentity(folder: string, newId: IdMaker): Promise<NodeId> {
  const file = path.join(folder, "node-id");
  const kept = await readFile(file, "utf8").catch(() => "");
  if (isId(kept.trim())) return kept.trim() as NodeId;
  const id = newId<"node">();
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${id}\n`, { mode: 0o600 });
  return id;
}
