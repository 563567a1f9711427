// The cast of a film or of the whole library, and one character's page.
import { CastPage } from "./cast-page.tsx";
import { CharacterPage } from "./character-page.tsx";
import "./characters.css";

/** The screen; `item` names the character that is open and, after a slash, the part of its page. */
export function CharactersScreen({ filmId, item }: { filmId: string | null; item: string | null }) {
  const [characterId, part] = item === null ? [] : item.split("/");
  return characterId === undefined ? (
    <CastPage key={filmId} filmId={filmId} />
  ) : (
    <CharacterPage key={`${characterId} ${filmId}`} characterId={characterId} part={part ?? null} filmId={filmId} />
  );
}
