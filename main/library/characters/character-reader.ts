// Read models of characters for the screens: cards of the cast, one character whole, who is where in a film.
import type {
  CharacterCard,
  CharacterView,
  ConsentView,
  Continuity,
  LookView,
  ReferenceView,
} from "../../../shared/contract/studio/character-views.ts";
import { angleLabels, angles, type Angle, nameKey } from "../../../shared/domain/character.ts";
import { type ConsentStand, standOf, worstOf } from "../../../shared/domain/consent.ts";
import { bandsOf, lookRule, scenesWords } from "../../../shared/domain/look-spans.ts";
import { CodedError } from "../../../shared/contract/errors.ts";
import { timeText } from "../../film/view.ts";
import type { Clock } from "../../ports.ts";
import { counted } from "../../words.ts";
import { unknownMembers } from "../../film/interchange/cards/read.ts";
import type { CharacterQueries } from "./character-queries.ts";
import type { CharacterRow, ConsentRow } from "./character-rows.ts";
import { whyNotMature } from "./character-policy.ts";
import { closenessOf, type Closeness } from "./closeness.ts";
import type { ConsentQueries } from "./consent-queries.ts";
import { numberedSpans, presentOf } from "./film-looks.ts";
import type { Portraits } from "./portraits.ts";
import type { Presence, Seen } from "./presence.ts";

interface ReaderPorts {
  queries: CharacterQueries;
  consents: ConsentQueries;
  presence: Presence;
  portraits: Portraits;
  closeness: Closeness;
  clock: Clock;
}

/** Lines that a character's page shows. */
const mostLines = 12;
/** Takes whose closeness a card averages. */
const mostMeasured = 200;

const plain: Record<ConsentRow["origin"], string> = {
  made: "made here",
  "own-photo": "own photo",
  licensed: "licensed",
  other: "brought from elsewhere",
};

export function createCharacterReader({ queries, consents, presence, portraits, closeness, clock }: ReaderPorts) {
  const now = () => presentOf(clock, consents);
  const standOfHash = (hash: string, at: number): ConsentStand => standOf(consents.ofHash(hash), at);

  /** Where a character is seen, film by film, last opened first. */
  const placesOf = (id: string) => {
    const own = queries.castOf(id);
    return queries.films().flatMap(({ id: projectId, title }) => {
      const names = own.filter((entry) => entry.projectId === projectId);
      const film = names.length === 0 ? null : presence.of(projectId);
      if (film === null) return [];
      const seen = names.flatMap(({ nameKey: key }) => film.people.get(key) ?? []);
      const scenes = new Set(seen.flatMap((one) => [...one.scenes]));
      const shots = new Set(seen.flatMap((one) => [...one.shots]));
      return [{ projectId, title, film, names, seen, scenes, shots }];
    });
  };
  type Places = ReturnType<typeof placesOf>;

  const pictureOf = ({ id, content }: CharacterRow): CharacterCard["picture"] => {
    const main = content.references.find((reference) => reference.main) ?? content.references[0];
    if (main !== undefined) return { hash: main.hash, drawn: false };
    const hash = portraits.head(id, content.profile.name, content.profile.age.years, content.looks[0]?.look ?? {});
    return hash === null ? null : { hash, drawn: true };
  };
  const missingOf = ({ content }: CharacterRow, seen: readonly Seen[]): CharacterCard["missingAngles"] => {
    const there = new Set(content.references.map(({ angle }) => angle));
    const how: Record<Angle, string> = {
      front: "face the camera",
      "three-quarter": "stand at an angle",
      profile: "are seen from the side",
      back: "are seen from behind",
      "full-body": "are seen from head to foot",
      expression: "are seen close",
    };
    return angles
      .filter((angle) => !there.has(angle))
      .map((angle) => {
        const shots = seen.reduce((sum, one) => sum + (one.angles.get(angle) ?? 0), 0);
        const words =
          shots === 0
            ? "No shot asks for it yet; it makes the character steadier all the same."
            : `In ${counted(shots, "shot")} they ${how[angle]}.`;
        return { angle, label: angleLabels[angle], words, shots };
      });
  };
  /** Mean closeness of takes that are measured already. */
  const closenessOfCharacter = (row: CharacterRow, ids: readonly string[]): number | null => {
    const colours = row.content.references.flatMap(({ hash }) => closeness.peek(hash) ?? []);
    if (colours.length === 0) return null;
    const found = queries
      .takes(ids, "~", mostMeasured)
      .filter(({ draft, still }) => !draft && still !== null)
      .flatMap(({ still }) => closeness.peek(still ?? "") ?? [])
      .map((take) => Math.max(...colours.map((one) => closenessOf(one, take))));
    return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0) / found.length;
  };
  const cardOf = (row: CharacterRow, at: number, places: Places, projectId?: string): CharacterCard => {
    const { content } = row;
    const shown = projectId === undefined ? places : places.filter((place) => place.projectId === projectId);
    const ids = queries.withMerged(row.id);
    return {
      id: row.id,
      name: content.profile.name,
      roleLine: content.profile.roleLine,
      picture: pictureOf(row),
      references: content.references.length,
      films: places.map(({ projectId: id, title, scenes, shots }) => ({ projectId: id, title, scenes: scenes.size, shots: shots.size })),
      scenes: shown.reduce((sum, { scenes }) => sum + scenes.size, 0),
      takes: consents.takesOfCharacters(ids),
      missingAngles: missingOf(
        row,
        shown.flatMap(({ seen }) => seen),
      ),
      consent: worstOf(content.references.map(({ hash }) => standOfHash(hash, at))),
      adult: content.profile.age.adult && !row.underAge,
      closeness: closenessOfCharacter(row, ids),
      version: row.version,
      changedAt: timeText(row.changedAt),
      removedAt: row.removedAt === null ? null : timeText(row.removedAt),
    };
  };
  const referencesOf = (row: CharacterRow, at: number): ReferenceView[] =>
    row.content.references.flatMap(({ id, hash, angle, main }) => {
      const facts = queries.reference(id);
      if (facts === null) return [];
      const record = consents.ofHash(hash);
      return [
        {
          id,
          assetId: facts.assetId,
          hash,
          contentType: facts.contentType,
          width: facts.width,
          height: facts.height,
          angle,
          label: angleLabels[angle],
          main,
          consent: standOf(record, at),
          consentId: record?.id ?? null,
          takes: consents.takesUsingCount(hash),
          addedAt: timeText(facts.addedAt),
        },
      ];
    });
  const titleOf = (projectId: string) => queries.film(projectId)?.title ?? "a film that is gone";
  const consentView = (record: ConsentRow, at: number): ConsentView => {
    const ties = consents.ties(record.id);
    const films = record.films === null ? "every film" : record.films.map(titleOf).join(", ") || "no film";
    const real = record.subject !== "fictional";
    const uncovered = [
      ...(record.films === null ? [] : ["other films"]),
      ...(record.ratings.includes("mature") ? [] : ["mature"]),
      ...(record.ratings.includes("general") ? [] : ["general"]),
      "voice",
    ];
    const history = [
      {
        at: record.givenAt,
        words: real
          ? record.subject === "self"
            ? "Given by the creator, of themselves."
            : "Given by the person shown."
          : "Said to show nobody real.",
      },
      { at: record.recordedAt, words: `Recorded here${record.evidence === null ? "" : `, with ${record.evidence.name} as evidence`}.` },
      ...(ties.length === 0 ? [] : [{ at: ties[0]?.at ?? record.recordedAt, words: `${counted(ties.length, "reference")} tied to it.` }]),
      ...(record.expiresAt !== null && record.expiresAt <= at ? [{ at: record.expiresAt, words: "It ended." }] : []),
      ...(record.revokedAt === null
        ? []
        : [
            {
              at: record.revokedAt,
              words: `Taken back${record.revokedFor === null || record.revokedFor === "" ? "" : `: ${record.revokedFor}`}.`,
            },
          ]),
    ];
    return {
      id: record.id,
      origin: record.origin,
      subject: record.subject,
      evidence: record.evidence,
      scope: { films: record.films === null ? null : [...record.films], ratings: [...record.ratings] },
      covers: real ? `the likeness, in ${films}, ${record.ratings.join(" and ")}` : `a picture ${plain[record.origin]}, of nobody real`,
      doesNotCover: real ? uncovered.join(", ") : "",
      givenAt: timeText(record.givenAt),
      expiresAt: record.expiresAt === null ? null : timeText(record.expiresAt),
      revokedAt: record.revokedAt === null ? null : timeText(record.revokedAt),
      note: record.note,
      recordedAt: timeText(record.recordedAt),
      referenceIds: [...new Set(ties.map(({ referenceId }) => referenceId))],
      stand: standOf(record, at),
      history: history.toSorted((a, b) => a.at - b.at).map(({ at: when, words }) => ({ at: timeText(when), words })),
    };
  };
  /** Scene numbers of a film by look: what stands where. */
  const standing = (projectId: string, characterId: string) => {
    const scenes = queries.scenes(projectId);
    const spans = queries.spans(projectId).filter((span) => span.characterId === characterId);
    return bandsOf(numberedSpans(spans, scenes), scenes.length);
  };
  const looksOf = (row: CharacterRow, places: Places): LookView[] => {
    const films = new Map([...queries.spansOf(row.id)].map((span) => [span.projectId as string, standing(span.projectId, row.id)]));
    const { name, age } = row.content.profile;
    return row.content.looks.map((look) => ({
      ...look,
      thumbnail: portraits.look(row.id, name, age.years, look),
      scenes: [...films].flatMap(([projectId, bands]) => {
        const numbers = bands
          .filter((band) => band.lookId === look.id)
          .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
        if (numbers.length === 0) return [];
        const title = places.find((place) => place.projectId === projectId)?.title ?? titleOf(projectId);
        const words = scenesWords(numbers);
        return [{ projectId, title, words: words.charAt(0).toUpperCase() + words.slice(1), numbers }];
      }),
    }));
  };
  /** Who a name of a film is. */
  const personOf = (projectId: string, key: string, written: string) => {
    const entry = queries.cast(projectId).find((one) => one.nameKey === key);
    const row = entry === undefined ? null : queries.character(entry.characterId);
    const alive = row !== null && row.removedAt === null && row.mergedInto === null;
    if (!alive) return { characterId: null, name: written, picture: null, drawn: false };
    const shown = pictureOf(row);
    return { characterId: row.id as string, name: row.content.profile.name, picture: shown?.hash ?? null, drawn: shown?.drawn ?? false };
  };

  return {
    now,
    pictureOf,
    /** Cards in order: the ones with most scenes first. Gives way to others between films. */
    async cards(rows: readonly CharacterRow[], projectId?: string): Promise<CharacterCard[]> {
      const at = now();
      const cards: CharacterCard[] = [];
      let since = performance.now();
      for (const row of rows) {
        cards.push(cardOf(row, at, placesOf(row.id), projectId));
        if (performance.now() - since < 8) continue;
        await new Promise((resolve) => setImmediate(resolve));
        since = performance.now();
      }
      return cards.toSorted((a, b) => b.scenes - a.scenes || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
    },
    /** Names of a film that are nobody's, those of most shots first. */
    unlinked(projectId: string) {
      const film = queries.film(projectId);
      const seen = film === null ? null : presence.of(projectId);
      if (film === null || seen === null) throw new CodedError("not_found", "That film is not in the library any more.");
      const taken = new Set(
        queries
          .cast(projectId)
          .filter(({ characterId }) => {
            const row = queries.character(characterId);
            return row !== null && row.removedAt === null && row.mergedInto === null;
          })
          .map((entry) => entry.nameKey),
      );
      const described = new Map(film.cast.map((person) => [nameKey(person.name), person]));
      const keys = new Set([...described.keys(), ...seen.people.keys()].filter((key) => !taken.has(key)));
      return [...keys]
        .map((key) => ({
          name: described.get(key)?.name ?? seen.names.get(key) ?? key,
          description: described.get(key)?.description ?? "",
          shots: seen.people.get(key)?.shots.size ?? 0,
        }))
        .toSorted((a, b) => b.shots - a.shots || a.name.localeCompare(b.name));
    },
    view(row: CharacterRow): CharacterView {
      const at = now();
      const places = placesOf(row.id);
      const card = queries.card(row.id);
      const referenceIds = row.content.references.map(({ id }) => id as string);
      const own = new Set(places.flatMap(({ projectId, names }) => names.map(({ nameKey: key }) => `${projectId}:${key}`)));
      const lines = places.flatMap(({ projectId, film }) =>
        queries
          .filmLines(projectId)
          .filter(({ speaker }) => own.has(`${projectId}:${nameKey(speaker)}`))
          .map(({ sceneId, text }) => ({ projectId, sceneNumber: film.scenes.findIndex((scene) => scene.id === sceneId) + 1, text })),
      );
      const shownWith = new Map<string, CharacterView["shownWith"][number]>();
      for (const { projectId, film, seen } of places) {
        for (const [key, shots] of seen.flatMap((one) => [...one.with])) {
          const person = personOf(projectId, key, film.names.get(key) ?? key);
          if (person.characterId === row.id) continue;
          const id = person.characterId ?? `${projectId}:${key}`;
          shownWith.set(id, { ...person, shots: (shownWith.get(id)?.shots ?? 0) + shots });
        }
      }
      const unknown = card === null ? [] : unknownMembers(card.text);
      return {
        ...cardOf(row, at, places),
        profile: row.content.profile,
        pictures: referencesOf(row, at),
        looks: looksOf(row, places),
        spans: queries.spansOf(row.id).map(({ id: _id, ...span }) => span),
        consents: consents.ofReferences(referenceIds).map((record) => consentView(record, at)),
        cast: places.flatMap(({ projectId, title, names }) => names.map(({ name }) => ({ projectId, title, name }))),
        lines: lines.slice(0, mostLines),
        shownWith: [...shownWith.values()].toSorted((a, b) => b.shots - a.shots),
        card:
          card === null
            ? null
            : {
                spec: card.spec,
                words: [
                  card.spec.toUpperCase(),
                  unknown.length === 0 ? "every field known" : `${counted(unknown.length, "unknown field")} kept`,
                  ...(card.files.length === 0 ? [] : [`${counted(card.files.length, "file")} kept`]),
                ].join(", "),
                unknown,
                files: card.files.length,
              },
        notMature: whyNotMature(row.content, row.underAge),
        versions: queries.versions(row.id).length,
      };
    },
    /** Who is where in a film. */
    continuity(projectId: string): Continuity {
      const film = presence.of(projectId);
      if (film === null) throw new CodedError("not_found", "That film is not in the library any more.");
      const at = now();
      const numbers = new Map(film.scenes.map((scene, index) => [scene.id, index + 1]));
      const presentIn = (keys: readonly string[]) =>
        [...new Set(keys.flatMap((key) => [...(film.people.get(key)?.scenes ?? [])]))]
          .flatMap((sceneId) => numbers.get(sceneId) ?? [])
          .toSorted((a, b) => a - b);
      const cast = queries.cast(projectId);
      const notices: Continuity["notices"] = [];
      const linked = new Set<string>();
      const rows: Continuity["rows"] = [];
      for (const row of queries.ofFilm(projectId)) {
        const entries = cast.filter((entry) => entry.characterId === row.id);
        for (const entry of entries) linked.add(entry.nameKey);
        const spans = queries.spans(projectId).filter((span) => span.characterId === row.id);
        const { name } = row.content.profile;
        rows.push({
          characterId: row.id,
          names: entries.map((entry) => entry.name),
          name,
          picture: pictureOf(row)?.hash ?? null,
          present: presentIn(entries.map((entry) => entry.nameKey)),
          bands: standing(projectId, row.id).map((band) => ({
            ...band,
            name: row.content.looks.find((look) => look.id === band.lookId)?.name ?? "A look that was taken out",
          })),
          spans: spans.map(({ id: _id, ...span }) => span),
        });
        const gone = spans.filter((span) => !numbers.has(span.fromSceneId) || (span.toSceneId !== null && !numbers.has(span.toSceneId)));
        if (gone.length > 0)
          notices.push({
            characterId: row.id,
            title: `${name} has a look on a scene that is gone`,
            words: "Its place in the film cannot be kept. Set where the look stands again, or take it away.",
          });
        const stands = row.content.references.map(({ hash }) => standOf(consents.ofHash(hash), at, projectId));
        const blocked = stands.filter((stand) => !stand.general);
        if (blocked.length > 0) {
          const worst = worstOf(blocked);
          const pictures = counted(blocked.length, "reference");
          const why: Partial<Record<ConsentStand["state"], string>> = {
            needed: "of a real person without consent",
            unstated: "of which nothing is said",
            expired: `whose consent ended`,
            revoked: "whose consent was taken back",
            "on-record": "without consent for this film",
          };
          notices.push({
            characterId: row.id,
            title: `${name} has ${pictures} ${why[worst.state] ?? "that may not be used"}`,
            words: `Pictures with ${name} are made without ${blocked.length === 1 ? "it" : "them"} until that is settled. Nothing was charged.`,
          });
        }
      }
      for (const [key, name] of film.names) {
        if (linked.has(key)) continue;
        rows.push({ characterId: null, names: [name], name, picture: null, present: presentIn([key]), bands: [], spans: [] });
      }
      return {
        projectId,
        scenes: film.scenes.map((scene, index) => ({ id: scene.id, number: index + 1, heading: scene.heading })),
        rows: rows.toSorted((a, b) => b.present.length - a.present.length || a.name.localeCompare(b.name)),
        rule: lookRule,
        notices,
      };
    },
  };
}
