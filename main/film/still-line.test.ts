import fc from "fast-check";
import { expect, test } from "vitest";
import { createStillLine } from "./still-line.ts";

/** A line before one thread, whose stills are drawn by hand. */
function lineByHand() {
  const line = createStillLine(1);
  const drawn: string[] = [];
  const ends: (() => void)[] = [];
  return {
    drawn,
    ask(projectId: string, orders: readonly number[]) {
      const asked = line.call(projectId);
      return orders.map((order) => {
        const place = { projectId, asked, order };
        void line.run(place, () => {
          drawn.push(`${projectId}${order}`);
          return new Promise<void>((end) => ends.push(end));
        });
        return place;
      });
    },
    again: (projectId: string) => line.call(projectId),
    async draw(count: number) {
      for (let done = 0; done < count; done += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        ends.shift()?.();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test("the film that is opened goes before what is left of the one before it, and back with its opening", async () => {
  const line = lineByHand();
  line.ask("a", upTo(300));
  await line.draw(2);
  line.ask("b", upTo(4));
  await line.draw(4);
  expect(line.drawn.slice(3)).toEqual(["b0", "b1", "b2", "b3"]);
  line.ask("b", [9, 10]);
  line.again("a");
  await line.draw(1);
  expect(line.drawn.slice(-1)).toEqual(["a3"]);
});

test("within a film what was changed last is drawn first, all of it in film order", async () => {
  const line = lineByHand();
  line.ask("a", upTo(200));
  await line.draw(0);
  line.ask("a", [150, 151]);
  await line.draw(3);
  expect(line.drawn).toEqual(["a0", "a150", "a151", "a1"]);
});

test("nothing starves: while new stills are asked for without end, every old one is drawn", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.boolean(), async (old, sameFilm) => {
      const line = lineByHand();
      line.ask("old", upTo(old));
      for (let step = 0; step < 8 * (old + 1); step += 1) {
        line.ask(sameFilm ? "old" : "new", [1000 + step]);
        await line.draw(1);
      }
      for (const order of upTo(old)) expect(line.drawn).toContain(`old${order}`);
    }),
    { numRuns: 20 },
  );
});
