// What is dragged from one screen to another: assets by their ids. Files from the desktop come as files.

const assetType = "application/x-studio-assets";

/** Puts assets on a drag. */
export function carryAssets(to: DataTransfer, assetIds: readonly string[]): void {
  to.effectAllowed = "copy";
  to.setData(assetType, JSON.stringify(assetIds));
}

/** Whether a drag carries something that can become a picture or a clip of a draft. Its ids are readable only when dropped. */
export function carriesAssets(from: DataTransfer | null): boolean {
  return from !== null && (from.types.includes(assetType) || from.types.includes("Files"));
}

/** The ids that were dropped; none when files were. */
export function droppedAssets(from: DataTransfer): string[] {
  try {
    const ids: unknown = JSON.parse(from.getData(assetType) || "[]");
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
  } catch {
    return [];
  }
}
