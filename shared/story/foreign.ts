// Stories in scripts whose language no list knows: who speaks, from the commonest tags beside quotation
// marks in Chinese, Japanese, Korean, Russian and Arabic, and the plainest words of time and weather.
import type { TimeOfDay, Weather } from "../domain/shot.ts";
import type { Lexicon } from "./lexicon.ts";
import type { People, Person } from "./people.ts";
import type { ReadBlock } from "./prose-blocks.ts";

export interface ForeignTag {
  /** Missing where the tag has a pronoun: "他说". */
  name?: string;
  gender: "m" | "f" | undefined;
}

const han = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー]";
const hanVerb =
  "(?:说道|说|問い|問道|问道|問|问|回答|答道|答|喊道|喊|叫道|叫|笑道|說道|說|道|言った|言いました|尋ねた|聞いた|答えた|叫んだ|つぶやいた)";
const hanManner = "(?:は|が|也|又|就|才|笑着|轻声|低声|大声|小声|轻轻地|慢慢地|回头)*";
const russian =
  "(сказал[аи]?|спросил[аи]?|ответил[аи]?|крикнул[аи]?|прошептал[аи]?|воскликнул[аи]?|произн(?:ёс|ес|есла)|шепнул[аи]?|добавил[аи]?|пробормотал[аи]?|говорит|спрашивает|отвечает)";
const arabic = "(قالت|قال|سألت|سأل|أجابت|أجاب|صاحت|صاح|همست|همس)";
const korean = "(?:말했다|물었다|대답했다|외쳤다|속삭였다|말했어요|물었어요)";

const after: RegExp[] = [
  new RegExp(`^[，,、。\\s]*(?:と、?)?(${han}{1,8}?)${hanManner}${hanVerb}(?!路)`, "u"),
  new RegExp(`^[\\s,.!?…—–-]*(?:\\p{Ll}+\\s+)?${russian}\\s+(?:\\p{Ll}+(?:о|е)\\s+)?(\\p{L}+)`, "iu"),
  new RegExp(`^[\\s،.]*${arabic}\\s+(?:له |لها )?(\\p{L}+)`, "u"),
  new RegExp(`^\\s*(?:하고|라고|이라고)?\\s*(\\p{Script=Hangul}{1,6}?)(?:이|가|은|는)\\s+(?:\\p{Script=Hangul}+\\s+)?${korean}`, "u"),
];
const before: RegExp[] = [
  new RegExp(`(?:^|[，。！？、\\s])(${han}{1,8}?)${hanManner}${hanVerb}[：:，,]?\\s*$`, "u"),
  new RegExp(`(\\p{L}+)\\s+(?:\\p{Ll}+(?:о|е)\\s+)?${russian}[^.!?]{0,20}:\\s*$`, "iu"),
  new RegExp(`${arabic}\\s+(\\p{L}+)[^.!?]{0,20}[:،]?\\s*$`, "u"),
];

const pronouns = /^(?:他|她|它|我|你|您|他们|她们|大家|彼|彼女|私|俺|僕|он|она|они|я|мы|ты|вы|له|لها|그|그녀|나)$/iu;
const feminine =
  /女|娘|母|婆|姐|妹|奶|妈|媽|она|девочк|девушк|женщин|старух|мать|мама|бабушк|сестр|امرأة|بنت|فتاة|소녀|여자|어머니|할머니/iu;
const masculine = /男|父|爷|爺|哥|弟|叔|伯|мальчик|мужчин|старик|отец|папа|дед|брат|رجل|ولد|소년|남자|아버지|할아버지/iu;
const old = /老|爷|奶|婆|старик|старух|дедушк|бабушк|عجوز|شيخ|할머니|할아버지/iu;
const young = /孩|童|少年|少女|мальчик|девочк|ребёнок|طفل|ولد|بنت|소년|소녀|아이/iu;

/** The tag beside spoken words; null where none stands there. */
export function foreignTag(lead: string, trail: string): ForeignTag | null {
  for (const [patterns, words] of [
    [after, trail.slice(0, 60)],
    [before, lead.slice(-60)],
  ] as const) {
    for (const pattern of patterns) {
      const match = pattern.exec(words);
      if (!match) continue;
      const groups = match.slice(1).filter((group) => group !== undefined);
      const verb = groups.find((group) => new RegExp(`^(?:${russian}|${arabic})$`, "iu").test(group)) ?? "";
      const name = (groups.find((group) => group !== verb) ?? "")
        .replace(/^(?:那个|这个|その|あの|この|一个|那位)/u, "")
        .replace(/[はがも]$/u, "");
      const woman = feminine.test(name) || /(?:ла|ت)$/u.test(verb) || /^(?:她|彼女)$/u.test(name);
      const man = masculine.test(name) || /[лсё]$/u.test(verb) || /^(?:他|彼)$/u.test(name);
      const gender = woman ? "f" : man ? "m" : undefined;
      if (name === "") continue;
      return pronouns.test(name) ? { gender } : { name, gender };
    }
  }
  return null;
}

/** Words before and after a spoken segment in its own paragraph. */
function besideSegment(text: string, block: ReadBlock, index: number): [string, string] {
  const [lead, trail] = [block.segments[index - 1], block.segments[index + 1]];
  return [lead && !lead.speech ? text.slice(lead.start, lead.end) : "", trail && !trail.speech ? text.slice(trail.start, trail.end) : ""];
}

/** The tag of a spoken segment. */
export function tagOfSegment(text: string, block: ReadBlock, index: number): ForeignTag | null {
  return foreignTag(...besideSegment(text, block, index));
}

/** Adds everyone whom a tag names. */
export function addForeignPeople(text: string, blocks: readonly ReadBlock[], people: People): void {
  for (const block of blocks) {
    for (const [index, segment] of block.segments.entries()) {
      if (!segment.speech) continue;
      const tag = tagOfSegment(text, block, index);
      if (!tag?.name) continue;
      const key = tag.name.toLowerCase();
      if (people.names.has(key)) continue;
      const display = /^\p{Ll}/u.test(tag.name) ? tag.name.charAt(0).toUpperCase() + tag.name.slice(1) : tag.name;
      const at = text.indexOf(tag.name);
      const person: Person = { name: display, gender: tag.gender, byRole: false, generic: false, at: at < 0 ? segment.start : at };
      if (old.test(display)) person.age = "old";
      else if (young.test(display)) person.age = "child";
      people.list.push(person);
      people.names.set(key, person);
    }
  }
  people.list.sort((a, b) => a.at - b.at);
}

/** Everyone whose name stands in the words, whatever its ending. */
export function foreignPeopleIn(words: string, people: People): Person[] {
  const low = words.toLowerCase();
  return people.list.filter((person) => {
    const name = person.name.toLowerCase();
    return low.includes(/\p{Script=Cyrillic}/u.test(name) && name.length > 4 ? name.slice(0, -1) : name);
  });
}

const times: [RegExp, TimeOfDay][] = [
  [/黎明|清晨|拂晓|夜明け|рассвет|на заре|فجر|새벽/iu, "dawn"],
  [/黄昏|傍晚|夕方|сумерк|вечер|مساء|저녁/iu, "dusk"],
  [/夜|晚上|月亮|星|ночь|ночи|луна|ليل|밤/iu, "night"],
  [/早上|早晨|中午|下午|白天|朝|昼|утро|утром|днём|полдень|صباح|아침|낮/iu, "day"],
];
const weather: [RegExp, Weather][] = [
  [/暴风|雷|嵐|гроза|буря|عاصفة|폭풍/iu, "storm"],
  [/雪|снег|ثلج|눈이/iu, "snow"],
  [/雨|дождь|дождя|مطر|비가/iu, "rain"],
  [/雾|霧|туман|ضباب|안개/iu, "fog"],
];

/** The lexicon for a story in such a script: times and weather without word bounds. */
export function foreignLexicon(english: Lexicon): Lexicon {
  return { ...english, times: [...times, ...english.times], weather: [...weather, ...english.weather] };
}

/** Letters after which a paragraph opens a new scene; a Han character says as much as three letters. */
export function sceneLetters(text: string): number {
  return /\p{Script=Han}|\p{Script=Hangul}/u.test(text.slice(0, 200)) ? 170 : 500;
}
