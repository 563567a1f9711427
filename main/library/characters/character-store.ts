// Changes of characters: every one a new version, one transaction and one entry of the log, undone and redone exactly. Tells
// the films whose pictures depend on it.
import { CodedError } from "../../../shared/contract/errors.ts";
import type { CharacterContent } from "../../../shared/domain/character.ts";
import { changeLabel } from "../../../shared/domain/character-changes.ts";
import type { CharacterId, IdMaker } from "../../../shared/domain/ids.ts";
import { canonicalJson } from "../../../shared/domain/recipe.ts";
import type { Events } from "../../events.ts";
import type { Clock } from "../../ports.ts";
import { asStorageError } from "../database.ts";
import type { CharacterQueries } from "./character-queries.ts";
import type { CardRow, CharacterChange, CharacterRow, HeadState } from "./character-rows.ts";
import { checkAdult, checkContent, saysUnderAge } from "./character-policy.ts";

interface StorePorts {
  queries: CharacterQueries;
  clock: Clock;
  ids: IdMaker;
  events: Events;
  /** The film's pictures depend on something that changed. */
  filmChanged: (projectId: string) => void;
}

export interface NewCharacter {
  content: CharacterContent;
  label: string;
  /** Where it came from a card. */
  card?: Omit<CardRow, "characterId">;
  /** When its first version was made, where that was elsewhere. */
  at?: number;
  /** It came as somebody under 18. */
  underAge?: boolean;
  /** Writes what the content names, inside the same transaction. */
  first?: () => void;
}

const headOf = ({ version, removedAt, mergedInto, underAge }: CharacterRow): HeadState => ({ version, removedAt, mergedInto, underAge });

export type CharacterStore = ReturnType<typeof createCharacterStore>;

export function createCharacterStore({ queries, clock, ids, events, filmChanged }: StorePorts) {
  /** What films see of a character. */
  const seen = ({ profile, references, looks }: CharacterContent) => canonicalJson({ name: profile.name, references, looks });

  const get = (id: string): CharacterRow => {
    const row = queries.character(id);
    if (row === null) throw new CodedError("not_found", "That character is not in the library any more.");
    return row;
  };
  /** One that may be changed. */
  const alive = (id: string): CharacterRow => {
    const row = get(id);
    if (row.mergedInto !== null)
      throw new CodedError("conflict", `${row.content.profile.name} was merged into another character. Open that one, or undo the merge.`);
    if (row.removedAt !== null)
      throw new CodedError("not_found", `${row.content.profile.name} is in the trash. Restore it to work with it.`);
    return row;
  };
  /** Films that may look different after the changes. */
  const filmsOf = (changes: readonly CharacterChange[]): Set<string> => {
    const films = new Set<string>();
    for (const change of changes) {
      if (change.table !== "head") {
        const row = change.before ?? change.after;
        if (row !== null) films.add(row.projectId);
        continue;
      }
      const [before, after] = [queries.content(change.id, change.before.version), queries.content(change.id, change.after.version)];
      const moved = change.before.removedAt !== change.after.removedAt || change.before.mergedInto !== change.after.mergedInto;
      if (!moved && before !== null && after !== null && seen(before) === seen(after)) continue;
      for (const entry of queries.castOf(change.id)) films.add(entry.projectId);
    }
    return films;
  };
  const charactersOf = (changes: readonly CharacterChange[]): string[] => [
    ...new Set(
      changes.flatMap((change) =>
        change.table === "head" ? [change.id] : [change.before?.characterId, change.after?.characterId].filter((id) => id !== undefined),
      ),
    ),
  ];
  const tell = (changes: readonly CharacterChange[], films: ReadonlySet<string>): void => {
    events.send("characters.changed", { characterIds: charactersOf(changes) });
    for (const projectId of films) filmChanged(projectId);
  };
  const write = <T>(work: () => T): T => {
    try {
      return queries.transaction(work);
    } catch (error) {
      throw asStorageError(error);
    }
  };
  /** Applies changes that were prepared inside `prepare`, logs and tells them. */
  const run = (label: string | (() => string), prepare: () => CharacterChange[]): CharacterChange[] => {
    const before = new Set<string>();
    const changes = write(() => {
      const prepared = prepare();
      for (const projectId of filmsOf(prepared)) before.add(projectId);
      for (const change of prepared) queries.apply(change, "after", clock.now());
      if (prepared.length > 0) queries.insertCommand(typeof label === "string" ? label : label(), prepared, clock.now());
      return prepared;
    });
    if (changes.length > 0) tell(changes, new Set([...before, ...filmsOf(changes)]));
    return changes;
  };
  /** The change of a head to a new version with `content`; none where nothing differs. */
  const versionChange = (row: CharacterRow, content: CharacterContent, label?: string): CharacterChange[] => {
    if (canonicalJson(row.content) === canonicalJson(content)) return [];
    checkContent(content);
    if (content.profile.age.adult) checkAdult(content, row.underAge);
    const number = queries.insertVersion(row.id, content, label ?? changeLabel(row.content, content), clock.now());
    return [{ table: "head", id: row.id, before: headOf(row), after: { ...headOf(row), version: number } }];
  };
  const undoOrRedo = (side: "before" | "after"): CharacterChange[] => {
    const entry = side === "before" ? queries.lastDone() : queries.firstUndone();
    if (entry === null) throw new CodedError("conflict", side === "before" ? "There is nothing to undo." : "There is nothing to redo.");
    const films = filmsOf(entry.changes);
    write(() => {
      const ordered = side === "before" ? entry.changes.toReversed() : entry.changes;
      for (const change of ordered) queries.apply(change, side, clock.now());
      queries.setUndone(entry.number, side === "before");
    });
    tell(entry.changes, new Set([...films, ...filmsOf(entry.changes)]));
    return entry.changes;
  };

  return {
    get,
    alive,
    run,
    versionChange,
    headOf,
    /** New characters in one transaction and one step of undo; `more` gives what goes with each. Answers their ids. */
    create(
      made: readonly NewCharacter[],
      label: string,
      more: (id: CharacterId, index: number) => CharacterChange[] = () => [],
    ): CharacterId[] {
      const created: CharacterId[] = [];
      run(label, () =>
        made.flatMap(({ content, label: words, card, first, at, underAge: young = false }, index): CharacterChange[] => {
          checkContent(content);
          first?.();
          const underAge = young || (card !== undefined && saysUnderAge(content) !== null);
          if (content.profile.age.adult) checkAdult(content, underAge);
          const id = ids<"character">();
          created.push(id);
          queries.insert(id, content, words, at ?? clock.now(), underAge);
          if (card !== undefined) queries.putCard({ ...card, characterId: id });
          const head: HeadState = { version: 1, removedAt: null, mergedInto: null, underAge };
          return [{ table: "head", id, before: { ...head, removedAt: clock.now() }, after: head }, ...more(id, index)];
        }),
      );
      return created;
    },
    /** A new version by `edit`; nothing is written where nothing differs. */
    edit(characterId: string, edit: (content: CharacterContent) => CharacterContent, label?: string): void {
      const row = alive(characterId);
      let words = label;
      run(
        () => `${row.content.profile.name}: ${words ?? ""}`,
        () => {
          const now = alive(characterId);
          const next = edit(now.content);
          words ??= changeLabel(now.content, next);
          return versionChange(now, next, words);
        },
      );
    },
    setRemoved(characterIds: readonly string[], removed: boolean): void {
      const rows = characterIds.map(get);
      const names = rows.length === 1 ? (rows[0]?.content.profile.name ?? "") : `${rows.length} characters`;
      run(removed ? `remove ${names}` : `restore ${names}`, () =>
        rows.flatMap((row): CharacterChange[] => {
          if ((row.removedAt !== null) === removed || row.mergedInto !== null) return [];
          const before = headOf(row);
          return [{ table: "head", id: row.id, before, after: { ...before, removedAt: removed ? clock.now() : null } }];
        }),
      );
    },
    undo: () => charactersOf(undoOrRedo("before")),
    redo: () => charactersOf(undoOrRedo("after")),
    log: () => ({ undo: queries.lastDone()?.label ?? null, redo: queries.firstUndone()?.label ?? null }),
  };
}
