// What is dragged from one screen to another: assets by their ids. Files from the desktop come as files, and go there as files.
import type { DragEvent } from "react";
import type { CallResult } from "../../shared/contract/studio/link.ts";

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

/**
 * Hands a drag that has just begun to the desktop, where the app is meant to copy its files there: Ctrl is held, or ⌥ on a Mac.
 * Null: the drag stays in the window.
 */
export function dragToDesktop(event: DragEvent, assetIds: readonly string[], mac: boolean): Promise<CallResult> | null {
  const { studio } = window;
  if (studio?.startDrag === undefined || !(mac ? event.altKey : event.ctrlKey)) return null;
  event.preventDefault();
  return studio.startDrag([...assetIds]);
}

/** Lets a browser save one asset where it is dropped outside of the page; `address` gives the file. */
export function offerDownload(to: DataTransfer, name: string, address: string): void {
  // A colon ends the name in this format.
  to.setData("DownloadURL", `application/octet-stream:${name.replaceAll(":", "_")}:${new URL(address, window.location.href).href}`);
}
