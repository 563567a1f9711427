// Paragraphs of prose as spoken and told pieces with their words, before anyone is known.
// Quotation marks around a sign or a title are told here, not spoken.
import type { Lexicon } from "./lexicon.ts";
import type { Block } from "./paragraphs.ts";
import { talkingThings } from "./props.ts";
import { segments, type Segment } from "./quotes.ts";
import { sentences, tokenize, type TokenSentence } from "./text.ts";

export interface ReadSegment extends Segment {
  /** Sentences of narration; one entry of spoken words. */
  parts: TokenSentence[];
}

export interface ReadBlock extends Block {
  segments: ReadSegment[];
}

/** A copy whose segments a reading may move. */
export function copyOf(block: ReadBlock): ReadBlock {
  return { ...block, segments: block.segments.map((segment) => ({ ...segment })) };
}

export function readBlock(text: string, block: Block, lexicon: Lexicon): ReadBlock {
  if (block.kind !== "paragraph") return { ...block, segments: [] };
  const script = scriptLine(text, block);
  const found: Segment[] = script ?? joinTold(text, segments(text, block, lexicon), lexicon);
  return {
    ...block,
    segments: found.map((segment) => ({
      ...segment,
      parts: segment.speech
        ? [{ ...segment.inner, tokens: tokenize(text, segment.inner, lexicon.elisions), spoken: true }]
        : sentences(text, segment).map((span) => ({ ...span, tokens: tokenize(text, span, lexicon.elisions), spoken: false })),
    })),
  };
}

/** "ANNA: Come in." as plays write it. */
function scriptLine(text: string, block: Block): Segment[] | null {
  const words = text.slice(block.start, block.end);
  const match = /^(\p{Lu}[\p{Lu}\p{M} .'’-]{1,30}):[ \t]+(?=\S)/u.exec(words);
  if (!match) return null;
  const middle = block.start + match[0].length;
  return [
    { start: block.start, end: middle, speech: false, inner: { start: block.start, end: middle } },
    { start: middle, end: block.end, speech: true, inner: { start: middle, end: block.end } },
  ];
}

/** Quotation marks around a name or a sign are told, not spoken. */
function joinTold(text: string, found: Segment[], lexicon: Lexicon): Segment[] {
  const joined: Segment[] = [];
  for (const [index, segment] of found.entries()) {
    let next = segment;
    if (segment.speech && !segment.open && index === 0 && thingSpeaks(text, segment, lexicon)) next = { ...segment, speech: false };
    if (segment.speech && !segment.open && index > 0) {
      const words = text.slice(segment.inner.start, segment.inner.end);
      const before = text.slice(Math.max(0, segment.start - 2), segment.start).trim();
      const after = text.slice(segment.end, segment.end + 60);
      const ends = /[.,!?…—–-]["”’»]?\s*$/u.test(words);
      const tagged = /^\s*,/u.test(after) || /[:,.!?…—–-]$/u.test(before) || tokensSpeak(after, lexicon);
      if ((!ends && !tagged) || thingSpeaks(text, segment, lexicon)) next = { ...segment, speech: false };
    }
    const last = joined.at(-1);
    if (last && !last.speech && !next.speech) {
      last.end = next.end;
      last.inner = { start: last.start, end: next.end };
    } else {
      joined.push({ ...next });
    }
  }
  return joined;
}

/** «Back at five», said the note: read, not spoken. */
function thingSpeaks(text: string, segment: Segment, lexicon: Lexicon): boolean {
  const after = tokenize(text, { start: segment.end, end: Math.min(text.length, segment.end + 40) }, lexicon.elisions);
  const [verb = "", article = "", noun = ""] = after.map((token) => token.word);
  return (
    lexicon.speech.has(verb) &&
    lexicon.articles.has(article) &&
    !lexicon.roles.has(noun) &&
    !talkingThings.has(noun) &&
    (lexicon.props.has(noun) || lexicon.signs.has(noun))
  );
}

function tokensSpeak(words: string, lexicon: Lexicon): boolean {
  return (words.toLowerCase().match(/\p{L}+/gu) ?? []).slice(0, 2).some((word) => lexicon.speech.has(word));
}
