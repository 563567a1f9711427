// What the chip of a shot says: its state, and that consent ended before everything that is only a state of rest.
import { expect, test } from "vitest";
import { isMarked, shotLook } from "./state-chip.tsx";

const shot = { progress: null, position: null } as const;
const ended = "consent for Tobias was taken back on 12 March 2026: 3 takes cannot be used";

test("a shot at rest whose takes may not be used says so, by word and tone", () => {
  for (const state of ["draft", "to-approve", "approved"] as const) {
    const look = shotLook({ ...shot, state, detail: ended });
    expect(isMarked({ state, detail: ended })).toBe(true);
    expect(look.word).toMatch(/: consent ended$/);
    expect(look.tone).toBe("fail");
    expect(shotLook({ ...shot, state, detail: null }).word).not.toMatch(/consent/);
  }
});

test("a stale shot tells its whole cause, and a failed one stays failed", () => {
  expect(shotLook({ ...shot, state: "stale", detail: ended }).word).toBe(`Stale: ${ended}`);
  expect(isMarked({ state: "failed", detail: "no memory" })).toBe(false);
  expect(shotLook({ ...shot, state: "failed", detail: "no memory" }).word).toBe("Failed");
});
