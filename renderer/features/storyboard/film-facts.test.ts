import fc from "fast-check";
import { expect, test } from "vitest";
import { shotStates, type SceneView, type ShotView } from "../../../shared/contract/studio/views.ts";
import { countGroups, groups, neighbourInFilm, neighbourInScene, wordsOf } from "./film-facts.ts";

const shot = (id: string, state: ShotView["state"] = "draft") => ({ id, state }) as unknown as ShotView;
const scenes = (...rows: string[][]) =>
  rows.map((row, index) => ({ id: `s${index}`, shots: row.map((id) => shot(id)) }) as unknown as SceneView);

test("every state of a shot is in exactly one group of the bar", () => {
  for (const state of shotStates) expect(groups.filter((group) => (group.states as readonly string[]).includes(state))).toHaveLength(1);
});

test("the groups of the bar add up to all shots", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...shotStates)), (states) => {
      const counted = countGroups(states.map((state, index) => shot(`${index}`, state)));
      expect(counted.reduce((sum, one) => sum + one.shots, 0)).toBe(states.length);
    }),
  );
});

test("down goes to the same place of the next scene with shots, or to its last shot", () => {
  const film = scenes(["1A", "1B", "1C"], [], ["3A", "3B"]);
  expect(neighbourInScene(film, "1A", 1)?.id).toBe("3A");
  expect(neighbourInScene(film, "1C", 1)?.id).toBe("3B");
  expect(neighbourInScene(film, "3B", -1)?.id).toBe("1B");
  expect(neighbourInScene(film, "3B", 1)).toBeUndefined();
});

test("right goes on into the next scene and ends at the film's end", () => {
  const film = scenes(["1A"], ["2A"]);
  expect(neighbourInFilm(film, "1A", 1)?.id).toBe("2A");
  expect(neighbourInFilm(film, "2A", 1)).toBeUndefined();
  expect(neighbourInFilm(film, null, 1)?.id).toBe("1A");
});

test("props are words between commas, without empty ones", () => {
  expect(wordsOf(" lantern, , paper boat,")).toEqual(["lantern", "paper boat"]);
  expect(wordsOf("")).toEqual([]);
});
