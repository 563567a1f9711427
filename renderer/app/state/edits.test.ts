// What is typed is never lost: through slow answers, errors and letters typed while others are kept.
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ProjectView, ShotView } from "../../../shared/contract/studio/views.ts";
import type { CallResult } from "../../../shared/contract/studio/link.ts";
import { createLink } from "../../lib/link.ts";
import { readJournal, withEdit } from "./edits.ts";
import { createFilm } from "./film.ts";

const filmId = "01a00000-0000-7000-8000-000000000001";
const shotId = "01a00000-0000-7000-8000-000000000002";
const sceneId = "01a00000-0000-7000-8000-000000000003";

function shotOf(action: string): ShotView {
  const words = { size: "wide", angle: "eye", move: "static", cast: [], props: [], action, dialogue: [], seed: 1 } as const;
  const place = {
    sceneNumber: 1,
    shotNumber: 1,
    setting: "exterior",
    place: "beach",
    time: "day",
    weather: "clear",
    mood: "calm",
    sceneSeed: 1,
  } as const;
  const nothing = {
    frame: null,
    approval: null,
    clips: [],
    detail: null,
    progress: null,
    position: null,
    eta: null,
    preview: null,
    jobId: null,
    source: null,
  };
  return {
    id: shotId,
    sceneId,
    label: "1A",
    number: 1,
    frames: 80,
    ...words,
    snapshot: { ...words, ...place },
    ...nothing,
    segments: 1,
    takes: 0,
    state: "draft",
  } as unknown as ShotView;
}

function viewOf(action: string, revision: number): ProjectView {
  const scene = {
    id: sceneId,
    number: 1,
    heading: "Ext. Beach - day",
    setting: "exterior",
    place: "beach",
    time: "day",
    weather: "clear",
    mood: "calm",
    cast: [],
  };
  const quote = {
    shots: 0,
    segments: 0,
    credits: 0,
    creditsWholeFilm: 0,
    spent: 0,
    priceList: null,
    quality: "draft",
    eta: null,
    blockedBy: null,
    scenes: [],
  };
  return {
    id: filmId,
    title: "Film",
    revision,
    story: "",
    format: "prose",
    language: "en",
    cast: [],
    scenes: [{ ...scene, shots: [shotOf(action)] }],
    frames: 80,
    quote,
    undo: null,
    redo: null,
    notUnderstood: [],
  } as unknown as ProjectView;
}

function memory(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as unknown as Storage;
}

/** A core that keeps one shot and answers after `delays`; every `failing`-th save is refused as busy. */
function coreOf(delays: number[], failing: number) {
  let kept = "";
  let revision = 0;
  let saves = 0;
  const call = async (_namespace: string, method: string, input: unknown): Promise<CallResult> => {
    if (method !== "updateShot") return { ok: true, value: viewOf(kept, revision) };
    saves += 1;
    const wait = delays[saves % delays.length] ?? 0;
    const refused = failing > 0 && saves % failing === 0;
    await new Promise((done) => setTimeout(done, wait));
    if (refused) return { ok: false, error: { code: "disk_full", message: "full" } };
    kept = (input as { patch: { action: string } }).patch.action;
    revision += 1;
    return { ok: true, value: viewOf(kept, revision) };
  };
  const transport = {
    host: "browser" as const,
    call,
    onEvent: () => () => undefined,
    media: () => "",
    status: () => ({ state: "ready" as const }),
    onStatus: () => () => undefined,
  };
  return { link: createLink(transport), kept: () => kept };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what was typed last is what the core keeps in the end, and the field never shows less", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 900 })), { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(0, 2, 3),
      async (typed, delays, failing) => {
        const core = coreOf(delays, failing);
        const film = createFilm(core.link, () => undefined, memory());
        await film.open(filmId);
        let text = "";
        for (const [letters, pause] of typed) {
          text += letters;
          film.edit(shotId, { action: text });
          const shown = () =>
            withEdit(film.store.getState().view?.scenes[0]?.shots[0] as ShotView, film.store.getState().edits[shotId]).action;
          expect(shown()).toBe(text);
          await vi.advanceTimersByTimeAsync(pause);
          expect(shown()).toBe(text);
        }
        await vi.advanceTimersByTimeAsync(60_000);
        expect(core.kept()).toBe(text);
        expect(film.store.getState().edits).toEqual({});
      },
    ),
    { numRuns: 60 },
  );
});

test("a page that is closed in the middle of a word sends it at the next visit", async () => {
  const storage = memory();
  const core = coreOf([0], 0);
  const first = createFilm(core.link, () => undefined, storage);
  await first.open(filmId);
  first.edit(shotId, { action: "Half a wor" });
  expect(readJournal(storage)).toEqual({ [shotId]: { action: "Half a wor" } });
  vi.clearAllTimers();
  const second = createFilm(core.link, () => undefined, storage);
  const opened = second.open(filmId);
  await vi.advanceTimersByTimeAsync(1000);
  await opened;
  expect(core.kept()).toBe("Half a wor");
  expect(readJournal(storage)).toEqual({});
});

test("an edit changes the picture's snapshot by exactly what is drawn", () => {
  const shot = shotOf("before");
  const edited = withEdit(shot, { patch: { action: "after", frames: 160 }, error: null });
  expect(edited).toEqual({ ...shot, action: "after", frames: 160, snapshot: { ...shot.snapshot, action: "after" } });
  expect(withEdit(shot, undefined)).toBe(shot);
});
