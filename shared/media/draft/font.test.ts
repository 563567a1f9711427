// The shipped font is what text is drawn with, and the unpacked file says what the packed one said.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { loadShippedFont } from "./font.ts";
import { renderDraftStill } from "./still.ts";
import { unpackWoff2 } from "./woff2.ts";

const files = path.join(path.dirname(createRequire(import.meta.url).resolve("@fontsource-variable/inter/package.json")), "files");

/** Width in pixels of the ink of a text at 100 px. */
async function inkWidth(text: string, family: string, weight = 400): Promise<number> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="160"><text x="20" y="120" font-family="${family}" font-weight="${weight}" font-size="100">${text}</text></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).extractChannel(3).raw().toBuffer({ resolveWithObject: true });
  const columns = Array.from({ length: info.width }, (_, x) => x).filter((x) =>
    Array.from({ length: info.height }, (_, y) => data[y * info.width + x] ?? 0).some((value) => value > 127),
  );
  return (columns.at(-1) ?? 0) - (columns[0] ?? 0) + 1;
}

/** Tables of a TrueType file. */
function tablesOf(font: Buffer): Map<string, Buffer> {
  return new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, i) => {
      const at = 12 + i * 16;
      const start = font.readUInt32BE(at + 8);
      return [font.toString("latin1", at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12))];
    }),
  );
}

describe("the shipped font", () => {
  it("draws text in Inter's own widths, in every weight and script that it has", async () => {
    await loadShippedFont();
    // Measured with Inter 4 (5.3.0 of its package); DejaVu, Liberation and Helvetica differ by 10 px and more.
    expect(await inkWidth("Hamburg", "'Inter Variable', 'Inter', sans-serif")).toBeCloseTo(419, -0.5);
    expect(await inkWidth("Hamburg", "Inter", 700)).toBeGreaterThan((await inkWidth("Hamburg", "Inter", 400)) + 10);
    expect(await inkWidth("Привет", "Inter")).toBeCloseTo(346, -0.5);
  });

  it("is the same in a worker thread that shares the environment", async () => {
    const still = new URL("still.ts", import.meta.url).href;
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="1280" height="720" fill="#fff"/><text x="20" y="120" font-family="Inter" font-size="100">Hamburg</text></svg>';
    const inWorker = `const { renderDraftStill } = await import(${JSON.stringify(still)}); const { parentPort } = await import("node:worker_threads"); parentPort.postMessage((await renderDraftStill(${JSON.stringify(svg)})).png.toString("base64"))`;
    const program = `import { SHARE_ENV, Worker } from "node:worker_threads"; new Worker(${JSON.stringify(`(async () => { ${inWorker} })()`)}, { eval: true, env: SHARE_ENV }).on("message", (png) => process.stdout.write(png))`;
    const { FONTCONFIG_FILE: _, ...environment } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
      env: environment,
      maxBuffer: 1e8,
    });
    expect(Buffer.from(stdout, "base64").equals((await renderDraftStill(svg)).png)).toBe(true);
  });

  it("is unpacked with every glyph inside of its table", () => {
    const names = readdirSync(files).filter((name) => /-wght-(normal|italic)\.woff2$/.test(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const tables = tablesOf(unpackWoff2(readFileSync(path.join(files, name))));
      const [glyf, loca, maxp, hmtx, hhea] = ["glyf", "loca", "maxp", "hmtx", "hhea"].map((tag) => tables.get(tag) ?? Buffer.alloc(0)) as [
        Buffer,
        Buffer,
        Buffer,
        Buffer,
        Buffer,
      ];
      const glyphs = maxp.readUInt16BE(4);
      expect(loca.length, name).toBe((glyphs + 1) * 4);
      expect(loca.readUInt32BE(glyphs * 4)).toBe(glyf.length);
      expect(hmtx.length).toBe(hhea.readUInt16BE(34) * 4 + (glyphs - hhea.readUInt16BE(34)) * 2);
      for (let i = 0; i < glyphs; i++) {
        const [from, to] = [loca.readUInt32BE(i * 4), loca.readUInt32BE(i * 4 + 4)];
        if (from === to) continue;
        const [left, bottom, right, top] = [2, 4, 6, 8].map((at) => glyf.readInt16BE(from + at)) as [number, number, number, number];
        expect(left <= right && bottom <= top, `${name} glyph ${i}`).toBe(true);
      }
    }
  });

  it("refuses a file that is none", () => {
    const [name] = readdirSync(files).filter((each) => each.endsWith("latin-wght-normal.woff2"));
    const font = readFileSync(path.join(files, name ?? ""));
    expect(() => unpackWoff2(Buffer.from("not a font at all, only some text that is long enough"))).toThrow(RangeError);
    expect(() => unpackWoff2(font.subarray(0, font.length >> 1))).toThrow();
  });
});
