// Days and months of a list in a person's own time zone. An offset is asked for once a day of the list, and twice on the
// days on which clocks change.

/** Minutes to add to UTC at a moment. */
function offsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset", year: "numeric" });
  const read = (at: number): number => {
    const name = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name);
    if (match === null) return 0;
    return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]) + Number(match[4] ?? 0) / 60);
  };
  const days = new Map<number, number | null>();
  return (at) => {
    const day = Math.floor(at / 86_400_000);
    let known = days.get(day);
    if (known === undefined) {
      const [start, end] = [read(day * 86_400_000), read((day + 1) * 86_400_000 - 1)];
      days.set(day, (known = start === end ? start : null));
    }
    return known ?? read(at);
  };
}

export interface Span {
  span: string;
  count: number;
  start: number;
}

/** True when Intl knows the time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Counts a list by day or month, in its order: `times` in milliseconds. */
export function spansOf(times: Iterable<number>, unit: "day" | "month", timeZone: string): Span[] {
  const offset = offsetReader(timeZone);
  const length = unit === "day" ? 10 : 7;
  const texts = new Map<number, string>();
  const spans: Span[] = [];
  let current: Span | undefined;
  let index = 0;
  for (const at of times) {
    const day = Math.floor((at + offset(at) * 60_000) / 86_400_000);
    let span = texts.get(day);
    if (span === undefined) texts.set(day, (span = new Date(day * 86_400_000).toISOString().slice(0, length)));
    if (current?.span !== span) {
      current = { span, count: 0, start: index };
      spans.push(current);
    }
    current.count += 1;
    index += 1;
  }
  return spans;
}
