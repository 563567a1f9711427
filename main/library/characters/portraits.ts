// Pictures of looks, and of characters without references, drawn by this computer: asked for when they are shown, drawn in
// the background, kept by what they were drawn from.
import type { LookWords } from "../../../shared/domain/character.ts";
import { canonicalJson } from "../../../shared/domain/recipe.ts";
import type { Age, Look, ShotSnapshot } from "../../../shared/domain/shot.ts";
import type { Painter } from "../../film/painter.ts";
import { hashText } from "../../hash.ts";
import type { Logger } from "../../ports.ts";
import type { Blobs } from "../blobs.ts";
import type { CharacterQueries } from "./character-queries.ts";

interface PortraitPorts {
  queries: CharacterQueries;
  blobs: Blobs;
  painter: Painter;
  drawingVersion: string;
  logger: Logger;
  /** A picture of the character was drawn. */
  drawn: (characterId: string) => void;
}

/** How the drawing shows an age. */
function ageOf(years: number | null): Age | undefined {
  if (years === null) return undefined;
  return years < 13 ? "child" : years < 18 ? "teen" : years >= 65 ? "old" : "adult";
}

const language = "en";

/** One person before a plain wall, from head to foot. */
function snapshotOf(name: string, years: number | null, look: Look, close: boolean): ShotSnapshot {
  const age = ageOf(years);
  return {
    sceneNumber: 1,
    shotNumber: 1,
    size: close ? "medium-close" : "full",
    angle: "eye",
    move: "static",
    setting: "interior",
    place: "studio",
    time: "day",
    weather: "clear",
    mood: "calm",
    cast: [{ name, ...(age === undefined ? {} : { age }), look, posture: "standing", facing: "camera" }],
    props: [],
    action: "",
    dialogue: [],
    sceneSeed: 7,
    seed: 7,
  };
}

export type Portraits = ReturnType<typeof createPortraits>;

export function createPortraits({ queries, blobs, painter, drawingVersion, logger, drawn }: PortraitPorts) {
  const underWay = new Map<string, Promise<void>>();
  let closed = false;

  const draw = async (characterId: string, drawnFrom: string, snapshot: ShotSnapshot): Promise<void> => {
    try {
      const hash = await blobs.put(await painter.paint(snapshot, language));
      if (closed) return;
      queries.putThumbnail(drawnFrom, hash);
      drawn(characterId);
    } catch (error) {
      if (!closed)
        logger.warn("a look could not be drawn", { character: characterId, reason: error instanceof Error ? error.message : "" });
    } finally {
      underWay.delete(drawnFrom);
    }
  };
  const ask = (characterId: string, snapshot: ShotSnapshot): string | null => {
    const drawnFrom = hashText(canonicalJson({ snapshot, drawingVersion }));
    const known = queries.thumbnail(drawnFrom);
    if (known === null && !closed && !underWay.has(drawnFrom)) underWay.set(drawnFrom, draw(characterId, drawnFrom, snapshot));
    return known;
  };
  return {
    /** A look from head to foot; null until it is drawn, which begins now. */
    look: (characterId: string, name: string, years: number | null, { look }: LookWords): string | null =>
      ask(characterId, snapshotOf(name, years, look, false)),
    /** Head and shoulders. */
    head: (characterId: string, name: string, years: number | null, look: Look): string | null =>
      ask(characterId, snapshotOf(name, years, look, true)),
    /** Resolves when nothing is being drawn. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
    async close(): Promise<void> {
      closed = true;
      await Promise.all(underWay.values());
    },
  };
}
