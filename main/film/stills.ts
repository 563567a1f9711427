// Keeps every shot's frame drawn: a still for the exact snapshot, made in the background, once. When a
// shot changes while its picture is being drawn, the picture still belongs to the snapshot it was made from.
import { CodedError } from "../../shared/contract/errors.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import type { ShotSnapshot } from "../../shared/domain/shot.ts";
import { frameHeight, frameWidth } from "../../shared/domain/animatic/types.ts";
import type { Blobs } from "../library/blobs.ts";
import type { FilmQueries } from "../library/film-queries.ts";
import type { TakeWithRecipe } from "../library/rows.ts";
import type { Clock, Logger } from "../ports.ts";
import type { Painter } from "./painter.ts";
import { type PlacedShot, promptOf } from "./snapshot.ts";

interface StillPorts {
  films: FilmQueries;
  blobs: Blobs;
  painter: Painter;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  drawingVersion: string;
  /** A frame was drawn and kept. */
  drawn(take: TakeWithRecipe): void;
}

export interface Stills {
  /** Draws what is missing, in the background. The newest wish for a shot replaces an older one that waits. */
  want(shots: readonly PlacedShot[]): void;
  /** Draws what is missing and waits for it. Throws CodedError when a picture cannot be drawn. */
  ensure(shots: readonly PlacedShot[]): Promise<void>;
  /** Resolves when nothing waits to be drawn. */
  idle(): Promise<void>;
  /** From here on nothing is kept: what is being drawn is drawn again at the next start. */
  close(): void;
}

/** The recipe of a frame that the core drew. */
function frameRecipe(snapshot: ShotSnapshot, drawingVersion: string): TakeWithRecipe["recipe"] {
  return {
    engine: "draft",
    model: drawingVersion,
    quality: "draft",
    rating: "general",
    prompt: promptOf(snapshot),
    seed: snapshot.seed,
    width: frameWidth,
    height: frameHeight,
    shot: snapshot,
    references: [],
    draft: true,
  };
}

/** A keeper of stills. */
export function createStills(ports: StillPorts): Stills {
  const { films, blobs, painter, clock, ids, logger } = ports;
  /** By shot: what is being drawn or waits. */
  const wishes = new Map<string, { drawn: string; work: Promise<void> }>();

  let closed = false;

  const isDrawn = (shot: PlacedShot) => films.frameTake(shot.row.id, shot.drawn) !== null;
  const drawOne = async (shot: PlacedShot): Promise<void> => {
    if (isDrawn(shot)) return;
    const still = await blobs.put(await painter.paint(shot.snapshot, shot.language));
    if (closed) throw new CodedError("cancelled");
    // The project may have gone, or another wish for the same snapshot have come first.
    if (isDrawn(shot) || films.project(shot.row.projectId) === null) return;
    const take: TakeWithRecipe = {
      id: ids(),
      projectId: shot.row.projectId,
      shotId: shot.row.id,
      kind: "frame",
      madeFrom: shot.content,
      drawnFrom: shot.drawn,
      still,
      clip: null,
      proxy: null,
      thumbnail: null,
      segment: 0,
      frames: 1,
      jobId: null,
      createdAt: clock.now(),
      recipe: frameRecipe(shot.snapshot, ports.drawingVersion),
    };
    films.insertTake(take);
    ports.drawn(take);
  };
  const wish = (shot: PlacedShot): Promise<void> => {
    const known = wishes.get(shot.row.id);
    if (known?.drawn === shot.drawn) return known.work;
    const entry = { drawn: shot.drawn, work: Promise.resolve() };
    entry.work = (async () => {
      // One picture of a shot at a time; a wish that was replaced while it waited is not drawn at all.
      await known?.work.catch(() => undefined);
      if (wishes.get(shot.row.id) === entry) await drawOne(shot);
    })().finally(() => {
      if (wishes.get(shot.row.id) === entry) wishes.delete(shot.row.id);
    });
    wishes.set(shot.row.id, entry);
    return entry.work;
  };
  return {
    want(shots) {
      for (const shot of shots) {
        if (isDrawn(shot)) continue;
        wish(shot).catch((error: unknown) => {
          const code = error instanceof Error && "code" in error ? error.code : "internal";
          if (code !== "cancelled")
            logger.warn("a still could not be drawn", {
              shot: shot.row.id,
              code,
              reason: error instanceof Error ? (typeof error.cause === "string" ? error.cause : error.message) : "",
            });
        });
      }
    },
    async ensure(shots) {
      await Promise.all(shots.filter((shot) => !isDrawn(shot)).map(wish));
    },
    close() {
      closed = true;
    },
    async idle() {
      while (wishes.size > 0) await Promise.allSettled([...wishes.values()].map((entry) => entry.work));
    },
  };
}
