// Recipes of other tools, as each of them writes them into its files, become ours with the original text beside them.
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import type { Recipe } from "../../domain/recipe.ts";
import { writeOwn } from "./own.ts";
import { internationalText, pngWithTexts, readPng } from "./png.ts";
import { readMetadata } from "./read.ts";
import { bytesSource, type Part } from "./source.ts";

const png = await sharp({ create: { width: 64, height: 48, channels: 3, background: "#446" } })
  .png()
  .toBuffer();

/** The file that parts stand for. */
function assembled(old: Uint8Array, parts: Part[] | null): Buffer {
  if (parts === null) throw new Error("no parts");
  return Buffer.concat(parts.map((part) => ("from" in part ? old.subarray(part.from, part.from + part.length) : part)));
}
const withTexts = (texts: { keyword: string; text: string }[]) =>
  assembled(
    png,
    pngWithTexts(bytesSource(png), texts, () => true),
  );
const readPngFile = (bytes: Buffer) => readMetadata("image/png", bytesSource(bytes));

const parameters = `a lighthouse at dusk, <lora:film grain:0.6>
second line
Negative prompt: blurry,
text
Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890, Size: 832x1216, Model hash: 67ab2fd8ec, Model: painter_v3, Denoising strength: 0.35, Lora hashes: "film grain: aa11bb22", Version: v1.10.1`;

test("A1111: prompt, negative, sampler, size, model and loras", async () => {
  const expected = {
    engine: "a1111",
    model: "painter_v3",
    prompt: "a lighthouse at dusk, <lora:film grain:0.6>\nsecond line",
    negative: "blurry,\ntext",
    seed: 1_234_567_890,
    steps: 28,
    guidance: 6.5,
    sampler: "DPM++ 2M Karras",
    strength: 0.35,
    width: 832,
    height: 1216,
    loras: [{ name: "film grain", weight: 0.6, hash: "aa11bb22" }],
    draft: false,
  };
  expect(readPngFile(withTexts([{ keyword: "parameters", text: parameters }]))).toMatchObject({
    recipe: expected,
    found: { tool: "a1111", text: parameters },
  });
  // JPEG and WebP hold it in EXIF's user comment, in UTF-16 of either order.
  for (const order of ["be", "le"] as const) {
    const text = Buffer.from(parameters, "utf16le");
    const comment = Buffer.concat([Buffer.from("UNICODE\0", "latin1"), order === "be" ? text.swap16() : text]);
    const exif = exifWithComment(comment);
    const jpeg = await sharp(png).jpeg().toBuffer();
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), Buffer.from("Exif\0\0", "latin1"), exif]);
    segment.writeUInt16BE(segment.length - 2, 2);
    const tagged = Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
    expect(readMetadata("image/jpeg", bytesSource(tagged)).recipe).toMatchObject(expected);
  }
});

/** A TIFF structure with the one entry that tools use. */
function exifWithComment(comment: Buffer): Buffer {
  const head = Buffer.alloc(26 + 18);
  head.write("MM", 0, "latin1");
  head.writeUInt16BE(42, 2);
  head.writeUInt32BE(8, 4);
  head.writeUInt16BE(1, 8);
  head.writeUInt16BE(0x8769, 10);
  head.writeUInt16BE(4, 12);
  head.writeUInt32BE(1, 14);
  head.writeUInt32BE(26, 18);
  head.writeUInt16BE(1, 26);
  head.writeUInt16BE(0x9286, 28);
  head.writeUInt16BE(7, 30);
  head.writeUInt32BE(comment.length, 32);
  head.writeUInt32BE(44, 36);
  return Buffer.concat([head, comment]);
}

const graph = {
  "3": {
    class_type: "KSampler",
    inputs: {
      seed: 42,
      steps: 20,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 1,
      model: ["10", 0],
      positive: ["6", 0],
      negative: ["7", 0],
      latent_image: ["5", 0],
    },
  },
  "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "base.safetensors" } },
  "5": { class_type: "EmptyLatentImage", inputs: { width: 512, height: 768, batch_size: 1 } },
  "6": { class_type: "CLIPTextEncode", inputs: { text: ["12", 0], clip: ["10", 1] } },
  "7": { class_type: "CLIPTextEncode", inputs: { text: "fog", clip: ["10", 1] } },
  "8": { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["4", 2] } },
  "9": { class_type: "SaveImage", inputs: { images: ["8", 0], filename_prefix: "x" } },
  "10": { class_type: "LoraLoader", inputs: { lora_name: "ink.safetensors", strength_model: 0.8, model: ["4", 0], clip: ["4", 1] } },
  "11": { class_type: "KSampler", inputs: { seed: 99, steps: 1, cfg: 1, sampler_name: "ddim" } },
  "12": { class_type: "PrimitiveString", inputs: { value: "a boat on still water" } },
};
const comfyRecipe = {
  engine: "comfyui",
  prompt: "a boat on still water",
  negative: "fog",
  seed: 42,
  steps: 20,
  guidance: 7,
  sampler: "euler normal",
  model: "base.safetensors",
  width: 512,
  height: 768,
  loras: [{ name: "ink.safetensors", weight: 0.8 }],
};

test("ComfyUI: the sampler that made the saved picture is followed back through its links", () => {
  const text = JSON.stringify(graph);
  const read = readPngFile(withTexts([{ keyword: "prompt", text }]));
  expect(read.recipe).toMatchObject(comfyRecipe);
  expect(read.found).toEqual({ tool: "comfyui", text });
  const loop = { "1": { class_type: "KSampler", inputs: { model: ["1", 0], positive: ["1", 0], seed: ["1", 0] } } };
  expect(readPngFile(withTexts([{ keyword: "prompt", text: JSON.stringify(loop) }])).recipe).toMatchObject({ prompt: "", seed: 0 });
});

test("ComfyUI: the workflow alone, as it stood on the screen", () => {
  const nodes = [
    { id: 1, type: "CheckpointLoaderSimple", widgets_values: ["base.safetensors"], inputs: [] },
    { id: 2, type: "CLIPTextEncode", widgets_values: ["a red door"], inputs: [{ name: "clip", link: 1 }] },
    { id: 3, type: "CLIPTextEncode", widgets_values: ["rain"], inputs: [{ name: "clip", link: 2 }] },
    { id: 4, type: "EmptyLatentImage", widgets_values: [640, 384, 1], inputs: [] },
    {
      id: 5,
      type: "KSampler",
      widgets_values: [77, "fixed", 30, 5, "dpmpp_2m", "karras", 0.5],
      inputs: [
        { name: "model", link: 3 },
        { name: "positive", link: 4 },
        { name: "negative", link: 5 },
        { name: "latent_image", link: 6 },
      ],
    },
    { id: 6, type: "SaveImage", inputs: [{ name: "images", link: 7 }] },
  ];
  const links = [
    [1, 1, 1, 2, 0, "CLIP"],
    [2, 1, 1, 3, 0, "CLIP"],
    [3, 1, 0, 5, 0, "MODEL"],
    [4, 2, 0, 5, 1, "CONDITIONING"],
    [5, 3, 0, 5, 2, "CONDITIONING"],
    [6, 4, 0, 5, 3, "LATENT"],
    [7, 5, 0, 6, 0, "IMAGE"],
  ];
  expect(readPngFile(withTexts([{ keyword: "workflow", text: JSON.stringify({ nodes, links }) }])).recipe).toMatchObject({
    prompt: "a red door",
    negative: "rain",
    seed: 77,
    steps: 30,
    guidance: 5,
    sampler: "dpmpp_2m karras",
    strength: 0.5,
    width: 640,
    height: 384,
  });
});

test("InvokeAI through its versions", () => {
  const third = JSON.stringify({
    positive_prompt: "a stone bridge",
    negative_prompt: "cars",
    seed: 5,
    steps: 12,
    cfg_scale: 4.5,
    scheduler: "euler_a",
    width: 1024,
    height: 576,
    model: { name: "juniper" },
    loras: [{ model: { name: "dusk" }, weight: 0.4 }],
  });
  expect(readPngFile(withTexts([{ keyword: "invokeai_metadata", text: third }])).recipe).toMatchObject({
    engine: "invokeai",
    prompt: "a stone bridge",
    negative: "cars",
    model: "juniper",
    guidance: 4.5,
    loras: [{ name: "dusk", weight: 0.4 }],
  });
  const second = JSON.stringify({
    model_weights: "stable-1.5",
    image: {
      prompt: [{ prompt: "an owl [day, sun] on a roof", weight: 1 }],
      seed: 9,
      steps: 50,
      cfg_scale: 7.5,
      sampler: "k_lms",
      width: 512,
      height: 512,
    },
  });
  expect(readPngFile(withTexts([{ keyword: "sd-metadata", text: second }])).recipe).toMatchObject({
    prompt: "an owl on a roof",
    negative: "day, sun",
    model: "stable-1.5",
    seed: 9,
  });
  const first = '"a tram" -s 40 -S 11 -W 512 -H 704 -C 8.0 -A ddim';
  expect(readPngFile(withTexts([{ keyword: "Dream", text: first }])).recipe).toMatchObject({
    prompt: "a tram",
    steps: 40,
    seed: 11,
    height: 704,
  });
});

test("our own recipe comes before what another tool wrote, and unknown members stay", () => {
  const recipe = {
    engine: "sdxl",
    model: "m",
    quality: "high",
    rating: "general",
    prompt: "Ünïcode – 光",
    seed: 3,
    width: 8,
    height: 8,
    references: [],
    draft: false,
    later: { kept: [1] },
  } as unknown as Recipe;
  const found = { tool: "a1111", text: parameters };
  const file = withTexts([
    { keyword: "parameters", text: parameters },
    { keyword: "ourvidz:recipe", text: writeOwn({ recipe, found }) },
  ]);
  expect(readPngFile(file)).toMatchObject({ recipe, found });
});

test("packed texts are read, bombs among them are passed over", () => {
  const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  const chunk = (type: string, body: Buffer) => {
    // The writer's own chunk, with another type and body, by its own check sum.
    const made = internationalText({ keyword: "k", text: "t" });
    expect(made.toString("latin1", 4, 8)).toBe("iTXt");
    return Buffer.concat([lengthOf(body), crcOf(Buffer.concat([Buffer.from(type, "latin1"), body]))]);
  };
  const packed = chunk("zTXt", Buffer.concat([Buffer.from("parameters\0\0", "latin1"), deflateSync(Buffer.from(parameters, "latin1"))]));
  const evil = chunk("zTXt", Buffer.concat([Buffer.from("workflow\0\0", "latin1"), bomb]));
  const file = Buffer.concat([png.subarray(0, 33), evil, packed, png.subarray(33)]);
  const facts = readPng(bytesSource(file));
  expect(facts?.texts.map((text) => text.keyword)).toEqual(["parameters"]);
  expect(readPngFile(file).recipe).toMatchObject({ seed: 1_234_567_890 });
});

function lengthOf(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return length;
}
function crcOf(typed: Buffer): Buffer {
  let crc = 0xffffffff;
  for (const byte of typed) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([typed, sum]);
}
