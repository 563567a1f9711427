// What can be done with an item of the workspace: the same by its buttons, by keys and in the palette.
import type { WorkspaceGroup, WorkspaceItem } from "../../../shared/contract/studio/workspace.ts";

/** Places of all groups in reading order. */
export interface Place {
  group: WorkspaceGroup;
  item: WorkspaceItem;
  key: string;
}

export const keyOf = (group: WorkspaceGroup, item: WorkspaceItem): string => `${group.id}/${item.index}`;

/** All places of the groups, in order. */
export function placesOf(groups: readonly WorkspaceGroup[]): Place[] {
  return groups.flatMap((group) => group.items.map((item) => ({ group, item, key: keyOf(group, item) })));
}

/** The place that arrows lead to: left and right in reading order, up and down to the nearest in the next row. */
export function nextPlace(
  boxes: readonly { key: string; left: number; top: number; width: number }[],
  from: string,
  way: "left" | "right" | "up" | "down",
): string | null {
  const at = boxes.findIndex((box) => box.key === from);
  const here = boxes[at];
  if (here === undefined) return boxes[0]?.key ?? null;
  if (way === "left") return boxes[at - 1]?.key ?? null;
  if (way === "right") return boxes[at + 1]?.key ?? null;
  const middle = (box: { left: number; width: number }) => box.left + box.width / 2;
  const beyond = boxes.filter((box) => (way === "down" ? box.top > here.top + 1 : box.top < here.top - 1));
  if (beyond.length === 0) return null;
  const row = way === "down" ? Math.min(...beyond.map((box) => box.top)) : Math.max(...beyond.map((box) => box.top));
  const inRow = beyond.filter((box) => Math.abs(box.top - row) <= 1);
  return inRow.reduce((best, box) => (Math.abs(middle(box) - middle(here)) < Math.abs(middle(best) - middle(here)) ? box : best)).key;
}

/** Up to four assets to compare: those that are chosen, else the current one beside those of its group. */
export function toCompare(places: readonly Place[], chosen: ReadonlySet<string>, current: string | null): string[] {
  const here = places.filter((place) => place.item.assetId !== null);
  const marked = here.filter((place) => chosen.has(place.key));
  const own = here.find((place) => place.key === current);
  const list =
    marked.length > 1
      ? marked
      : here.filter((place) => own !== undefined && place.group.id === own.group.id && place.item.state !== "discarded");
  const first = own !== undefined && list.includes(own) ? [own, ...list.filter((place) => place !== own)] : list;
  return first.slice(0, 4).map((place) => place.item.assetId ?? "");
}
