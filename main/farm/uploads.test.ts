// Files of the library on their way to a real farm: resumed after the farm was killed, after the studio was, and after a full disk; sent
// once, however often they are asked for; and what the farm has against a file is said in its words.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../gpu-server/database/testing.ts";
import { hashOf, picture } from "../../gpu-server/uploads/testing.ts";
import { openBlobs, type Blobs } from "../library/blobs.ts";
import { createFarmClient, type FarmClient } from "./client.ts";
import { createUploads, type Uploads } from "./uploads.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "studio-uploads-"));
const data = path.join(folder, "farm");
const uploadDisk = path.join(data, "uploads");
/** Whether the farm's uploads lie on a small disk of their own: only root on Linux may make one. */
const ownDisk = ((): boolean => {
  mkdirSync(uploadDisk, { recursive: true });
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", uploadDisk], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
})();
let database: TestDatabase;
let blobs: Blobs;
let port = 0;
let farm: ChildProcess;
let client: FarmClient;
const opened: Uploads[] = [];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: free } = server.address() as { port: number };
  server.close();
  return free;
}
async function startFarm(): Promise<void> {
  farm = spawn(process.execPath, [path.join(root, "gpu-server/farm.ts"), "--role", "coordinator", "--port", String(port), "--data", data], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(createInterface({ input: farm.stdout as NodeJS.ReadableStream }), "line")) as [string];
  const { url, tokenFile } = JSON.parse(line) as { url: string; tokenFile: string };
  client = createFarmClient({ url, token: readFileSync(tokenFile, "utf8").trim(), agent: "test" });
}
async function endFarm(signal: NodeJS.Signals): Promise<void> {
  const gone = once(farm, "exit");
  farm.kill(signal);
  await gone;
}
beforeAll(async () => {
  database = await testDatabase();
  blobs = await openBlobs(path.join(folder, "blobs"));
  port = await freePort();
  await startFarm();
});
afterAll(async () => {
  await Promise.all(opened.map((uploads) => uploads.close()));
  await endFarm("SIGTERM");
  await database.close();
  if (ownDisk) execFileSync("umount", ["-l", uploadDisk]);
  rmSync(folder, { recursive: true });
});

const pieceBytes = 600_000;
/** The studio's side over notes that outlive it. */
function studio(notes: Map<string, string> = new Map(), waits: () => void = () => undefined): Uploads {
  const uploads = createUploads({
    blobs,
    clock: { now: () => Date.now() },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    connection: () => ({ client, accountId: "mine" }),
    note: (name) => notes.get(name) ?? null,
    putNote: (name, value) => void notes.set(name, value),
    dropNotes: (beginning) => [...notes.keys()].filter((name) => name.startsWith(beginning)).forEach((name) => notes.delete(name)),
    wait() {
      waits();
      return sleep(20);
    },
    pieceBytes,
  });
  opened.push(uploads);
  return uploads;
}
const isThere = async (hash: string) => (await client.inputs([hash])).inputs.length === 1;

test("a farm that is killed in the middle goes on where it was, and the file arrives whole", async () => {
  const bytes = await picture(800);
  const hash = await blobs.put(bytes);
  const [beforeKill, afterKill]: number[][] = [[], []];
  let killed: Promise<void> | undefined;
  await studio().ensureThere(hash, {
    progress(sent, total) {
      expect(total).toBe(bytes.length);
      (killed === undefined ? beforeKill : afterKill)?.push(sent);
      killed ??= endFarm("SIGKILL").then(startFarm);
    },
  });
  await killed;
  expect(await isThere(hash)).toBe(true);
  // What was acknowledged was not sent again: the next piece ends past it.
  expect(Math.min(...(afterKill ?? []))).toBeGreaterThan(Math.max(...(beforeKill ?? [])));
});

test("a studio that is killed in the middle goes on where it was", async () => {
  const bytes = await picture(800);
  const hash = await blobs.put(bytes);
  const notesFile = path.join(folder, "notes.json");
  const token = client.uploads.headers.authorization?.slice("Bearer ".length) ?? "";
  // The same code in a process of its own, whose notes lie in a file; it says when a piece is there.
  const program = `
    import { writeFileSync } from "node:fs";
    import { createUploads } from ${JSON.stringify(path.join(import.meta.dirname, "uploads.ts"))};
    import { createFarmClient } from ${JSON.stringify(path.join(import.meta.dirname, "client.ts"))};
    const client = createFarmClient(${JSON.stringify({ url: client.url, token, agent: "test" })});
    const notes = {};
    createUploads({
      blobs: { pathOf: () => ${JSON.stringify(blobs.pathOf(hash))} }, clock: Date, logger: console, connection: () => ({ client, accountId: "mine" }),
      note: (name) => notes[name] ?? null, dropNotes() {}, wait: () => new Promise(() => undefined), pieceBytes: ${pieceBytes},
      putNote(name, value) { notes[name] = value; writeFileSync(${JSON.stringify(notesFile)}, JSON.stringify(notes)); },
    }).ensureThere(${JSON.stringify(hash)}, { progress: (sent) => { console.log("there", sent); process.kill(process.pid, "SIGKILL"); } });`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  const notes = new Map(Object.entries(JSON.parse(readFileSync(notesFile, "utf8")) as Record<string, string>));
  const [url = ""] = notes.values();
  const stood = Number(
    (await fetch(url, { method: "HEAD", headers: { ...client.uploads.headers, "tus-resumable": "1.0.0" } })).headers.get("upload-offset"),
  );
  expect(stood).toBeGreaterThan(0);
  const reports: number[] = [];
  await studio(notes).ensureThere(hash, { progress: (sent) => void reports.push(sent) });
  expect(Math.min(...reports)).toBeGreaterThan(stood);
  expect(await isThere(hash)).toBe(true);
  expect([...notes]).toEqual([]);
});

test("asked for by many at once, a file is sent once; asked for again, not at all", async () => {
  const hash = await blobs.put(await picture(300));
  const uploads = studio();
  let pieces = 0;
  const ask = () => uploads.ensureThere(hash, { progress: () => void (pieces += 1) });
  await Promise.all([ask(), ask(), ask()]);
  expect(pieces).toBe(1);
  await studio().ensureThere(hash, { progress: () => expect.unreachable("it is there") });
});

test("an upload that the farm forgot begins anew", async () => {
  const hash = await blobs.put(await picture(100));
  const forgotten = new URL("/v1/uploads/01890000-0000-7000-8000-000000000001", client.url).href;
  await studio(new Map([[`upload:${client.url}:mine:${hash}`, forgotten]])).ensureThere(hash);
  expect(await isThere(hash)).toBe(true);
});

test("what the farm has against a file is told as it says it, and nothing is tried again", async () => {
  const uploads = studio();
  const bad = await picture(50);
  bad.fill(7, 60, 400);
  await expect(uploads.ensureThere(await blobs.put(bad))).rejects.toMatchObject({ code: "file_refused", fields: [{ path: "file" }] });
  const named = uploads.ensureThere(await blobs.put(await picture(51)), { fileName: "sexual content with a minor.png" });
  await expect(named).rejects.toMatchObject({ code: "policy_blocked" });
  await expect(uploads.ensureThere(await blobs.put(Buffer.from("plain words")))).rejects.toMatchObject({ code: "file_refused" });
  await expect(uploads.ensureThere(hashOf(Buffer.from("never kept")))).rejects.toMatchObject({ code: "not_found" });
});

test.skipIf(!ownDisk)("a disk of the farm that is full is waited for, and the file goes on when there is room", async () => {
  const bytes = await picture(800);
  const hash = await blobs.put(bytes);
  const notes = new Map<string, string>();
  execFileSync("mount", ["-o", "remount,size=1m", uploadDisk]);
  let tries = 0;
  const bringing = studio(notes, () => void (tries += 1)).ensureThere(hash);
  // It has said several times that there is no room, and keeps what fits.
  while (tries < 3) await sleep(10);
  const [url = ""] = notes.values();
  const headers = { ...client.uploads.headers, "tus-resumable": "1.0.0", "content-type": "application/offset+octet-stream" };
  let status = 0;
  for (let offset = 0; status !== 507;) {
    offset = Number((await fetch(url, { method: "HEAD", headers })).headers.get("upload-offset"));
    expect(offset).toBeLessThan(bytes.length);
    const rest = {
      method: "PATCH",
      headers: { ...headers, "upload-offset": String(offset) },
      body: new Uint8Array(bytes.subarray(offset)),
    };
    ({ status } = await fetch(url, rest));
    expect([409, 507]).toContain(status); // 409: the studio's own try stood in the way
  }
  execFileSync("mount", ["-o", "remount,size=64m", uploadDisk]);
  await bringing;
  expect(await isThere(hash)).toBe(true);
});
