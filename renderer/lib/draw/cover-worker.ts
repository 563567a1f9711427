// Breaks a story down beside the page and draws its first shot: what a film of it would open with.
import { draw, stillSvg } from "../../../shared/domain/animatic/index.ts";
import { breakDown } from "../../../shared/story/index.ts";

export interface CoverRequest {
  text: string;
  fileName: string;
}
export interface CoverAnswer {
  svg: string;
  /** Length of the whole film on the 16 fps grid. */
  frames: number;
}

self.addEventListener("message", (event: MessageEvent<CoverRequest>) => {
  const { text, fileName } = event.data;
  const { scenes } = breakDown(text, { fileName });
  const [scene] = scenes;
  const shot = scene?.shots[0];
  if (scene === undefined || shot === undefined) return;
  const { size, angle, move, cast, props, action, dialogue } = shot;
  const { setting, place, time, weather, mood } = scene;
  const seeds = { sceneSeed: text.length, seed: text.length };
  const art = draw({
    sceneNumber: 1,
    shotNumber: 1,
    size,
    angle,
    move,
    setting,
    place,
    time,
    weather,
    mood,
    cast,
    props,
    action,
    dialogue,
    ...seeds,
  });
  const frames = scenes.flatMap((one) => one.shots).reduce((sum, one) => sum + one.frames, 0);
  self.postMessage({ svg: stillSvg(art), frames } satisfies CoverAnswer);
});
