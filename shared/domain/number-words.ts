// Numbers below 18 as words, by language: ages and counts in a text. Words for one that are articles too stand with
// the story's own words.

/** The words of the numbers from `first` on, in order. */
function counted(first: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(" ").map((word, index) => [word, first + index]));
}

/** By language (ISO 639-1): word -> number. */
export const numberWords = {
  en: counted(1, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"),
  es: counted(2, "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"),
  fr: counted(2, "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
  de: counted(2, "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"),
  it: counted(2, "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette"),
};
