// The Range and If-Range rules of RFC 9110 for one representation with a strong ETag. Pure.

/** What to answer: everything, one part, or that the part lies outside. */
export type RangeAnswer = { kind: "whole" } | { kind: "part"; start: number; end: number } | { kind: "outside" };

/**
 * The answer to `range` (the header's text) for a file of `bytes` bytes. Unknown units, more than one range and text that
 * is no range are answered with the whole file, as the RFC allows; `ifRange` other than the ETag too.
 */
export function rangeAnswer(bytes: number, etag: string, range: string | undefined, ifRange: string | undefined): RangeAnswer {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return { kind: "whole" };
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(range);
  const [first, last] = [match?.[1] ?? "", match?.[2] ?? ""];
  if (match === null || (first === "" && last === "")) return { kind: "whole" };
  if (first === "") {
    const count = Number(last);
    return count === 0 || bytes === 0 ? { kind: "outside" } : { kind: "part", start: Math.max(0, bytes - count), end: bytes - 1 };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return { kind: "whole" };
  if (start >= bytes) return { kind: "outside" };
  return { kind: "part", start, end: last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1) };
}

/** True when an If-None-Match header names the ETag. */
export function matchesNone(etag: string, header: string | undefined): boolean {
  return (
    header?.split(",").some((item) => {
      const name = item.trim();
      return name === "*" || name.replace(/^W\//, "") === etag;
    }) ?? false
  );
}
