// Takes of films as assets of the library: every clip that arrives, and a frame once it is approved. Called within the
// transaction that writes the take or the approval, so that one is never there without the other.
import type { IdMaker } from "../../../shared/domain/ids.ts";
import { shotLetters } from "../../../shared/domain/shot.ts";
import type { TakeWithRecipe } from "../rows.ts";
import type { AssetQueries } from "./asset-queries.ts";

/** What a film's queries tell of takes. */
export interface TakeListener {
  clipCame(take: TakeWithRecipe, title: string): void;
  frameApproved(take: TakeWithRecipe, title: string, at: number): void;
}

/** Creates the listener. Bytes of the files are measured later by the library. */
export function createTakeAssets(assets: AssetQueries, ids: IdMaker): TakeListener {
  const add = (take: TakeWithRecipe, hash: string, title: string, addedAt: number): void => {
    // What came from the library, or was approved before, is there already.
    if (assets.byHash(hash).some((asset) => asset.state !== "discarded")) return;
    const { shot } = take.recipe;
    const label = shot === undefined ? "" : `, ${shot.sceneNumber}${shotLetters(shot.shotNumber)}`;
    const clip = take.kind === "clip";
    assets.insert({
      id: ids(),
      hash,
      kind: clip ? "clip" : "image",
      contentType: clip ? "video/mp4" : "image/png",
      name: `${title}${label}`,
      bytes: 0,
      width: take.recipe.width,
      height: take.recipe.height,
      frames: clip ? take.frames : null,
      rate: clip ? { num: 16, den: 1 } : null,
      state: "kept",
      origin: "made",
      recipe: take.recipe,
      projectId: take.projectId,
      shotId: take.shotId,
      takeId: take.id,
      addedAt,
    });
  };
  return {
    clipCame(take, title) {
      if (take.clip !== null) add(take, take.clip, title, take.createdAt);
    },
    frameApproved(take, title, at) {
      if (take.still !== null) add(take, take.still, title, at);
    },
  };
}
