// Reads the characters of a film out of the library, as its shots need them.
import { nameKey } from "../../../shared/domain/character.ts";
import { dayOf, standOf } from "../../../shared/domain/consent.ts";
import type { LookSpan } from "../../../shared/domain/look-spans.ts";
import type { FilmLooks, FilmMember } from "../../film/film-looks.ts";
import { noLooks } from "../../film/film-looks.ts";
import type { Clock } from "../../ports.ts";
import type { SceneRow } from "../rows.ts";
import type { CharacterQueries } from "./character-queries.ts";
import type { SpanRow } from "./character-rows.ts";
import type { ConsentQueries } from "./consent-queries.ts";

interface FilmLookPorts {
  characters: CharacterQueries;
  consents: ConsentQueries;
  clock: Clock;
}

/** Spans by numbers of the film's scenes; one whose first scene is gone stands nowhere, one whose last is gone ends where it begins. */
export function numberedSpans(spans: readonly SpanRow[], scenes: readonly Pick<SceneRow, "id">[]): LookSpan[] {
  const numbers = new Map(scenes.map((scene, index) => [scene.id as string, index + 1]));
  return spans.flatMap((span): LookSpan[] => {
    const from = numbers.get(span.fromSceneId);
    if (from === undefined) return [];
    const to = span.toSceneId === null ? null : (numbers.get(span.toSceneId) ?? from);
    return to !== null && to < from ? [] : [{ lookId: span.lookId, from, to }];
  });
}

/** The present, which no clock set back can make earlier than what a record says has happened. */
export const presentOf = (clock: Clock, consents: ConsentQueries) => Math.max(clock.now(), consents.newestTime());

/** Answers a film's characters and the takes that may not be used. */
export function createFilmLooks({ characters, consents, clock }: FilmLookPorts) {
  return (projectId: string, scenes: readonly SceneRow[]): FilmLooks => {
    const now = presentOf(clock, consents);
    const cast = characters.cast(projectId);
    const ended = consents.ended(now);
    if (cast.length === 0 && ended.size === 0) return noLooks;
    const members = new Map<string, FilmMember>();
    const spans = cast.length === 0 ? [] : characters.spans(projectId);
    for (const entry of cast) {
      const character = characters.character(entry.characterId);
      if (character === null || character.removedAt !== null || character.mergedInto !== null) continue;
      const { profile, looks, references } = character.content;
      members.set(nameKey(entry.name), {
        id: character.id,
        name: profile.name,
        version: character.version,
        looks: new Map(looks.map((look) => [look.id as string, look])),
        spans: numberedSpans(
          spans.filter((span) => span.characterId === character.id),
          scenes,
        ),
        references: references
          .filter(({ hash }) => standOf(consents.ofHash(hash), now, projectId).general)
          .toSorted((a, b) => Number(b.main) - Number(a.main))
          .map(({ hash, angle }) => ({ hash, angle })),
      });
    }
    const marked = new Map<string, string>();
    if (ended.size > 0) {
      for (const { takeId, hash } of consents.takesOfFilm(projectId)) {
        const record = ended.get(hash);
        if (record === undefined) continue;
        const [owner] = characters.ownersOfHash(hash);
        const name = owner === undefined ? null : (characters.character(owner)?.content.profile.name ?? null);
        const words =
          record.revokedAt === null ? `ended on ${dayOf(record.expiresAt ?? now)}` : `was taken back on ${dayOf(record.revokedAt)}`;
        marked.set(takeId, `${name === null ? "consent for a reference" : `consent for ${name}`} ${words}`);
      }
    }
    return { members, marked };
  };
}
