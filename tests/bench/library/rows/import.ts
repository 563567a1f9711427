// Import of 1,000 pictures into the kept library, on a core of its own process: files a second against cp and sha256sum of the same folder
// in the same run, and the longest time for which the core did not answer, asked from outside every 5 ms.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import type { ImportView } from "../../../../shared/contract/studio/imports.ts";
import type { CallResult, LinkMessage } from "../../../../shared/contract/studio/link.ts";
import { pngWithTexts } from "../../../../shared/media/metadata/png.ts";
import { bytesSource } from "../../../../shared/media/metadata/source.ts";
import type { BenchRow } from "../../print/report.ts";
import type { LibraryBench } from "../context.ts";

const pictures = 1000;
const everyMs = 5;
const goalMs = 50;
const entry = path.resolve(import.meta.dirname, "../../../../main/core.ts");

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Pictures of about 300 KB; each has other bytes and a recipe in its text. */
async function makePictures(folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  let bytes = 0;
  for (let series = 0; series < 20; series += 1) {
    const pixels = Buffer.alloc(320 * 320 * 3);
    let state = series + 1;
    for (let at = 0; at < pixels.length; at += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      pixels[at] = state >>> 24;
    }
    const png = await sharp(pixels, { raw: { width: 320, height: 320, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    for (let number = series; number < pictures; number += 20) {
      const text = `a quiet harbour, ${number}\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: ${number}, Size: 320x320, Model: bench`;
      const parts = pngWithTexts(bytesSource(png), [{ keyword: "parameters", text }], () => true) ?? [];
      const file = Buffer.concat(parts.map((part) => ("from" in part ? png.subarray(part.from, part.from + part.length) : part)));
      writeFileSync(path.join(folder, `${number}.png`), file);
      bytes += file.length;
    }
  }
  return bytes;
}

/** A core in its own process, and calls to it. */
async function openCore(folder: string) {
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, STUDIO_DATA: folder, STUDIO_FARM_URL: "", STUDIO_FARM_TOKEN_FILE: "" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const waiting = new Map<number, (result: CallResult) => void>();
  let nextId = 1;
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the core ended")));
    child.on("message", (message: LinkMessage) => {
      if (message.type === "ready") resolve();
      if (message.type === "result") waiting.get(message.id)?.(message.result);
    });
  });
  return {
    call(namespace: string, method: string, input: unknown): Promise<CallResult> {
      const id = nextId;
      nextId += 1;
      return new Promise((resolve) => {
        waiting.set(id, (result) => {
          waiting.delete(id);
          resolve(result);
        });
        child.send({ type: "call", id, namespace, method, input });
      });
    },
    async close(): Promise<void> {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** cp of the folder and sha256sum of the copy, in seconds. */
function copyAndSum(from: string, to: string): number {
  const begun = performance.now();
  const done = spawnSync("sh", ["-c", 'cp -r "$1" "$2" && cd "$2" && sha256sum -- * > /dev/null && sync .', "sh", from, to]);
  if (done.status !== 0) throw new Error(`cp or sha256sum failed: ${done.stderr.toString()}`);
  return (performance.now() - begun) / 1000;
}

/** The rows. */
export async function rows(bench: LibraryBench): Promise<BenchRow[]> {
  const source = path.join(bench.scratch, "pictures");
  const bytes = await makePictures(source);
  const folder = bench.copy("import");
  const core = await openCore(folder);
  try {
    // The core's own work after a start is not the import's.
    for (let rest = 1; rest > 0;) {
      await pause(500);
      const list = await core.call("imports", "list", {});
      rest = list.ok ? (list.value as { deriving: number }).deriving : 0;
    }
    const baseline = copyAndSum(source, path.join(bench.scratch, "copied"));
    let longest = 0;
    let asking = true;
    const ask = async () => {
      while (asking) {
        const asked = performance.now();
        await core.call("imports", "exports", {});
        longest = Math.max(longest, performance.now() - asked);
        await pause(everyMs);
      }
    };
    const asker = ask();
    const begun = performance.now();
    const started = await core.call("imports", "start", { paths: [source] });
    if (!started.ok) throw new Error(started.error.message);
    const { id } = started.value as ImportView;
    let took = 0;
    let derived = 0;
    while (derived === 0) {
      await pause(50);
      const list = await core.call("imports", "list", {});
      const seen = list.ok ? (list.value as { imports: ImportView[]; deriving: number }) : null;
      const own = seen?.imports.find((one) => one.id === id);
      if (own === undefined || seen === null) continue;
      if (own.state === "failed" || own.files.failed > 0) throw new Error(own.error?.message ?? "pictures could not be used");
      if (own.state !== "done") continue;
      if (took === 0) took = (performance.now() - begun) / 1000;
      if (own.deriving === 0) derived = (performance.now() - begun) / 1000;
    }
    asking = false;
    await asker;
    const perSecond = pictures / took;
    const plain = pictures / baseline;
    return [
      {
        metric: `import of ${pictures} pictures (${Math.round(bytes / 1e6)} MB), hashed, recipes read`,
        value: perSecond,
        unit: "files/s",
        baseline: "cp, sha256sum and sync of the same folder",
        baselineValue: plain,
        ratio: perSecond / plain,
      },
      { metric: "import, longest time without an answer of the core", value: longest, unit: "ms", goal: { op: "<=", value: goalMs } },
      { metric: `thumbnails, placeholders and fingerprints of ${pictures} pictures`, value: pictures / derived, unit: "files/s" },
    ];
  } finally {
    await core.close();
    rmSync(source, { recursive: true, force: true });
    rmSync(path.join(bench.scratch, "copied"), { recursive: true, force: true });
  }
}
