// What a person changes of assets, any number of them as one step of the library's log.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { AssetChange } from "../../../shared/contract/studio/library.ts";
import { nameKey } from "../../../shared/domain/asset.ts";
import type { IdMaker } from "../../../shared/domain/ids.ts";
import type { Clock } from "../../ports.ts";
import type { Cell, CommandQueries, Field, LibraryChange, Relation } from "./command-queries.ts";
import { type Changed, type Commands, fieldChange, relationChange } from "./commands.ts";
import { tagNamed } from "./lists.ts";

interface ChangePorts {
  queries: CommandQueries;
  commands: Commands;
  ids: IdMaker;
  clock: Clock;
}

const files = (count: number) => (count === 1 ? "1 file" : `${count.toLocaleString("en-US").replaceAll(",", " ")} files`);

/** Words of a step for undo: what is said of how many. */
function labelOf(change: AssetChange, count: number): string {
  const of = files(count);
  const members = Object.entries(change).filter(([, value]) => value !== undefined);
  if (members.length !== 1) return `changes of ${of}`;
  if (change.stars !== undefined) return `${change.stars === 1 ? "1 star" : `${change.stars} stars`} for ${of}`;
  if (change.name !== undefined) return `new name of ${of}`;
  if (change.addTags !== undefined) return `tag ${change.addTags.join(", ")} on ${of}`;
  if (change.removeTags !== undefined) return `tags off ${of}`;
  if (change.addCollections !== undefined) return `${of} into a collection`;
  if (change.removeCollections !== undefined) return `${of} out of a collection`;
  if (change.caption !== undefined) return `caption of ${of}`;
  if (change.note !== undefined) return `note of ${of}`;
  if (change.rating !== undefined) return `rating of ${of}`;
  if (change.projectId !== undefined) return `film of ${of}`;
  return `characters of ${of}`;
}

/** Services that change assets. */
export function createAssetChanges({ queries, commands, ids, clock }: ChangePorts) {
  /** How many assets a step touches. */
  const touched = (changes: readonly (LibraryChange | null)[]) =>
    new Set(changes.flatMap((change) => (change !== null && "assets" in change ? change.assets : []))).size;
  const stateOf = (label: string, assets: readonly number[], state: string, from: readonly string[]) =>
    commands.run(() => {
      const states = queries.values("state", assets);
      const own = assets.filter((asset) => from.includes(String(states.get(asset))));
      const changes =
        own.length === 0 ? [] : [fieldChange(queries, "state", own, state), fieldChange(queries, "state_at", own, clock.now())];
      return { label: `${label} ${files(own.length)}`, count: own.length, changes };
    });
  return {
    /** Throws CodedError not_found where a film, tag, collection or character is not there. */
    change: (assets: readonly number[], change: AssetChange): Promise<Changed> =>
      commands.run(() => {
        const changes: (LibraryChange | null)[] = [];
        const field = (name: Field, value: Cell | undefined) => {
          if (value !== undefined) changes.push(fieldChange(queries, name, assets, value));
        };
        const relation = (kind: Relation, targets: readonly string[] | undefined, added: boolean) => {
          for (const target of new Set(targets)) changes.push(relationChange(queries, kind, target, assets, added));
        };
        const known = (field_: string, wanted: readonly string[] | undefined, there: (id: string) => boolean, message: string) => {
          if (wanted?.every(there) ?? true) return;
          throw new CodedError("not_found", message, { fields: [{ path: `change.${field_}`, message }] });
        };
        const { projectId } = change;
        known(
          "projectId",
          typeof projectId === "string" ? [projectId] : undefined,
          (id) => queries.projectNames([id]).size > 0,
          "That film is not there any more. Choose another one.",
        );
        known(
          "addCollections",
          change.addCollections,
          (id) => queries.collection(id) !== null,
          "That collection is not there any more. Choose another one.",
        );
        known(
          "addCharacters",
          change.addCharacters,
          (id) => queries.characterNames([id]).size > 0,
          "That character is not there any more. Choose another one.",
        );
        field("stars", change.stars);
        field("name", change.name);
        field("name_key", change.name === undefined ? undefined : nameKey(change.name));
        field("caption", change.caption);
        field("note", change.note);
        field("rating", change.rating);
        field("project_id", projectId);
        const names = new Set<string>();
        for (const name of change.addTags ?? []) {
          const { tag, made } = tagNamed(queries, ids, name);
          if (names.has(tag.nameKey)) continue;
          names.add(tag.nameKey);
          if (made === null) changes.push(relationChange(queries, "tag", tag.id, assets, true));
          else if (assets.length > 0) changes.push(made, { relation: "tag", target: tag.id, assets: [...assets], added: true });
        }
        relation("tag", change.removeTags, false);
        relation("collection", change.addCollections, true);
        relation("collection", change.removeCollections, false);
        relation("character", change.addCharacters, true);
        relation("character", change.removeCharacters, false);
        const count = touched(changes);
        return { label: labelOf(change, count), count, changes };
      }),
    trash: (assets: readonly number[]) => stateOf("trash", assets, "trashed", ["kept", "staged", "discarded"]),
    restore: (assets: readonly number[]) => stateOf("restore", assets, "kept", ["trashed", "discarded"]),
  };
}
