// Keeps every shot's frame drawn: a still for the exact snapshot, made in the background, once. When a
// shot changes while its picture is being drawn, the picture still belongs to the snapshot it was made from.
import { CodedError } from "../../shared/contract/errors.ts";
import type { IdMaker } from "../../shared/domain/ids.ts";
import { frameHeight, frameWidth } from "../../shared/domain/animatic/types.ts";
import type { Blobs } from "../library/blobs.ts";
import type { FilmQueries } from "../library/film-queries.ts";
import type { TakeWithRecipe } from "../library/rows.ts";
import type { Clock, Logger } from "../ports.ts";
import type { Painter } from "./painter.ts";
import { type PlacedShot, promptOf } from "./snapshot.ts";
import { createStillLine, type StillPlace } from "./still-line.ts";

interface StillPorts {
  films: FilmQueries;
  blobs: Blobs;
  painter: Painter;
  /** Pictures that the painter draws at once. */
  atOnce: number;
  clock: Clock;
  ids: IdMaker;
  logger: Logger;
  drawingVersion: string;
  /** A frame was drawn and kept. */
  drawn(take: TakeWithRecipe): void;
}

export interface Stills {
  /**
   * Draws what is missing of the film that is open now, in the background: before what other films still wait for. The
   * newest wish for a shot replaces an older one that waits. `shots` are all of the film, in its order.
   */
  want(shots: readonly PlacedShot[]): void;
  /** Draws what is missing and waits for it. Throws CodedError when a picture cannot be drawn. */
  ensure(shots: readonly PlacedShot[]): Promise<void>;
  /** Resolves when nothing waits to be drawn. */
  idle(): Promise<void>;
  /** From here on nothing is kept: what is being drawn is drawn again at the next start. */
  close(): void;
}

/** The recipe of a frame that the core drew. */
function frameRecipe({ snapshot, characters }: PlacedShot, drawingVersion: string): TakeWithRecipe["recipe"] {
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
    ...(characters.length === 0 ? {} : { characters }),
    draft: true,
  };
}

/** A keeper of stills. */
export function createStills(ports: StillPorts): Stills {
  const { films, blobs, painter, clock, ids, logger } = ports;
  const line = createStillLine(ports.atOnce);
  /** By shot: what is being drawn or waits. */
  const wishes = new Map<string, { drawn: string; place: StillPlace; work: Promise<void> }>();

  let closed = false;

  const isDrawn = (shot: PlacedShot) => films.frameTake(shot.row.id, shot.drawn) !== null;
  /** `wanted` is asked when it is its turn. */
  const drawOne = async (shot: PlacedShot, place: StillPlace, wanted: () => boolean): Promise<void> => {
    const bytes = await line.run(place, async () => {
      if (closed) throw new CodedError("cancelled");
      return wanted() && !isDrawn(shot) ? await painter.paint(shot.snapshot, shot.language) : null;
    });
    if (bytes === null) return;
    const still = await blobs.put(bytes);
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
      recipe: frameRecipe(shot, ports.drawingVersion),
    };
    films.insertTake(take);
    ports.drawn(take);
  };
  const wish = (shot: PlacedShot, place: StillPlace): Promise<void> => {
    const known = wishes.get(shot.row.id);
    if (known?.drawn === shot.drawn) return known.work;
    // What is replaced has its turn, to be left out, when the new one would.
    if (known !== undefined) Object.assign(known.place, place);
    const entry = { drawn: shot.drawn, place, work: Promise.resolve() };
    entry.work = (async () => {
      // One picture of a shot at a time; a wish that was replaced while it waited is not drawn at all.
      await known?.work.catch(() => undefined);
      await drawOne(shot, place, () => wishes.get(shot.row.id) === entry);
    })().finally(() => {
      if (wishes.get(shot.row.id) === entry) wishes.delete(shot.row.id);
    });
    wishes.set(shot.row.id, entry);
    return entry.work;
  };
  /** Wishes for what is missing, of the film that goes first from now on. */
  const ask = (shots: readonly PlacedShot[]): { shot: PlacedShot; place: StillPlace }[] => {
    const projectId = shots[0]?.row.projectId;
    if (projectId === undefined) return [];
    const asked = line.call(projectId);
    return shots.flatMap((shot, order) => (isDrawn(shot) ? [] : [{ shot, place: { projectId, asked, order } }]));
  };
  return {
    want(shots) {
      for (const { shot, place } of ask(shots)) {
        wish(shot, place).catch((error: unknown) => {
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
      await Promise.all(
        ask(shots).map(({ shot, place }) => {
          const work = wish(shot, place);
          // Somebody waits for it, also where it was asked for before.
          Object.assign(wishes.get(shot.row.id)?.place ?? {}, place);
          return work;
        }),
      );
    },
    close() {
      closed = true;
    },
    async idle() {
      while (wishes.size > 0) await Promise.allSettled([...wishes.values()].map((entry) => entry.work));
    },
  };
}
