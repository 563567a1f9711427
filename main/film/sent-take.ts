// Takes that were sent to a shot from the workspace: pictures and clips made of other words than the shot's own. They stand in the
// film only while they are chosen, so that undoing the choice leaves the shot as it was.
import type { TakeRow } from "../library/rows.ts";

const mark = "sent:";

/** What such a take says that it was made from. */
export const sentFrom = (hash: string, draft: boolean): string => `${mark}${draft ? "draft" : "made"}:${hash}`;

/** True for a take that was sent to its shot. */
export const isSent = (take: Pick<TakeRow, "madeFrom">): boolean => take.madeFrom.startsWith(mark);

/** True for a frame that the draft engine made: all that were drawn here, and those that were sent from it. */
export const isDraftFrame = (take: Pick<TakeRow, "madeFrom">): boolean => !isSent(take) || take.madeFrom.startsWith(`${mark}draft:`);

/** Names the choice of a frame, as `choiceId` names those of clips. */
export const frameChoiceId = (shotId: string): string => `${shotId}:frame`;

/** True where the take that a film uses is of what the shot is now (`basis`), or was chosen for it from elsewhere. */
export const fits = (take: Pick<TakeRow, "madeFrom"> | null | undefined, basis: string | undefined): boolean =>
  take !== null && take !== undefined && (take.madeFrom === basis || isSent(take));
