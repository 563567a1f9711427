// Ages under 18 as a text says them: "12-year-old", "aged nine", "NINA, nine,", "(14)", "dix ans".

const words: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  once: 11,
  doce: 12,
  trece: 13,
  catorce: 14,
  quince: 15,
  dieciseis: 16,
  diecisiete: 17,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  onze: 11,
  douze: 12,
  treize: 13,
  quatorze: 14,
  quinze: 15,
  seize: 16,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  elf: 11,
  zwolf: 12,
  dreizehn: 13,
  vierzehn: 14,
  funfzehn: 15,
  sechzehn: 16,
  siebzehn: 17,
  due: 2,
  tre: 3,
  quattro: 4,
  cinque: 5,
  sei: 6,
  sette: 7,
  otto: 8,
  nove: 9,
  dieci: 10,
  undici: 11,
  dodici: 12,
  tredici: 13,
  quattordici: 14,
  quindici: 15,
  sedici: 16,
  diciassette: 17,
};
const number = `(\\d{1,2}|${Object.keys(words)
  .sort((a, b) => b.length - a.length)
  .join("|")})`;
const patterns = [
  new RegExp(`\\b${number}[- ]?(?:years?|yrs?)[- ]?old\\b`, "g"),
  new RegExp(`\\b${number} ?(?:y/?o|yo)\\b`, "g"),
  new RegExp(`\\b(?:aged?|age of|age:|turns?|turned|is only|barely) ${number}\\b`, "g"),
  new RegExp(`\\b${number} (?:anos?|ans|anni|jahren?|jahre alt)\\b`, "g"),
  new RegExp(`, ?${number},`, "g"),
  new RegExp(`\\(${number}\\)`, "g"),
];

/** Places in normalised text where an age under 18 is said. */
export function agesUnder18(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const said = match[1] as string;
      const years = words[said] ?? Number(said);
      if (years < 18) found.push({ start: match.index, end: match.index + match[0].length });
    }
  }
  return found;
}
