// What the draft engine offers. A file of its own, so that the agent and the farm read it without the drawing.
import type { EngineCapabilities } from "../engine.ts";

export const draftCapabilities: EngineCapabilities = {
  id: "draft",
  kinds: ["video.generate", "image.generate", "text.enhance", "text.storyboard", "text.chat"],
  qualities: ["draft"],
  models: ["animatic-1"],
};
