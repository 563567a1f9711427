// XMP: reads the few members that tell how a picture was made, and writes our own beside what stands there. No XML parser: no
// entity is ever expanded, nothing outside the text is ever looked at.

/** IPTC's words for where a picture comes from (http://cv.iptc.org/newscodes/digitalsourcetype/). */
export type SourceType = "trainedAlgorithmicMedia" | "compositeSynthetic" | "algorithmicMedia";

export interface XmpFacts {
  /** Our recipe as JSON. */
  recipe: string | null;
  /** Last part of DigitalSourceType. */
  sourceType: string | null;
  description: string | null;
  /** What other tools put in whole: a text of parameters, a workflow. */
  parameters: string | null;
}

const vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/";
const ourNames = "https://ourvidz.com/ns/recipe/1/";
const mostXmp = 4 * 1024 * 1024;

const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|lt|gt|amp|quot|apos);/gi, (all, name: string) => {
    if (!name.startsWith("#")) return named[name.toLowerCase()] ?? all;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "";
  });
}

/** Text for an attribute: what XML cannot hold is left out, white space is kept. */
function escaped(text: string): string {
  const escapes: Record<string, string> = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    '"': "&quot;",
    "\n": "&#10;",
    "\r": "&#13;",
    "\t": "&#9;",
  };
  return (
    text
      .toWellFormed()
      .replaceAll(/[<>&"\n\r\t]/g, (letter) => escapes[letter] ?? "")
      // eslint-disable-next-line no-control-regex -- what XML 1.0 cannot hold
      .replaceAll(/[\u0000-\u001f\ufffe\uffff]/g, "")
  );
}

/** The value of a member, as attribute or as element; of a list, its first item. `name` without its prefix. */
function member(xmp: string, name: string): string | null {
  const attribute = new RegExp(`[\\s:]${name}\\s{0,9}=\\s{0,9}(?:"([^"<]*)"|'([^'<]*)')`).exec(xmp);
  const value = attribute?.[1] ?? attribute?.[2];
  if (value !== undefined) return unescaped(value);
  const open = new RegExp(`<(?:[\\w-]{1,40}:)?${name}(?:\\s[^>]{0,400})?>`).exec(xmp);
  if (open === null) return null;
  const from = open.index + open[0].length;
  const end = new RegExp(`</(?:[\\w-]{1,40}:)?${name}\\s{0,9}>`).exec(xmp.slice(from));
  if (end === null) return null;
  const body = xmp.slice(from, from + end.index);
  const item = /<rdf:li(?:\s[^>]{0,400})?>([^<]*)<\/rdf:li>/.exec(body);
  return unescaped(item?.[1] ?? withoutTags(body)).trim();
}

/** Text between tags. By hand: a pattern would begin anew at every "<" of a packet made for that. */
function withoutTags(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("<", at);
    parts.push(open < 0 ? text.slice(at) : text.slice(at, open));
    const close = open < 0 ? -1 : text.indexOf(">", open);
    if (close < 0) return parts.join("");
    at = close + 1;
  }
}

/** The packet without what an earlier export of ours wrote. */
function withoutOurs(xmp: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = xmp.indexOf("<rdf:Description", at);
    const close = open < 0 ? -1 : xmp.indexOf(">", open);
    if (close < 0) return parts.join("") + xmp.slice(at);
    const tag = xmp.slice(open, close + 1);
    const ours = tag.endsWith("/>") && tag.includes(`xmlns:ourvidz="${ourNames}"`);
    parts.push(xmp.slice(at, ours ? open : close + 1));
    at = close + 1;
  }
}

/** What an XMP packet says of the making. */
export function readXmp(xmp: string): XmpFacts {
  if (xmp.length > mostXmp) return { recipe: null, sourceType: null, description: null, parameters: null };
  const source = member(xmp, "DigitalSourceType");
  return {
    recipe: xmp.includes(ourNames) ? member(xmp, "recipe") : null,
    sourceType: source === null ? null : (source.split("/").at(-1) ?? null),
    description: member(xmp, "description"),
    parameters: member(xmp, "parameters") ?? member(xmp, "prompt") ?? member(xmp, "UserComment"),
  };
}

export interface OurXmp {
  /** JSON; null where prompts are stripped or nothing is known. */
  recipe: string | null;
  sourceType: SourceType | null;
  /** Program that writes it, with its version. */
  creator: string;
}

const packetEnd = '<?xpacket end="w"?>';

/** One description of ours: recipe, source type, program. */
function descriptionOf({ recipe, sourceType, creator }: OurXmp): string {
  const members = [
    `xmlns:ourvidz="${ourNames}"`,
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ...(sourceType === null ? [] : [`Iptc4xmpExt:DigitalSourceType="${vocabulary}${sourceType}"`]),
    `xmp:CreatorTool="${escaped(creator)}"`,
    ...(recipe === null ? [] : [`ourvidz:recipe="${escaped(recipe)}"`]),
  ];
  return `<rdf:Description rdf:about="" ${members.join(" ")}/>`;
}

/** A whole packet that says ours alone. */
export function writeXmp(ours: OurXmp): string {
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    descriptionOf(ours),
    "</rdf:RDF></x:xmpmeta>",
    packetEnd,
  ].join("\n");
}

/** An existing packet with ours beside what it says (an older one of ours goes); a whole new one where it cannot be read. */
export function mergeXmp(existing: string | null, ours: OurXmp): string {
  if (existing === null || existing.length > mostXmp) return writeXmp(ours);
  const without = withoutOurs(existing);
  const end = without.lastIndexOf("</rdf:RDF>");
  if (end < 0 || !without.includes("http://www.w3.org/1999/02/22-rdf-syntax-ns#")) return writeXmp(ours);
  // What stands there and says where the picture comes from is not said twice.
  const told = readXmp(without).sourceType !== null;
  return without.slice(0, end) + descriptionOf(told ? { ...ours, sourceType: null } : ours) + without.slice(end);
}
