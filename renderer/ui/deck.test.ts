import { describe, expect, test } from "vitest";
import { createDeck, timecode, type Reel } from "./deck.ts";

/** A reel of the given frames that plays by the test's own clock. */
function world(frames: number, num = 16, den = 1) {
  let now = 0;
  let next: (() => void) | null = null;
  const deck = createDeck({
    now: () => now,
    frame: (run) => {
      next = run;
      return () => (next = null);
    },
  });
  const length = (frames * den) / num;
  let playing = false;
  const reel: Reel = {
    currentTime: 0,
    playbackRate: 1,
    play: () => {
      playing = true;
      return Promise.resolve();
    },
    pause: () => (playing = false),
    get ended() {
      return this.currentTime >= length;
    },
  };
  const pass = (ms: number) => {
    for (let at = 0; at < ms; at += 10) {
      now += 10;
      if (playing) reel.currentTime = Math.min(length, reel.currentTime + 0.01 * reel.playbackRate);
      const run = next;
      next = null;
      run?.();
    }
  };
  const out = deck.add(reel, frames, { num, den });
  return { deck, reel, pass, out, isPlaying: () => playing };
}

describe("deck", () => {
  test("steps by single frames of any rate and stays within the clip", () => {
    const { deck, reel } = world(80, 24_000, 1001);
    for (let frame = 1; frame < 80; frame++) {
      deck.step(1);
      expect(deck.state().frame).toBe(frame);
      expect(Math.floor((reel.currentTime * 24_000) / 1001)).toBe(frame);
    }
    deck.step(1);
    expect(deck.state().frame).toBe(79);
    for (let frame = 0; frame < 90; frame++) deck.step(-1);
    expect(deck.state().frame).toBe(0);
  });

  test("L plays, L again twice as fast, K stands, J plays backwards to the beginning", () => {
    const { deck, pass, reel, isPlaying } = world(80);
    deck.shuttle(1);
    pass(1000);
    expect(deck.state()).toMatchObject({ speed: 1, frame: 16 });
    deck.shuttle(1);
    pass(500);
    expect(reel.playbackRate).toBe(2);
    expect(deck.state().frame).toBe(32);
    deck.stop();
    pass(500);
    expect(deck.state()).toMatchObject({ speed: 0, frame: 32 });
    expect(isPlaying()).toBe(false);
    deck.shuttle(-1);
    pass(1000);
    expect(deck.state().frame).toBe(16);
    deck.shuttle(-1);
    pass(1000);
    expect(deck.state()).toMatchObject({ speed: 0, frame: 0 });
  });

  test("at the end it stands on the last frame, and plays on from the first with loop", () => {
    const { deck, pass } = world(16);
    deck.toggle();
    pass(1500);
    expect(deck.state()).toMatchObject({ speed: 0, frame: 15 });
    deck.setLoop(true);
    deck.toggle();
    pass(1500);
    expect(deck.state().speed).toBe(1);
    expect(deck.state().frame).toBeLessThan(15);
    deck.stop();
    deck.seek(0);
    deck.shuttle(-1);
    pass(1250);
    expect(deck.state().speed).toBe(-1);
  });

  test("a clip that is taken out stands", () => {
    const { deck, pass, out, isPlaying } = world(80);
    deck.toggle();
    pass(100);
    out();
    expect(isPlaying()).toBe(false);
    expect(deck.state().speed).toBe(0);
  });

  test("the time code counts whole frames", () => {
    expect(timecode(0, { num: 16, den: 1 })).toBe("00:00:00:00");
    expect(timecode(79, { num: 16, den: 1 })).toBe("00:00:04:15");
    expect(timecode(90_000, { num: 25, den: 1 })).toBe("01:00:00:00");
  });
});
