// Assets as the screens see them: cards of lists and the whole of one.
import type { AssetCard, AssetDetail } from "../../../shared/contract/studio/library-views.ts";
import { shotLetters } from "../../../shared/domain/shot.ts";
import type { Connection } from "../database.ts";
import type { AssetQueries } from "./asset-queries.ts";
import type { AssetLine, AssetRow } from "./asset-rows.ts";
import type { CommandQueries } from "./command-queries.ts";

/** What the background has made of a file (main/library/files). */
export interface ThumbFacts {
  /** A thumbnail lies ready. */
  thumb: boolean;
  /** Base64. */
  thumbhash: string | null;
}
export type ReadThumbs = (hashes: readonly string[]) => ReadonlyMap<string, ThumbFacts>;

const timeText = (at: number): string => new Date(at).toISOString();

const durationOf = ({ frames, rate }: AssetLine) =>
  frames === null || rate === null || rate.num === 0 ? null : (frames * rate.den) / rate.num;

export type AssetViews = ReturnType<typeof createAssetViews>;

interface ViewPorts {
  /** studio.db */
  database: Connection;
  assets: AssetQueries;
  queries: CommandQueries;
  thumbs: ReadThumbs;
}

interface UseRow {
  as: "frame" | "clip" | "take";
  project: string;
  title: string;
  shot: string;
  recipe: string;
}

/** Makes views of rows. */
export function createAssetViews({ database, assets, queries, thumbs }: ViewPorts) {
  const uses = database.prepare<{ hash: string; take: string | null }, UseRow>(`
    SELECT CASE WHEN EXISTS (SELECT 1 FROM approval WHERE approval.id = take.shot_id AND approval.still = @hash) THEN 'frame'
        WHEN EXISTS (SELECT 1 FROM choice WHERE choice.take_id = take.id) THEN 'clip' ELSE 'take' END AS "as",
      take.project_id AS project, project.title AS title, take.shot_id AS shot, take.recipe_json AS recipe
    FROM take JOIN project ON project.id = take.project_id JOIN shot ON shot.id = take.shot_id
    WHERE take.id = @take AND project.removed_at IS NULL
    UNION
    SELECT 'frame', approval.project_id, project.title, approval.id, frame.recipe_json
    FROM asset JOIN approval ON approval.id = asset.shot_id AND approval.still = asset.hash
    JOIN take AS frame ON frame.id = asset.take_id JOIN project ON project.id = approval.project_id
    WHERE asset.hash = @hash AND project.removed_at IS NULL`);
  const roles = database.prepare<[string], { id: string; name: string }>(
    `SELECT DISTINCT character.id, character.name FROM reference JOIN character_reference ON reference_id = reference.id
     JOIN character ON character.id = character_id WHERE reference.hash = ? AND character.removed_at IS NULL ORDER BY character.name`,
  );
  const proxy = database.prepare<[string], string | null>("SELECT proxy FROM take WHERE id = ?").pluck();
  const title = database.prepare<[string], { id: string; title: string }>("SELECT id, title FROM project WHERE id = ?");

  const cards = (rows: readonly AssetLine[]): AssetCard[] => {
    const facts = thumbs(rows.map((row) => row.hash));
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      hash: row.hash,
      thumb: facts.get(row.hash)?.thumb ?? false,
      thumbhash: facts.get(row.hash)?.thumbhash ?? null,
      aspect: row.width === null || row.height === null || row.height === 0 ? null : row.width / row.height,
      duration: durationOf(row),
      stars: row.stars,
      name: row.name,
      state: row.state,
      rating: row.rating,
      engine: row.engine,
      draft: row.draft,
      hasRecipe: row.hasRecipe,
      bytes: row.bytes,
      addedAt: timeText(row.addedAt),
      stateAt: timeText(row.stateAt),
    }));
  };
  const first = (rows: readonly AssetLine[]): AssetCard | null => cards(rows.slice(0, 1))[0] ?? null;
  const labelOf = (recipe: string): string | null => {
    const { shot } = JSON.parse(recipe) as { shot?: { sceneNumber?: unknown; shotNumber?: unknown } };
    return typeof shot?.sceneNumber === "number" && typeof shot.shotNumber === "number"
      ? `${shot.sceneNumber}${shotLetters(shot.shotNumber)}`
      : null;
  };
  return {
    cards,
    /** Everything that is known of an asset. */
    detail(row: AssetRow): AssetDetail {
      const card = first([row]) as AssetCard;
      const references = Array.isArray(row.recipe?.references) ? row.recipe.references.filter((hash) => /^[0-9a-f]{64}$/.test(hash)) : [];
      return {
        ...card,
        contentType: row.contentType,
        width: row.width,
        height: row.height,
        frames: row.frames,
        rate: row.rate,
        origin: row.origin,
        caption: row.caption,
        note: row.note,
        model: row.model,
        quality: row.quality,
        seed: row.seed,
        recipe: row.recipe === null ? null : { ...row.recipe },
        found: row.found,
        proxy: row.takeId === null ? null : (proxy.get(row.takeId) ?? null),
        project: row.projectId === null ? null : (title.get(row.projectId) ?? null),
        parent: row.parentId === null ? null : first(assets.linesById([row.parentId])),
        children: cards(assets.children(row.id)),
        references: references.map((hash) => ({ hash, asset: first(assets.byHash(hash).filter((other) => other.state !== "discarded")) })),
        tags: queries.tagsOf(row.number),
        collections: queries.collectionsOf(row.number),
        characters: queries.charactersOf(row.number),
        usedIn: [
          ...uses.all({ hash: row.hash, take: row.takeId }).map(({ as, project, title: name, shot, recipe }) => ({
            as,
            project: { id: project, title: name },
            shotId: shot,
            label: labelOf(recipe),
            character: null,
          })),
          ...roles.all(row.hash).map((character) => ({ as: "reference" as const, project: null, shotId: null, label: null, character })),
        ],
        duplicates: assets.byHash(row.hash).filter((other) => other.id !== row.id && (other.state === "kept" || other.state === "staged"))
          .length,
      };
    },
  };
}
