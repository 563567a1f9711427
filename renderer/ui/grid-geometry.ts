// Where each of many equal cells stands in a grid with groups: pure sums, so that a hundred thousand cells
// cost as much as ten. A cell is known by its place in the whole order, from 0.

export interface GridGroup {
  key: string;
  count: number;
}

export interface GridShape {
  /** Room for the cells, in pixels. */
  width: number;
  /** Height of what is seen at once. */
  height: number;
  /** Least width of a cell; 0 for a list of whole rows. */
  least: number;
  /** Height of a cell by its width; in a list the height itself. */
  ratio: number;
  gap: number;
  /** Height of a group's head; 0 where groups have none. */
  head: number;
  /** Room after a group. */
  after: number;
}

export interface GridLayout {
  columns: number;
  cellWidth: number;
  cellHeight: number;
  gap: number;
  head: number;
  /** Height of everything. */
  total: number;
  count: number;
  /** Rows of everything, heads counted where there are any. */
  rowCount: number;
  groups: readonly GridGroup[];
  /** Top, first cell and first row of each group. */
  tops: Float64Array;
  firsts: Uint32Array;
  rows: Uint32Array;
}

export interface Place {
  group: number;
  row: number;
  column: number;
  left: number;
  top: number;
}

/** Rows from `fromRow` up to and without `toRow` of one group. */
export interface Slice {
  group: number;
  fromRow: number;
  toRow: number;
}

/** Cells that may stand in the page at once: with the few elements of each, the page stays under 600. */
const mostCells = 140;
/** Rows drawn above and below what is seen. */
export const spareRows = 1;

/** The layout of `groups` in `shape`. A very large window gets larger cells rather than more elements. */
export function layoutOf(groups: readonly GridGroup[], shape: GridShape): GridLayout {
  const { gap, head, after, height } = shape;
  const width = Math.max(1, shape.width);
  const list = shape.least === 0;
  let columns = list ? 1 : Math.max(1, Math.floor((width + gap) / (shape.least + gap)));
  const sizes = () => {
    const cellWidth = (width - gap * (columns - 1)) / columns;
    return { cellWidth, cellHeight: list ? shape.ratio : Math.round(cellWidth * shape.ratio) };
  };
  const seen = () => columns * (Math.ceil(height / (sizes().cellHeight + gap)) + 1 + 2 * spareRows);
  while (!list && columns > 1 && seen() > mostCells) columns -= 1;
  const { cellWidth, cellHeight } = sizes();
  const tops = new Float64Array(groups.length);
  const firsts = new Uint32Array(groups.length);
  const rows = new Uint32Array(groups.length);
  let top = 0;
  let first = 0;
  let row = 0;
  groups.forEach((group, index) => {
    tops[index] = top;
    firsts[index] = first;
    rows[index] = row;
    const lines = Math.ceil(group.count / columns);
    top += head + lines * (cellHeight + gap) + after;
    first += group.count;
    row += lines + (head > 0 ? 1 : 0);
  });
  return { columns, cellWidth, cellHeight, gap, head, total: top, count: first, rowCount: row, groups, tops, firsts, rows };
}

/** Last place of a rising list whose value is at most `value`; 0 where none is. */
function lastAtMost(values: Float64Array | Uint32Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

const linesOf = (layout: GridLayout, group: number) => Math.ceil((layout.groups[group]?.count ?? 0) / layout.columns);

/** Where a cell stands. */
export function placeOf(layout: GridLayout, index: number): Place {
  const group = groupOf(layout, index);
  const within = index - (layout.firsts[group] ?? 0);
  const row = Math.floor(within / layout.columns);
  const column = within % layout.columns;
  return {
    group,
    row,
    column,
    left: column * (layout.cellWidth + layout.gap),
    top: (layout.tops[group] ?? 0) + layout.head + row * (layout.cellHeight + layout.gap),
  };
}

/** The group that a cell stands in. */
export function groupOf(layout: GridLayout, index: number): number {
  let group = lastAtMost(layout.firsts, index);
  // Of groups that start at one cell the one that holds it: empty ones come before.
  while (group > 0 && layout.groups[group]?.count === 0) group -= 1;
  return group;
}

/** What lies between two heights: the rows of each group that are touched. */
export function slicesIn(layout: GridLayout, top: number, bottom: number): Slice[] {
  const slices: Slice[] = [];
  const line = layout.cellHeight + layout.gap;
  for (let group = lastAtMost(layout.tops, Math.max(0, top)); group < layout.groups.length; group++) {
    const start = (layout.tops[group] ?? 0) + layout.head;
    if ((layout.tops[group] ?? 0) > bottom) break;
    const lines = linesOf(layout, group);
    const fromRow = Math.min(lines, Math.max(0, Math.floor((top - start) / line)));
    const toRow = Math.min(lines, Math.max(fromRow, Math.ceil((bottom - start) / line)));
    if (lines > 0) slices.push({ group, fromRow, toRow });
  }
  return slices;
}

/** Cells of a row, as first and end. */
export function cellsOf(layout: GridLayout, group: number, row: number): [number, number] {
  const first = layout.firsts[group] ?? 0;
  const from = first + row * layout.columns;
  return [from, Math.min(from + layout.columns, first + (layout.groups[group]?.count ?? 0))];
}

/** Number of a row in the whole grid, from 0, heads counted. */
export function rowNumber(layout: GridLayout, group: number, row: number): number {
  return (layout.rows[group] ?? 0) + (layout.head > 0 ? 1 : 0) + row;
}

/** The cell in the same column one line up or down, over the edge of groups; null at the ends. */
function neighbourLine(layout: GridLayout, index: number, by: 1 | -1): number | null {
  const place = placeOf(layout, index);
  let { group } = place;
  let row = place.row + by;
  while (row < 0 || row >= linesOf(layout, group)) {
    group += by;
    if (group < 0 || group >= layout.groups.length) return null;
    row = by > 0 ? 0 : linesOf(layout, group) - 1;
    if (row < 0 && by < 0) continue;
  }
  const [from, to] = cellsOf(layout, group, row);
  return Math.min(from + place.column, to - 1);
}

export type Step = "left" | "right" | "up" | "down" | "home" | "end" | "page-up" | "page-down" | "row-start" | "row-end";

/** The cell to which a step leads; the same one at the ends. `pageRows`: lines of a page. */
export function stepFrom(layout: GridLayout, index: number, step: Step, pageRows: number): number {
  const last = Math.max(0, layout.count - 1);
  const lines = (by: 1 | -1, count: number) => {
    let at = index;
    for (let line = 0; line < count; line++) {
      const next = neighbourLine(layout, at, by);
      if (next === null) return line === 0 && count > 1 ? (by > 0 ? last : 0) : at;
      at = next;
    }
    return at;
  };
  switch (step) {
    case "left":
      return Math.max(0, index - 1);
    case "right":
      return Math.min(last, index + 1);
    case "up":
      return lines(-1, 1);
    case "down":
      return lines(1, 1);
    case "home":
      return 0;
    case "end":
      return last;
    case "page-up":
      return lines(-1, Math.max(1, pageRows));
    case "page-down":
      return lines(1, Math.max(1, pageRows));
    case "row-start":
    case "row-end": {
      const place = placeOf(layout, index);
      const [from, to] = cellsOf(layout, place.group, place.row);
      return step === "row-start" ? from : to - 1;
    }
  }
}

/** Cells that a rectangle touches, as runs of first and end. */
export function cellsIn(layout: GridLayout, box: { left: number; top: number; right: number; bottom: number }): [number, number][] {
  const wide = layout.cellWidth + layout.gap;
  const fromColumn = Math.max(0, Math.floor((box.left + layout.gap) / wide));
  const toColumn = Math.min(layout.columns, Math.ceil(box.right / wide));
  if (toColumn <= fromColumn) return [];
  const runs: [number, number][] = [];
  const line = layout.cellHeight + layout.gap;
  for (const { group, fromRow, toRow } of slicesIn(layout, box.top, box.bottom))
    for (let row = fromRow; row < toRow; row++) {
      const top = (layout.tops[group] ?? 0) + layout.head + row * line;
      if (top + layout.cellHeight <= box.top || top >= box.bottom) continue;
      const [from, to] = cellsOf(layout, group, row);
      const run: [number, number] = [from + fromColumn, Math.min(to, from + toColumn)];
      if (run[1] > run[0]) runs.push(run);
    }
  return runs;
}
