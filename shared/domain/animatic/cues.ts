// From the words of a place to the grammar that draws it. Words are compared whole, without case or
// accents; the part before "of", "below", "near" says where we are, the rest what else is in sight.
import type { Setting } from "../shot.ts";

/** First hit wins: the particular stands before the general. */
const cues = [
  ["lighthouse", "lighthouse|lantern room|faro|phare|leuchtturm|farol"],
  ["rooftop", "roof|rooftop|roofs|azotea|tejado|toit|dach|tetto|telhado"],
  ["cave", "cave|cavern|grotto|tunnel|mine|cueva|grotte|hohle|grotta|caverna|gruta"],
  ["train", "train|carriage|railway|platform|compartment|tren|zug|treno|trem|comboio"],
  ["spaceship", "spaceship|space|airlock|orbit|starship|spacecraft|moon base|nave espacial|raumschiff|vaisseau"],
  ["harbour", "harbour|harbor|dock|docks|pier|quay|port|jetty|marina|puerto|hafen|porto|muelle"],
  ["beach", "beach|shore|sea|coast|sand|bay|waterline|playa|plage|strand|spiaggia|praia|mar|mer|meer|mare"],
  ["forest", "forest|wood|woods|trees|grove|jungle|bosque|foret|wald|bosco|floresta|mata"],
  ["desert", "desert|dune|dunes|desierto|wuste|deserto"],
  [
    "mountains",
    "mountain|mountains|peak|ridge|cliff|cliffs|pass|valley|snowfield|summit|montana|montagne|berg|berge|gebirge|montagna|montanha",
  ],
  ["village", "village|farm|cottage|church|square|hamlet|pueblo|dorf|villaggio|aldeia|villaggio"],
  ["kitchen", "kitchen|diner|dining room|cocina|cuisine|kuche|cucina|cozinha"],
  ["office", "office|classroom|library|study|desk|oficina|bureau|buro|ufficio|escritorio"],
  ["corridor", "corridor|hall|hallway|stairs|staircase|stair|passage|hospital|pasillo|couloir|flur|corridoio|corredor"],
  ["bar", "bar|pub|cafe|restaurant|tavern|inn|taberna|kneipe|taverne|bistro"],
  ["bedroom", "bedroom|bed|attic|room|hotel|house|home|apartment|flat|dormitorio|chambre|schlafzimmer|camera|quarto|casa|maison|haus"],
  ["city", "city|street|alley|town|road|market|ciudad|calle|rue|ville|strasse|stadt|strada|citta|cidade|rua"],
] as const satisfies readonly (readonly [string, string])[];

export type PlaceName = (typeof cues)[number][0];

/** Lower case, no accents, words apart by one space, a space at both ends. */
export function plainWords(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ");
  return ` ${plain.trim()} `;
}

const phrases: readonly (readonly [PlaceName, readonly string[]])[] = cues.map(([place, words]) => [
  place,
  words.split("|").flatMap((word) => [` ${word} `, ` ${word}s `]),
]);

function findPlace(plain: string): PlaceName | undefined {
  return phrases.find(([, words]) => words.some((word) => plain.includes(word)))?.[0];
}

const relations =
  / (?:of|below|beneath|under|near|beside|by|above|outside|behind|overlooking|facing|at|in|on|before|de|del|du|des|la|le|von|bei|am|unter|vor|della|dello|di|do|da) /;

export interface PlaceReading {
  place: PlaceName;
  /** Other places that the words name. */
  landmarks: Set<PlaceName>;
}

export function readPlace(words: string, setting: Setting): PlaceReading {
  const found: PlaceName[] = [];
  let rest = plainWords(words);
  for (;;) {
    const relation = relations.exec(rest);
    const part = relation ? `${rest.slice(0, relation.index)} ` : rest;
    const place = findPlace(part);
    if (place && !found.includes(place)) found.push(place);
    if (!relation) break;
    rest = ` ${rest.slice(relation.index + relation[0].length)}`;
  }
  const [place = setting === "interior" ? "bedroom" : "mountains", ...others] = found;
  return { place, landmarks: new Set(others) };
}
