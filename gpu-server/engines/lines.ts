// Newline-delimited JSON in both directions of the worker protocol: cuts any pieces into lines and
// refuses a line without end before it fills the memory.

/** Longest line of the protocol, in characters: a story of 2 MB, escaped, fits. */
const longestLine = 16 * 1024 * 1024;

/**
 * Takes text in any pieces and returns the complete lines of each piece, without empty ones. Throws RangeError when a
 * line grows past the limit.
 */
export function lineCutter(limit: number = longestLine): (text: string) => string[] {
  let held: string[] = [];
  let size = 0;
  return (text) => {
    const parts = text.split("\n");
    const rest = parts.pop() ?? "";
    const lines: string[] = [];
    for (const part of parts) {
      const line = held.length === 0 ? part : held.join("") + part;
      [held, size] = [[], 0];
      if (line.trim() !== "") lines.push(line);
    }
    if (rest !== "") {
      held.push(rest);
      size += rest.length;
    }
    if (size > limit) throw new RangeError(`a line has more than ${limit} characters`);
    return lines;
  };
}

/** A line's JSON, or undefined when it is none. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
