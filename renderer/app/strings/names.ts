// What the choices of a shot are called: sizes, moves, weather, people.
import type {
  Age,
  Facing,
  Garment,
  Hair,
  Mood,
  Posture,
  Setting,
  ShotAngle,
  ShotMove,
  ShotSize,
  TimeOfDay,
  Weather,
} from "../../../shared/domain/shot.ts";

export const sizeNames: Record<ShotSize, string> = {
  "extreme-wide": "Extreme wide",
  wide: "Wide",
  full: "Full",
  medium: "Medium",
  "medium-close": "Medium close",
  close: "Close-up",
  "extreme-close": "Extreme close-up",
  insert: "Insert",
};
export const angleNames: Record<ShotAngle, string> = { eye: "Eye level", low: "Low", high: "High", overhead: "Overhead", dutch: "Dutch" };
export const moveNames: Record<ShotMove, string> = {
  static: "Locked",
  "push-in": "Push in",
  "pull-out": "Pull out",
  "track-left": "Track left",
  "track-right": "Track right",
  "pan-left": "Pan left",
  "pan-right": "Pan right",
  "tilt-up": "Tilt up",
  "tilt-down": "Tilt down",
  "crane-up": "Crane up",
  handheld: "Handheld",
};
export const timeNames: Record<TimeOfDay, string> = { dawn: "Dawn", day: "Day", golden: "Golden hour", dusk: "Dusk", night: "Night" };
export const weatherNames: Record<Weather, string> = {
  clear: "Clear",
  wind: "Wind",
  rain: "Rain",
  snow: "Snow",
  fog: "Fog",
  storm: "Storm",
};
export const moodNames: Record<Mood, string> = {
  calm: "Calm",
  tense: "Tense",
  joyful: "Joyful",
  melancholic: "Melancholic",
  mysterious: "Mysterious",
};
export const settingNames: Record<Setting, string> = { exterior: "Outside", interior: "Inside" };
export const postureNames: Record<Posture, string> = {
  standing: "Standing",
  walking: "Walking",
  running: "Running",
  sitting: "Sitting",
  crouching: "Crouching",
  pointing: "Pointing",
  reaching: "Reaching",
};
export const facingNames: Record<Facing, string> = { left: "Facing left", right: "Facing right", camera: "To camera", away: "Away" };
export const ageNames: Record<Age, string> = { child: "Child", teen: "Teenager", adult: "Adult", old: "Old" };
export const garmentNames: Record<Garment, string> = {
  coat: "Coat",
  jacket: "Jacket",
  dress: "Dress",
  jumper: "Jumper",
  uniform: "Uniform",
};
export const hairNames: Record<Hair, string> = {
  short: "Short hair",
  long: "Long hair",
  bun: "Bun",
  pony: "Ponytail",
  curly: "Curly",
  bald: "Bald",
  cap: "Cap",
  beanie: "Beanie",
  hood: "Hood",
};
