// Plays one clip or several together like an editor's deck: forwards and backwards at several speeds, by single frames
// of the first clip's own rate, round and round.
import type { FrameRate } from "../../shared/domain/timecode.ts";

/** What a deck needs of a video element. */
export type Reel = Pick<HTMLMediaElement, "currentTime" | "playbackRate" | "play" | "pause" | "ended">;

export interface DeckState {
  /** 0: stands. 1, 2, 4: forwards so fast. -1, -2, -4: backwards. */
  speed: number;
  frame: number;
  frames: number;
  rate: FrameRate;
  loop: boolean;
}

export interface Deck {
  state: () => DeckState;
  subscribe: (changed: () => void) => () => void;
  /** Adds a clip; the first one's frames count. Returns how to take it out. */
  add(reel: Reel, frames: number, rate: FrameRate): () => void;
  toggle(): void;
  stop(): void;
  /** Once: at its speed. Again in the same direction: twice, then four times as fast. */
  shuttle(direction: 1 | -1): void;
  step(by: number): void;
  seek(frame: number): void;
  setLoop(on: boolean): void;
}

interface Clock {
  now(): number;
  /** Calls back with the next picture; returns how to stop. */
  frame(run: () => void): () => void;
}

const pageClock: Clock = {
  now: () => performance.now(),
  frame: (run) => {
    const id = requestAnimationFrame(run);
    return () => cancelAnimationFrame(id);
  },
};

/** A time within a frame, not on its edge: a decoder would round that either way. */
const timeOf = (frame: number, rate: FrameRate) => ((frame + 0.5) * rate.den) / rate.num;
const frameAt = (time: number, rate: FrameRate) => Math.floor((time * rate.num) / rate.den + 1e-4);

/** "00:00:04:07": hours, minutes, seconds and frames. */
export function timecode(frame: number, rate: FrameRate): string {
  const base = Math.max(1, Math.round(rate.num / rate.den));
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = Math.floor(frame / base);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % base].map(two).join(":");
}

/** A deck without a clip. */
export function createDeck(clock: Clock = pageClock): Deck {
  const reels: { reel: Reel; frames: number; rate: FrameRate }[] = [];
  const listeners = new Set<() => void>();
  let state: DeckState = { speed: 0, frame: 0, frames: 0, rate: { num: 16, den: 1 }, loop: false };
  let unfollow: (() => void) | null = null;
  const set = (next: Partial<DeckState>) => {
    if (Object.entries(next).every(([name, value]) => state[name as keyof DeckState] === value)) return;
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const pauseAll = () => {
    unfollow?.();
    unfollow = null;
    for (const { reel } of reels) reel.pause();
  };
  const place = (frame: number) => {
    const at = Math.min(Math.max(0, state.frames - 1), Math.max(0, frame));
    for (const { reel, frames, rate } of reels) reel.currentTime = timeOf(Math.min(Math.max(0, frames - 1), at), rate);
    set({ frame: at });
  };
  const forwards = (speed: number) => {
    const lead = reels[0];
    if (lead === undefined) return;
    if (lead.reel.ended || state.frame >= state.frames - 1) place(0);
    for (const { reel } of reels) {
      reel.playbackRate = speed;
      // Starting may be refused (a hidden tab): it stands then.
      void Promise.resolve(reel.play()).catch(() => set({ speed: 0 }));
    }
    const follow = () => {
      if (lead.reel.ended) {
        if (state.loop) {
          place(0);
          for (const { reel } of reels) void Promise.resolve(reel.play()).catch(() => set({ speed: 0 }));
        } else {
          unfollow = null;
          set({ speed: 0, frame: Math.max(0, state.frames - 1) });
          return;
        }
      } else set({ frame: Math.min(Math.max(0, state.frames - 1), frameAt(lead.reel.currentTime, lead.rate)) });
      unfollow = clock.frame(follow);
    };
    unfollow = clock.frame(follow);
  };
  /** No element plays backwards: it is set back as time passes. */
  const backwards = (speed: number) => {
    if (state.frame <= 0) place(state.frames - 1);
    const [from, began] = [state.frame, clock.now()];
    const follow = () => {
      const passed = ((clock.now() - began) / 1000) * -speed * (state.rate.num / state.rate.den);
      let to = from - Math.floor(passed);
      if (to < 0 && state.loop) to = ((to % state.frames) + state.frames) % state.frames;
      if (to !== state.frame) place(to);
      if (to <= 0 && !state.loop) {
        unfollow = null;
        set({ speed: 0 });
        return;
      }
      unfollow = clock.frame(follow);
    };
    unfollow = clock.frame(follow);
  };
  const run = (speed: number) => {
    pauseAll();
    set({ speed });
    if (speed > 0) forwards(speed);
    else if (speed < 0) backwards(speed);
  };
  return {
    state: () => state,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    add: (reel, frames, rate) => {
      const one = { reel, frames, rate };
      reels.push(one);
      if (reels.length === 1) set({ frames, rate, frame: 0, speed: 0 });
      return () => {
        if (reels[0] === one) run(0);
        reels.splice(reels.indexOf(one), 1);
      };
    },
    toggle: () => run(state.speed === 0 ? 1 : 0),
    stop: () => run(0),
    shuttle: (direction) => {
      const same = Math.sign(state.speed) === direction;
      run(same ? direction * Math.min(4, Math.abs(state.speed) * 2) : direction);
    },
    step: (by) => {
      run(0);
      place(state.frame + by);
    },
    seek: (frame) => {
      const { speed } = state;
      if (speed < 0) run(0);
      place(frame);
    },
    setLoop: (loop) => set({ loop }),
  };
}
