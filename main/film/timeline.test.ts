import fc from "fast-check";
import { expect, test } from "vitest";
import { gopFrames } from "../../shared/media/encode.ts";
import { piecesOf } from "../export/plan.ts";
import { cutTimeline, dissolveFrames, type TimelineClip } from "./timeline.ts";

/** Clips in film order: scenes are runs of clips. */
const film: fc.Arbitrary<TimelineClip[]> = fc
  .array(fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
  .map((scenes) =>
    scenes.flatMap((scene, sceneIndex) =>
      scene.map((frames, index) => ({
        hash: `${sceneIndex}-${index}`,
        frames,
        sceneId: `s${sceneIndex}`,
        shotId: `${sceneIndex}-${index}`,
        label: `${sceneIndex + 1}${index}`,
        segment: 0,
      })),
    ),
  );

test("items follow each other without gap or overlap, and the film is as long as its parts", () => {
  fc.assert(
    fc.property(film, (clips) => {
      const { items, frames } = cutTimeline(clips);
      let at = 0;
      for (const [index, item] of items.entries()) {
        expect(item.in).toBeLessThan(item.out);
        expect(item.at).toBe(at + item.in);
        at = item.at + item.out - item.in;
        const next = items[index + 1];
        // The dissolve takes the same frames of both clips, once.
        if (next !== undefined) expect(next.in).toBe(item.transition?.frames ?? 0);
      }
      const dissolves = items.filter((item) => item.transition !== null).length;
      const total = clips.reduce((sum, clip) => sum + clip.frames, 0);
      expect(at).toBe(frames);
      expect(frames).toBe(total - dissolves * dissolveFrames);
    }),
  );
});

test("dissolves stand between scenes only, and wherever both clips are long enough", () => {
  fc.assert(
    fc.property(film, (clips) => {
      for (const [index, item] of cutTimeline(clips).items.entries()) {
        const next = clips[index + 1];
        if (next === undefined || next.sceneId === item.clip.sceneId) expect(item.transition).toBeNull();
        else if (item.clip.frames >= 24 && next.frames >= 24) expect(item.transition).toEqual({ kind: "dissolve", frames: 8 });
      }
    }),
  );
});

test("pieces show every frame of the film once, in order, and copy all that lies between key frames", () => {
  fc.assert(
    fc.property(film, (clips) => {
      const timeline = cutTimeline(clips);
      const pieces = piecesOf(timeline);
      const framesOf = new Map(clips.map((clip) => [clip.hash, clip.frames]));
      expect(pieces.reduce((sum, piece) => sum + piece.frames, 0)).toBe(timeline.frames);
      for (const item of timeline.items) {
        let at = item.in;
        for (const piece of pieces) {
          if (piece.kind !== "body" || piece.clip !== item.clip.hash) continue;
          expect(piece.from).toBe(at);
          at += piece.frames;
          const total = framesOf.get(piece.clip) ?? 0;
          const copies = piece.from % gopFrames === 0 && ((piece.from + piece.frames) % gopFrames === 0 || at === total);
          // What is encoded anew is less than one group of pictures.
          if (!copies) expect(piece.frames).toBeLessThan(gopFrames);
          expect(piece.whole).toBe(piece.from === 0 && piece.frames === total);
        }
        expect(at).toBe(item.out);
      }
    }),
  );
});
