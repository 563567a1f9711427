// Uploads over HTTP against a whole farm: what comes in whole is an input, what is not what it says is refused and leaves nothing, an
// account sees its own alone, and no plain byte lies in the farm's files.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inputListSchema, usageSchema } from "../../shared/contract/farm-uploads.ts";
import { createIdMaker } from "../../shared/domain/ids.ts";
import { type TestDatabase, silentLog, testDatabase } from "../database/testing.ts";
import { type Coordinator, startCoordinator } from "../operations/coordinator.ts";
import { localIdentity } from "../operations/identity-settings.ts";
import { client, newPerson, type Send } from "../testing/people.ts";
import { quotaOf } from "../uploads/quotas.ts";
import { clip, hashOf, metadataHeader, picture, tusClient } from "../uploads/testing.ts";

const data = mkdtempSync(join(tmpdir(), "farm-uploads-"));
let database: TestDatabase;
let farm: Coordinator;
let send: Send;
let token: string;
let tus: ReturnType<typeof tusClient>;
beforeAll(async () => {
  database = await testDatabase();
  farm = await startCoordinator(
    {
      data,
      port: 0,
      databaseUrl: database.url,
      publicUrl: undefined,
      prices: "test",
      localNode: true,
      // Limits by address count the people of this test, and not this machine.
      identity: { ...localIdentity, trustProxy: "loopback" },
    },
    silentLog,
  );
  send = client(farm.url);
  ({ token } = await newPerson(send, data));
  tus = tusClient(farm.url, token);
});
afterAll(async () => {
  await farm.stop();
  await database.close();
  rmSync(data, { recursive: true });
});

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const inputsOf = async (hash: string, who = token) =>
  inputListSchema.parse((await send("GET", `/v1/inputs?sha256=${hash}`, undefined, { token: who })).body).inputs;
const usage = async (who = token) => usageSchema.parse((await send("GET", "/v1/artifacts/usage", undefined, { token: who })).body);
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
}
const stored = () => filesOf(join(data, "artifacts")).length;

test("a file in pieces becomes an input, whatever the pieces; at no time lies a plain byte of it in the farm's files", async () => {
  const bytes = await picture(330);
  expect(bytes.length).toBeGreaterThan(300_000);
  const created = await tus.create(bytes, { purpose: "reference" });
  expect(created.status).toBe(201);
  expect(Date.parse(created.headers.get("upload-expires") ?? "")).toBeGreaterThan(Date.now());
  const path = created.headers.get("location") ?? "";
  const cuts = [0, 1, 70_000, 70_010, 196_608, 250_001, bytes.length];
  for (const [place, at] of cuts.slice(0, -1).entries()) {
    expect(await tus.offset(path)).toBe(at);
    const answer = await tus.patch(path, at, bytes.subarray(at, cuts[place + 1]));
    expect([answer.status, Number(answer.headers.get("upload-offset"))]).toEqual([204, cuts[place + 1]]);
    const lying = filesOf(join(data, "uploads")).concat(filesOf(join(data, "artifacts")));
    for (const file of lying) {
      const content = readFileSync(file);
      for (const sample of [1000, 70_002, 200_000, 260_000]) expect(content.includes(bytes.subarray(sample, sample + 16))).toBe(false);
    }
  }
  expect(await tus.offset(path)).toBe(bytes.length);
  const [input] = await inputsOf(hashOf(bytes));
  expect(input).toMatchObject({ bytes: bytes.length, contentType: "image/png", purpose: "reference", width: 330, height: 330 });
  expect(filesOf(join(data, "uploads"))).toEqual([]);
});

test("videos are looked into, without a plain byte on the disk", async () => {
  for (const [kind, filetype] of [
    ["mp4", "video/mp4"],
    ["webm", "video/webm"],
  ] as const) {
    const bytes = await clip(kind);
    expect((await tus.bring(bytes, { filetype })).status).toBe(204);
    expect(await inputsOf(hashOf(bytes))).toMatchObject([{ contentType: filetype, width: 160, height: 90 }]);
  }
});

test("what is not what it says, or absurd, is refused with a reason, and nothing of it stays", async () => {
  const good = await picture(40);
  const mp4 = await clip();
  const jpeg = await sharp(good).jpeg().toBuffer();
  const cut = good.subarray(0, good.length - 500);
  const header = Buffer.from(mp4.subarray(0, 4000));
  /** A PNG that says it has 60,000 x 60,000 pixels and is a few kilobytes. */
  const bomb = Buffer.from(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
      .png()
      .toBuffer(),
  );
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  const cases: [string, Buffer, Record<string, string>][] = [
    ["another hash", good, { sha256: "0".repeat(64) }],
    ["a JPEG that says PNG", jpeg, {}],
    ["a program", Buffer.concat([Buffer.from("\x7fELF"), randomBytes(3000)]), {}],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>".repeat(40)), {}],
    ["a picture in vectors", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), {}],
    ["a cut picture", cut, {}],
    ["PNG in its first bytes alone", Buffer.concat([good.subarray(0, 8), deflateSync(randomBytes(3000))]), {}],
    ["a bomb", bomb, {}],
    ["a picture as a video", good, { filetype: "video/mp4" }],
    ["a video without its pictures", header, { filetype: "video/mp4" }],
    ["boxes of nothing", Buffer.concat([Buffer.from("\0\0\0\x18ftypisom\0\0\0\0isommp41"), randomBytes(5000)]), { filetype: "video/mp4" }],
    [
      "a list of files",
      Buffer.concat([Buffer.from("\0\0\0\x14ftypisom\0\0\0\0isom"), Buffer.from("ffconcat version 1.0\nfile /etc/passwd\n")]),
      { filetype: "video/mp4" },
    ],
  ];
  const before = stored();
  for (const [name, bytes, more] of cases) {
    const created = await tus.create(bytes, more);
    const path = created.headers.get("location") ?? "";
    const answer = await tus.patch(path, 0, bytes);
    const body = (await answer.json()) as { code: string; detail: string };
    expect([name, answer.status, body.code]).toEqual([name, 422, "file_refused"]);
    if (bytes === bomb) expect(body.detail).toContain("60000x60000 pixels");
    // Whoever lost that answer gets it again.
    expect([name, await tus.offset(path)]).toEqual([name, -422]);
    expect([name, await inputsOf(hashOf(bytes))]).toEqual([name, []]);
  }
  expect(stored()).toBe(before);
  expect(filesOf(join(data, "uploads"))).toEqual([]);
});

test("an upload is refused before its bytes: by type, size, name, and what it leaves out", async () => {
  const bytes = await picture(8);
  const refusal = async (length: number | string, metadata: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await tus.call("POST", "/v1/uploads", {
      "upload-length": String(length),
      "upload-metadata": metadataHeader(metadata),
      ...headers,
    });
    const body = (await answer.json()) as { code: string; fields?: { path: string }[] };
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.headers.get("tus-resumable")).toBe("1.0.0");
    return [answer.status, body.code, body.fields?.[0]?.path];
  };
  const said = { filename: "a.png", filetype: "image/png", sha256: hashOf(bytes) };
  expect(await refusal(10, { ...said, filetype: "image/svg+xml" })).toEqual([400, "invalid_input", "Upload-Metadata.filetype"]);
  expect(await refusal(10, { ...said, sha256: "no" })).toEqual([400, "invalid_input", "Upload-Metadata.sha256"]);
  expect(await refusal(10, { ...said, purpose: "other" })).toEqual([400, "invalid_input", "Upload-Metadata.purpose"]);
  expect(await refusal(0, said)).toEqual([400, "invalid_input", "Upload-Length"]);
  expect(await refusal(51 * 1024 * 1024, said)).toEqual([413, "payload_too_large", "Upload-Length"]);
  expect(await refusal("-1", said)).toEqual([400, "invalid_input", undefined]);
  expect(await refusal("1e3", said)).toEqual([400, "invalid_input", undefined]);
  expect(await refusal(10, said, { "upload-concat": "partial" })).toEqual([400, "invalid_input", undefined]);
  // A name is a text that a person wrote: a category word stands for what the rules block.
  expect((await refusal(10, { ...said, filename: "sexual content with a minor.png" }))[1]).toBe("policy_blocked");
  expect((await tus.call("POST", "/v1/uploads", { "tus-resumable": "9.9.9", "upload-length": "1" })).status).toBe(400);
});

test("bytes beyond the announced length, at a wrong place or of a wrong kind change nothing", async () => {
  const bytes = await picture(60);
  const path = (await tus.create(bytes)).headers.get("location") ?? "";
  expect(await codeOf(await tus.patch(path, 5, "x"))).toBe("conflict");
  expect(await codeOf(await tus.patch(path, 0, Buffer.concat([bytes, bytes])))).toBe("payload_too_large");
  expect((await tus.call("PATCH", path, { "upload-offset": "0", "content-type": "application/json" }, "{}")).status).toBeGreaterThanOrEqual(
    400,
  );
  expect(await tus.offset(path)).toBe(0);
  expect((await tus.patch(path, 0, bytes)).status).toBe(204);
  expect(await codeOf(await tus.patch(path, bytes.length, "x"))).toMatch(/conflict|payload_too_large/);
});

/** A PATCH that has sent `part` of `whole` bytes and stays open. */
function hanging(path: string, part: Uint8Array, whole: number): http.ClientRequest {
  const request = http.request(new URL(path, farm.url), {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${token}`,
      "tus-resumable": "1.0.0",
      "upload-offset": "0",
      "content-type": "application/offset+octet-stream",
      "content-length": whole,
    },
  });
  request.on("error", () => undefined).write(part);
  return request;
}
/** Waits until more than `size` bytes of uploads lie on the disk. */
async function lying(size: number): Promise<void> {
  while (filesOf(join(data, "uploads")).reduce((sum, file) => sum + statSync(file).size, 0) <= size) await sleep(10);
}

test("a connection that breaks keeps what came before; the next one goes on exactly there", async () => {
  const bytes = await picture(1000);
  const path = (await tus.create(bytes)).headers.get("location") ?? "";
  const request = hanging(path, bytes.subarray(0, 2_000_000), bytes.length);
  await lying(1_000_000);
  request.destroy();
  const offset = await tus.offset(path);
  expect(offset).toBeGreaterThan(1_000_000);
  expect(offset).toBeLessThanOrEqual(2_000_000);
  expect((await tus.patch(path, offset, bytes.subarray(offset))).status).toBe(204);
  expect(await inputsOf(hashOf(bytes))).toHaveLength(1);
});

test("a second sender takes an upload over from a connection that hangs half open", async () => {
  const bytes = await picture(1000);
  const path = (await tus.create(bytes)).headers.get("location") ?? "";
  const request = hanging(path, bytes.subarray(0, 1_500_000), bytes.length);
  await lying(1_000_000);
  const offset = await tus.offset(path);
  expect(offset).toBeGreaterThan(1_000_000);
  expect((await tus.patch(path, offset, bytes.subarray(offset))).status).toBe(204);
  request.destroy();
});

test("another account learns nothing: not by the address, not by the hash, and brings a copy of its own", async () => {
  const bytes = await picture(90);
  const path = (await tus.create(bytes)).headers.get("location") ?? "";
  const other = await newPerson(send, data);
  const theirs = tusClient(farm.url, other.token);
  const nobody = `/v1/uploads/${createIdMaker({ now: () => Date.now(), randomBytes })<"upload">()}`;
  for (const [mine, unknown] of [
    [await theirs.call("HEAD", path), await theirs.call("HEAD", nobody)],
    [await theirs.patch(path, 0, "x"), await theirs.patch(nobody, 0, "x")],
    [await theirs.call("DELETE", path), await theirs.call("DELETE", nobody)],
  ] as const)
    expect([mine.status, await mine.text()]).toEqual([404, await unknown.text()]);
  await tus.patch(path, 0, bytes);
  expect(await inputsOf(hashOf(bytes), other.token)).toEqual([]);
  const before = stored();
  expect((await theirs.bring(bytes)).status).toBe(204);
  expect(stored()).toBe(before + 1);
  expect((await fetch(new URL(path, farm.url), { method: "HEAD" })).status).toBe(401);
});

test("an address that is none is nobody's, whatever tricks it plays", async () => {
  const tricks = [
    "..%2f..%2fsecrets%2fmaster-key",
    "%00",
    "x",
    randomUUID(),
    "a~b",
    "%F0%9F%98%80",
    "%C0%AF",
    "a".repeat(150),
    "'; drop table upload;--",
  ];
  for (const trick of tricks) {
    for (const method of ["HEAD", "DELETE"]) {
      const { status } = await tus.call(method, `/v1/uploads/${trick}`);
      expect([method, trick, status]).toEqual([method, trick, trick === "%C0%AF" ? 400 : 404]);
    }
    expect((await tus.patch(`/v1/uploads/${trick}`, 0, "x")).status).toBeGreaterThanOrEqual(400);
  }
});

test("the first bytes may come with the request that begins the upload", async () => {
  const bytes = await picture(90);
  const created = await tus.call(
    "POST",
    "/v1/uploads",
    {
      "upload-length": String(bytes.length),
      "upload-metadata": metadataHeader({ filename: "a.png", filetype: "image/png", sha256: hashOf(bytes) }),
      "content-type": "application/offset+octet-stream",
    },
    bytes.subarray(0, 9000),
  );
  expect([created.status, created.headers.get("upload-offset")]).toEqual([201, "9000"]);
  const path = created.headers.get("location") ?? "";
  expect((await tus.patch(path, 9000, bytes.subarray(9000))).status).toBe(204);
  expect(await inputsOf(hashOf(bytes))).toHaveLength(1);
});

test("the same file brought twice by one account is kept once", async () => {
  const bytes = await picture(70);
  await tus.bring(bytes);
  const [before, used] = [stored(), (await usage()).brought];
  expect((await tus.bring(bytes)).status).toBe(204);
  expect(stored()).toBe(before);
  expect((await usage()).brought).toEqual(used);
});

test("a plan's limits are kept before any byte flows, and say used, limit and remedy", async () => {
  const person = await newPerson(send, data);
  const own = tusClient(farm.url, person.token);
  const { uploads } = quotaOf("free");
  const started = await Promise.all(Array.from({ length: uploads + 3 }, async () => own.create(await picture(9))));
  expect(started.filter(({ status }) => status === 201)).toHaveLength(uploads);
  const refused = started.find(({ status }) => status === 413);
  expect(await refused?.json()).toMatchObject({
    code: "quota_exceeded",
    detail: `${uploads} uploads are under way, and the plan free allows ${uploads} at once. Finish one, or delete it, then start this one.`,
  });
  expect((await usage(person.token)).uploads).toEqual({ open: uploads, limit: uploads });
  const path = started.find(({ status }) => status === 201)?.headers.get("location") ?? "";
  expect((await own.call("DELETE", path)).status).toBe(204);
  expect(await own.offset(path)).toBe(-404);
  expect((await own.create(await picture(9))).status).toBe(201);
});

test("what is announced counts whole, so that uploads begun together keep to the plan's bytes together", async () => {
  const person = await newPerson(send, data);
  const own = tusClient(farm.url, person.token);
  const announce = (megabytes: number) =>
    own.call("POST", "/v1/uploads", {
      "upload-length": String(megabytes * 1024 * 1024),
      "upload-metadata": metadataHeader({ filename: "a.mp4", filetype: "video/mp4", sha256: hashOf(randomBytes(8)) }),
    });
  const started = await Promise.all([announce(500), announce(500), announce(500)]);
  expect(started.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 413]);
  const refused = started.find(({ status }) => status === 413);
  expect(await refused?.json()).toMatchObject({
    code: "quota_exceeded",
    detail: expect.stringMatching(
      /^This file has 500 MB; 1000 MB of the 1 GB that the plan free allows for files are used\. Delete /,
    ) as string,
    fields: [{ path: "bytes" }],
  });
  expect((await usage(person.token)).brought).toEqual({ files: 2, bytes: 1000 * 1024 * 1024, limit: quotaOf("free").bytes });
  expect((await announce(24)).status).toBe(201);
  expect((await announce(1)).status).toBe(413);
});
