// Files from strangers: whatever bytes stand in them, the parsers answer and the writers make a file that says the same picture.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { membersOf, readParameters } from "./a1111.ts";
import { readComfy } from "./comfy.ts";
import { readExif } from "./exif.ts";
import { readInvoke } from "./invoke.ts";
import { jpegWithXmp } from "./jpeg.ts";
import { mp4WithMetadata, readMp4 } from "./mp4.ts";
import { readOwn } from "./own.ts";
import { pngWithTexts } from "./png.ts";
import { readMetadata } from "./read.ts";
import { bytesSource, type Part } from "./source.ts";
import { webpWithXmp } from "./webp.ts";
import { mergeXmp, readXmp, writeXmp } from "./xmp.ts";

const ours = { recipe: '{"a":"<&\\"\n"}', sourceType: "trainedAlgorithmicMedia", creator: "test" } as const;
const files: Record<string, Buffer> = {};
let folder = "";

const assembled = (old: Uint8Array, parts: Part[] | null): Buffer | null =>
  parts === null ? null : Buffer.concat(parts.map((part) => ("from" in part ? old.subarray(part.from, part.from + part.length) : part)));
const written: Record<string, (bytes: Buffer) => Part[] | null> = {
  "image/png": (bytes) => pngWithTexts(bytesSource(bytes), [{ keyword: "k", text: "t" }], () => true),
  "image/jpeg": (bytes) => jpegWithXmp(bytesSource(bytes), writeXmp(ours), { exif: Buffer.alloc(0) }),
  "image/webp": (bytes) => webpWithXmp(bytesSource(bytes), writeXmp(ours), null),
  "video/mp4": (bytes) => mp4WithMetadata(bytesSource(bytes), "a comment", writeXmp(ours)),
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "metadata-"));
  const picture = sharp({ create: { width: 40, height: 30, channels: 4, background: { r: 9, g: 80, b: 120, alpha: 0.5 } } });
  files["image/png"] = await picture.clone().png().toBuffer();
  files["image/jpeg"] = await picture
    .clone()
    .flatten()
    .withExif({ IFD0: { ImageDescription: "x" } })
    .jpeg()
    .toBuffer();
  files["image/webp"] = await picture.clone().webp().toBuffer();
  const film = path.join(folder, "film.mp4");
  const make = ["-v", "error", "-f", "lavfi", "-i", "testsrc=s=64x48:r=8:d=2", "-f", "lavfi", "-i", "sine=d=2", "-pix_fmt", "yuv420p"];
  execFileSync("ffmpeg", [...make, "-movflags", "+faststart", "-metadata", "comment=old", film]);
  files["video/mp4"] = readFileSync(film);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("no bytes make a parser throw, and none makes a writer throw", () => {
  const types = Object.keys(files);
  const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.array(change, { maxLength: 12 }), fc.nat(), fc.boolean(), (type, changes, cut, isCut) => {
      const bytes = Buffer.from(files[type] ?? Buffer.alloc(0));
      for (const { at, byte } of changes) bytes[at % Math.min(bytes.length, 3000)] = byte;
      const file = isCut ? bytes.subarray(0, cut % bytes.length) : bytes;
      readMetadata(type, bytesSource(file));
      written[type]?.(file);
    }),
    { numRuns: 1500 },
  );
  fc.assert(
    fc.property(fc.constantFrom(...types, "audio/mp4"), fc.uint8Array({ maxLength: 400 }), (type, bytes) => {
      readMetadata(type, bytesSource(bytes));
      readExif(Buffer.from(bytes));
    }),
  );
});

test("no text makes a parser throw or wait", () => {
  const pieces = fc.constantFrom(
    "<rdf:Description ",
    "<",
    "&#x41;",
    '"',
    "{",
    "[",
    "Steps: ",
    "Seed: 1",
    "a: ",
    ",",
    "\n",
    "\\",
    "<rdf:li>",
    "recipe=",
    ": ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
      ),
      (text) => {
        readXmp(text);
        mergeXmp(text, ours);
        readParameters(text);
        readComfy({ prompt: text, workflow: text });
        readInvoke("invokeai_metadata", text);
        readInvoke("Dream", text);
        readOwn(text);
      },
    ),
  );
  // What takes a pattern with a step back an age is done in a moment.
  const long = 300_000;
  for (const text of [
    "<rdf:Description ".repeat(long / 16),
    "<".repeat(long),
    `<description>${"<".repeat(long)}</description>`,
    "a ".repeat(long),
    "&#".repeat(long),
  ]) {
    readXmp(text);
    mergeXmp(text, ours);
    readParameters(`${text}\nSteps: 1, Seed: 1, Sampler: x`);
    membersOf(text);
    readInvoke("Dream", text);
  }
  readOwn("[".repeat(long));
  readOwn('{"a":'.repeat(long));
}, 20_000);

test("written metadata comes back, whatever the recipe says, and an older one of ours is replaced", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (recipe, other) => {
      const clean = (text: string) => text.toWellFormed().replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
      const first = mergeXmp(null, { ...ours, recipe: clean(other) });
      const again = mergeXmp(first, { ...ours, recipe: clean(recipe) });
      expect(readXmp(again)).toMatchObject({ recipe: clean(recipe), sourceType: "trainedAlgorithmicMedia" });
      expect(again.match(/ourvidz:recipe=/g)?.length).toBe(1);
    }),
  );
});

test("a film with new metadata has the same packets, and players read its comment", () => {
  const film = files["video/mp4"] ?? Buffer.alloc(0);
  const out = assembled(film, written["video/mp4"]?.(film) ?? null);
  const target = path.join(folder, "out.mp4");
  writeFileSync(target, out ?? "");
  const hashes = (file: string) =>
    execFileSync("ffmpeg", ["-v", "error", "-i", file, "-map", "0", "-c", "copy", "-f", "framehash", "-"]).toString();
  expect(hashes(target)).toBe(hashes(path.join(folder, "film.mp4")));
  expect(execFileSync("ffprobe", ["-v", "error", "-show_entries", "format_tags=comment", "-of", "csv=p=0", target]).toString().trim()).toBe(
    "a comment",
  );
  expect(readMp4(bytesSource(out ?? Buffer.alloc(0)))).toMatchObject({ whole: true, xmp: writeXmp(ours), texts: { comment: "a comment" } });
  // A second time it stands there once.
  const twice = assembled(out ?? film, mp4WithMetadata(bytesSource(out ?? film), "another", writeXmp(ours)));
  expect(readMp4(bytesSource(twice ?? film))?.texts.comment).toBe("another");
  expect(twice?.length).toBe((out?.length ?? 0) - 2);
});

test("pictures with new metadata decode to the same pixels", async () => {
  for (const type of ["image/png", "image/jpeg", "image/webp"]) {
    const file = files[type] ?? Buffer.alloc(0);
    const out = assembled(file, written[type]?.(file) ?? null);
    const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer();
    expect(await pixels(out ?? Buffer.alloc(0))).toEqual(await pixels(file));
    if (type !== "image/png") expect(readMetadata(type, bytesSource(out ?? file)).sourceType).toBe("trainedAlgorithmicMedia");
  }
});
