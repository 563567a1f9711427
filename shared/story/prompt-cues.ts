// Camera and people words of a prompt: what someone who writes for a picture says outright ("close-up",
// "low angle", "an old man in a red coat") and a storyteller does not.
import type { Age, CastMember, Look, Posture, ShotAngle, ShotMove, ShotSize } from "../domain/shot.ts";

type Cues<Word> = readonly (readonly [RegExp, Word])[];

/** First hit wins: the particular stands before the general. */
const sizes: Cues<ShotSize> = [
  [/\bextreme close[- ]?up\b|\becu\b/i, "extreme-close"],
  [/\bmedium close[- ]?up\b|\bmcu\b/i, "medium-close"],
  [/\bclose[- ]?up\b|\bportrait\b|\bheadshot\b/i, "close"],
  [/\bextreme wide\b|\bestablishing\b|\bpanorama\b|\baerial\b/i, "extreme-wide"],
  [/\bwide(?:[- ]angle)? (?:shot|view)\b|\blong shot\b/i, "wide"],
  [/\bfull(?:[- ]body)? shot\b|\bfull[- ]body\b/i, "full"],
  [/\bmedium shot\b|\bwaist[- ]up\b/i, "medium"],
  [/\binsert(?: shot)?\b|\bdetail of\b/i, "insert"],
];
const angles: Cues<ShotAngle> = [
  [/\blow[- ]angle\b|\bfrom below\b/i, "low"],
  [/\boverhead\b|\btop[- ]down\b|\bbird'?s[- ]eye\b/i, "overhead"],
  [/\bhigh[- ]angle\b|\bfrom above\b/i, "high"],
  [/\bdutch\b|\btilted frame\b/i, "dutch"],
];
const moves: Cues<ShotMove> = [
  [/\b(?:push(?:es|ing)?|dolly|dollies|zoom(?:s|ing)?)[- ]in\b/i, "push-in"],
  [/\b(?:pull(?:s|ing)?|dolly|zoom(?:s|ing)?)[- ](?:out|back)\b/i, "pull-out"],
  [/\btrack(?:s|ing)?\b.{0,12}\bleft\b/i, "track-left"],
  [/\btrack(?:s|ing)?\b/i, "track-right"],
  [/\bpan(?:s|ning)?\b.{0,12}\bleft\b/i, "pan-left"],
  [/\bpan(?:s|ning)?\b/i, "pan-right"],
  [/\btilt(?:s|ing)? down\b/i, "tilt-down"],
  [/\btilt(?:s|ing)? up\b/i, "tilt-up"],
  [/\bcrane\b/i, "crane-up"],
  [/\bhand[- ]?held\b/i, "handheld"],
  [/\bstatic\b|\blocked[- ]off\b/i, "static"],
];
const postures: Cues<Posture> = [
  [/\b(?:run|runs|running|ran)\b/i, "running"],
  [/\b(?:walk|walks|walking|strolls?|strolling)\b/i, "walking"],
  [/\b(?:sits?|sitting|seated|rides?|riding)\b/i, "sitting"],
  [/\b(?:crouch|crouches|crouching|kneels?|kneeling)\b/i, "crouching"],
  [/\b(?:points?|pointing)\b/i, "pointing"],
  [/\b(?:reach|reaches|reaching|opens?|opening)\b/i, "reaching"],
];
const wear: Cues<NonNullable<Look["wear"]>> = [
  [/\bcoat\b|\braincoat\b/i, "coat"],
  [/\bjacket\b|\bsuit\b/i, "jacket"],
  [/\bdress\b|\bgown\b/i, "dress"],
  [/\bjumper\b|\bsweater\b|\bhoodie\b/i, "jumper"],
  [/\buniform\b/i, "uniform"],
];
const colours: Cues<string> = [
  [/\bred\b/i, "#b8322e"],
  [/\byellow\b/i, "#d8a02a"],
  [/\bgreen\b/i, "#4c7a4a"],
  [/\bblue\b/i, "#3a5f95"],
  [/\bwhite\b/i, "#d9d5cb"],
  [/\bblack\b/i, "#2b2b30"],
  [/\bbrown\b/i, "#77553a"],
  [/\borange\b/i, "#cc6f2c"],
  [/\bgr[ae]y\b/i, "#80838a"],
];
const numbers: Record<string, number> = { two: 2, three: 3, four: 4 };

function firstOf<Word>(cues: Cues<Word>, text: string): Word | undefined {
  return cues.find(([pattern]) => pattern.test(text))?.[1];
}

/** People words with age; the word before may make them old, a number makes them several. */
const people =
  /\b(?:(two|three|four)\s+)?((?:old|elderly)\s+)?(?:[a-z]+\s+)?(woman|women|lady|man|men|girls?|boys?|child|children|kids?|friends?|person|people|sailors?|soldiers?|travell?ers?|strangers?)\b/gi;

function ageOf(word: string, old: boolean): Age {
  if (/^(girl|boy|child|kid)/i.test(word)) return "child";
  return old ? "old" : "adult";
}

/** Everyone whom the prompt names by a common word, at most four. A colour and a garment dress the first. */
export function peopleOf(prompt: string): CastMember[] {
  const found: CastMember[] = [];
  const posture = firstOf(postures, prompt);
  for (const match of prompt.matchAll(people)) {
    const [, count = "", old, word = ""] = match;
    const several = /^(women|men|children|people)$/i.test(word) ? 2 : 1;
    for (let turn = 0; turn < (numbers[count.toLowerCase()] ?? several) && found.length < 4; turn += 1) {
      const garment = found.length === 0 ? firstOf(wear, prompt) : undefined;
      // A colour is the clothes' only beside a garment; else it may be the sky's.
      const colour = garment ? firstOf(colours, prompt) : undefined;
      found.push({
        name: `${word.toLowerCase()} ${found.length + 1}`,
        age: ageOf(word, old !== undefined),
        look: { ...(garment ? { wear: garment } : {}), ...(colour ? { colour } : {}) },
        ...(posture ? { posture } : {}),
      });
    }
  }
  return found;
}

/** The camera words of a prompt, where it has any. */
export function cameraOf(prompt: string): { size?: ShotSize; angle?: ShotAngle; move?: ShotMove } {
  const [size, angle, move] = [firstOf(sizes, prompt), firstOf(angles, prompt), firstOf(moves, prompt)];
  return { ...(size ? { size } : {}), ...(angle ? { angle } : {}), ...(move ? { move } : {}) };
}
