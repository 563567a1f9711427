// How close takes stay to a character's references, scene by scene. A draft is drawn from the look and is not scored.
import type { CharacterTake, Consistency } from "../../../shared/contract/studio/character-views.ts";
import { CodedError } from "../../../shared/contract/errors.ts";
import { shotLetters } from "../../../shared/domain/shot.ts";
import { headingOf } from "../../film/snapshot.ts";
import type { Films } from "../../film/films.ts";
import { timeText } from "../../film/view.ts";
import type { CharacterQueries, ShowingTake } from "./character-queries.ts";
import type { CharacterRow } from "./character-rows.ts";
import { checkBelow, type Colours, closenessOf, type Closeness, measureWords } from "./closeness.ts";
import type { ConsentQueries } from "./consent-queries.ts";

interface ConsistencyPorts {
  queries: CharacterQueries;
  consents: ConsentQueries;
  closeness: Closeness;
  films: Pick<Films, "rows" | "standing">;
}

const round = (value: number) => Math.round(value * 1000) / 1000;
const mean = (values: readonly number[]) =>
  values.length === 0 ? null : round(values.reduce((sum, value) => sum + value, 0) / values.length);

export function createConsistency({ queries, consents, closeness, films }: ConsistencyPorts) {
  /** Colours of the references; `waits` where some are still being measured. */
  const referencesOf = (row: CharacterRow) => {
    const found = row.content.references.map(({ id, hash }) => ({ id, colours: closeness.colours(hash) }));
    return { found, waits: found.some(({ colours }) => colours === undefined) };
  };
  const score = (take: ShowingTake, references: readonly Colours[], waits: boolean) => {
    if (take.draft) return { closeness: null, words: "A draft: drawn from the look, not from a face. It is not scored.", waits: false };
    if (take.still === null) return { closeness: null, words: "There is no picture of it to measure.", waits: false };
    if (references.length === 0 && !waits) return { closeness: null, words: "There is no reference to measure it against.", waits: false };
    const colours = closeness.colours(take.still);
    if (colours === undefined || waits) return { closeness: null, words: "It is being measured.", waits: true };
    if (colours === null) return { closeness: null, words: "Its picture cannot be read.", waits: false };
    const value = round(Math.max(...references.map((one) => closenessOf(one, colours))));
    return {
      closeness: value,
      words: value < checkBelow ? "Its colours are far from the references: look at it." : "Close to the references.",
      waits: false,
    };
  };
  const usable = (list: readonly { colours: Colours | null | undefined }[]) => list.flatMap(({ colours }) => colours ?? []);

  return {
    consistency(row: CharacterRow, projectId?: string): Consistency {
      const ids = queries.withMerged(row.id);
      const { found, waits } = referencesOf(row);
      const references = usable(found);
      const projects =
        projectId === undefined ? [...new Set(queries.castOf(row.id).map((entry) => entry.projectId as string))] : [projectId];
      const scenes: Consistency["scenes"] = [];
      let complete = !waits;
      const counts = { measured: 0, drafts: 0, unmeasured: 0 };
      for (const project of projects) {
        if (queries.film(project) === null) continue;
        const film = films.rows(project);
        const sceneOf = new Map(film.shots.map((shot) => [shot.id as string, shot.sceneId as string]));
        const takes = queries.takesOfFilm(ids, project).map((take) => ({ take, score: score(take, references, waits) }));
        for (const { take, score: one } of takes) {
          if (one.waits) complete = false;
          if (take.draft) counts.drafts += 1;
          else if (one.closeness === null) counts.unmeasured += 1;
          else counts.measured += 1;
        }
        for (const [index, scene] of film.scenes.entries()) {
          const own = takes.filter(({ take }) => sceneOf.get(take.shotId) === scene.id);
          if (own.length === 0) continue;
          scenes.push({
            projectId: project,
            sceneId: scene.id,
            number: index + 1,
            heading: headingOf(scene),
            closeness: mean(own.flatMap(({ score: one }) => one.closeness ?? [])),
            takes: own.map(({ take, score: one }) => ({
              takeId: take.id,
              shotId: take.shotId,
              closeness: one.closeness,
              draft: take.draft,
              words: one.words,
            })),
          });
        }
      }
      return {
        measure: measureWords,
        check: checkBelow,
        ...counts,
        complete,
        scenes,
        references: found.map(({ id, colours }) => {
          const others = usable(found.filter((one) => one.id !== id));
          return {
            referenceId: id,
            closeness: !colours || others.length === 0 ? null : round(Math.max(...others.map((other) => closenessOf(other, colours)))),
          };
        }),
      };
    },
    takes(row: CharacterRow, after: string | undefined, limit: number, now: number) {
      const ids = queries.withMerged(row.id);
      if (after !== undefined && !/^[0-9a-f-]{36}$/.test(after)) throw new CodedError("invalid_input");
      const page = queries.takes(ids, after ?? "~", limit + 1);
      const { found, waits } = referencesOf(row);
      const references = usable(found);
      const ended = consents.ended(now);
      const marks = new Map<string, Set<string>>();
      const titles = new Map<string, string>();
      const shown = page.slice(0, limit).map((take): CharacterTake => {
        if (ended.size > 0 && !marks.has(take.projectId))
          marks.set(
            take.projectId,
            new Set(consents.takesOfFilm(take.projectId).flatMap(({ takeId, hash }) => (ended.has(hash) ? [takeId] : []))),
          );
        if (!titles.has(take.projectId)) titles.set(take.projectId, queries.film(take.projectId)?.title ?? "");
        const { closeness: value, words } = score(take, references, waits);
        return {
          takeId: take.id,
          projectId: take.projectId,
          projectTitle: titles.get(take.projectId) ?? "",
          sceneNumber: take.sceneNumber,
          shotId: take.shotId,
          label: take.sceneNumber === null || take.shotNumber === null ? null : `${take.sceneNumber}${shotLetters(take.shotNumber)}`,
          kind: take.kind,
          still: take.still,
          version: take.version,
          draft: take.draft,
          marked: marks.get(take.projectId)?.has(take.id) === true,
          closeness: value,
          words,
          createdAt: timeText(take.createdAt),
        };
      });
      return { takes: shown, total: consents.takesOfCharacters(ids), next: page.length > limit ? (shown.at(-1)?.takeId ?? null) : null };
    },
  };
}
