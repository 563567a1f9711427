// Frames of other shapes: people stay in the picture, the window never leaves the painted stage, and the stage's own shape is as it was.
import { expect, test } from "vitest";
import { shotOfPrompt } from "./prompt.ts";
import { draw, stillSvg } from "../domain/animatic/index.ts";
import { stillSizes } from "../domain/animatic/sizes.ts";
import { world } from "../domain/animatic/types.ts";

const prompts = [
  "A woman walks along the beach at dawn",
  "Two friends sit in a kitchen, rain",
  "Close-up of a girl, snow",
  "An empty harbour",
];

test.each(prompts)("%s", (prompt) => {
  const shot = shotOfPrompt(prompt, 7, 1);
  const own = stillSvg(draw(shot));
  for (const size of stillSizes) {
    const art = draw(shot, { size });
    const { view } = art;
    if (view === undefined) throw new Error("a size has a view");
    expect(view.width / view.height).toBeCloseTo(size.width / size.height, 2);
    expect(view.x).toBeGreaterThanOrEqual(world.left);
    expect(view.x + view.width).toBeLessThanOrEqual(world.right);
    expect(view.y).toBeGreaterThanOrEqual(world.top);
    expect(view.y + view.height).toBeLessThanOrEqual(world.bottom);
    const bodies = art.bodies ?? [];
    const middle = bodies.reduce((sum, body) => sum + (body.left + body.right) / 2, 0) / Math.max(1, bodies.length);
    if (bodies.length > 0) {
      expect(middle).toBeGreaterThan(view.x);
      expect(middle).toBeLessThan(view.x + view.width);
    }
    const svg = stillSvg(art);
    expect(svg).toContain("DRAFT");
    // A frame of the stage's shape is the same drawing.
    if (size.width * 9 === size.height * 16) expect(svg).toBe(own);
    else expect(svg).not.toBe(own);
  }
});

test("weather fills a taller frame too", () => {
  const shot = shotOfPrompt("A harbour in heavy rain", 7, 1);
  const tall = stillSvg(draw(shot, { size: { width: 720, height: 1280 } }));
  expect(tall).toMatch(/<g transform="translate\(0,-720\)">/);
  expect(tall).toMatch(/<g transform="translate\(0,720\)">/);
});
