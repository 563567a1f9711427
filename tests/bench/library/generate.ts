// The library of the benchmarks: 100,000 assets and 300 films with their takes, made once and kept in the user's cache
// folder. Rows are written by the product's own queries; files are a few thousand small pictures.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { filmOf } from "../../../main/film/create.ts";
import { noLooks } from "../../../main/film/film-looks.ts";
import { readStory } from "../../../main/film/films.ts";
import { placeShots } from "../../../main/film/snapshot.ts";
import { assetQueries } from "../../../main/library/assets/asset-queries.ts";
import { createLibraryRoom } from "../../../main/library/assets/library-room.ts";
import { openBlobs } from "../../../main/library/blobs.ts";
import { cacheMigrations } from "../../../main/library/cache-schema.ts";
import { openDatabase } from "../../../main/library/database.ts";
import { filmQueries } from "../../../main/library/film-queries.ts";
import { studioMigrations } from "../../../main/library/studio-schema.ts";
import { createEvents } from "../../../main/events.ts";
import { drawingVersion } from "../../../shared/domain/animatic/index.ts";
import { createIdMaker, type ProjectId } from "../../../shared/domain/ids.ts";
import type { Recipe } from "../../../shared/domain/recipe.ts";
import { createRandom, vocabulary, type Random } from "./words.ts";

const rules = 1;
const assetCount = 100_000;
const filmCount = 300;
const pictureCount = 3000;
const begin = Date.UTC(2024, 4, 1);
const end = Date.UTC(2026, 10, 20);

/** The data folder of the kept library; makes it where it is not there as this version makes it. */
export async function keptLibrary(): Promise<string> {
  const stamp = createHash("sha256")
    .update(JSON.stringify([rules, studioMigrations, cacheMigrations, drawingVersion]))
    .digest("hex")
    .slice(0, 12);
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "ourvidz-studio");
  const folder = path.join(cache, `bench-library-${stamp}`);
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(path.join(making, "library"), { recursive: true });
  console.error("A library of 100,000 assets is made once; this takes a minute or two.");
  await make(making);
  renameSync(making, folder);
  return folder;
}

/** A small picture of two colours. */
function picture(random: Random): Buffer {
  const [width, height] = [64, 36];
  const rows = Buffer.alloc(height * (1 + width * 3));
  const [from, to] = [0, 1].map(() => [0, 1, 2].map(() => random.below(256)));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const share = (x + y) / (width + height);
        rows[y * (1 + width * 3) + 1 + x * 3 + channel] = Math.round((from?.[channel] ?? 0) * (1 - share) + (to?.[channel] ?? 0) * share);
      }
    }
  }
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc32(body), body.length + 4);
    return whole;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const engines = [
  { engine: "sdxl", model: "sdxl-base-1.0", quality: "high" },
  { engine: "wan", model: "wan-1.3b", quality: "fast" },
  { engine: "draft", model: "rules-7", quality: "draft" },
] as const;

async function make(folder: string): Promise<void> {
  const random = createRandom(20_261_125);
  let now = begin;
  const ids = createIdMaker({ now: () => now, randomBytes: (count) => Uint8Array.from({ length: count }, () => random.below(256)) });
  const blobs = await openBlobs(path.join(folder, "blobs"));
  const hashes: { hash: string; bytes: number }[] = [];
  for (let index = 0; index < pictureCount; index += 1) {
    const bytes = picture(random);
    const hash = createHash("sha256").update(bytes).digest("hex");
    mkdirSync(path.dirname(blobs.pathOf(hash)), { recursive: true });
    writeFileSync(blobs.pathOf(hash), bytes);
    hashes.push({ hash, bytes: bytes.length });
  }
  const file = (name: string) => path.join(folder, "library", name);
  const database = openDatabase({ file: file("studio.db"), migrations: studioMigrations, synchronous: "NORMAL" });
  const cache = openDatabase({ file: file("cache.db"), migrations: cacheMigrations, synchronous: "NORMAL" });
  const films = filmQueries(database);
  const assets = assetQueries(database);
  const projects: ProjectId[] = [];
  database.transaction(() => {
    for (let index = 0; index < filmCount; index += 1) {
      now = begin + Math.floor(((end - begin) * index) / filmCount);
      // The first one is long: 300 shots at least.
      const content = film(random, index === 0 ? 110 : 6 + random.below(8));
      const made = filmOf(content, { ids, now });
      films.insertProject(made.project);
      for (const scene of made.scenes) films.putScene(scene);
      for (const shot of made.shots) films.putShot(shot);
      projects.push(made.project.id);
      for (const shot of placeShots({ ...made, looks: noLooks }, drawingVersion)) {
        const still = hashes[random.below(hashes.length)]?.hash ?? "";
        const recipe: Recipe = {
          engine: "draft",
          model: drawingVersion,
          quality: "draft",
          rating: "general",
          prompt: shot.row.action,
          seed: shot.row.seed,
          width: 1280,
          height: 720,
          shot: shot.snapshot,
          references: [],
          draft: true,
        };
        const take = {
          id: ids<"take">(),
          projectId: made.project.id,
          shotId: shot.row.id,
          madeFrom: shot.content,
          proxy: null,
          thumbnail: null,
          segment: 0,
          jobId: null,
          createdAt: now,
          recipe,
        };
        films.insertTake({ ...take, kind: "frame", drawnFrom: shot.drawn, still, clip: null, frames: 1 });
      }
    }
  })();
  const tags = Array.from({ length: 80 }, (_, index) => ({ id: ids<"tag">(), name: `${vocabulary.tag(index)}` }));
  const collections = Array.from({ length: 40 }, (_, index) => ({ id: ids<"collection">(), name: `Collection ${index + 1}` }));
  database.transaction(() => {
    const tag = database.prepare("INSERT INTO tag (id, name, name_key) VALUES (?, ?, ?)");
    for (const { id, name } of tags) tag.run(id, name, name.toLowerCase());
    const collection = database.prepare("INSERT INTO collection (id, name, position) VALUES (?, ?, ?)");
    for (const [index, { id, name }] of collections.entries()) collection.run(id, name, index);
  })();
  const fingerprint = cache.prepare("INSERT INTO fingerprint (hash, bits) VALUES (?, ?)");
  cache.transaction(() => {
    for (const { hash } of hashes) fingerprint.run(Buffer.from(hash, "hex"), hash.slice(0, 16));
  })();
  for (let from = 0; from < assetCount; from += 5000) {
    database.transaction(() => {
      for (let index = from; index < from + 5000; index += 1) {
        now = begin + Math.floor(((end - begin) * index) / assetCount);
        const which = random.below(100);
        const kind = which < 80 ? "image" : which < 95 ? "clip" : which < 99 ? "audio" : "document";
        const blob = hashes[random.below(hashes.length)] ?? { hash: "", bytes: 0 };
        const engine = engines[random.below(3)] ?? engines[0];
        const prompt = random.sentence(12 + random.below(20));
        const recipe: Recipe | null =
          kind === "image" || kind === "clip"
            ? {
                ...engine,
                rating: random.below(20) === 0 ? "mature" : "general",
                prompt,
                negative: random.sentence(4),
                seed: random.below(2 ** 31),
                steps: 30,
                guidance: 5,
                width: 832,
                height: 480,
                references: [],
                draft: engine.engine === "draft",
              }
            : null;
        const id = ids<"asset">();
        assets.insert({
          id,
          hash: blob.hash,
          kind,
          contentType: kind === "image" ? "image/png" : kind === "clip" ? "video/mp4" : kind === "audio" ? "audio/wav" : "text/plain",
          name: `${random.sentence(3)} ${index}`,
          bytes: blob.bytes + random.below(4_000_000),
          width: kind === "image" || kind === "clip" ? 832 : null,
          height: kind === "image" || kind === "clip" ? 480 : null,
          frames: kind === "clip" ? 80 : null,
          rate: kind === "clip" ? { num: 16, den: 1 } : null,
          state: "kept",
          origin: random.below(4) === 0 ? "imported" : "made",
          stars: random.below(3) === 0 ? 1 + random.below(5) : 0,
          caption: random.below(4) === 0 ? random.sentence(8) : random.below(40) === 0 ? vocabulary.unspaced(random.below(50)) : "",
          recipe,
          projectId: random.below(10) < 6 ? (projects[random.below(projects.length)] ?? null) : null,
          addedAt: now,
        });
        for (let tagged = random.below(4); tagged > 0; tagged -= 1) assets.link("asset_tag", id, tags[random.below(tags.length)]?.id ?? "");
        if (random.below(8) === 0) assets.link("asset_collection", id, collections[random.below(collections.length)]?.id ?? "");
      }
    })();
  }
  const events = createEvents();
  const quiet = { info: () => undefined, warn: console.error, error: console.error };
  const whole = new Promise<void>((resolve) => {
    events.listen((name, data) => {
      if (name === "library.indexing" && (data as { indexing: unknown }).indexing === null) resolve();
    });
  });
  const room = createLibraryRoom({ database, cache, assets, blobs, events, ports: { clock: { now: () => now }, ids, logger: quiet } });
  await whole;
  await room.close();
  for (const connection of [database, cache]) {
    connection.exec("ANALYZE");
    connection.pragma("wal_checkpoint(TRUNCATE)");
    connection.close();
  }
}

/** A film of so many scenes. */
function film(random: Random, scenes: number): ReturnType<typeof readStory> {
  const lines = [`${random.sentence(3)}\n`];
  for (let scene = 0; scene < scenes; scene += 1) {
    const [who, other] = [vocabulary.person(random.below(30)), vocabulary.person(random.below(30))];
    lines.push(
      `INT. ${random.sentence(2).toUpperCase()} - NIGHT\n`,
      `${who} walks in. ${random.sentence(9)}.\n`,
      `${who.toUpperCase()}\n${random.sentence(6)}.\n`,
      `${other} turns around. ${random.sentence(8)}.\n`,
      `${other.toUpperCase()}\n${random.sentence(5)}.\n`,
    );
  }
  return readStory(Buffer.from(lines.join("\n")), "film.fountain", undefined);
}
