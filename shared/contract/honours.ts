// Whether an engine honours everything that a job asks for, by its abilities: the farm asks at submission, before anything is
// held, and the engine asks again before it works. Pure.
import type { KindAbility, ParameterAbility, ParameterName } from "./abilities.ts";
import type { JobSpec } from "./farm-http.ts";

/** What cannot be honoured: the field, and a sentence that says why and what to do. */
interface NotHonoured {
  path: string;
  message: string;
}

type Honoured = Extract<ParameterAbility, { served: true }>;

/** One thing that a job asks for. `wrong` says what of it the engine does not take; undefined where it takes it. */
interface Asked {
  name: ParameterName;
  path: string;
  wrong(ability: Honoured): NotHonoured | undefined;
}

const listed = (values: readonly (string | number)[]) => values.join(", ");

function value(name: ParameterName, path: string, given: number | string | undefined): Asked[] {
  if (given === undefined) return [];
  return [
    {
      name,
      path,
      wrong({ choices, min, max }) {
        if (choices && !choices.includes(given))
          return { path, message: `This engine takes one of: ${listed(choices)}. It cannot be ${given}.` };
        if (typeof given !== "number") return undefined;
        if (min !== undefined && given < min) return { path, message: `This engine takes no less than ${min} here, and this is ${given}.` };
        if (max !== undefined && given > max) return { path, message: `This engine takes no more than ${max} here, and this is ${given}.` };
        return undefined;
      },
    },
  ];
}

/** Something that is there or not: a picture, a mask, words to leave out. */
const there = (name: ParameterName, path: string, given: unknown): Asked[] =>
  given === undefined || given === "" ? [] : [{ name, path, wrong: () => undefined }];

function sizeOf({ width, height }: { width?: number | undefined; height?: number | undefined }): Asked[] {
  if (width === undefined && height === undefined) return [];
  const [path, other] = [width === undefined ? "input.height" : "input.width", "input.height"];
  return [
    {
      name: "size",
      path,
      wrong({ sizes, min, max, step }) {
        if (sizes) {
          if (sizes.some((size) => size.width === (width ?? size.width) && size.height === (height ?? size.height))) return undefined;
          const all = sizes.map((size) => `${size.width}x${size.height}`).join(", ");
          const message = `This engine makes ${all}. Choose ${sizes.length === 1 ? "that" : "one of them"}, or leave the size out.`;
          return { path: sizes.some((size) => size.width === width) ? other : path, message };
        }
        for (const [at, side] of [
          ["input.width", width],
          ["input.height", height],
        ] as const) {
          if (side === undefined) continue;
          const [least, most, each] = [min ?? 1, max ?? side, step ?? 1];
          if (side >= least && side <= most && side % each === 0) continue;
          const grid = each === 1 ? "" : `, in steps of ${each}`;
          return { path: at, message: `This engine makes pictures of ${least} to ${most} pixels a side${grid}, and this is ${side}.` };
        }
        return undefined;
      },
    },
  ];
}

type References = Extract<JobSpec, { kind: "image.generate" }>["input"]["references"];

function referencesOf(path: string, references: References): Asked[] {
  if (references.length === 0) return [];
  return [
    {
      name: "references",
      path,
      wrong({ most, weight, roles }) {
        if (most !== undefined && references.length > most)
          return { path, message: `This engine takes at most ${most} references, and these are ${references.length}.` };
        for (const [place, reference] of references.entries()) {
          if (typeof reference === "string") continue;
          const { weight: given, role } = reference;
          const at = `${path}.${place}.`;
          if (given !== undefined && !weight)
            return { path: `${at}weight`, message: "This engine lets all references count alike. Leave the weight out." };
          if (given !== undefined && weight && (given < weight.min || given > weight.max))
            return { path: `${at}weight`, message: `This engine takes a weight of ${weight.min} to ${weight.max}, and this is ${given}.` };
          if (role !== undefined && !roles?.includes(role)) {
            const message = roles
              ? `This engine uses a reference as one of: ${listed(roles)}.`
              : "This engine cannot be told what a reference is for. Leave the role out.";
            return { path: `${at}role`, message };
          }
        }
        return undefined;
      },
    },
  ];
}

type Sampled = Extract<JobSpec, { kind: "image.generate" | "image.edit" | "video.generate" }>["input"];

const samplingOf = ({ steps, guidance, sampler }: Sampled): Asked[] => [
  ...value("steps", "input.steps", steps),
  ...value("guidance", "input.guidance", guidance),
  ...value("sampler", "input.sampler", sampler),
];

/** Everything that a job asks for and that an engine may be without. What the contract asks of every engine is not here. */
function askedBy(spec: JobSpec): Asked[] {
  switch (spec.kind) {
    case "image.generate": {
      const { input } = spec;
      return [
        ...sizeOf(input),
        ...value("count", "input.count", input.count === 1 ? undefined : input.count),
        ...value("seed", "input.seed", input.seed),
        ...samplingOf(input),
        ...there("negative", "input.negative", input.negative),
        ...referencesOf("input.references", input.references),
      ];
    }
    case "image.edit": {
      const { input } = spec;
      return [
        ...sizeOf(input),
        ...value("count", "input.count", input.count === 1 ? undefined : input.count),
        ...value("seed", "input.seed", input.seed),
        ...samplingOf(input),
        ...value("strength", "input.strength", input.strength),
        ...there("mask", "input.mask", input.mask),
        ...value("feather", "input.feather", input.feather),
        ...there("negative", "input.negative", input.negative),
        ...referencesOf("input.references", input.references),
      ];
    }
    case "image.upscale":
    case "video.upscale":
      return value("scale", "input.scale", spec.input.scale);
    case "video.generate": {
      const { input } = spec;
      return [
        ...sizeOf(input),
        ...samplingOf(input),
        ...there("extend", "input.extend", input.extend),
        ...value("segments", "input.segments", input.segments.length),
        ...input.segments.flatMap((segment, index) => {
          const at = `input.segments.${index}.`;
          return [
            ...value("seed", `${at}seed`, segment.seed),
            ...value("frames", `${at}frames`, segment.frames),
            ...value("join", `${at}join`, segment.join === "cut" ? undefined : segment.join),
            ...there("negative", `${at}negative`, segment.negative),
            ...referencesOf(`${at}references`, segment.references),
            ...there("firstFrame", `${at}firstFrame`, segment.firstFrame),
            ...there("lastFrame", `${at}lastFrame`, segment.lastFrame),
          ];
        }),
      ];
    }
    default:
      return [];
  }
}

/**
 * The first thing in `spec` that an engine of these abilities cannot honour; null where it honours all, or says nothing of the kind
 * (a node of an older version). A parameter of a number or a size is held against its range, a list against its length.
 */
export function notHonoured(spec: JobSpec, abilities: readonly KindAbility[] | undefined): NotHonoured | null {
  const ability = abilities?.find(({ kind }) => kind === spec.kind);
  if (ability === undefined || !ability.served) return null;
  for (const asked of askedBy(spec)) {
    const parameter = ability.parameters[asked.name];
    if (parameter === undefined) continue;
    // A seed must be sent, so it is no fault where an engine has no use for it.
    if (!parameter.served && asked.name === "seed") continue;
    const wrong = parameter.served ? asked.wrong(parameter) : { path: asked.path, message: parameter.reason };
    if (wrong) return wrong;
  }
  return null;
}
