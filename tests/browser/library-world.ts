// A real library for the browser tests: pictures, clips, sounds and documents written through the core's own blobs and
// queries into the folder of a host that stands still, over many days.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import type { AssetId } from "../../shared/domain/ids.ts";
import type { Recipe } from "../../shared/domain/recipe.ts";
import { assetQueries } from "../../main/library/assets/asset-queries.ts";
import type { NewAsset } from "../../main/library/assets/asset-rows.ts";
import { openBlobs } from "../../main/library/blobs.ts";
import { openDatabase } from "../../main/library/database.ts";
import { studioMigrations } from "../../main/library/studio-schema.ts";

const day = 86_400_000;
const places = ["harbour", "headland", "forest", "lighthouse", "kitchen", "pier"];
const times = ["dawn", "noon", "dusk", "night"];

/** The nth id, later ones greater. */
const idOf = (at: number, n: number) => {
  const hex = at.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${n.toString(16).padStart(12, "0")}` as AssetId;
};

/** A sky over water with a sun, another for each n. */
async function picture(n: number): Promise<Buffer> {
  const hue = (n * 47) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1">
    <stop offset="0" stop-color="hsl(${hue},45%,18%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360},60%,58%)"/></linearGradient></defs>
    <rect width="640" height="400" fill="url(#s)"/><circle cx="${60 + ((n * 97) % 520)}" cy="${90 + ((n * 31) % 120)}" r="${18 + (n % 5) * 9}" fill="hsl(${(hue + 60) % 360},80%,82%)"/>
    <path d="M0 ${300 - (n % 7) * 12}L${200 + (n % 9) * 20} ${260 - (n % 4) * 16}L640 ${310 - (n % 6) * 10}V400H0Z" fill="hsl(${hue},30%,9%)"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function recipe(n: number, kind: "image" | "clip"): Recipe {
  return {
    engine: kind === "clip" ? "wan" : "sdxl",
    model: kind === "clip" ? "wan 1.3b vace" : "sdxl base 1.0",
    quality: n % 2 === 0 ? "high" : "fast",
    rating: "general",
    prompt: `A ${places[n % places.length]} at ${times[n % times.length]}, the light low over the water, slow push in`,
    negative: "blur, text",
    seed: 90_417_000 + n,
    steps: 40,
    guidance: n % 3 === 0 ? 5 : 6.5,
    width: 640,
    height: 400,
    references: [],
    draft: false,
  };
}

export interface Seed {
  images: number;
  /** Further images that show the same files, for a long list. */
  more?: number;
}

/** Fills the library in `studio`, whose host must stand still. Answers the ids, newest first. */
export async function fillLibrary(studio: string, { images, more = 0 }: Seed): Promise<string[]> {
  const database = openDatabase({ file: join(studio, "library", "studio.db"), migrations: studioMigrations, synchronous: "FULL" });
  try {
    const blobs = await openBlobs(join(studio, "blobs"));
    const assets = assetQueries(database);
    const rows: Omit<NewAsset, "id" | "addedAt" | "state">[] = [];
    for (let n = 0; n < images; n++) {
      const bytes = await picture(n);
      const hash = await blobs.put(bytes);
      rows.push({
        hash,
        kind: "image",
        contentType: "image/png",
        name: `${places[n % places.length]} ${times[n % times.length]} ${n}`,
        bytes: bytes.length,
        width: 640,
        height: 400,
        origin: n % 4 === 0 ? "imported" : "made",
        stars: n % 5 === 0 ? 4 : 0,
        recipe: n % 4 === 0 ? null : recipe(n, "image"),
        found: n % 4 === 0 ? { tool: "A1111", text: `a ${places[n % places.length]}\nSteps: 20, Seed: ${n}` } : null,
      });
    }
    const file = (name: string) => join(studio, name);
    const made = (name: string, args: string[]) => {
      execFileSync("ffmpeg", ["-v", "error", "-y", ...args, file(name)]);
      const bytes = readFileSync(file(name));
      rmSync(file(name));
      return bytes;
    };
    const clip = made("seed.mp4", ["-f", "lavfi", "-i", "testsrc2=s=320x200:r=16:d=3", "-pix_fmt", "yuv420p", "-c:v", "libx264"]);
    const sound = made("seed.wav", ["-f", "lavfi", "-i", "sine=f=330:d=4"]);
    const text = Buffer.from("INT. LIGHTHOUSE - NIGHT\n\nThe keeper winds the lamp.\n");
    rows.push(
      {
        hash: await blobs.put(clip),
        kind: "clip",
        contentType: "video/mp4",
        name: "Beam over the water",
        bytes: clip.length,
        width: 320,
        height: 200,
        frames: 48,
        rate: { num: 16, den: 1 },
        origin: "made",
        recipe: recipe(900, "clip"),
      },
      {
        hash: await blobs.put(sound),
        kind: "audio",
        contentType: "audio/wav",
        name: "Foghorn",
        bytes: sound.length,
        frames: 176_400,
        rate: { num: 44_100, den: 1 },
        origin: "imported",
      },
      {
        hash: await blobs.put(text),
        kind: "document",
        contentType: "text/plain",
        name: "The keeper",
        bytes: text.length,
        origin: "imported",
      },
    );
    const ids: string[] = [];
    const now = Date.now();
    const insert = (row: (typeof rows)[number], n: number) => {
      // A dozen each day, further back.
      const addedAt = now - Math.floor(n / 12) * day - (n % 12) * 60_000 - 1000;
      const id = idOf(addedAt, n);
      assets.insert({ ...row, id, addedAt, state: "kept" });
      ids.push(id);
    };
    database.transaction(() => {
      const last = rows.splice(images);
      const first = rows.splice(0, 2);
      [...first, ...last, ...rows].forEach(insert);
      const pictures = [...first, ...rows];
      for (let n = 0; n < more; n++) {
        const row = pictures[n % pictures.length];
        if (row !== undefined) insert({ ...row, name: `${row.name} again ${n}` }, images + 3 + n);
      }
    })();
    return ids;
  } finally {
    database.close();
  }
}
