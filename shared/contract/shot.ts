// Schemas of a shot snapshot: what is drawn, and what travels with a video segment to the farm.
import { z } from "zod";
import {
  ages,
  facings,
  garments,
  hairs,
  moods,
  postures,
  settings,
  shotAngles,
  shotMoves,
  shotSizes,
  timesOfDay,
  weathers,
} from "../domain/shot.ts";

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, "Write a colour as #rrggbb.");
const seed = z.number().int().min(0).max(0xffffffff);

export const lookSchema = z.strictObject({
  colour: colour.optional(),
  wear: z.enum(garments).optional(),
  hair: z.enum(hairs).optional(),
  grey: z.boolean().optional(),
  beard: z.boolean().optional(),
  scarf: colour.optional(),
});

export const castMemberSchema = z.strictObject({
  name: z.string().min(1).max(120),
  age: z.enum(ages).optional(),
  height: z.number().min(0.3).max(3).optional(),
  look: lookSchema,
  wears: z.string().max(800).optional(),
  posture: z.enum(postures).optional(),
  facing: z.enum(facings).optional(),
});

export const dialogueLineSchema = z.strictObject({
  speaker: z.string().min(1).max(120),
  text: z.string().max(4000),
  offScreen: z.boolean().optional(),
});

export const shotSnapshotSchema = z.strictObject({
  sceneNumber: z.number().int().min(1).max(9999),
  shotNumber: z.number().int().min(1).max(9999),
  size: z.enum(shotSizes),
  angle: z.enum(shotAngles),
  move: z.enum(shotMoves),
  setting: z.enum(settings),
  place: z.string().max(300),
  time: z.enum(timesOfDay),
  weather: z.enum(weathers),
  mood: z.enum(moods),
  cast: z.array(castMemberSchema).max(12),
  props: z.array(z.string().max(60)).max(12),
  action: z.string().max(4000),
  dialogue: z.array(dialogueLineSchema).max(20),
  sceneSeed: seed,
  seed,
});
