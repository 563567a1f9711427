// The draft engine's output check: its pictures are drawn by our own rules from text that the policy
// has checked, and it never draws from a reference picture, so there is nothing to classify. What it enlarges was made by the farm
// and has passed a check before: submission takes nothing else for it.
import type { OutputCheck } from "../output-check.ts";

export const draftByConstruction: OutputCheck = {
  name: "draft-by-construction",
  classifies: false,
  async verdict({ job }) {
    // Of any other quality the claim would not hold: the files then are not drawings of this engine.
    if (job.quality !== "draft") return { outcome: "held", check: this.name, rule: "not-a-draft" };
    return { outcome: "passed", check: this.name };
  },
};
