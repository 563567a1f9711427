// A group: what was asked for in the film's face, by which engine and how many, its state, and its places.
import { Archive, ArrowRight, CheckCheck, Ellipsis, RefreshCw } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { WorkspaceGroup } from "../../../shared/contract/studio/workspace.ts";
import { strings } from "../../app/strings.ts";
import { workspace as words } from "../../app/strings/workspace.ts";
import { useSession } from "../../app/studio.tsx";
import { useNow } from "../../lib/now.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { jobLook, StateChip } from "../../ui/state-chip.tsx";
import { whenText } from "../queue/queue-facts.ts";
import { keyOf, type Place } from "./item-acts.ts";
import { Tile, type TileActs } from "./tile.tsx";

export interface GroupActs extends TileActs {
  runAgain(group: WorkspaceGroup): void;
  makeClip(group: WorkspaceGroup): void;
  keepGroup(group: WorkspaceGroup): void;
  putAway(group: WorkspaceGroup): void;
}

interface GroupProps {
  group: WorkspaceGroup;
  current: string | null;
  tabbable: string | null;
  chosen: ReadonlySet<string>;
  acts: GroupActs;
  onCurrent: (place: Place) => void;
  onKeyDown: (place: Place, event: KeyboardEvent) => void;
}

/** The state of the group's job while there is something to say of it. */
function GroupState({ group }: { group: WorkspaceGroup }) {
  const lost = useSession((state) => state.farm?.state !== "connected");
  const now = useNow();
  const { job } = group;
  if (job === null || job.state === "succeeded") return null;
  const look = jobLook(job, lost);
  const text = whenText(job, now);
  return <StateChip look={job.state === "running" || job.state === "queued" ? { ...look, word: `${look.word}, ${text}` } : look} />;
}

/** The group. */
export function Group({ group, current, tabbable, chosen, acts, onCurrent, onKeyDown }: GroupProps) {
  const now = useNow();
  const { job } = group;
  const failed = job !== null && (job.state === "failed" || job.state === "blocked" || job.state === "cancelled");
  const isOver = job === null || job.state === "succeeded" || failed;
  const columns = group.items.length > 3 ? "workspace-six" : "workspace-three";
  return (
    <section className="mb-4" aria-label={group.title} data-group={group.id}>
      <div className="mb-2 flex min-h-8 items-center gap-2 max-md:min-h-11">
        <p className="min-w-0 flex-1 truncate">
          <span className="font-film text-[0.9375rem]">{group.title}</span>
          <span className="ml-2.5 text-12 text-text-3">{group.facts}</span>
        </p>
        <GroupState group={group} />
        {group.chain && isOver && !failed ? (
          <Button small onClick={() => acts.makeClip(group)}>
            <ArrowRight size={14} strokeWidth={1.75} aria-hidden />
            {words.makeClip}
          </Button>
        ) : null}
        {isOver ? (
          <Button kind="ghost" small className="max-md:hidden" onClick={() => acts.runAgain(group)}>
            <RefreshCw size={14} strokeWidth={1.75} aria-hidden />
            {words.runAgain}
          </Button>
        ) : null}
        {isOver ? (
          <Menu
            align="end"
            entries={[
              { label: words.runAgain, icon: RefreshCw, run: () => acts.runAgain(group) },
              {
                label: words.keepAll,
                icon: CheckCheck,
                disabled: !group.items.some((item) => item.state === "staged"),
                run: () => acts.keepGroup(group),
              },
              { label: words.putAway, icon: Archive, run: () => acts.putAway(group) },
            ]}
            trigger={
              <IconButton label={`${strings.common.more}: ${group.title}`}>
                <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            }
          />
        ) : null}
      </div>
      {failed ? <p className="mb-2 text-12 text-text-2">{whenText(job, now)}</p> : null}
      <ul className={`workspace-tiles ${columns}`}>
        {group.items.map((item) => {
          const key = keyOf(group, item);
          const place = { group, item, key };
          return (
            <Tile
              key={key}
              place={place}
              label={words.itemOf(group.title, item.index + 1, group.items.length)}
              current={key === current}
              tabbable={key === tabbable}
              chosen={chosen.has(key)}
              acts={acts}
              onFocus={() => onCurrent(place)}
              onKeyDown={(event) => onKeyDown(place, event)}
            />
          );
        })}
      </ul>
    </section>
  );
}
