// The characters of a film as its shots need them: who a name is, which look stands in which scene, which references a
// picture may use, and which takes were made with one whose consent ended. Pure over what the library says.
import { angles, type Angle, type LookWords, nameKey } from "../../shared/domain/character.ts";
import { type LookSpan, lookInScene } from "../../shared/domain/look-spans.ts";
import type { UsedCharacter } from "../../shared/domain/recipe.ts";
import type { CastMember, Facing } from "../../shared/domain/shot.ts";

export interface FilmMember {
  id: string;
  name: string;
  version: number;
  looks: ReadonlyMap<string, LookWords>;
  /** Only of scenes that the film still has. */
  spans: readonly LookSpan[];
  /** That new work of this film may use, the main one first. */
  references: readonly { hash: string; angle: Angle }[];
}

export interface FilmLooks {
  /** By `nameKey` of the story's names. */
  members: ReadonlyMap<string, FilmMember>;
  /** Takes made with a reference whose consent ended: why, in words. */
  marked: ReadonlyMap<string, string>;
}

/** A film without characters of the library. */
export const noLooks: FilmLooks = { members: new Map(), marked: new Map() };

/** Most references of one character that one picture is made with. */
const mostReferences = 3;

const facingAngle: Record<Facing, Angle> = { camera: "front", left: "profile", right: "profile", away: "back" };

/** The character's references for one view, the one of its angle first; at most three. */
function referencesFor(member: FilmMember, facing: Facing | undefined): string[] {
  const wanted = facing === undefined ? null : facingAngle[facing];
  const [main] = member.references;
  const rest = member.references.toSorted((a, b) => angles.indexOf(a.angle) - angles.indexOf(b.angle));
  const ordered = [...member.references.filter(({ angle }) => angle === wanted), ...(main === undefined ? [] : [main]), ...rest];
  return [...new Set(ordered.map(({ hash }) => hash))].slice(0, mostReferences);
}

/** The look's costume, hair and props in words; undefined where nothing is written. */
function wearsOf({ costume, hair, props }: LookWords): string | undefined {
  const words = [costume, hair, props.join(", ")].map((part) => part.trim()).filter((part) => part !== "");
  return words.length === 0 ? undefined : words.join("; ").slice(0, 800);
}

/** The people of a shot as they are in its scene: each with the look that stands there, and who they are. */
export function dressed(cast: readonly CastMember[], looks: FilmLooks, sceneNumber: number) {
  const characters: UsedCharacter[] = [];
  const references = new Set<string>();
  const people = cast.map((person): CastMember => {
    const member = looks.members.get(nameKey(person.name));
    if (member === undefined) return person;
    const lookId = lookInScene(member.spans, sceneNumber);
    const look = lookId === null ? undefined : member.looks.get(lookId);
    characters.push({ id: member.id, version: member.version, ...(lookId === null || look === undefined ? {} : { look: lookId }) });
    for (const hash of referencesFor(member, person.facing)) references.add(hash);
    if (look === undefined) return person;
    const wears = wearsOf(look);
    return { ...person, look: { ...person.look, ...look.look }, ...(wears === undefined ? {} : { wears }) };
  });
  return { people, characters, references: [...references] };
}
