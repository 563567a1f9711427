// The card: vignette, DRAFT mark, slate and subtitle, fixed to the glass.
import { hex } from "./colour.ts";
import { distances } from "./lens.ts";
import { num } from "./paths.ts";
import type { Stage } from "./stage.ts";
import type { Rectangle } from "./svg.ts";
import { cleanText, escapeXml, wrapText } from "./text.ts";
import { frameHeight, frameWidth, type Plane } from "./types.ts";
import { shotLetters, sizeAbbreviations, type DialogueLine, type Mood, type ShotSnapshot } from "../shot.ts";

/** The one font that the product ships stands first. */
const fontFamily = `font-family="'Inter Variable','Inter',sans-serif"`;
const subtitleSize = 28;
const subtitleWidth = 860;
const subtitleMargin = 60;
const maximumLines = 3;
/** Three lines hold far less than this: the rest of a speech is not looked at. */
const mostRead = 900;

const vignettes: Record<Mood, number> = { calm: 0.42, tense: 0.62, joyful: 0.26, melancholic: 0.42, mysterious: 0.42 };

interface SubtitleLine {
  text: string;
  italic: boolean;
}

/** One speaker: the words alone. Several: each under their name. At most three lines in all. */
function subtitleLines(dialogue: readonly DialogueLine[], view: Rectangle): SubtitleLine[] {
  const spoken = dialogue
    .map((line) => ({
      speaker: cleanText(line.speaker.slice(0, mostRead)),
      text: cleanText(line.text.slice(0, mostRead)),
      italic: line.offScreen ?? false,
    }))
    .filter((line) => line.text)
    .slice(0, maximumLines);
  const width = Math.min(subtitleWidth, view.width - 2 * subtitleMargin) / subtitleSize;
  const several = spoken.length > 1;
  return spoken.flatMap((line, index) => {
    const words = several && line.speaker ? `${line.speaker}: ${line.text}` : line.text;
    // lines left over go to whoever speaks last: the answer is what the shot is about
    const limit = several ? (index === spoken.length - 1 ? maximumLines - index : 1) : maximumLines;
    return wrapText(words, width, limit).map((text) => ({ text, italic: line.italic }));
  });
}

function subtitle(stage: Stage, dialogue: readonly DialogueLine[], language: string, view: Rectangle): string {
  const lines = subtitleLines(dialogue, view);
  if (lines.length === 0) return "";
  const bottom = view.y + view.height;
  const shade = stage.gradients.linear(
    [
      [0, "#05060a", 0],
      [1, "#05060a", 0.66],
    ],
    0,
    bottom - 220,
    0,
    bottom,
  );
  const outline = `stroke="#05060a" stroke-opacity=".55" stroke-width="4" paint-order="stroke" stroke-linejoin="round"`;
  const rows = lines.map(({ text, italic }, index) => {
    const y = bottom - 44 - (lines.length - 1 - index) * 38;
    return `<text x="${num(view.x + view.width / 2)}" y="${num(y)}"${italic ? ` font-style="italic"` : ""}>${escapeXml(text)}</text>`;
  });
  return (
    `<rect${view.x === 0 ? "" : ` x="${num(view.x)}"`} y="${num(bottom - 220)}" width="${num(view.width)}" height="220" fill="${shade}"/>` +
    `<g ${fontFamily} font-size="${subtitleSize}" text-anchor="middle" fill="#fff" ${outline}${language}>${rows.join("")}</g>`
  );
}

/** Scene number and letters, size, angle, movement: as on a camera report. */
function slate(shot: ShotSnapshot): string {
  const count = Number.isFinite(shot.shotNumber) ? Math.max(1, Math.min(9999, Math.floor(shot.shotNumber))) : 1;
  const words = [`${shot.sceneNumber}${shotLetters(count)}`, sizeAbbreviations[shot.size]];
  if (shot.angle !== "eye") words.push(shot.angle);
  words.push(shot.move.replace("-", " "));
  return escapeXml(cleanText(words.join("\u2002").toUpperCase()).replaceAll(" ", "\u00a0\u00a0 "));
}

const at = ({ x, y }: Rectangle) => (x === 0 && y === 0 ? "" : ` x="${num(x)}" y="${num(y)}"`);
const whole: Rectangle = { x: 0, y: 0, width: frameWidth, height: frameHeight };

/** `view`: what the picture shows of the world; its glass is as large. */
export function cardPlane(stage: Stage, shot: ShotSnapshot, language: string | undefined, view: Rectangle = whole): Plane {
  const [left, top] = [view.x, view.y];
  const ink = hex(stage.palette.ink);
  const vignette = stage.gradients.radial(
    [
      [0, ink, 0],
      [0.62, ink, 0],
      [1, ink, vignettes[shot.mood]],
    ],
    left + view.width / 2,
    top + view.height * (345 / 720),
    800 * Math.max(view.width / frameWidth, view.height / frameHeight),
  );
  const tag = language ? ` xml:lang="${escapeXml(cleanText(language))}"` : "";
  const mark =
    `<g ${fontFamily} font-size="15" font-weight="600" letter-spacing="1.4" fill="#fff">` +
    `<rect x="${num(left + 28)}" y="${num(top + 24)}" width="78" height="26" rx="5" fill="#05060a" fill-opacity=".5"/><text x="${num(left + 38)}" y="${num(top + 42.4)}" fill-opacity=".95">DRAFT</text>` +
    `<text x="${num(left + 120)}" y="${num(top + 42.4)}" fill-opacity=".92" stroke="#05060a" stroke-opacity=".36" stroke-width="3" paint-order="stroke">${slate(shot)}</text></g>`;
  return {
    name: "card",
    distance: distances.card,
    svg: `<rect${at(view)} width="${num(view.width)}" height="${num(view.height)}" fill="${vignette}"/>${subtitle(stage, shot.dialogue, tag, view)}${mark}`,
    softness: 1,
  };
}
