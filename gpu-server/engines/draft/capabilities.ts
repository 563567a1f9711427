// What the draft engine offers, and of each parameter whether it is honoured or why not. A file of its own, so that the agent
// and the farm read it without the drawing.
import type { KindAbility, ParameterAbility } from "../../../shared/contract/abilities.ts";
import { maxSegmentsPerJob } from "../../../shared/domain/job.ts";
import { stillSizes } from "../../../shared/domain/animatic/sizes.ts";
import { segmentFrames } from "../../../shared/domain/timecode.ts";
import type { EngineCapabilities } from "../engine.ts";

/** What enlarges pictures and clips. */
export const upscaleModel = "lanczos-1";

const not = (reason: string): ParameterAbility => ({ served: false, reason });

const draws = "The draft engine draws by rules from the words of the shot: there is no model to steer. Choose quality fast or high.";
const noPictures = "The draft engine draws from the shot alone and takes no pictures. Leave this out or choose quality fast or high.";

/** What a model would be steered by, and pictures: by design none of it. */
const unsteered: Record<string, ParameterAbility> = {
  steps: not(draws),
  guidance: not(draws),
  sampler: not(draws),
  negative: not(
    "The draft engine draws only what the words name, so there is nothing to leave out. Leave this empty or choose quality fast or high.",
  ),
  references: not(noPictures),
};
const seed: ParameterAbility = {
  served: true,
  min: 0,
  max: 0xffffffff,
  note: "The same words and seed give the same picture, byte for byte.",
};

const abilities: KindAbility[] = [
  {
    kind: "image.generate",
    served: true,
    note: "An animatic: a drawn picture that is marked as a draft.",
    parameters: {
      ...unsteered,
      seed,
      count: {
        served: true,
        choices: [1, 3, 6],
        default: 1,
        note: "Each picture is shown as soon as it is drawn; their seeds follow the first.",
      },
      size: {
        served: true,
        sizes: [...stillSizes],
        note: "A frame that is not 16:9 shows more of the sky and the ground, or less of both sides; people stay in the picture.",
      },
    },
  },
  {
    kind: "video.generate",
    served: true,
    note: "An animatic clip of 16 frames a second, marked as a draft.",
    parameters: {
      ...unsteered,
      seed,
      size: { served: true, sizes: [{ width: 1280, height: 720 }], note: "Draft clips are of one size; draft pictures come in several." },
      segments: { served: true, min: 1, max: maxSegmentsPerJob },
      frames: { served: true, min: 1, max: segmentFrames, default: segmentFrames },
      join: { served: true, choices: ["cut", "continue"], default: "cut", note: "Segments of one shot go on along one camera path." },
      firstFrame: not(noPictures),
      lastFrame: not(noPictures),
      extend: not(
        "The draft engine takes no clips. Continue a shot by a following segment with join continue, or choose quality fast or high.",
      ),
    },
  },
  {
    kind: "image.upscale",
    served: true,
    inputs: "made",
    note: "Lanczos: twice as large, and no new detail. Pictures that this farm made; for others, choose quality fast or high.",
    parameters: {
      scale: { served: true, choices: [2], default: 2 },
      seed: not("Nothing is left to chance: the same picture gives the same one."),
    },
  },
  {
    kind: "video.upscale",
    served: true,
    inputs: "made",
    note: "Lanczos: twice as large, up to 1080p, every frame kept, and no new detail. Clips that this farm made; for others, choose quality fast or high.",
    parameters: {
      scale: { served: true, choices: [2], default: 2 },
      seed: not("Nothing is left to chance: the same clip gives the same one."),
    },
  },
  {
    kind: "image.edit",
    served: false,
    reason:
      "The draft engine draws from words and cannot change a picture. Choose quality fast or high where the farm has an engine for it.",
  },
  { kind: "text.enhance", served: true, parameters: {}, note: "By rules, not by a language model." },
  { kind: "text.storyboard", served: true, parameters: {}, note: "By rules, not by a language model." },
  {
    kind: "text.chat",
    served: true,
    parameters: { seed: not("Rules answer, so there is nothing to vary.") },
    note: "By rules: the character does not speak.",
  },
];

const kinds = abilities.flatMap(({ kind, served }) => (served ? [kind] : []));

const isUpscale = (kind: string) => kind.endsWith(".upscale");
const licence = "Part of this program";

export const draftCapabilities: EngineCapabilities = {
  id: "draft",
  kinds,
  qualities: ["draft"],
  models: ["animatic-1", upscaleModel],
  abilities,
  manifests: [
    { id: "animatic-1", name: "Animatic", kinds: kinds.filter((kind) => !isUpscale(kind)), licence, bytes: 0 },
    { id: upscaleModel, name: "Lanczos", kinds: kinds.filter(isUpscale), licence, bytes: 0 },
  ],
};
