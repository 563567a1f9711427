// Files in and out on a real library: what comes in, what is put aside with a reason, what the background makes, and what goes out again.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import type { Recipe } from "../../../shared/domain/recipe.ts";
import { pngWithTexts } from "../../../shared/media/metadata/png.ts";
import { readMetadata } from "../../../shared/media/metadata/read.ts";
import { bytesSource } from "../../../shared/media/metadata/source.ts";
import { call, inFolder, until, withStudio } from "../../studio.fixture.ts";
import type { Studio } from "../../studio.ts";

const picture = (red: number, width = 96, height = 64) =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 140 } } })
    .png()
    .toBuffer();

async function importAll(studio: Studio, paths: string[], more: object = {}): Promise<Awaited<ReturnType<typeof importsOf>>[number]> {
  const begun = await call(studio, "imports", "start", { paths, ...more });
  await studio.files.imports.idle();
  await studio.files.derive.idle();
  const seen = (await importsOf(studio)).find((one) => one.id === begun.id);
  if (seen === undefined) throw new Error("the import is not in the list");
  return seen;
}
const importsOf = async (studio: Studio) => (await call(studio, "imports", "list", {})).imports;
const quarantineOf = async (studio: Studio) => (await call(studio, "imports", "quarantine", {})).files;
async function assetsOf(studio: Studio) {
  const page = () => call(studio, "library", "page", { query: { states: ["kept"] } });
  await until(async () => (await page()).indexing === null, "the library is read");
  return (await page()).assets;
}

test("a folder comes in once: by content, without links, with tags, and each file has its thumbnail", () =>
  inFolder((folder) =>
    withStudio(path.join(folder, "data"), async (studio) => {
      const source = path.join(folder, "source");
      mkdirSync(path.join(source, "inner"), { recursive: true });
      writeFileSync(path.join(source, "a.txt"), await picture(10));
      writeFileSync(path.join(source, "inner", "b.png"), await picture(20));
      writeFileSync(path.join(source, "inner", "same.png"), await picture(20));
      writeFileSync(path.join(source, "script.md"), "# A walk\n\nShe walks.");
      writeFileSync(path.join(source, ".hidden.png"), await picture(30));
      symlinkSync(source, path.join(source, "inner", "loop"));
      symlinkSync("/etc/hostname", path.join(source, "outside.txt"));
      const seen = await importAll(studio, [source], { tags: ["sea"] });
      expect(seen).toMatchObject({ state: "done", files: { found: 4, copied: 3, same: 1, failed: 0, left: 3 }, deriving: 0 });
      const assets = await assetsOf(studio);
      expect(assets.map(({ name, kind }) => `${kind} ${name}`).toSorted()).toEqual(["document script.md", "image a.txt", "image b.png"]);
      for (const asset of assets.filter((one) => one.kind === "image")) {
        const thumb = await studio.files.thumb(asset.hash);
        expect(await sharp(thumb ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: "webp", width: 96 });
        const [known] = (await call(studio, "imports", "want", { hashes: [asset.hash] })).files;
        expect(known).toMatchObject({ state: "ready", thumb: true, width: 96, height: 64 });
        expect(known?.thumbhash).toBeTruthy();
      }
      const [document] = assets.filter((one) => one.kind === "document");
      expect((await call(studio, "imports", "text", { hash: document?.hash ?? "" })).text).toContain("She walks.");
      const { tags } = await call(studio, "library", "tags", {});
      expect(tags).toMatchObject([{ name: "sea", count: 3 }]);
      // Again: nothing new. With `again`: a second asset over the same blob.
      expect(await importAll(studio, [path.join(source, "a.txt")])).toMatchObject({ files: { copied: 0, same: 1 } });
      expect(await importAll(studio, [path.join(source, "a.txt")], { again: true })).toMatchObject({ files: { copied: 1, same: 0 } });
      expect((await studio.blobs.verify()).damaged).toEqual([]);
    }),
  ));

test("files that cannot be used are put aside with a reason, and can be tried again, kept or removed", () =>
  inFolder((folder) =>
    withStudio(path.join(folder, "data"), async (studio) => {
      const source = path.join(folder, "source");
      mkdirSync(source);
      const good = await picture(40, 200, 200);
      const noise = await sharp(Buffer.from(Array.from({ length: 200 * 200 * 3 }, (_, at) => (at * 7919) % 251)), {
        raw: { width: 200, height: 200, channels: 3 },
      })
        .png()
        .toBuffer();
      const put = (name: string, bytes: Uint8Array | string) => writeFileSync(path.join(source, name), bytes);
      put("empty.png", "");
      put("cut.png", noise.subarray(0, noise.length / 2));
      // Whole by its chunks, damaged in its pixels.
      const broken = Buffer.from(noise);
      broken.fill(0, Math.floor(noise.length * 0.4), Math.floor(noise.length * 0.6));
      put("broken.png", broken);
      const wide = Buffer.from(good);
      wide.writeUInt32BE(50_000, 16);
      wide.writeUInt32BE(50_000, 20);
      put("wide.png", wide);
      put("photo.heic", Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic\0\0\0\0mif1heic", "latin1"), Buffer.alloc(64)]));
      put("program.exe", Buffer.concat([Buffer.from("MZ\0\x01"), Buffer.alloc(500, 1)]));
      put("film.mp4", Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from("ftypisom\0\0\0\0isom", "latin1"), Buffer.alloc(40)]));
      put("good.png", good);
      const seen = await importAll(studio, [source]);
      expect(seen).toMatchObject({ state: "done", files: { found: 8 } });
      const aside = await quarantineOf(studio);
      const reasons = Object.fromEntries(aside.map((one) => [one.name, one.reason]));
      expect(Object.keys(reasons).toSorted()).toEqual([
        "broken.png",
        "cut.png",
        "empty.png",
        "film.mp4",
        "photo.heic",
        "program.exe",
        "wide.png",
      ]);
      expect(reasons["empty.png"]).toContain("empty");
      expect(reasons["cut.png"]).toContain("ends too early");
      expect(reasons["broken.png"]).toContain("cannot be decoded");
      expect(reasons["wide.png"]).toContain("50,000 x 50,000");
      expect(reasons["photo.heic"]).toContain("HEIC");
      expect((await assetsOf(studio)).map((one) => one.name)).toEqual(["good.png"]);
      const idOf = (name: string) => aside.find((one) => one.name === name)?.id ?? "";
      // Mended where it lies: it comes in.
      put("cut.png", await picture(50));
      expect(await call(studio, "imports", "retry", { ids: [idOf("cut.png"), idOf("empty.png")] })).toEqual({ changed: 1 });
      expect(
        await call(studio, "imports", "keepAsDocument", { ids: [idOf("program.exe"), idOf("broken.png"), idOf("empty.png")] }),
      ).toEqual({ changed: 2 });
      expect(await call(studio, "imports", "remove", { ids: [idOf("wide.png")] })).toEqual({ changed: 1 });
      await studio.files.derive.idle();
      const names = async () => (await assetsOf(studio)).map((one) => `${one.kind} ${one.name}`).toSorted();
      await until(async () => (await names()).length === 4, "all four are in the list");
      expect(await names()).toEqual(["document broken.png", "document program.exe", "image cut.png", "image good.png"]);
      expect((await quarantineOf(studio)).map((one) => one.name).toSorted()).toEqual(["empty.png", "film.mp4", "photo.heic"]);
    }),
  ));

test("clips and sounds: measures, poster, proxy and peaks", () =>
  inFolder((folder) =>
    withStudio(path.join(folder, "data"), async (studio) => {
      const file = (name: string) => path.join(folder, name);
      execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=s=1280x720:r=16:d=1", "-pix_fmt", "yuv420p", file("clip.mp4")]);
      execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=f=300:d=2:r=8000", file("sound.wav")]);
      await importAll(studio, [file("clip.mp4"), file("sound.wav")]);
      const assets = await assetsOf(studio);
      const clip = assets.find((one) => one.kind === "clip");
      const sound = assets.find((one) => one.kind === "audio");
      const { files } = await call(studio, "imports", "want", { hashes: [clip?.hash ?? "", sound?.hash ?? ""] });
      expect(files[0]).toMatchObject({
        state: "ready",
        thumb: true,
        width: 1280,
        height: 720,
        frames: 16,
        rate: { num: 16, den: 1 },
        proxy: true,
      });
      expect(files[1]).toMatchObject({ state: "ready", thumb: false, frames: 16_000, rate: { num: 8000, den: 1 } });
      const peaks = new Int8Array(Buffer.from(files[1]?.peaks ?? "", "base64"));
      expect(peaks.length).toBe(1600);
      expect(Math.max(...peaks)).toBeGreaterThan(5);
      const proxy = studio.files.proxy(clip?.hash ?? "");
      const size = execFileSync("ffprobe", [
        "-v",
        "error",
        "-show_entries",
        "stream=width,height,nb_frames",
        "-of",
        "csv=p=0",
        proxy ?? "",
      ]);
      expect(size.toString().trim()).toBe("640,360,16");
    }),
  ));

const recipe: Recipe = {
  engine: "sdxl",
  model: "painter",
  quality: "high",
  rating: "general",
  prompt: 'A "quiet" street & a <lamp>\nnew line, 光',
  negative: "cars",
  seed: 4711,
  steps: 30,
  width: 96,
  height: 64,
  references: ["ab".repeat(32)],
  draft: false,
};

test("what is exported and imported again has the same recipe; without prompts the mark stays; the blob is untouched", () =>
  inFolder(async (folder) => {
    const out = path.join(folder, "out");
    const hashes: string[] = [];
    await withStudio(path.join(folder, "data"), async (studio) => {
      const png = await picture(60);
      const tagged =
        pngWithTexts(bytesSource(png), [{ keyword: "ourvidz:recipe", text: JSON.stringify({ recipe, found: null }) }], () => true) ?? [];
      const source = path.join(folder, "in.png");
      writeFileSync(
        source,
        Buffer.concat(tagged.map((part) => ("from" in part ? png.subarray(part.from, part.from + part.length) : part))),
      );
      const film = path.join(folder, "in.mp4");
      execFileSync("ffmpeg", [
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=s=96x64:r=8:d=1",
        "-pix_fmt",
        "yuv420p",
        "-movflags",
        "+faststart",
        "-metadata",
        `comment=${JSON.stringify(recipe)}`,
        film,
      ]);
      const jpeg = path.join(folder, "in.jpg");
      // A JPEG and a WebP get it by their XMP packet.
      await sharp(png).withXmp(xmpWith(recipe)).jpeg().toFile(jpeg);
      const webp = path.join(folder, "in.webp");
      await sharp(png).withXmp(xmpWith(recipe)).webp().toFile(webp);
      expect(await importAll(studio, [source, film, jpeg, webp])).toMatchObject({ files: { copied: 4, failed: 0 } });
      const assets = await assetsOf(studio);
      hashes.push(...assets.map((one) => one.hash));
      const assetIds = assets.map((one) => one.id);
      for (const stripPrompts of [false, true, false]) {
        await call(studio, "imports", "exportFiles", { assetIds, folder: out, options: { stripPrompts } });
        await studio.files.exports.idle();
      }
      const [last] = (await call(studio, "imports", "exports", {})).exports;
      expect(last).toMatchObject({ state: "done", files: { wanted: 4, written: 4 }, failed: [] });
      expect((await studio.blobs.verify()).damaged).toEqual([]);
    });
    // Nothing was written over, and no half file is left.
    const names = ["jpg", "mp4", "png", "webp"].flatMap((ending) => [`in 2.${ending}`, `in 3.${ending}`, `in.${ending}`]).toSorted();
    expect(readdirSync(out).toSorted()).toEqual(names);
    const types: Record<string, string> = { jpg: "image/jpeg", mp4: "video/mp4", png: "image/png", webp: "image/webp" };
    for (const name of names) {
      const bytes = readFileSync(path.join(out, name));
      const told = readMetadata(types[name.split(".").at(-1) ?? ""] ?? "", bytesSource(bytes));
      const bare = name.includes(" 2");
      expect([name, bytes.includes("quiet")]).toEqual([name, !bare]);
      expect(bytes.includes("digitalsourcetype/compositeSynthetic")).toBe(true);
      if (!bare) expect(told.recipe).toEqual(recipe);
      else expect(told.recipe).toBeNull();
    }
    await withStudio(path.join(folder, "other"), async (studio) => {
      mkdirSync(path.join(folder, "again"));
      for (const name of names.filter((one) => !one.includes(" 3") && !one.includes(" 2")))
        copyFileSync(path.join(out, name), path.join(folder, "again", name));
      await importAll(studio, [path.join(folder, "again")]);
      const assets = await assetsOf(studio);
      expect(assets.length).toBe(4);
      for (const asset of assets) expect((await call(studio, "library", "useRecipe", { assetId: asset.id })).recipe).toEqual(recipe);
    });
  }));

function xmpWith(value: Recipe): string {
  const text = JSON.stringify({ recipe: value, found: null }).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:ourvidz="https://ourvidz.com/ns/recipe/1/" ourvidz:recipe="${text}"/></rdf:RDF></x:xmpmeta>`;
}

test("an import is cancelled, and folders, projects and collections that are none are said", () =>
  inFolder((folder) =>
    withStudio(path.join(folder, "data"), async (studio) => {
      const source = path.join(folder, "source");
      mkdirSync(source);
      for (let number = 0; number < 60; number += 1) writeFileSync(path.join(source, `${number}.png`), await picture(number));
      const begun = await call(studio, "imports", "start", { paths: [source] });
      await call(studio, "imports", "cancel", { importId: begun.id });
      await studio.files.imports.idle();
      expect((await importsOf(studio))[0]).toMatchObject({ state: "cancelled" });
      const copied = (await importsOf(studio))[0]?.files.copied ?? 0;
      expect((await assetsOf(studio)).length).toBe(copied);
      // The same folder again takes in the rest.
      expect(await importAll(studio, [source])).toMatchObject({ state: "done", files: { copied: 60 - copied, same: copied } });
      const refused = async (input: object) => {
        const result = await studio.call({ namespace: "imports", method: "start", input: { paths: [source], ...input } });
        return result.ok ? null : result.error.code;
      };
      expect(await refused({ paths: ["relative/path"] })).toBe("invalid_input");
      expect(await refused({ collectionId: begun.id })).toBe("not_found");
      expect(await importAll(studio, [path.join(folder, "nowhere")])).toMatchObject({ files: { failed: 1 } });
      expect((await quarantineOf(studio))[0]?.reason).toContain("not there any more");
    }),
  ));
