// A new project from a story: the breakdown's scenes and shots as rows, with seeds that depend on the
// story alone, so that the same story gives the same film.
import type { Breakdown, StoryFormat } from "../../shared/domain/breakdown.ts";
import type { IdMaker, ProjectId } from "../../shared/domain/ids.ts";
import { hashText } from "../hash.ts";
import type { ProjectRow, SceneRow, ShotRow } from "../library/rows.ts";
import { fittedPlace, fittedShot } from "./limits.ts";

export interface NewFilm {
  project: ProjectRow;
  scenes: SceneRow[];
  shots: ShotRow[];
}

/** A 32-bit seed out of a text. */
export function seedOf(text: string): number {
  return Number.parseInt(hashText(text).slice(0, 8), 16);
}

/** Rows of a new film. `title` replaces the story's own. */
export function filmOf(
  story: { text: string; format: StoryFormat; breakdown: Breakdown; title?: string | undefined; origin?: string | undefined },
  make: { ids: IdMaker; now: number },
): NewFilm {
  const { ids, now } = make;
  const { breakdown } = story;
  const projectId: ProjectId = ids<"project">();
  const storyHash = hashText(story.text);
  const project: ProjectRow = {
    id: projectId,
    title: (story.title?.trim() || breakdown.title.trim() || "Untitled film").slice(0, 200),
    story: story.text,
    format: story.format,
    language: breakdown.language,
    cast: breakdown.cast.map((person) => ({ name: person.name, description: person.description })),
    notUnderstood: breakdown.notUnderstood.map((part) => ({ ...part.source, reason: part.reason })),
    quality: "draft",
    revision: 1,
    createdAt: now,
    openedAt: now,
    removedAt: null,
    origin: story.origin ?? null,
  };
  const scenes: SceneRow[] = [];
  const shots: ShotRow[] = [];
  for (const [sceneIndex, scene] of breakdown.scenes.entries()) {
    const sceneId = ids<"scene">();
    scenes.push({
      id: sceneId,
      projectId,
      position: sceneIndex,
      heading: scene.heading,
      setting: scene.setting,
      place: fittedPlace(scene),
      time: scene.time,
      weather: scene.weather,
      mood: scene.mood,
      seed: seedOf(`${storyHash}:${sceneIndex}`),
      source: scene.source,
    });
    for (const [shotIndex, shot] of scene.shots.map(fittedShot).entries()) {
      shots.push({
        id: ids<"shot">(),
        projectId,
        sceneId,
        position: shotIndex,
        size: shot.size,
        angle: shot.angle,
        move: shot.move,
        frames: shot.frames,
        cast: shot.cast,
        props: shot.props,
        action: shot.action,
        dialogue: shot.dialogue,
        seed: seedOf(`${storyHash}:${sceneIndex}:${shotIndex}`),
        source: shot.source,
      });
    }
  }
  return { project, scenes, shots };
}
