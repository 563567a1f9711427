// The workspace: groups as they fill, and what is done with their results: keep, discard, put away, send on. Everything but
// what a film or a character keeps in its own log can be taken back here.
import { CodedError } from "../../shared/contract/errors.ts";
import type { Handlers } from "../../shared/contract/studio/index.ts";
import type { WorkspaceGroup } from "../../shared/contract/studio/workspace.ts";
import type { AssetState } from "../../shared/domain/asset.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import { isTerminal } from "../../shared/domain/job.ts";
import type { Events } from "../events.ts";
import type { FarmService } from "../farm/farm.ts";
import type { AssetQueries } from "../library/assets/asset-queries.ts";
import type { AssetLine } from "../library/assets/asset-rows.ts";
import type { Clock, Logger } from "../ports.ts";
import { counted } from "../words.ts";
import type { GroupQueries, GroupRow, MadeChange } from "./group-queries.ts";
import { discardedMs, groupView } from "./group-view.ts";
import type { Sending } from "./sending.ts";

interface WorkspacePorts {
  groups: GroupQueries;
  assets: AssetQueries;
  farm: FarmService;
  sending: Sending;
  events: Events;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
}

/** What was done stays undoable so long. */
const undoMs = 7 * 24 * 3600 * 1000;
/** Longest pause between looks at what is overdue; timers do not run while a computer sleeps. */
const longestPauseMs = 15 * 60_000;

const nounOf = (assets: readonly AssetLine[]): string => {
  const kinds = new Set(assets.map(({ kind }) => kind));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : "item";
};

export function createWorkspace(ports: WorkspacePorts) {
  const { groups, assets, farm, events, clock, ids, logger } = ports;
  let closed = false;

  const viewOf = (row: GroupRow): WorkspaceGroup => {
    const results = groups.results(row.id);
    const assetIds = [...results.map(({ assetId }) => assetId), ...(row.assetId === null ? [] : [row.assetId])];
    const job = row.task === "copy" ? null : farm.ownJob(row.id);
    return groupView({
      row,
      job,
      jobView: job === null ? null : farm.view(job),
      files: farm.filesOf(row.id),
      results,
      assets: new Map(assets.linesById(assetIds).map((line) => [line.id as string, line])),
      sentTo: (assetId) => groups.sent(assetId),
    });
  };
  /** A group with nothing in it and nothing to come is not shown: what failed is, so that it is seen. */
  const isEmpty = (view: WorkspaceGroup) =>
    view.items.length === 0 || (view.job === null && view.items.every(({ state }) => state === "lost"));
  const tell = (groupIds: Iterable<string>): void => {
    if (closed) return;
    const fresh = groups.fresh();
    for (const groupId of new Set(groupIds)) {
      const row = groups.group(groupId);
      const view = row === null || row.away ? null : viewOf(row);
      events.send("workspace.group", { groupId, group: view === null || isEmpty(view) ? null : view, fresh });
    }
  };
  const groupsOf = (assetIds: readonly string[]) => [...new Set(assetIds.flatMap((id) => groups.ofAsset(id)?.id ?? []))];
  const viewsOf = (groupIds: readonly string[]): WorkspaceGroup[] =>
    groupIds.flatMap((id) => {
      const row = groups.group(id);
      return row === null ? [] : [viewOf(row)];
    });
  const known = (assetIds: readonly string[]): AssetLine[] => {
    const wanted = [...new Set(assetIds)];
    const lines = assets.linesById(wanted);
    if (lines.length < wanted.length)
      throw new CodedError("not_found", "One of these is not here any more. Look at the workspace again; nothing was changed.");
    return lines;
  };
  /** Writes changes with an entry by which they are taken back, and answers with the groups as they are then. */
  const run = (text: string, changes: MadeChange[], more: () => void = () => undefined) => {
    const undoId: string = ids();
    const now = clock.now();
    groups.transaction(() => {
      for (const change of changes) {
        if ("groupId" in change) groups.setAway(change.groupId, true);
        else assets.setState(change.assetId, change.after, now);
      }
      more();
      groups.putAction(undoId, text, changes, now);
      groups.dropActions(now - undoMs);
    });
    const touched = [
      ...groupsOf(changes.flatMap((change) => ("assetId" in change ? [change.assetId] : []))),
      ...changes.flatMap((change) => ("groupId" in change ? [change.groupId] : [])),
    ];
    tell(touched);
    plan();
    return { undoId, text, groups: viewsOf([...new Set(touched)]) };
  };
  const moved = (lines: readonly AssetLine[], after: AssetState, from: readonly AssetState[]): MadeChange[] =>
    lines.filter(({ state }) => from.includes(state)).map(({ id, state }) => ({ assetId: id, before: state, after }));
  const keep = (lines: readonly AssetLine[]) => moved(lines, "kept", ["staged", "discarded"]);

  /** Takes what was discarded a day ago out of the library. */
  const purge = (): void => {
    for (let overdue = groups.overdue(clock.now() - discardedMs); overdue.length > 0; overdue = groups.overdue(clock.now() - discardedMs)) {
      const touched = groupsOf(overdue);
      groups.transaction(() => {
        for (const id of overdue) groups.remove(id);
        for (const groupId of touched) {
          const row = groups.group(groupId);
          const job = farm.ownJob(groupId);
          const over = job === null || isTerminal(job.mirror.state);
          if (row !== null && over && !viewOf(row).items.some(({ state }) => state !== "lost")) groups.setAway(groupId, true);
        }
      });
      assets.changed();
      tell(touched);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const plan = (): void => {
    clearTimeout(timer);
    const first = groups.nextOverdue();
    if (closed || first === null) return;
    const pause = Math.min(longestPauseMs, Math.max(1000, first + discardedMs - clock.now()));
    timer = setTimeout(() => {
      try {
        purge();
      } catch (error) {
        logger.warn("discarded items could not be removed", { reason: error instanceof Error ? error.message : "" });
      }
      plan();
    }, pause);
    timer.unref();
  };

  const cursorOf = (text: string | undefined) => {
    const match = /^(\d{1,16}):([0-9a-f-]{36})$/.exec(text ?? "");
    return match === null ? null : { at: Number(match[1]), id: match[2] as string };
  };

  const handlers: Handlers["workspace"] = {
    groups({ cursor, limit, show }) {
      const kind = show === "images" ? "image" : show === "clips" ? "clip" : null;
      const views: WorkspaceGroup[] = [];
      let after = cursorOf(cursor);
      let next: string | null = null;
      while (views.length < limit) {
        const rows = groups.page(after, limit, kind);
        for (const row of rows) {
          after = { at: row.createdAt, id: row.id };
          const view = viewOf(row);
          if (!isEmpty(view)) views.push(view);
          if (views.length === limit) break;
        }
        if (rows.length < limit && views.length < limit) {
          after = null;
          break;
        }
        if (rows.length === 0) break;
      }
      if (after !== null && groups.page(after, 1, kind).length > 0) next = `${after.at}:${after.id}`;
      return { groups: views, next, fresh: groups.fresh() };
    },
    group({ groupId }) {
      const row = groups.group(groupId);
      if (row === null) throw new CodedError("not_found", "That is not in the workspace any more.");
      return viewOf(row);
    },
    keep({ assetIds }) {
      const changes = keep(known(assetIds));
      return run(`${counted(assetIds.length, nounOf(known(assetIds)))} kept`, changes);
    },
    discard({ assetIds }) {
      const lines = known(assetIds);
      return run(`${counted(lines.length, nounOf(lines))} discarded`, moved(lines, "discarded", ["staged", "kept"]));
    },
    keepAll({ groupId }) {
      const lines = assets.linesById(groups.staged(groupId ?? null));
      return run(`${counted(lines.length, nounOf(lines))} kept`, keep(lines));
    },
    undo({ undoId }) {
      const action = groups.action(undoId);
      if (action === null || action.undone) throw new CodedError("conflict", "There is nothing to take back any more.");
      const now = clock.now();
      const touched = action.changes.flatMap((change) => ("groupId" in change ? [change.groupId] : groupsOf([change.assetId])));
      groups.transaction(() => {
        for (const change of action.changes) {
          if ("groupId" in change) groups.setAway(change.groupId, false);
          // What became something else meanwhile stays that.
          else if (assets.linesById([change.assetId])[0]?.state === change.after) assets.setState(change.assetId, change.before, now);
        }
        groups.setUndone(undoId);
      });
      tell(touched);
      plan();
      return { text: action.text, groups: viewsOf([...new Set(touched)]) };
    },
    putAway({ groupId }) {
      const row = groups.group(groupId);
      if (row === null) throw new CodedError("not_found", "That is not in the workspace any more.");
      const job = farm.ownJob(groupId);
      if (job !== null && !isTerminal(job.mirror.state))
        throw new CodedError("conflict", "It is still being made. Cancel it first, or wait until it is here.");
      const lines = assets.linesById(groups.staged(groupId));
      return run("Put away", [...keep(lines), { groupId }]);
    },
    sendToLibrary({ assetIds, collectionId }) {
      const lines = known(assetIds);
      return run(`${counted(lines.length, nounOf(lines))} sent to the library`, keep(lines), () => {
        if (collectionId !== undefined) for (const { id } of lines) assets.link("asset_collection", id, collectionId);
      });
    },
    sendToShot({ assetId, shotId, segment }) {
      const [line] = known([assetId]);
      const sent = ports.sending.toShot(line as AssetLine, shotId, segment);
      afterSending([assetId]);
      return { ...sent, group: viewsOf(groupsOf([assetId]))[0] ?? null };
    },
    async sendToCharacter({ assetIds, characterId, angle }) {
      const lines = known(assetIds);
      const text = await ports.sending.toCharacter(lines, characterId, angle);
      afterSending(assetIds);
      return { text, groups: viewsOf(groupsOf(assetIds)) };
    },
    fresh: () => ({ fresh: groups.fresh() }),
  };
  /** What stands somewhere is wanted: it is kept. */
  const afterSending = (assetIds: readonly string[]): void => {
    const changes = keep(assets.linesById(assetIds));
    const now = clock.now();
    groups.transaction(() => {
      for (const change of changes) if ("assetId" in change) assets.setState(change.assetId, change.after, now);
    });
    tell(groupsOf(assetIds));
  };

  return {
    handlers,
    tell,
    groupsOf,
    afterSending,
    /** Removes what is overdue and waits for what will be. */
    begin(): void {
      try {
        purge();
      } catch (error) {
        logger.warn("discarded items could not be removed", { reason: error instanceof Error ? error.message : "" });
      }
      plan();
    },
    close(): void {
      closed = true;
      clearTimeout(timer);
    },
  };
}
