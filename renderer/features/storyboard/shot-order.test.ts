// Lifted shots: no step loses a shot, and every step can be taken back.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SceneView } from "../../../shared/contract/studio/views.ts";
import { placeBeside, placeOf, scenesWith, stepped, type Step } from "./shot-order.ts";

const film = (lengths: number[]) =>
  lengths.map((length, scene) => ({
    id: `s${scene}`,
    shots: Array.from({ length }, (_, shot) => ({ id: `s${scene}-${shot}` })),
  })) as unknown as SceneView[];
const ids = (scenes: readonly SceneView[]) => scenes.map((scene) => scene.shots.map((shot) => shot.id));
const steps: Step[] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const films = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }).filter((lengths) => lengths.some((one) => one > 0));

test("whatever the arrows do, every shot stays in the film once and the others keep their order", () => {
  fc.assert(
    fc.property(films, fc.nat(), fc.array(fc.constantFrom(...steps), { maxLength: 30 }), (lengths, pick, keys) => {
      const scenes = film(lengths);
      const all = ids(scenes).flat();
      const lifted = [all[pick % all.length] ?? ""];
      let place = placeOf(scenes, lifted);
      for (const key of keys) place = place && (stepped(scenes, lifted, place, key) ?? place);
      const after = ids(scenesWith(scenes, lifted, place ?? { sceneId: "", index: 0 })).flat();
      expect([...after].sort()).toEqual([...all].sort());
      expect(after.filter((id) => id !== lifted[0])).toEqual(all.filter((id) => id !== lifted[0]));
    }),
  );
});

test("a lifted shot that does not move stands where it stood, and a step right is undone by a step left", () => {
  const scenes = film([2, 0, 3]);
  const lifted = ["s0-1"];
  const place = placeOf(scenes, lifted);
  expect(place).toEqual({ sceneId: "s0", index: 1 });
  expect(ids(scenesWith(scenes, lifted, { sceneId: "s0", index: 1 }))).toEqual(ids(scenes));
  const next = stepped(scenes, lifted, { sceneId: "s0", index: 1 }, "ArrowRight");
  expect(next).toEqual({ sceneId: "s1", index: 0 });
  expect(stepped(scenes, lifted, { sceneId: "s1", index: 0 }, "ArrowLeft")).toEqual(place);
});

test("a place beside a card counts only the shots that stay", () => {
  const scenes = film([4]);
  expect(placeBeside(scenes, ["s0-0", "s0-1"], { sceneId: "s0", shotId: "s0-2", after: true })).toEqual({ sceneId: "s0", index: 1 });
  expect(placeBeside(scenes, ["s0-0"], { sceneId: "s0", shotId: null, after: true })).toEqual({ sceneId: "s0", index: 3 });
});
