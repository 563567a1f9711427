// Results on their way into films and to characters: a picture or clip becomes a take of a shot, a picture a reference.
import { CodedError } from "../../shared/contract/errors.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";
import type { Films } from "../film/films.ts";
import type { AssetQueries } from "../library/assets/asset-queries.ts";
import type { AssetLine } from "../library/assets/asset-rows.ts";
import type { TransferRow } from "../library/job-queries.ts";
import type { Clock } from "../ports.ts";
import { counted } from "../words.ts";
import type { GroupQueries } from "./group-queries.ts";

export interface NewReference {
  characterId: string;
  assetId: string;
  /** As the characters name angles; null: not said. */
  angle: string | null;
}

interface SendingPorts {
  films: Films;
  assets: AssetQueries;
  groups: GroupQueries;
  clock: Clock;
  filesOf: (jobId: string) => readonly TransferRow[];
  /** Adds a reference with a record that it was made here; answers the character's name. */
  addReference: (reference: NewReference) => Promise<string>;
}

export interface Sending {
  /** Throws CodedError conflict for what a shot cannot take. */
  toShot(asset: AssetLine, shotId: string, segment: number | undefined): { takeId: string; projectId: string; text: string };
  /** Answers what was done, in words. */
  toCharacter(assets: readonly AssetLine[], characterId: string, angle: string | undefined): Promise<string>;
}

/** The recipe of a picture or clip that says nothing of its making. */
const unknownRecipe = (asset: AssetLine): Recipe => ({
  engine: "",
  model: "",
  quality: "high",
  rating: asset.rating,
  prompt: asset.name,
  seed: 0,
  width: asset.width ?? 0,
  height: asset.height ?? 0,
  references: [],
  draft: false,
});

export function createSending({ films, assets, groups, clock, filesOf, addReference }: SendingPorts): Sending {
  return {
    toShot(asset, shotId, segment) {
      if (asset.kind !== "image" && asset.kind !== "clip")
        throw new CodedError("conflict", "A shot takes pictures and clips. Choose one of those.");
      if (asset.kind === "clip" && (asset.frames === null || asset.rate === null))
        throw new CodedError("conflict", "The length of this clip is not known yet. Wait until it was looked at, then send it again.");
      if (asset.rate !== null && asset.rate.num !== 16 * asset.rate.den)
        throw new CodedError(
          "conflict",
          "A film's clips have 16 frames a second, and this one has another rate. Use it as a picture, or make it anew.",
        );
      const recipe = assets.asset(asset.id)?.recipe ?? unknownRecipe(asset);
      const beside = (kind: "thumbnail" | "proxy") =>
        asset.jobId === null
          ? null
          : (filesOf(asset.jobId).find((file) => file.kind === kind && file.segment === asset.jobIndex && file.state === "done")?.sha256 ??
            null);
      const { takeId, projectId, label } = films.sendTake(shotId, {
        kind: asset.kind === "image" ? "frame" : "clip",
        hash: asset.hash,
        proxy: beside("proxy"),
        thumbnail: beside("thumbnail"),
        frames: asset.kind === "image" ? 1 : (asset.frames ?? 1),
        segment,
        recipe,
      });
      const text = `Shot ${label}, as a take`;
      groups.putSent(asset.id, "shot", shotId, text, clock.now());
      return { takeId, projectId, text: `Sent to shot ${label}` };
    },
    async toCharacter(list, characterId, angle) {
      if (list.some(({ kind }) => kind !== "image"))
        throw new CodedError("conflict", "A character's references are pictures. Choose those alone.");
      let name = "";
      for (const { id } of list) {
        name = await addReference({ characterId, assetId: id, angle: angle ?? null });
        groups.putSent(id, "character", characterId, `${name}, as a reference`, clock.now());
      }
      return `${counted(list.length, "picture")} sent to ${name}`;
    },
  };
}
