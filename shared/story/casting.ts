// Casting: where the text is silent, everyone still gets hair, clothes and a colour that tell people
// apart. Chosen stably from the name, its gender and age; what the text says is never changed.
import { parseHex } from "../domain/animatic/colour.ts";
import { hashText } from "../domain/animatic/seeded.ts";
import type { Garment, Hair } from "../domain/shot.ts";
import type { SceneDraft } from "./beats.ts";
import type { Appearance } from "./looks.ts";
import type { People, Person } from "./people.ts";

interface Head {
  hair: Hair;
  beard?: boolean;
}

type AgeBand = "young" | "adult" | "old";

const women: Record<AgeBand, Hair[]> = {
  young: ["pony", "long", "curly"],
  adult: ["long", "bun", "curly", "pony"],
  old: ["bun", "curly", "long"],
};
const men: Record<AgeBand, Head[]> = {
  young: [{ hair: "short" }, { hair: "cap" }, { hair: "curly" }],
  adult: [{ hair: "short" }, { hair: "short", beard: true }, { hair: "cap" }, { hair: "bald", beard: true }, { hair: "bald" }],
  old: [{ hair: "short", beard: true }, { hair: "bald", beard: true }, { hair: "cap" }, { hair: "short" }],
};
/** Hair that tells nothing of a gender that the text does not tell. */
const anyone: Head[] = [{ hair: "short" }, { hair: "curly" }, { hair: "cap" }];

/** Costume colours that stand apart from each other, in the order in which they are given out. */
const costumes = [
  "#d09a3a",
  "#3f8f8a",
  "#b5493a",
  "#4a74b0",
  "#7f9440",
  "#8d4a7c",
  "#c9713f",
  "#3f7f55",
  "#6b5aa8",
  "#c96a80",
  "#8a6a48",
  "#3f9ab0",
];

/** Trades that wear a uniform, in six languages. */
const uniformed = new Set(
  `officer policeman policewoman conductor stationmaster soldier captain pilot porter postman nurse guard fireman sergeant inspector commander watchman
  policía revisor cartero soldado enfermera capitán piloto guardia bombero sargento policier contrôleur facteur soldat infirmière capitaine pilote gendarme
  pompier polizist schaffner briefträger bahnhofsvorsteher krankenschwester kapitän wachtmeister pförtner poliziotto capostazione controllore postino
  infermiera capitano pilota polícia carteiro enfermeira capitão maquinista bombeiro`.split(/\s+/u),
);

const youth =
  /^(?:young|jeune|joven|jung\p{L}*|giovane|jovem|rapaz|lad|student\p{L}*|étudiant\p{L}*|apprentice|lehrling|aprendiz|apprendista)(?:\s|$)/u;

/** Completes the looks of everyone seen, in order of appearance. */
export function castLooks(people: People, scenes: readonly SceneDraft[], looks: ReadonlyMap<Person, Appearance>): void {
  const told = [...looks.values()].flatMap(({ look }) => (look.colour ? [look.colour] : []));
  const free = costumes.filter((colour) => told.every((one) => distance(colour, one) > 0.09));
  const palette = free.length > 0 ? free : costumes;
  const trades = new Map<Person, string[]>();
  for (const [role, person] of people.roles) trades.set(person, [...(trades.get(person) ?? []), role]);
  const used = new Map<string, number>();
  const seen = new Set<Person>();
  let next = 0;
  for (const scene of scenes) {
    for (const person of scene.cast) {
      const known = looks.get(person);
      if (!known || seen.has(person)) continue;
      seen.add(person);
      const { look } = known;
      const band: AgeBand = known.age === "old" ? "old" : known.age === "child" || known.age === "teen" ? "young" : "adult";
      const words = [...person.name.toLowerCase().split(/[\s-]+/u), ...(trades.get(person) ?? [])];
      const uniform = look.wear === "uniform" || words.some((word) => uniformed.has(word));
      if (look.wear === undefined) look.wear = uniform ? "uniform" : garmentOf(person, band, scene);
      if (look.colour === undefined) {
        look.colour = palette[next % palette.length] ?? "#3f8f8a";
        next += 1;
      }
      setHead(
        person,
        band,
        uniform,
        words.some((word) => youth.test(word)),
        known,
        used,
      );
      if (band === "old" && look.grey === undefined) look.grey = true;
    }
  }
}

/** Hair by gender and age; of those that fit, the one that fewest others of the cast have. */
function setHead(person: Person, band: AgeBand, uniform: boolean, fresh: boolean, known: Appearance, used: Map<string, number>): void {
  const { look, years } = known;
  const all: Head[] = person.gender === "f" ? women[band].map((hair) => ({ hair })) : person.gender === "m" ? men[band] : anyone;
  // A uniform has its cap; nobody of nineteen is bald.
  const young = band === "adult" && (fresh || (years !== undefined && years < 28));
  const heads =
    uniform && person.gender !== "f" ? [{ hair: "cap" as const }] : young ? all.filter((one) => !one.beard && one.hair !== "bald") : all;
  const key = (one: Head): string => `${one.hair} ${one.beard ?? false} ${person.gender ?? ""} ${band}`;
  const note = (one: Head): void => void used.set(key(one), (used.get(key(one)) ?? 0) + 1);
  if (look.hair !== undefined) {
    note({ hair: look.hair, ...(look.beard ? { beard: true } : {}) });
    return;
  }
  const from = hashText(person.name) % heads.length;
  const turned = [...heads.slice(from), ...heads.slice(0, from)].filter((one) => look.beard !== false || !one.beard);
  // A beard that the text tells goes with any hair.
  const fitting = look.beard ? turned.filter((one) => person.gender !== "m" || one.beard || one.hair !== "curly") : turned;
  let best = fitting[0] ?? { hair: "short" as const };
  for (const one of fitting) if ((used.get(key(one)) ?? 0) < (used.get(key(best)) ?? 0)) best = one;
  look.hair = best.hair;
  if (best.beard && look.beard === undefined) look.beard = true;
  note(best);
}

/** Clothes for the age and for the weather of the scene in which someone is first seen. */
function garmentOf(person: Person, band: AgeBand, scene: SceneDraft): Garment {
  const cold = scene.setting === "exterior" && (scene.weather !== "clear" || scene.time === "night" || scene.time === "dawn");
  const woman = person.gender === "f";
  const choice: Garment[] = cold
    ? band === "young"
      ? ["jacket", "coat", "jumper"]
      : ["coat", "jacket"]
    : band === "young"
      ? woman
        ? ["dress", "jumper", "jacket"]
        : ["jumper", "jacket"]
      : scene.setting === "exterior"
        ? woman
          ? ["coat", "jacket", "dress"]
          : ["jacket", "coat"]
        : woman
          ? ["dress", "jumper", "jacket"]
          : ["jumper", "jacket"];
  return choice[hashText(`${person.name} wears`) % choice.length] ?? "jacket";
}

/** Between two colours in OKLab; 0.09 is where two costumes begin to look alike. */
function distance(first: string, second: string): number {
  const lab = (colour: string): [number, number, number] => {
    const [lightness, chroma, hue] = parseHex(colour);
    const angle = (hue * Math.PI) / 180;
    return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
  };
  const [a, b] = [lab(first), lab(second)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
