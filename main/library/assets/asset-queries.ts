// Named queries over the library's assets. Prepared once; whoever writes an asset does it here.
import { type AssetState, nameKey } from "../../../shared/domain/asset.ts";
import type { Connection } from "../database.ts";
import type { AssetLine, AssetRow, NewAsset } from "./asset-rows.ts";

type Raw = Record<string, string | number | null>;

function lineOf(raw: Raw): AssetLine {
  return {
    number: raw.number,
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
    draft: raw.draft === 1,
    hasRecipe: raw.has_recipe === 1,
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
  } as AssetLine;
}

const parsed = (text: string | number | null | undefined) => (typeof text === "string" ? (JSON.parse(text) as unknown) : null);

function rowOf(raw: Raw): AssetRow {
  return {
    ...lineOf(raw),
    caption: raw.caption ?? "",
    note: raw.note ?? "",
    recipe: parsed(raw.recipe_json),
    found: parsed(raw.found_json),
  } as AssetRow;
}

/** What a look at the file says of it; absent members stay. */
export interface AssetMeasures {
  width?: number;
  height?: number;
  frames?: number;
  rate?: { num: number; den: number };
  bytes?: number;
}

export type AssetQueries = ReturnType<typeof assetQueries>;

/** Prepares the queries on an open studio.db. */
export function assetQueries(database: Connection) {
  const one = (sql: string) => database.prepare<unknown[], Raw>(sql);
  const whole = "SELECT asset.*, caption, note, recipe_json, found_json FROM asset LEFT JOIN asset_text ON asset_text.asset = asset.number";
  const statements = {
    insert:
      one(`INSERT INTO asset (id, hash, kind, content_type, name, name_key, bytes, width, height, frames, rate_num, rate_den, state, state_at,
        origin, stars, rating, draft, has_recipe, engine, model, quality, seed, project_id, shot_id, take_id, job_id, job_index, parent_id, added_at)
      VALUES (@id, @hash, @kind, @contentType, @name, @nameKey, @bytes, @width, @height, @frames, @rateNum, @rateDen, @state, @stateAt,
        @origin, @stars, @rating, @draft, @hasRecipe, @engine, @model, @quality, @seed, @projectId, @shotId, @takeId, @jobId, @jobIndex, @parentId,
        @addedAt)
      ON CONFLICT DO NOTHING`),
    insertText: one(
      "INSERT INTO asset_text (asset, caption, note, recipe_json, found_json) VALUES (@asset, @caption, @note, @recipe, @found)",
    ),
    asset: one(`${whole} WHERE asset.id = ?`),
    byHash: one(`${whole} WHERE asset.hash = ? ORDER BY asset.number`),
    byTake: one(`${whole} WHERE asset.take_id = ?`),
    children: one("SELECT * FROM asset WHERE parent_id = ? AND state IN ('kept', 'staged') ORDER BY number DESC LIMIT 24"),
    lines: one("SELECT * FROM asset WHERE number IN (SELECT value FROM json_each(?))"),
    linesById: one("SELECT * FROM asset WHERE id IN (SELECT value FROM json_each(?))"),
    setState: one("UPDATE asset SET state = ?, state_at = ? WHERE id = ?"),
    measure: one(`UPDATE asset SET width = coalesce(@width, width), height = coalesce(@height, height), frames = coalesce(@frames, frames),
      rate_num = coalesce(@rateNum, rate_num), rate_den = coalesce(@rateDen, rate_den), bytes = coalesce(@bytes, bytes)
      WHERE hash = @hash AND (width IS NOT coalesce(@width, width) OR height IS NOT coalesce(@height, height)
        OR frames IS NOT coalesce(@frames, frames) OR rate_num IS NOT coalesce(@rateNum, rate_num)
        OR rate_den IS NOT coalesce(@rateDen, rate_den) OR bytes IS NOT coalesce(@bytes, bytes))`),
    unmeasured: one("SELECT number, hash, name FROM asset WHERE bytes = 0 AND number > ? ORDER BY number LIMIT 100"),
    setSize: one("UPDATE asset SET bytes = ?, name_key = ? WHERE number = ?"),
    link: {
      asset_tag: one("INSERT OR IGNORE INTO asset_tag (asset, target) SELECT number, ? FROM asset WHERE id = ?"),
      asset_collection: one("INSERT OR IGNORE INTO asset_collection (asset, target) SELECT number, ? FROM asset WHERE id = ?"),
      asset_character: one("INSERT OR IGNORE INTO asset_character (asset, target) SELECT number, ? FROM asset WHERE id = ?"),
    },
  };
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  return {
    /** Hears that assets were written, also before the writing transaction ends; the log of changes says which. */
    listen: (listener: () => void): void => void listeners.add(listener),
    /** To be called by who wrote rows of the library by other queries than these. */
    changed,
    /** False where the same job or take has brought it before. */
    insert(asset: NewAsset): boolean {
      const { recipe = null, found = null, rate = null } = asset;
      const { changes, lastInsertRowid } = statements.insert.run({
        id: asset.id,
        hash: asset.hash,
        kind: asset.kind,
        contentType: asset.contentType,
        name: asset.name,
        nameKey: nameKey(asset.name),
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
        draft: recipe?.draft === true ? 1 : 0,
        hasRecipe: recipe === null ? 0 : 1,
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
      });
      if (changes === 0) return false;
      statements.insertText.run({
        asset: lastInsertRowid,
        caption: asset.caption ?? "",
        note: asset.note ?? "",
        recipe: recipe === null ? null : JSON.stringify(recipe),
        found: found === null ? null : JSON.stringify(found),
      });
      changed();
      return true;
    },
    asset(id: string): AssetRow | null {
      const raw = statements.asset.get(id);
      return raw === undefined ? null : rowOf(raw);
    },
    byTake(takeId: string): AssetRow | null {
      const raw = statements.byTake.get(takeId);
      return raw === undefined ? null : rowOf(raw);
    },
    byHash: (hash: string): AssetRow[] => statements.byHash.all(hash).map(rowOf),
    /** What was made from it, newest first, at most 24. */
    children: (id: string): AssetLine[] => statements.children.all(id).map(lineOf),
    /** By number, in the order asked for, without those that are gone. */
    lines(numbers: readonly number[]): AssetLine[] {
      const found = new Map(statements.lines.all(JSON.stringify(numbers)).map((raw) => [Number(raw.number), lineOf(raw)]));
      return numbers.flatMap((number) => found.get(number) ?? []);
    },
    /** By id, in the order asked for, without those that are gone. */
    linesById(ids: readonly string[]): AssetLine[] {
      const found = new Map(statements.linesById.all(JSON.stringify(ids)).map((raw) => [String(raw.id), lineOf(raw)]));
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    setState(id: string, state: AssetState, at: number): void {
      statements.setState.run(state, at, id);
      changed();
    },
    /** Writes what a look at the file has shown, on every asset of it. */
    measure(hash: string, { width, height, frames, rate, bytes }: AssetMeasures): void {
      const { changes } = statements.measure.run({
        hash,
        width: width ?? null,
        height: height ?? null,
        frames: frames ?? null,
        rateNum: rate?.num ?? null,
        rateDen: rate?.den ?? null,
        bytes: bytes ?? null,
      });
      if (changes > 0) changed();
    },
    /** Up to 100 assets whose bytes are not known yet, after `number`. */
    unmeasured: (number: number) =>
      statements.unmeasured.all(number).map((raw) => ({ number: Number(raw.number), hash: String(raw.hash), name: String(raw.name) })),
    setSize(number: number, bytes: number, name: string): void {
      statements.setSize.run(bytes, nameKey(name), number);
      changed();
    },
    /** Puts an asset into a relation, outside of the undo log: what comes in brings it along. */
    link(table: LinkTable, assetId: string, target: string): void {
      statements.link[table].run(target, assetId);
      changed();
    },
  };
}

/** Relations of assets: to tags, collections and characters by their ids. */
export const linkTables = ["asset_tag", "asset_collection", "asset_character"] as const;
export type LinkTable = (typeof linkTables)[number];
