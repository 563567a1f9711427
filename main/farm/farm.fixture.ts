// A farm for tests that keeps the contract and misbehaves on demand: it forgets to answer, cuts connections,
// goes away and comes back. Jobs end at once with one small file of each kind a segment.
import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { crc32, deflateSync } from "node:zlib";
import { type WebSocket, WebSocketServer } from "ws";
import {
  type ArtifactRef,
  batchRequestSchema,
  type Farm,
  type Job,
  type JobEvent,
  type NumberedEvent,
} from "../../shared/contract/farm-http.ts";
import type { FarmAddress } from "../ports.ts";

/** What happens to the next submissions: the farm takes it and answers, takes it without an answer, or never sees it. */
export type Fate = "answer" | "take-and-drop" | "drop" | "refuse-503";

interface Kept {
  job: Job;
  events: NumberedEvent[];
}

export interface TestFarm {
  address: FarmAddress;
  /** Consumed one a submission; "answer" when empty. */
  fates: Fate[];
  /** Idempotency keys in the order in which they were first taken. */
  keys: string[];
  jobs: Map<string, Kept>;
  files: Map<string, Buffer>;
  /** Cuts every file answer after so many bytes; null lets them pass. */
  cutAfter: number | null;
  /** Bytes of files that left the farm, and ranges that were asked for. */
  sent: number;
  ranges: string[];
  /** False: jobs wait in the queue until `finish`. */
  atOnce: boolean;
  /** True: what happens is not told on the stream, as to a client that reads too slowly. */
  mute: boolean;
  /** How often one job was asked for. */
  looks: number;
  /** Answers about one job say how it was when it was asked for, and come when this resolves; "fail" answers 503. */
  lookAnswer: Promise<void> | "fail" | null;
  /** Begins a segment (0-based) of a job: the job runs, and the segment's preview is told. Answers the preview's hash. */
  begin(farmId: string, segment: number): string;
  /** Ends a waiting job; with a number, it fails after so many of its results. */
  finish(farmId: string, after?: number): void;
  /** Hashes of files that were brought, in the order in which they came; a file that is brought twice stands twice. */
  brought: string[];
  /** Forgets the files that were brought. */
  forget(): void;
  /** Closes the port; `start` opens the same one again. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const words = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.alloc(words.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  words.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(words), words.length + 4);
  return chunk;
}

/** A small PNG that differs from every other one: a grey dot with a text inside. */
export function testPicture(text: string): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    pngChunk("tEXt", Buffer.from(`Comment\0${text}`)),
    pngChunk("IDAT", deflateSync(Buffer.from([0, 128]))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

const pixels = (reason: string) => ({ served: false as const, reason });
/** A farm of two engines: one that draws from words alone, and one that takes pictures. */
const testEngines: Farm["engines"] = [
  {
    id: "draft",
    kinds: ["video.generate", "image.generate", "image.upscale", "text.enhance"],
    qualities: ["draft"],
    models: ["animatic-1"],
    abilities: [
      {
        kind: "image.generate",
        served: true,
        parameters: {
          size: { served: true, sizes: [{ width: 1280, height: 720 }] },
          count: { served: true, choices: [1, 3, 6], default: 1 },
          steps: pixels("The draft engine draws by rules."),
          guidance: pixels("The draft engine draws by rules."),
          sampler: pixels("The draft engine draws by rules."),
          negative: pixels("The draft engine draws only what the words name."),
          references: pixels("The draft engine takes no pictures."),
        },
      },
      {
        kind: "video.generate",
        served: true,
        parameters: { firstFrame: pixels("The draft engine takes no pictures."), extend: pixels("The draft engine takes no clips.") },
      },
      { kind: "image.edit", served: false, reason: "The draft engine cannot change a picture." },
    ],
  },
  {
    id: "sdxl",
    kinds: ["image.generate", "image.edit"],
    qualities: ["fast", "high"],
    models: ["film-look", "portrait"],
    abilities: [
      {
        kind: "image.generate",
        served: true,
        parameters: {
          steps: { served: true, min: 1, max: 60, default: 28 },
          sampler: { served: true, choices: ["euler", "dpm"], default: "dpm" },
          references: { served: true, most: 2, weight: { min: 0, max: 1, default: 0.5 } },
        },
      },
    ],
  },
];

/** A running test farm. `fileBytes` is the size of a clip. */
export async function startTestFarm({ fileBytes = 400 }: { fileBytes?: number } = {}): Promise<TestFarm> {
  const answers = new Map<string, { body: string; jobs: string[] }>();
  const sockets = new Set<WebSocket>();
  const open = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  const now = () => new Date().toISOString();

  const publish = (kept: Kept, event: JobEvent): void => {
    const numbered = { seq: kept.events.length + 1, at: now(), event };
    kept.events.push(numbered);
    kept.job.lastSeq = numbered.seq;
    if (farm.mute) return;
    for (const socket of sockets) socket.send(JSON.stringify({ type: "event", jobId: kept.job.id, ...numbered }));
  };
  const file = (kind: ArtifactRef["kind"], index: number, bytes: Buffer): ArtifactRef => {
    const id = randomUUID();
    farm.files.set(id, bytes);
    return { id, kind, index, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length, contentType: "video/mp4" };
  };
  /** Pictures of a batch arrive one by one, as segments do; a text at the end. */
  const makeOther = (kept: Kept, count: number): void => {
    const { kind } = kept.job;
    if (kind.startsWith("text.")) {
      const text = JSON.stringify({
        prompt: "A better prompt",
        changes: [{ added: "low light", reason: "The prompt said nothing of light." }],
      });
      kept.job.artifacts.push({ ...file("text", 0, Buffer.from(text)), contentType: "application/json" });
      return;
    }
    for (let index = 0; index < count; index += 1) {
      const image = { ...file("image", index, testPicture(`${kept.job.id}:${index}`)), contentType: "image/png" };
      const thumbnail = { ...file("thumbnail", index, Buffer.from(`${kept.job.id}:${index} thumbnail`)), contentType: "image/webp" };
      kept.job.artifacts.push(image, thumbnail);
      publish(kept, { type: "segment", index, artifacts: [image, thumbnail] });
    }
  };
  const finish = (kept: Kept, segments: number, after?: number): void => {
    kept.job.state = "running";
    publish(kept, { type: "started", node: "test", engine: engineOf.get(kept.job.id) ?? "draft" });
    if (kept.job.kind !== "video.generate" && kept.job.kind !== "video.upscale") makeOther(kept, after ?? countOf.get(kept.job.id) ?? 1);
    for (let index = 0; index < (kept.job.kind === "video.generate" ? (after ?? segments) : segments); index += 1) {
      const seed = Buffer.from(`${kept.job.id}:${index}`);
      const clip = Buffer.alloc(fileBytes, seed);
      const artifacts = [
        file("clip", index, clip),
        file("proxy", index, Buffer.concat([seed, Buffer.from("p")])),
        file("thumbnail", index, Buffer.concat([seed, Buffer.from("t")])),
      ];
      kept.job.artifacts.push(...artifacts);
      publish(kept, { type: "segment", index, artifacts });
    }
    if (after !== undefined) {
      const error = { code: "oom" as const, message: "The GPU ran out of memory." };
      Object.assign(kept.job, { state: "failed", error, endedAt: now() });
      publish(kept, { type: "failed", error, artifacts: kept.job.artifacts, credits: 0, refunded: kept.job.held });
      return;
    }
    Object.assign(kept.job, { state: "succeeded", captured: kept.job.held, endedAt: now() });
    publish(kept, { type: "succeeded", artifacts: kept.job.artifacts, credits: kept.job.held });
  };
  const segmentsOf = new Map<string, number>();
  const countOf = new Map<string, number>();
  const engineOf = new Map<string, string>();
  const uploads = new Map<string, { bytes: Buffer; length: number; sha256: string }>();
  const there = new Map<string, number>();
  const takeUpload = async (request: IncomingMessage, response: ServerResponse, id: string | undefined): Promise<void> => {
    const head = { "tus-resumable": "1.0.0" };
    if (request.method === "POST") {
      const words = String(request.headers["upload-metadata"]).split(",");
      const sha256 = Buffer.from(words.find((word) => word.startsWith("sha256 "))?.slice(7) ?? "", "base64").toString();
      const made = randomUUID();
      uploads.set(made, { bytes: Buffer.alloc(0), length: Number(request.headers["upload-length"]), sha256 });
      return void response.writeHead(201, { ...head, location: `/v1/uploads/${made}` }).end();
    }
    const upload = uploads.get(id ?? "");
    if (upload === undefined) return void response.writeHead(404, head).end();
    if (request.method === "PATCH") {
      const pieces: Buffer[] = [upload.bytes];
      for await (const piece of request) pieces.push(piece as Buffer);
      upload.bytes = Buffer.concat(pieces);
      if (upload.bytes.length === upload.length) {
        farm.brought.push(upload.sha256);
        there.set(upload.sha256, upload.length);
      }
    }
    response
      .writeHead(request.method === "HEAD" ? 200 : 204, { ...head, "upload-offset": upload.bytes.length, "upload-length": upload.length })
      .end();
  };
  const submit = (key: string, body: string): { jobs: Job[] } | "mismatch" => {
    const known = answers.get(key);
    if (known !== undefined) return known.body === body ? { jobs: known.jobs.map((id) => (farm.jobs.get(id) as Kept).job) } : "mismatch";
    const { jobs } = batchRequestSchema.parse(JSON.parse(body));
    farm.keys.push(key);
    const made = jobs.map((spec): Kept => {
      const job: Job = {
        id: randomUUID(),
        kind: spec.kind,
        engine: spec.engine ?? (spec.quality === "draft" ? "draft" : "sdxl"),
        quality: spec.quality,
        rating: spec.rating,
        label: spec.label ?? null,
        state: "queued",
        heldBack: false,
        priceList: "test-1",
        held: 1,
        captured: 0,
        lastSeq: 0,
        createdAt: now(),
        startedAt: null,
        endedAt: null,
        artifacts: [],
        error: null,
        blocked: null,
        position: 1,
        eta: null,
      };
      const kept = { job, events: [] };
      farm.jobs.set(job.id, kept);
      countOf.set(job.id, "count" in spec.input ? spec.input.count : 1);
      engineOf.set(job.id, job.engine);
      segmentsOf.set(job.id, spec.kind === "video.generate" ? spec.input.segments.length : 0);
      publish(kept, { type: "queued", position: 1 });
      return kept;
    });
    answers.set(key, { body, jobs: made.map(({ job }) => job.id) });
    const first = structuredClone(made.map(({ job }) => job));
    if (farm.atOnce) for (const kept of made) finish(kept, segmentsOf.get(kept.job.id) ?? 0);
    return { jobs: first };
  };

  const json = (response: ServerResponse, status: number, value: unknown) =>
    response
      .writeHead(status, { "content-type": status < 400 ? "application/json" : "application/problem+json" })
      .end(JSON.stringify(value));
  const problem = (response: ServerResponse, status: number, code: string) =>
    json(response, status, { type: "about:blank", title: code, status, code, detail: code });
  const serveFile = (request: IncomingMessage, response: ServerResponse, id: string) => {
    const bytes = farm.files.get(id);
    if (bytes === undefined) return void problem(response, 404, "not_found");
    const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const start = range !== null && request.headers["if-range"] === etag ? Number(range[1]) : 0;
    if (range !== null) farm.ranges.push(range[0]);
    if (start > 0 && start >= bytes.length) return void response.writeHead(416).end();
    const rest = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      "content-length": rest.length,
      ...(start > 0 ? { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    const cut = farm.cutAfter !== null && rest.length > farm.cutAfter;
    const part = cut ? rest.subarray(0, farm.cutAfter as number) : rest;
    farm.sent += part.length;
    response.write(part, () => (cut ? response.destroy() : response.end()));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://farm");
    const upload = /^\/v1\/uploads(?:\/([\w-]+))?$/.exec(pathname);
    if (upload !== null) return takeUpload(request, response, upload[1]);
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const artifact = /^\/v1\/(artifacts|files)\/([\w-]+)$/.exec(pathname);
    const job = /^\/v1\/jobs\/([\w-]+)(?:\/(\w+))?$/.exec(pathname);
    if (pathname.startsWith("/v1/files/")) return serveFile(request, response, artifact?.[2] ?? "");
    if (request.headers.authorization !== "Bearer good") return void problem(response, 401, "unauthenticated");
    if (pathname === "/v1/account")
      return void json(response, 200, {
        id: accountId,
        email: "o@localhost",
        name: "Owner",
        plan: "local",
        createdAt: now(),
        localOwner: true,
      });
    if (pathname === "/v1/credits") return void json(response, 200, { available: 1000, held: 0, lots: [] });
    if (pathname === "/v1/farm")
      return void json(response, 200, {
        name: "test",
        version: "0",
        priceList: "test-1",
        engines: testEngines,
        nodes: [],
        queue: [],
      });
    if (pathname === "/v1/inputs") {
      const asked = searchParams.get("sha256")?.split(",") ?? [];
      const inputs = asked.flatMap((sha256) => {
        const bytes = there.get(sha256);
        return bytes === undefined
          ? []
          : [{ sha256, bytes, contentType: "image/png", purpose: "input", width: 64, height: 64, seconds: null, expiresAt: null }];
      });
      return void json(response, 200, { inputs });
    }
    if (pathname === "/v1/stream/tickets") return void json(response, 200, { ticket: "t", expiresAt: now() });
    if (pathname === "/v1/jobs/batch") {
      const fate = farm.fates.shift() ?? "answer";
      if (fate === "drop") return void request.socket.destroy();
      if (fate === "refuse-503") return void problem(response, 503, "database_unavailable");
      const made = submit(String(request.headers["idempotency-key"]), body);
      if (fate === "take-and-drop") return void request.socket.destroy();
      if (made === "mismatch") return void problem(response, 422, "idempotency_mismatch");
      return void json(response, 201, made);
    }
    if (artifact !== null) {
      const bytes = farm.files.get(artifact[2] ?? "");
      if (bytes === undefined) return void problem(response, 404, "not_found");
      return void json(response, 200, {
        id: artifact[2],
        kind: "clip",
        index: 0,
        sha256: createHash("sha256").update(bytes).digest("hex"),
        bytes: bytes.length,
        contentType: "video/mp4",
        url: `/v1/files/${artifact[2] ?? ""}`,
        expiresAt: now(),
      });
    }
    if (pathname === "/v1/jobs") {
      const states = searchParams.get("state")?.split(",");
      const listed = [...farm.jobs.values()].map((kept) => kept.job).filter(({ state }) => states?.includes(state) ?? true);
      return void json(response, 200, { jobs: listed, next: null });
    }
    const kept = farm.jobs.get(job?.[1] ?? "");
    if (kept === undefined) return void problem(response, 404, "not_found");
    if (job?.[2] === "cancel" && kept.job.endedAt === null) {
      Object.assign(kept.job, { state: "cancelled", endedAt: now() });
      publish(kept, { type: "cancelled", artifacts: [], credits: 0, refunded: kept.job.held });
    }
    const asked = structuredClone(kept.job);
    if (request.method === "GET") {
      farm.looks += 1;
      if (farm.lookAnswer === "fail") return void problem(response, 503, "database_unavailable");
      await farm.lookAnswer;
    }
    json(response, 200, { job: asked });
  };
  const subscribe = (socket: WebSocket, have: Record<string, number>): void => {
    for (const kept of farm.jobs.values()) {
      const after = have[kept.job.id];
      if (after === undefined) socket.send(JSON.stringify({ type: "snapshot", job: kept.job }));
      else for (const event of kept.events.slice(after)) socket.send(JSON.stringify({ type: "event", jobId: kept.job.id, ...event }));
    }
    socket.send(JSON.stringify({ type: "current", at: now() }));
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  };

  const accountId = randomUUID();
  const farm: TestFarm = {
    address: { url: "", local: true, token: () => Promise.resolve("good") },
    fates: [],
    keys: [],
    jobs: new Map(),
    files: new Map(),
    cutAfter: null,
    sent: 0,
    ranges: [],
    atOnce: true,
    mute: false,
    looks: 0,
    lookAnswer: null,
    begin(farmId, segment) {
      const kept = farm.jobs.get(farmId) as Kept;
      if (kept.job.state === "queued") publish(kept, { type: "started", node: "test", engine: "draft" });
      kept.job.state = "running";
      const artifact = file("preview", segment, Buffer.from(`preview ${farmId} ${segment}`));
      publish(kept, { type: "preview", artifact });
      return artifact.sha256;
    },
    finish(farmId, after) {
      const kept = farm.jobs.get(farmId);
      if (kept !== undefined) finish(kept, segmentsOf.get(farmId) ?? 0, after);
    },
    brought: [],
    forget: () => there.clear(),
    async stop() {
      for (const socket of open) socket.destroy();
      sockets.clear();
      await new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
      server = null;
    },
    async start() {
      const http = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
      const upgrades = new WebSocketServer({ server: http, path: "/v1/stream" });
      upgrades.on("connection", (socket) => {
        socket.on("error", () => undefined);
        socket.on("message", (data: Buffer) => {
          const message = JSON.parse(data.toString()) as { type: string; have?: Record<string, number> };
          if (message.type === "subscribe") subscribe(socket, message.have ?? {});
        });
      });
      http.on("connection", (socket) => {
        open.add(socket);
        socket.on("close", () => open.delete(socket));
      });
      await new Promise<void>((resolve, reject) => http.once("error", reject).listen(port, "127.0.0.1", resolve));
      port = (http.address() as AddressInfo).port;
      farm.address.url = `http://127.0.0.1:${port}`;
      server = http;
    },
  };
  await farm.start();
  return farm;
}
