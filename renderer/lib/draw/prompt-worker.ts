// Turns a prompt into a shot by the draft engine's own rule and draws it, beside the page, so that a letter never waits.
import { draw, stillSvg } from "../../../shared/domain/animatic/index.ts";
import { shotOfPrompt } from "../../../shared/story/prompt.ts";

export interface PromptRequest {
  id: number;
  prompt: string;
  seed: number;
}
export interface PromptAnswer {
  id: number;
  svg: string;
}

self.addEventListener("message", (event: MessageEvent<PromptRequest>) => {
  const { id, prompt, seed } = event.data;
  self.postMessage({ id, svg: stillSvg(draw(shotOfPrompt(prompt, seed, 1))) } satisfies PromptAnswer);
});
