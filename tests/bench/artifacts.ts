// Encrypted files in numbers: ranges through the store and through HTTP beside AES-GCM alone, and uploads beside a plain write of the same
// bytes. Speed is told by the processor time of the process that does the work, which other work on the machine does not change, and by the
// clock. Baselines are measured in turns with what they stand beside; of all turns the best counts. Run: node tests/bench/artifacts.ts [--quick] [--json FILE]; npm run bench:farm prints it too.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { encryptStream } from "../../gpu-server/artifacts/cipher.ts";
import { createDiskArtifactStore } from "../../gpu-server/artifacts/disk.ts";
import { chunkBytes } from "../../gpu-server/artifacts/format.ts";
import { createUrlSigner } from "../../gpu-server/artifacts/signing.ts";
import { rangeServer } from "../../gpu-server/testing/range-server.ts";
import { createUploadFiles } from "../../gpu-server/uploads/disk.ts";
import { picture, tusClient } from "../../gpu-server/uploads/testing.ts";
import { type ArtifactId, createIdMaker } from "../../shared/domain/ids.ts";
import { startProgram } from "../browser/programs.ts";
import { type BenchRow, report } from "./print/report.ts";

const megabyte = 1024 * 1024;
const random = (count: number) => randomBytes(count);
const newId = createIdMaker({ now: () => Date.now(), randomBytes: random });

/** Bytes a second. */
interface Speed {
  cpu: number;
  clock: number;
}
interface Work {
  /** Moves bytes, and says how many. */
  run: () => Promise<number> | number;
  /** Seconds of processor time of whoever does the work; this process's where absent. */
  cpu?: () => Promise<number>;
}

const cpuSeconds = ({ user, system } = process.cpuUsage()): number => (user + system) / 1e6;

/** The best of all turns, of each work by its name. */
async function bestOf<Name extends string>(turns: number, works: Record<Name, Work>): Promise<Record<Name, Speed>> {
  const names = Object.keys(works) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, { cpu: 0, clock: 0 }])) as Record<Name, Speed>;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const name of names) {
      const { run, cpu = async () => cpuSeconds() } = works[name];
      const [from, fromCpu] = [performance.now(), await cpu()];
      const bytes = await run();
      best[name].clock = Math.max(best[name].clock, bytes / ((performance.now() - from) / 1000));
      best[name].cpu = Math.max(best[name].cpu, bytes / ((await cpu()) - fromCpu));
    }
  }
  return best;
}

async function* piecesOf(bytes: Buffer, size = chunkBytes): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Opens sealed chunks in memory and does nothing else. */
function aesGcm(): () => number {
  const [key, nonce, plain] = [random(32), random(12), random(chunkBytes)];
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const tag = cipher.getAuthTag();
  const chunks = 1024;
  return () => {
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: 16 }).setAuthTag(tag);
      decipher.update(sealed);
      decipher.final();
    }
    return chunks * chunkBytes;
  };
}

/** Asks for ranges one after the other over one connection, and counts what comes. */
async function overHttp(url: string, ranges: { start: number; end: number }[]): Promise<number> {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  let bytes = 0;
  for (const { start, end } of ranges) {
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\nrange: bytes=${start}-${end}\r\n\r\n`);
    let left = -1;
    await new Promise<void>((resolve, reject) => {
      const take = (part: Buffer) => {
        const head = left < 0 ? part.indexOf("\r\n\r\n") + 4 : 0;
        if (left < 0 && !part.subarray(0, head).toString().startsWith("HTTP/1.1 206")) reject(new Error(part.toString("latin1", 0, 200)));
        left = (left < 0 ? end - start + 1 : left) - (part.length - head);
        if (left > 0) return;
        socket.off("data", take).off("error", reject);
        resolve();
      };
      socket.on("data", take).on("error", reject);
    });
    bytes += end - start + 1;
  }
  socket.destroy();
  return bytes;
}

async function reads(folder: string, quick: boolean): Promise<BenchRow[]> {
  const store = await createDiskArtifactStore({ folder: path.join(folder, "store") });
  const [id, key] = [newId<"artifact">() as ArtifactId, random(32)];
  const plain = random((quick ? 32 : 128) * megabyte);
  const sha256 = createHash("sha256").update(plain).digest("hex");
  const bytes = plain.length;
  await store.accept(id, encryptStream(piecesOf(plain), { key, id, bytes, random }), key, { sha256, bytes });
  const linkKey = random(32);
  const facts = { folder: path.join(folder, "store"), id, key: key.toString("hex"), linkKey: linkKey.toString("hex"), sha256, bytes };
  const server = await startProgram("tests/bench/artifacts.ts", ["--serve", JSON.stringify(facts)]);
  const signer = createUrlSigner({ current: "1", keys: new Map([["1", linkKey]]) }, { now: () => Date.now() });
  const ranges = (size: number, count: number) =>
    Array.from({ length: count }, () => {
      const start = Math.floor(Math.random() * (bytes - size));
      return { start, end: start + size - 1 };
    });
  const fromStore = async (list: { start: number; end: number }[]) => {
    let got = 0;
    for (const range of list) for await (const part of store.read(id, key, range)) got += part.length;
    return got;
  };
  try {
    const http = (list: { start: number; end: number }[]) =>
      overHttp(server.ready["url"] + signer.sign("GET", `/v1/files/${id}`, id, 900), list);
    const cpu = async () => cpuSeconds((await (await fetch(`${server.ready["url"]}/cpu`)).json()) as NodeJS.CpuUsage);
    const best = await bestOf(quick ? 4 : 8, {
      gcm: { run: aesGcm() },
      store8: { run: () => fromStore(ranges(8 * megabyte, 12)) },
      store1: { run: () => fromStore(ranges(megabyte, 64)) },
      http8: { run: () => http(ranges(8 * megabyte, 12)), cpu },
      http1: { run: () => http(ranges(megabyte, 64)), cpu },
    });
    const rowsOf = (metric: string, { cpu: byCpu, clock }: Speed): BenchRow[] => [
      {
        metric: `${metric}, by processor time`,
        value: byCpu / 1e6,
        unit: "MB/s",
        baseline: "AES-256-GCM alone, in memory",
        baselineValue: best.gcm.cpu / 1e6,
        ratio: byCpu / best.gcm.cpu,
        goal: { op: ">=", value: 0.5 },
      },
      {
        metric: `${metric}, by the clock`,
        value: clock / 1e6,
        unit: "MB/s",
        baseline: "AES-256-GCM alone, in memory",
        baselineValue: best.gcm.clock / 1e6,
        ratio: clock / best.gcm.clock,
      },
    ];
    return [
      ...rowsOf("ranges of 8 MB of an encrypted file through the store", best.store8),
      ...rowsOf("ranges of 1 MB of an encrypted file through the store", best.store1),
      ...rowsOf("ranges of 8 MB of an encrypted file through HTTP, signed link", best.http8),
      ...rowsOf("ranges of 1 MB of an encrypted file through HTTP, signed link", best.http1),
    ];
  } finally {
    await server.stop();
  }
}

async function uploads(folder: string, quick: boolean): Promise<BenchRow[]> {
  const files = await createUploadFiles({ folder: path.join(folder, "uploads"), random });
  const plain = random((quick ? 16 : 64) * megabyte);
  const piece = 4 * megabyte;
  const best = await bestOf(quick ? 3 : 6, {
    plain: {
      async run() {
        const handle = await open(path.join(folder, "plain"), "w");
        for (let at = 0; at < plain.length; at += piece) {
          await handle.write(plain, at, piece, at);
          await handle.datasync();
        }
        await handle.close();
        return plain.length;
      },
    },
    sealed: {
      async run() {
        const upload = { id: newId<"upload">(), key: random(32) };
        await files.create(upload, plain.length);
        for (let at = 0; at < plain.length; at += piece) await files.append(upload, at, piecesOf(plain.subarray(at, at + piece)));
        await files.remove(upload.id);
        return plain.length;
      },
    },
  });
  const row: BenchRow = {
    metric: "upload to the encrypted file, pieces of 4 MB, each on the disk before the next",
    value: best.sealed.clock / 1e6,
    unit: "MB/s",
    baseline: "plain write of the same pieces",
    baselineValue: best.plain.clock / 1e6,
    ratio: best.sealed.clock / best.plain.clock,
  };
  const farmFolder = path.join(folder, "farm");
  const farm = await startProgram("tests/bench/farm.ts", ["--serve", farmFolder]);
  try {
    const tus = tusClient(farm.ready["url"] ?? "", readFileSync(farm.ready["tokenFile"] ?? "", "utf8").trim());
    const seconds: number[] = [];
    for (let turn = 0; turn < (quick ? 2 : 4); turn += 1) {
      const bytes = await picture(quick ? 1500 : 3000);
      const from = performance.now();
      const created = await tus.create(bytes);
      const address = created.headers.get("location") ?? "";
      for (let at = 0; at < bytes.length; at += piece) {
        const answer = await tus.patch(address, at, bytes.subarray(at, at + piece));
        if (answer.status !== 204) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
      }
      seconds.push((performance.now() - from) / 1000 / (bytes.length / 1e6));
    }
    const value = 1 / Math.min(...seconds);
    return [
      row,
      { metric: "upload through HTTP until a job may name the picture (written, hashed, decoded, sealed again)", value, unit: "MB/s" },
    ];
  } finally {
    await farm.stop();
  }
}

/** All rows about files. */
export async function artifactRows(quick: boolean): Promise<BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-artifacts-"));
  try {
    return [...(await reads(folder, quick)), ...(await uploads(folder, quick))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const args = process.argv.slice(2);
  if (args[0] === "--serve") await rangeServer(JSON.parse(args[1] ?? "{}"));
  else report("artifacts", await artifactRows(args.includes("--quick")), args);
}
