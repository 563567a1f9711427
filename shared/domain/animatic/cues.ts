// From the words of a place to the grammar that draws it. Words are compared whole, without case or
// accents; the part before "of", "below", "near" says where we are, the rest what else is in sight.
import { hashText } from "./seeded.ts";
import type { Setting } from "../shot.ts";

/** First hit wins: the particular stands before the general. English, then es, fr, de, it, pt. */
const cues = [
  ["gallery", "gallery|galeria|galerie|galleria"],
  ["steps", "steps|doorstep|porch|threshold|doorway|escalones|umbral|marches|perron|stufen|gradini|soglia|degraus|soleira"],
  ["lighthouse", "lighthouse|lantern room|faro|phare|leuchtturm|farol"],
  [
    "rooftop",
    "roof|rooftop|terrace|balcony|ledge|azotea|tejado|terraza|balcon|toit|terrasse|dach|balkon|tetto|terrazza|balcone|telhado|terraco|varanda",
  ],
  ["cave", "cave|cavern|grotto|tunnel|mine|crypt|cueva|caverna|mina|caverne|grotte|hohle|stollen|grotta|miniera|gruta"],
  [
    "station",
    "station|platform|waiting room|bus stop|railway|estacion|anden|sala de espera|gare|quai de gare|bahnhof|bahnsteig|wartesaal|stazione|binario|sala d attesa|estacao",
  ],
  ["train", "train|carriage|compartment|sleeper|tram|bus|tren|vagon|wagon|zug|abteil|waggon|treno|vagone|carrozza|trem|comboio|vagao"],
  [
    "spaceship",
    "spaceship|space|airlock|orbit|starship|spacecraft|moon base|cockpit|control room|nave|nave espacial|espacio|vaisseau|espace|raumschiff|weltraum|astronave|spazio|espaco",
  ],
  [
    "openSea",
    "open sea|open water|rowing boat|rowboat|boat|raft|dinghy|deck|ship|at sea|ocean|waves|bote|barca|barco|alta mar|oceano|barque|bateau|haute mer|boot|ruderboot|schiff|ozean|hohe see|nave a remi|alto mare|barco a remos|alto mar",
  ],
  [
    "harbour",
    "harbour|harbor|dock|pier|quay|port|jetty|marina|waterfront|boathouse|wharf|puerto|muelle|jetee|quai|hafen|kai|steg|porto|molo|cais",
  ],
  [
    "beach",
    "beach|shore|seashore|sea|coast|sand|bay|cove|waterline|lagoon|island|promenade|playa|orilla|costa|bahia|isla|mar|plage|rivage|cote|ile|mer|strand|kuste|ufer|insel|meer|spiaggia|riva|isola|mare|praia|ilha",
  ],
  [
    "garden",
    "garden|orchard|greenhouse|allotment|yard|vineyard|jardin|huerto|patio|verger|garten|obstgarten|giardino|orto|cortile|jardim|pomar|quintal",
  ],
  [
    "park",
    "park|playground|fairground|zoo|meadow|clearing|parque|prado|parc|clairiere|spielplatz|wiese|lichtung|parco|prato|radura|pradaria",
  ],
  [
    "forest",
    "forest|wood|woods|trees|grove|jungle|swamp|bosque|selva|foret|bois|jungle|wald|dschungel|bosco|foresta|giungla|floresta|mata",
  ],
  ["desert", "desert|dune|desierto|duna|desert|wuste|dune|deserto"],
  ["valley", "valley|gorge|ravine|viaduct|stone bridge|valle|barranco|vallee|gorges|tal|schlucht|vallata|gola|vale"],
  [
    "river",
    "river|riverbank|lake|lakeside|pond|stream|canal|bridge|waterfall|marsh|rio|lago|estanque|arroyo|puente|riviere|fleuve|lac|etang|ruisseau|pont|fluss|see|teich|bach|brucke|fiume|stagno|ruscello|ponte|lagoa|riacho",
  ],
  [
    "church",
    "church|chapel|cathedral|temple|graveyard|cemetery|churchyard|iglesia|capilla|catedral|cementerio|eglise|chapelle|cathedrale|cimetiere|kirche|kapelle|dom|friedhof|chiesa|cappella|cattedrale|cimitero|igreja|capela|cemiterio",
  ],
  [
    "castle",
    "castle|palace|fortress|courtyard|throne|tower|ruins|castillo|palacio|fortaleza|torre|chateau|palais|forteresse|schloss|burg|palast|turm|ruine|castello|palazzo|castelo",
  ],
  [
    "market",
    "market|marketplace|shop|store|bakery|supermarket|bookshop|pharmacy|kiosk|mercado|tienda|panaderia|marche|boutique|magasin|boulangerie|markt|laden|geschaft|backerei|mercato|negozio|panetteria|loja|padaria",
  ],
  [
    "school",
    "school|classroom|schoolyard|lecture|escuela|clase|aula|colegio|ecole|salle de classe|schule|klassenzimmer|scuola|classe|escola",
  ],
  ["library", "library|study|archive|museum|observatory|biblioteca|estudio|museo|bibliotheque|musee|bibliothek|bucherei|studio|museu"],
  [
    "hospital",
    "hospital|ward|clinic|surgery|laboratory|lab|operating room|clinica|laboratorio|hopital|clinique|laboratoire|krankenhaus|klinik|labor|ospedale",
  ],
  ["theatre", "theatre|theater|stage|cinema|ballroom|auditorium|teatro|escenario|cine|scene|buhne|kino|palcoscenico|palco"],
  [
    "kitchen",
    "kitchen|diner|dining room|canteen|pantry|cocina|comedor|cuisine|salle a manger|kuche|esszimmer|cucina|sala da pranzo|cozinha",
  ],
  [
    "workshop",
    "workshop|barn|stable|garage|shed|factory|warehouse|forge|mill|basement|cellar|taller|granero|establo|fabrica|sotano|atelier|grange|ecurie|usine|cave a vin|werkstatt|scheune|stall|fabrik|keller|officina|fienile|stalla|fabbrica|cantina|oficina|celeiro|porao",
  ],
  ["attic", "attic|loft|desvan|atico|grenier|dachboden|speicher|soffitta|mansarda|sotao"],
  ["office", "office|desk|newsroom|police|courtroom|bank|despacho|bureau|buro|kanzlei|ufficio|escritorio|gabinete"],
  [
    "bar",
    "bar|pub|cafe|restaurant|tavern|inn|lounge|coffee shop|taberna|restaurante|taverne|bistro|auberge|kneipe|gasthaus|wirtshaus|ristorante|osteria|taverna|bar",
  ],
  [
    "corridor",
    "corridor|hall|hallway|stairs|staircase|stairwell|stair|passage|lobby|elevator|lift|prison|cell|bunker|vestibule|pasillo|escalera|vestibulo|carcel|couloir|escalier|prison|flur|gang|treppe|treppenhaus|gefangnis|corridoio|scala|scale|prigione|corredor|escada|prisao",
  ],
  [
    "bedroom",
    "bedroom|bed|hotel|hotel room|motel|dormitory|nursery|dormitorio|habitacion|cama|chambre|schlafzimmer|bett|camera da letto|letto|quarto",
  ],
  [
    "mountains",
    "mountain|mountains|peak|ridge|cliff|pass|snowfield|summit|glacier|volcano|montana|cumbre|acantilado|montagne|sommet|falaise|berg|berge|gebirge|gipfel|klippe|montagna|vetta|scogliera|montanha|penhasco",
  ],
  [
    "village",
    "village|farm|farmhouse|cottage|hamlet|square|cabin|hut|camp|tent|campsite|pueblo|granja|plaza|cabana|ferme|cabane|dorf|bauernhof|platz|hutte|villaggio|fattoria|piazza|capanna|aldeia|fazenda|praca",
  ],
  [
    "country",
    "road|highway|motorway|path|track|trail|field|fields|countryside|hill|hillside|hilltop|crossroads|plain|prairie|moor|border|lane|camino|carretera|campo|colina|route|chemin|champ|champs|campagne|colline|landstrasse|weg|feld|felder|hugel|strada di campagna|sentiero|campi|campagna|collina|estrada|caminho",
  ],
  [
    "city",
    "city|street|alley|town|avenue|downtown|car park|car|taxi|ciudad|calle|callejon|avenida|ville|rue|ruelle|stadt|strasse|gasse|citta|strada|vicolo|cidade|rua|beco",
  ],
  [
    "home",
    "living room|sitting room|parlour|parlor|room|house|home|apartment|flat|building|studio|sala|salon|casa|piso|apartamento|maison|appartement|salle|wohnzimmer|haus|zimmer|wohnung|soggiorno|salotto|stanza|appartamento|quarto de estar",
  ],
] as const satisfies readonly (readonly [string, string])[];

export type PlaceName = (typeof cues)[number][0];

/** Where a story is when it does not say, or says it in words that nobody listed. */
const neutral: Record<Setting, readonly [PlaceName, ...PlaceName[]]> = {
  interior: ["home", "home", "corridor", "workshop"],
  exterior: ["country", "park", "village", "river"],
};

/** Lower case, no accents, words apart by one space, a space at both ends. */
function plainWords(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ");
  return ` ${plain.trim()} `;
}

const placeByPhrase = new Map<string, PlaceName>();
const rank = new Map<PlaceName, number>(cues.map(([place], index) => [place, index]));
for (const [place, words] of cues) {
  for (const word of words.split("|")) {
    for (const form of [word, `${word}s`, `${word}es`]) if (!placeByPhrase.has(form)) placeByPhrase.set(form, place);
  }
}

/** All places that the words name, the most particular first. */
function placesIn(plain: string): PlaceName[] {
  const words = plain.trim().split(" ").slice(0, 40);
  const found = new Set<PlaceName>();
  for (let start = 0; start < words.length; start++) {
    // the longest phrase wins its words: "waiting room" is no room
    for (let length = Math.min(4, words.length - start); length > 0; length--) {
      const place = placeByPhrase.get(words.slice(start, start + length).join(" "));
      if (place === undefined) continue;
      found.add(place);
      start += length - 1;
      break;
    }
  }
  return [...found].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
}

const relations =
  / (?:of|below|beneath|under|near|beside|by|above|outside|behind|overlooking|facing|from|in|on|before|among|de|del|du|des|dans|pres|sous|devant|von|vom|bei|beim|am|im|unter|vor|hinter|della|dello|dell|di|sotto|vicino|do|da|dos|das|perto) /;

/** Places that other places contain: they matter only where nothing else is named. */
const parts: ReadonlySet<PlaceName> = new Set(["gallery", "steps"]);

export interface PlaceReading {
  place: PlaceName;
  /** Other places that the words name. */
  landmarks: Set<PlaceName>;
}

/** @param seed chooses among neutral places when no word is known: one for a scene, so that its shots agree. */
export function readPlace(words: string, setting: Setting, seed: number): PlaceReading {
  const found: PlaceName[] = [];
  let rest = plainWords(words.slice(0, 400));
  for (;;) {
    const relation = relations.exec(rest);
    const part = relation ? `${rest.slice(0, relation.index)} ` : rest;
    for (const place of placesIn(part)) if (!found.includes(place)) found.push(place);
    if (!relation) break;
    rest = ` ${rest.slice(relation.index + relation[0].length)}`;
  }
  const [first, ...others] = found;
  if (first === undefined) {
    const choices = neutral[setting];
    return { place: choices[hashText(`${seed}|${words}`) % choices.length] ?? choices[0], landmarks: new Set() };
  }
  // inside a gallery is a museum unless it is the lighthouse's
  if (parts.has(first) && setting === "interior" && others[0] !== undefined)
    return { place: others[0], landmarks: new Set(others.slice(1)) };
  return { place: first, landmarks: new Set(others) };
}
