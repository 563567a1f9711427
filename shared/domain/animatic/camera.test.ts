// The camera: the rest pose is the drawn frame, and every movement keeps to the drawn world.
import { describe, expect, it } from "vitest";
import { cameraPath, project } from "./camera.ts";
import { distances } from "./lens.ts";
import { frameHeight, frameWidth, world } from "./types.ts";
import { shotMoves, shotSizes } from "../shot.ts";

const rest = { x: 0, y: 0, z: 0, turnX: 0, turnY: 0 };
const steps = Array.from({ length: 81 }, (_, index) => index / 80);

describe("the camera", () => {
  it("rests at the start of a push-in, at the end of a pull-out, and always when static", () => {
    expect(cameraPath({ size: "wide", move: "push-in", seed: 1 })(0)).toEqual(rest);
    const end = cameraPath({ size: "wide", move: "pull-out", seed: 1 })(1);
    for (const value of Object.values(end)) expect(value).toBeCloseTo(0, 9);
    for (const u of steps) expect(cameraPath({ size: "close", move: "static", seed: 1 })(u)).toEqual(rest);
  });

  it("comes nearer in a push-in and goes away in a pull-out, never back", () => {
    for (const [move, sign] of [
      ["push-in", 1],
      ["pull-out", -1],
    ] as const) {
      const path = cameraPath({ size: "wide", move, seed: 1 });
      steps.slice(1).forEach((u, index) => expect(sign * (path(u).z - path(steps[index] ?? 0).z)).toBeGreaterThanOrEqual(0));
    }
  });

  it("moves to the side that the move names", () => {
    const across = (move: "track-left" | "track-right" | "pan-left" | "pan-right"): number => {
      const path = cameraPath({ size: "wide", move, seed: 1 });
      return path(1).x + path(1).turnX - path(0).x - path(0).turnX;
    };
    expect(across("track-right")).toBeGreaterThan(0);
    expect(across("pan-right")).toBeGreaterThan(0);
    expect(across("track-left")).toBeLessThan(0);
    expect(across("pan-left")).toBeLessThan(0);
  });

  it("never uncovers the edge of the world, whatever the move, size and plane", () => {
    for (const size of shotSizes) {
      for (const move of shotMoves) {
        const path = cameraPath({ size, move, seed: 12345 });
        for (const u of steps) {
          for (const distance of Object.values(distances)) {
            const { scale, x, y } = project(path(u), distance);
            const [centreX, centreY] = [frameWidth / 2, frameHeight / 2];
            expect(centreX + (world.left - centreX) * scale + x).toBeLessThan(0);
            expect(centreX + (world.right - centreX) * scale + x).toBeGreaterThan(frameWidth);
            expect(centreY + (world.top - centreY) * scale + y).toBeLessThan(0);
            expect(centreY + (world.bottom - centreY) * scale + y).toBeGreaterThan(frameHeight);
          }
        }
      }
    }
  });

  it("leaves what is fixed to the glass alone", () => {
    expect(project({ x: 50, y: 20, z: 1, turnX: 30, turnY: 9 }, Infinity)).toEqual({ scale: 1, x: 0, y: 0 });
  });
});
