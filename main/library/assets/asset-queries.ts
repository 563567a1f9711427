// Named queries over the library's assets. Prepared once; nothing else in the product writes SQL about them.
import type { Connection } from "../database.ts";
import type { AssetState } from "../../../shared/domain/asset.ts";
import type { AssetRow, NewAsset } from "./asset-rows.ts";

type Raw = Record<string, string | number | null>;

function assetOf(raw: Raw): AssetRow {
  return {
    id: raw.id,
    hash: raw.hash,
    kind: raw.kind,
    contentType: raw.content_type,
    name: raw.name,
    bytes: raw.bytes,
    width: raw.width,
    height: raw.height,
    frames: raw.frames,
    rate: raw.rate_num === null ? null : { num: raw.rate_num, den: raw.rate_den },
    state: raw.state,
    stateAt: raw.state_at,
    origin: raw.origin,
    stars: raw.stars,
    rating: raw.rating,
    caption: raw.caption,
    note: raw.note,
    recipe: raw.recipe_json === null ? null : (JSON.parse(String(raw.recipe_json)) as unknown),
    found: raw.found_json === null ? null : (JSON.parse(String(raw.found_json)) as unknown),
    engine: raw.engine,
    model: raw.model,
    quality: raw.quality,
    seed: raw.seed,
    projectId: raw.project_id,
    shotId: raw.shot_id,
    takeId: raw.take_id,
    jobId: raw.job_id,
    jobIndex: raw.job_index,
    parentId: raw.parent_id,
    addedAt: raw.added_at,
  } as AssetRow;
}

export type AssetQueries = ReturnType<typeof assetQueries>;

/** Prepares the queries on an open studio.db. */
export function assetQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const statements = {
    insert:
      one(`INSERT INTO asset (id, hash, kind, content_type, name, bytes, width, height, frames, rate_num, rate_den, state, state_at, origin,
        stars, rating, caption, note, recipe_json, found_json, engine, model, quality, seed, project_id, shot_id, take_id, job_id, job_index,
        parent_id, added_at)
      VALUES (@id, @hash, @kind, @contentType, @name, @bytes, @width, @height, @frames, @rateNum, @rateDen, @state, @stateAt, @origin,
        @stars, @rating, @caption, @note, @recipe, @found, @engine, @model, @quality, @seed, @projectId, @shotId, @takeId, @jobId, @jobIndex,
        @parentId, @addedAt)
      ON CONFLICT DO NOTHING`),
    asset: one("SELECT * FROM asset WHERE id = ?"),
    byHash: one("SELECT * FROM asset WHERE hash = ? ORDER BY id"),
    setState: one("UPDATE asset SET state = ?, state_at = ? WHERE id = ?"),
  };
  return {
    /** False where the same job or take has brought it before. */
    insert(asset: NewAsset): boolean {
      const { recipe = null, found = null, rate = null } = asset;
      return (
        statements.insert.run({
          id: asset.id,
          hash: asset.hash,
          kind: asset.kind,
          contentType: asset.contentType,
          name: asset.name,
          bytes: asset.bytes,
          width: asset.width ?? null,
          height: asset.height ?? null,
          frames: asset.frames ?? null,
          rateNum: rate?.num ?? null,
          rateDen: rate?.den ?? null,
          state: asset.state,
          stateAt: asset.addedAt,
          origin: asset.origin,
          stars: asset.stars ?? 0,
          rating: asset.rating ?? recipe?.rating ?? "general",
          caption: asset.caption ?? "",
          note: asset.note ?? "",
          recipe: recipe === null ? null : JSON.stringify(recipe),
          found: found === null ? null : JSON.stringify(found),
          engine: recipe?.engine ?? null,
          model: recipe?.model ?? null,
          quality: recipe?.quality ?? null,
          seed: recipe?.seed ?? null,
          projectId: asset.projectId ?? null,
          shotId: asset.shotId ?? null,
          takeId: asset.takeId ?? null,
          jobId: asset.jobId ?? null,
          jobIndex: asset.jobIndex ?? null,
          parentId: asset.parentId ?? null,
          addedAt: asset.addedAt,
        }).changes === 1
      );
    },
    asset(id: string): AssetRow | null {
      const raw = statements.asset.get(id);
      return raw === undefined ? null : assetOf(raw);
    },
    byHash: (hash: string): AssetRow[] => statements.byHash.all(hash).map(assetOf),
    setState: (id: string, state: AssetState, at: number): void => void statements.setState.run(state, at, id),
  };
}
