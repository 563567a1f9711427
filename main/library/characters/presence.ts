// In which scenes and shots of which films a character is seen, from which side and with whom: read once a revision of a film.
import { type Angle, nameKey } from "../../../shared/domain/character.ts";
import type { CharacterQueries } from "./character-queries.ts";

/** How a name is seen in a film. */
export interface Seen {
  scenes: ReadonlySet<string>;
  shots: ReadonlySet<string>;
  /** Shots that a reference of the angle would serve. */
  angles: ReadonlyMap<Angle, number>;
  /** Shots together with other names, by their keys. */
  with: ReadonlyMap<string, number>;
}

export interface FilmPresence {
  title: string;
  /** Ids of scenes in film order. */
  scenes: readonly { id: string; heading: string }[];
  /** By name key. */
  people: ReadonlyMap<string, Seen>;
  /** How the film writes a name, by its key. */
  names: ReadonlyMap<string, string>;
}

/** Films that are remembered at most. */
const mostFilms = 400;

const sideways: Partial<Record<string, Angle>> = { camera: "front", left: "profile", right: "profile", away: "back" };
const closeSizes = new Set(["close", "extreme-close", "medium-close"]);
const wholeSizes = new Set(["full", "wide"]);

export type Presence = ReturnType<typeof createPresence>;

export function createPresence(queries: CharacterQueries) {
  const known = new Map<string, { revision: number; presence: FilmPresence }>();

  const read = (projectId: string, title: string): FilmPresence => {
    const people = new Map<string, { scenes: Set<string>; shots: Set<string>; angles: Map<Angle, number>; with: Map<string, number> }>();
    const names = new Map<string, string>();
    const together = new Map<string, Set<string>>();
    for (const { shotId, sceneId, size, name, facing } of queries.filmPeople(projectId)) {
      const key = nameKey(name);
      names.set(key, names.get(key) ?? name);
      const seen = people.get(key) ?? { scenes: new Set(), shots: new Set(), angles: new Map(), with: new Map() };
      people.set(key, seen);
      seen.scenes.add(sceneId);
      seen.shots.add(shotId);
      const wanted = [
        facing === null ? "three-quarter" : (sideways[facing] ?? "three-quarter"),
        ...(closeSizes.has(size) ? (["expression"] as const) : []),
        ...(wholeSizes.has(size) ? (["full-body"] as const) : []),
      ] as const;
      for (const angle of wanted) seen.angles.set(angle, (seen.angles.get(angle) ?? 0) + 1);
      const shot = together.get(shotId) ?? new Set();
      together.set(shotId, shot.add(key));
    }
    for (const shot of together.values())
      for (const one of shot)
        for (const other of shot) {
          const seen = people.get(one);
          if (one !== other && seen !== undefined) seen.with.set(other, (seen.with.get(other) ?? 0) + 1);
        }
    return { title, scenes: queries.scenes(projectId), people, names };
  };
  return {
    /** Null where the film is gone. */
    of(projectId: string): FilmPresence | null {
      const film = queries.film(projectId);
      if (film === null) return null;
      const old = known.get(projectId);
      if (old !== undefined && old.revision === film.revision) return { ...old.presence, title: film.title };
      const presence = read(projectId, film.title);
      if (known.size >= mostFilms) known.delete(known.keys().next().value ?? "");
      known.set(projectId, { revision: film.revision, presence });
      return presence;
    },
  };
}
