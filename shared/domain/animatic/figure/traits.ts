// What a person looks like: the look of the shot where it says, else a stable guess from the name, so
// that a person stays the same person in every shot.
import { hex, mix, parseHex, type Oklch } from "../colour.ts";
import type { Palette } from "../palette.ts";
import { hashText, seededRandom } from "../seeded.ts";
import type { Age, CastMember, Garment, Hair } from "../../shot.ts";

export interface Traits {
  name: string;
  age: Age;
  /** Metres. */
  height: number;
  hair: Hair;
  wear: Garment;
  grey: boolean;
  beard: boolean;
  scarf: Oklch | undefined;
  costume: Oklch;
  hairColour: Oklch;
  skin: Oklch;
  eyes: Oklch;
  /** How far nose and chin stand out, in head heights. */
  nose: number;
  chin: number;
  /** -1 narrow and soft .. 1 square. */
  jaw: number;
  /** Strength of the brow and size of the eye, 1 = usual. */
  brow: number;
  eye: number;
  /** Fullness of the lips, 0..1. */
  lips: number;
}

const heights: Record<Age, number> = { child: 1.25, teen: 1.58, adult: 1.72, old: 1.67 };

/** Costume colours that stand apart from each other and from every palette: OKLCH, never grey-blue twice. */
const costumes: readonly [Oklch, ...Oklch[]] = [
  [0.68, 0.14, 78],
  [0.55, 0.15, 28],
  [0.6, 0.11, 165],
  [0.52, 0.12, 255],
  [0.66, 0.13, 45],
  [0.5, 0.12, 350],
  [0.62, 0.12, 130],
  [0.5, 0.13, 305],
  [0.68, 0.1, 205],
  [0.7, 0.12, 100],
  [0.6, 0.14, 10],
  [0.46, 0.09, 190],
];

const hairColours: readonly [Oklch, ...Oklch[]] = [
  [0.2, 0.03, 40],
  [0.24, 0.035, 45],
  [0.3, 0.05, 45],
  [0.4, 0.075, 50],
  [0.55, 0.09, 72],
  [0.18, 0.02, 280],
];

/** All costume colours, from the one that a name chose on: where a person looks when another wears theirs. */
export function costumesFrom(own: Oklch): Oklch[] {
  const start = Math.max(0, costumes.indexOf(own));
  return costumes.map((_, step) => costumes[(start + step * 5) % costumes.length] ?? costumes[0]);
}

const silver: Oklch = [0.74, 0.01, 250];

export function traitsOf(member: CastMember): Traits {
  const { look } = member;
  const random = seededRandom(hashText(member.name));
  const age = member.age ?? "adult";
  // every guess takes its number in the same order, whether the look overrules it or not
  const hair = random.pick<Hair>(["short", "bun", "long", "curly", "cap", "pony"]);
  const wear = random.pick<Garment>(age === "child" ? ["jumper", "jacket", "dress", "jumper"] : ["coat", "jacket", "dress", "jacket"]);
  const nose = random.range(-0.03, 0.035);
  const chin = random.range(-0.02, 0.03);
  const skin: Oklch = [random.range(0.44, 0.76), 0.082, random.range(44, 64)];
  const costume = random.pick(costumes);
  const hairColour = random.pick(hairColours);
  const eyeHue = random.pick([60, 150, 235, 205]);
  const [squareness, brow, eye, fullness] = [random.range(-0.8, 0.8), random.range(0.8, 1.25), random.range(0.9, 1.14), random.next()];
  // what the story says of hair and dress bends the guess a little
  const soft = look.hair === "long" || look.hair === "bun" || look.hair === "pony" || look.wear === "dress" ? 0.45 : look.beard ? -0.45 : 0;
  const child = age === "child";
  const grey = look.grey ?? age === "old";
  const small = child ? 0.4 : 1;
  return {
    name: member.name,
    age,
    height: boundedHeight(member.height, age),
    hair: look.hair ?? (look.beard && (hair === "bun" || hair === "pony") ? "short" : hair),
    wear: look.wear ?? wear,
    grey,
    beard: look.beard ?? false,
    scarf: look.scarf === undefined ? undefined : parseHex(look.scarf),
    costume: look.colour === undefined ? costume : parseHex(look.colour),
    hairColour: grey ? silver : hairColour,
    skin,
    eyes: [0.58, 0.11, eyeHue],
    nose: child ? -0.035 : nose,
    chin: chin * small,
    jaw: child ? -0.5 + squareness * 0.3 : Math.max(-1, Math.min(1, squareness - soft)),
    brow: child ? 0.75 : brow - soft * 0.3,
    eye: child ? 1.2 : eye + Math.max(0, soft) * 0.12,
    lips: Math.max(0, Math.min(1, fullness * 0.7 + soft * 0.5 + 0.15)),
  };
}

function boundedHeight(metres: number | undefined, age: Age): number {
  return metres !== undefined && Number.isFinite(metres) ? Math.max(0.6, Math.min(2.4, metres)) : heights[age];
}

/** Hex colours of one person under one light. */
export interface FigureTones {
  cloth: string;
  /** The far side: legs, the far arm, collars. */
  dark: string;
  skin: string;
  skinLit: string;
  hair: string;
  rim: string;
  ink: string;
  scarf: string;
}

export function figureTones(palette: Palette, traits: Traits, closeUp: boolean): FigureTones {
  const inkShare = Math.min(0.82, palette.figureInk * (closeUp ? 0.72 : 0.74) + 0.04);
  const [lightness, chroma, hue] = traits.costume;
  // a small figure at night is lifted a step: everything around it is nearly as dark
  const lift = palette.night && !closeUp ? 0.06 : 0;
  const costume: Oklch = [Math.min(0.74, Math.max(0.4, lightness) + lift), chroma * 0.95, hue];
  // skin falls to a dark of its own hue: mixed with a blue ink it would turn grey
  const skinInk: Oklch = [palette.ink[0] + 0.03, traits.skin[1] * 0.75, traits.skin[2] - 12];
  const skin = mix(mix(traits.skin, skinInk, inkShare * 0.8), palette.middle, palette.night ? 0.16 : 0.1);
  return {
    cloth: hex(mix(costume, palette.ink, inkShare)),
    dark: hex(mix(costume, palette.ink, Math.min(0.93, inkShare + 0.3))),
    skin: hex(skin),
    skinLit: hex(mix(traits.skin, palette.key, 0.3)),
    hair: hex(mix(traits.hairColour, palette.ink, inkShare * 0.72)),
    rim: hex(palette.key === palette.light ? mix(palette.light, palette.horizon, 0.25) : palette.key),
    ink: hex(palette.ink),
    scarf: hex(mix(traits.scarf ?? [0.5, 0.14, 28], palette.ink, inkShare * 0.7)),
  };
}

/** Someone close to the lens with their back to us: dark, so that the eye goes past them. */
export function foregroundTones(palette: Palette, traits: Traits): FigureTones {
  const tones = figureTones(palette, traits, true);
  const dim = (colour: string): string => hex(mix(parseHex(colour), palette.ink, 0.55));
  return {
    ...tones,
    cloth: dim(tones.cloth),
    dark: dim(tones.dark),
    skin: dim(tones.skin),
    hair: dim(tones.hair),
    scarf: dim(tones.scarf),
  };
}

/** Everything in ink: a person told by silhouette alone. */
export function silhouetteTones(palette: Palette): FigureTones {
  const ink = hex(palette.ink);
  return { cloth: ink, dark: ink, skin: ink, skinLit: ink, hair: ink, rim: ink, ink, scarf: ink };
}

/** Head-wear takes the costume's colour, hair its own. */
export function headColour(traits: Traits, tones: FigureTones): string {
  return traits.hair === "cap" || traits.hair === "beanie" || traits.hair === "hood" ? tones.cloth : tones.hair;
}
