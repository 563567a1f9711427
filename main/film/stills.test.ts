import { expect, test } from "vitest";
import type { ProjectView } from "../../shared/contract/studio/views.ts";
import { call, inFolder, shortStory, until, withStudio } from "../studio.fixture.ts";

const long = Array.from({ length: 60 }, (_, index) => `INT. ROOM ${index + 1} - DAY\n\nANNA opens door ${index + 1}.\n`).join("\n");
const framed = (film: ProjectView) => film.scenes.flatMap((scene) => scene.shots.map((shot) => shot.frame !== null));

test("the frames of the film that is open do not wait for those of another", () =>
  inFolder((folder) =>
    withStudio(folder, async (studio) => {
      const before = await call(studio, "projects", "create", { story: long });
      const { id } = await call(studio, "projects", "create", { story: shortStory });
      await until(() => framed(studio.films.view(id)).every(Boolean), "every frame of the open film is drawn");
      expect(framed(studio.films.view(before.id)).filter((one) => !one).length).toBeGreaterThan(40);
      await call(studio, "projects", "open", { projectId: before.id });
      await until(() => framed(studio.films.view(before.id)).slice(0, 10).every(Boolean), "the first frames of the other film are drawn");
      expect(framed(studio.films.view(before.id)).slice(30)).toContain(false);
    }),
  ));
