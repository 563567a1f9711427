// What was made of late, newest first: results of the picture that is being edited, else of the same kind.
import type { CreateDraft } from "../../../shared/contract/studio/draft.ts";
import type { WorkspaceGroup, WorkspaceItem } from "../../../shared/contract/studio/workspace.ts";
import { useEffect } from "react";
import { create as words } from "../../app/strings/create.ts";
import { itemsHere } from "../../app/state/workspace.ts";
import { useStudio, useWorkspace } from "../../app/studio.tsx";
import { carryAssets } from "../../lib/drag.ts";
import { percent } from "../../lib/format.ts";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StateIcon } from "../../ui/state-chip.tsx";
import { Thumb } from "../../ui/thumb.tsx";

export type MadeItem = ReturnType<typeof itemsHere>[number];

/** Groups of a task that are under way or have something here, newest first. */
export function useMade(task: CreateDraft["task"]): { items: MadeItem[]; coming: { group: WorkspaceGroup; item: WorkspaceItem }[] } {
  const { workspace } = useStudio();
  const groups = useWorkspace((state) => state.groups);
  const show = useWorkspace((state) => state.show);
  useEffect(() => {
    if (groups === null) void workspace.load();
    else if (show !== "all") void workspace.show("all");
    // Asked once when the screen opens.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [workspace]);
  const kind = task === "clip" || task === "extend" ? "clip" : "image";
  const own = (groups ?? []).filter((group) => group.items.some((item) => item.kind === kind)).slice(0, 8);
  return {
    items: itemsHere(own)
      .filter((item) => item.state !== "discarded")
      .slice(0, 18),
    coming: own.flatMap((group) =>
      group.items
        .filter((item) => item.state === "waiting" || item.state === "making" || item.state === "arriving")
        .map((item) => ({ group, item })),
    ),
  };
}

/** The strip; one of it is looked at. */
export function MadeStrip({
  made,
  shown,
  onShow,
  title,
}: {
  made: ReturnType<typeof useMade>;
  shown: string | null;
  onShow: (item: MadeItem) => void;
  title: string;
}) {
  const { items, coming } = made;
  if (items.length === 0 && coming.length === 0) return null;
  return (
    <section className="border-t border-line px-4 py-3" aria-label={title}>
      <h2 className="mb-2 flex items-baseline gap-2 text-12">
        <span className="font-semibold text-text-2">{title}</span>
        <span className="text-text-3">{words.madeFacts(items.length)}</span>
      </h2>
      <ul className="-m-1 flex gap-2 overflow-x-auto p-1" data-own-arrows>
        {coming.map(({ group, item }) => (
          <li key={`${group.id} ${item.index}`} className="w-[112px] flex-none">
            <Thumb hash={item.preview} className="aspect-video">
              <span className="over bottom-1 left-1">
                <StateIcon look={{ icon: "ring", tone: "busy", progress: item.progress ?? 0 }} />
                {item.progress === null ? words.coming : percent(item.progress)}
              </span>
              {item.progress === null ? null : <ProgressBar value={item.progress} label={group.title} onPicture />}
            </Thumb>
          </li>
        ))}
        {items.map((item) => (
          <li key={item.assetId} className="w-[112px] flex-none">
            <button
              type="button"
              draggable
              aria-pressed={item.assetId === shown}
              aria-label={item.name}
              className={`block w-full rounded-2 ${item.assetId === shown ? "outline-2 outline-offset-2 outline-ring" : ""}`}
              onDragStart={(event) => carryAssets(event.dataTransfer, [item.assetId])}
              onClick={() => onShow(item)}
            >
              <Thumb hash={item.kind === "clip" ? (item.poster ?? item.hash) : item.hash} className="aspect-video" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
