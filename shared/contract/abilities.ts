// What an engine can do, kind by kind and parameter by parameter, and the reason where it cannot: data that travels from the
// engine over its node and GET /v1/farm to the studio, which enables and explains each control by it.
import { z } from "zod";
import { jobKinds } from "../domain/job.ts";

/** Parameters of jobs that this version knows by name. An open list on the wire: a name that is not known is passed over. */
const parameterNames = [
  "size",
  "count",
  "seed",
  "steps",
  "guidance",
  "sampler",
  "negative",
  "references",
  "strength",
  "mask",
  "feather",
  "segments",
  "frames",
  "join",
  "firstFrame",
  "lastFrame",
  "extend",
  "scale",
] as const;
export type ParameterName = (typeof parameterNames)[number];

const sizeSchema = z.object({ width: z.number().int().min(1), height: z.number().int().min(1) });

const honouredSchema = z.object({
  served: z.literal(true),
  /** What stands where the job says nothing. */
  default: z.union([z.number(), z.string()]).optional(),
  /** Of a number; of `size`, of each side in pixels. */
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  /** All values that it takes. */
  choices: z.array(z.union([z.number(), z.string()])).optional(),
  /** Of `size`: all that it makes, the default first. */
  sizes: z.array(sizeSchema).optional(),
  /** Of a list: most members. */
  most: z.number().int().min(1).optional(),
  /** Of `references`: how much each counts; absent where they all count alike. */
  weight: z.object({ min: z.number(), max: z.number(), default: z.number() }).optional(),
  /** Of `references`: what one may be used for; absent where that cannot be said. */
  roles: z.array(z.string()).optional(),
  /** What a person should know of how it is honoured. */
  note: z.string().optional(),
});
const notHonouredSchema = z.object({
  served: z.literal(false),
  /** Why, in a sentence for people. */
  reason: z.string(),
});
const parameterAbilitySchema = z.discriminatedUnion("served", [honouredSchema, notHonouredSchema]);
export type ParameterAbility = z.infer<typeof parameterAbilitySchema>;

const kindAbilitySchema = z.discriminatedUnion("served", [
  z.object({
    kind: z.enum(jobKinds),
    served: z.literal(true),
    /** By name. A parameter that is not here is not known to the engine: nothing is said of it. */
    parameters: z.record(z.string(), parameterAbilitySchema),
    /** `made`: it takes only files that this farm made and still has, not what was brought. Absent: any that the account has here. */
    inputs: z.literal("made").optional(),
    note: z.string().optional(),
  }),
  z.object({ kind: z.enum(jobKinds), served: z.literal(false), reason: z.string() }),
]);
export type KindAbility = z.infer<typeof kindAbilitySchema>;

/** A model that an engine has. */
const modelManifestSchema = z.object({
  id: z.string(),
  name: z.string(),
  kinds: z.array(z.enum(jobKinds)),
  /** Where they are other ones than the engine's. */
  sizes: z.array(sizeSchema).optional(),
  licence: z.string(),
  /** Of its weights on disk; 0 where it has none. */
  bytes: z.number().int().min(0),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** What an engine says of itself beside its kinds; absent where the node or farm is of an older version. */
export const engineAbilities = {
  abilities: z.array(kindAbilitySchema).optional(),
  manifests: z.array(modelManifestSchema).optional(),
};
