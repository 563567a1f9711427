// Artifact links: only the account gets one, it works for its path until it expires, and what it serves
// obeys the range rules of RFC 9110.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { artifactDetailSchema } from "../../shared/contract/farm-artifacts.ts";
import type { ArtifactKind } from "../../shared/contract/farm-http.ts";
import { type ArtifactId, createIdMaker } from "../../shared/domain/ids.ts";
import { encryptStream } from "../artifacts/cipher.ts";
import { createDiskArtifactStore } from "../artifacts/disk.ts";
import { createUrlSigner } from "../artifacts/signing.ts";
import type { ArtifactStore } from "../ports.ts";
import { testLogger } from "../testing/small-farm.ts";
import { registerArtifactRoutes } from "./artifacts.ts";
import { answerWithProblems } from "./problems.ts";

const newId = createIdMaker({ now: () => Date.now(), randomBytes });
const [mine, other, id] = [newId<"account">(), newId<"account">(), newId<"artifact">()];
const key = randomBytes(32);
const plain = randomBytes(150_000);
const etag = `"${createHash("sha256").update(plain).digest("hex")}"`;
let now = Date.now();
const signingKeys = new Map<string, Uint8Array>([
  ["0", randomBytes(32)],
  ["1", randomBytes(32)],
]);
let app: FastifyInstance;
let folder: string;
let store: ArtifactStore;
let quarantined = false;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "artifact-routes-"));
  store = await createDiskArtifactStore({ folder });
  const source = (async function* () {
    yield plain;
  })();
  const sha256 = etag.slice(1, -1);
  await store.accept(id, encryptStream(source, { key, id, bytes: plain.length, random: randomBytes }), key, {
    sha256,
    bytes: plain.length,
  });
  app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerWithProblems(app, testLogger);
  const facts = { id, jobId: newId<"job">(), kind: "clip" as const, index: 0, sha256, bytes: plain.length, contentType: "video/mp4" };
  const row = { sha256, bytes: plain.length, contentType: "video/mp4", kind: "clip" as ArtifactKind, index: 0, keyId: "k", key };
  registerArtifactRoutes(app, {
    store,
    rows: {
      find: async (account, wanted) =>
        account === mine && wanted === id && !quarantined ? { ...row, expiresAt: new Date(now + 1e9).toISOString() } : null,
      look: async (account, wanted) =>
        account === mine && wanted === id
          ? { ...facts, expiresAt: new Date(now + 1e9).toISOString(), variants: [], variantOf: null }
          : null,
      list: async () => [],
    },
    signer: createUrlSigner({ current: "1", keys: signingKeys }, { now: () => now }),
    authenticate: async (request) => {
      const accounts = new Map([
        ["Bearer mine", mine],
        ["Bearer other", other],
      ]);
      const accountId = accounts.get(request.headers.authorization ?? "");
      return accountId ? { accountId, sessionId: "s" } : null;
    },
  });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

async function link(): Promise<string> {
  const answer = await app.inject({ url: `/v1/artifacts/${id}`, headers: { authorization: "Bearer mine" } });
  const { pathname, search } = new URL(artifactDetailSchema.parse(answer.json()).url);
  return pathname + search;
}
const get = (url: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" | "PUT" = "GET") =>
  app.inject({ url, headers, method });

test("facts and a link come to the owner alone", async () => {
  const url = `/v1/artifacts/${id}`;
  expect((await get(url, { authorization: "Bearer mine" })).json()).toMatchObject({ id, kind: "clip", index: 0, bytes: plain.length });
  expect((await get(url)).statusCode).toBe(401);
  expect((await get(url, { authorization: "Bearer other" })).statusCode).toBe(404);
  expect((await get(`/v1/artifacts/${newId()}`, { authorization: "Bearer mine" })).statusCode).toBe(404);
  expect((await get("/v1/artifacts/x", { authorization: "Bearer mine" })).statusCode).toBe(400);
});

test("the link serves the whole file, HEAD the same without a body, If-None-Match nothing", async () => {
  const url = await link();
  const whole = await get(url);
  expect(whole.rawPayload.equals(plain)).toBe(true);
  expect(whole.headers).toMatchObject({
    etag,
    "content-type": "video/mp4",
    "content-length": String(plain.length),
    "accept-ranges": "bytes",
    "x-content-type-options": "nosniff",
    "content-disposition": `inline; filename="clip-1-${id.slice(-6)}.mp4"`,
  });
  const head = await get(url, {}, "HEAD");
  expect(head.statusCode).toBe(200);
  expect(head.headers["content-length"]).toBe(String(plain.length));
  expect(head.rawPayload).toHaveLength(0);
  expect((await get(url, { range: "bytes=0-9" }, "HEAD")).headers["content-length"]).toBe(String(plain.length));
  for (const range of ["bytes=999999999-", "bytes=-0"]) expect((await get(url, { range }, "HEAD")).statusCode).toBe(200);
  expect((await get(url, { "if-none-match": etag })).statusCode).toBe(304);
});

test("every range is the slice that it names; what lies outside is 416; what is no range is the whole", async () => {
  const url = await link();
  const place = fc.option(fc.nat(plain.length + 1000), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(place, place, async (first, last) => {
      const answer = await get(url, { range: `bytes=${first ?? ""}-${last ?? ""}` });
      const [start, end] =
        first === undefined
          ? [Math.max(0, plain.length - (last ?? 0)), plain.length - 1]
          : [first, Math.min(last ?? Infinity, plain.length - 1)];
      const nonsense = (first === undefined && last === undefined) || (first !== undefined && last !== undefined && last < first);
      if (nonsense) expect(answer.statusCode).toBe(200);
      else if (start >= plain.length) {
        expect(answer.statusCode).toBe(416);
        expect(answer.headers["content-range"]).toBe(`bytes */${plain.length}`);
      } else {
        expect(answer.statusCode).toBe(206);
        expect(answer.headers["content-range"]).toBe(`bytes ${start}-${end}/${plain.length}`);
        expect(answer.rawPayload.equals(plain.subarray(start, end + 1))).toBe(true);
      }
    }),
    { numRuns: 120 },
  );
  for (const range of ["bytes=0-1,5-6", "lines=0-1", "bytes=a-b"]) expect((await get(url, { range })).statusCode).toBe(200);
});

test("a resumed download continues only the very same file", async () => {
  const url = await link();
  expect((await get(url, { range: "bytes=10-", "if-range": etag })).statusCode).toBe(206);
  for (const stale of [`"${"0".repeat(64)}"`, `W/${etag}`, "Mon, 01 Jan 2024 00:00:00 GMT"]) {
    expect((await get(url, { range: "bytes=10-", "if-range": stale })).statusCode).toBe(200);
  }
});

test("a link serves its path, method and time alone; a changed character or a held artifact closes it", async () => {
  const url = await link();
  const at = new URL(url, "http://farm").searchParams;
  const refusalOf = ({ statusCode, headers, body }: Awaited<ReturnType<typeof get>>) => [statusCode, headers["cache-control"], body];
  const refused = refusalOf(await get(`/v1/files/${id}?exp=1&aud=x&kid=1&sig=x`));
  expect(refused[0]).toBe(403);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("exp", "aud", "kid", "sig"),
      fc.constantFrom("", "0", "1", "2", "A", other, "9999999999"),
      async (name, value) => {
        const changed = new URL(url, "http://farm");
        changed.searchParams.set(name, value);
        if (at.get(name) === value) return;
        expect(refusalOf(await get(changed.pathname + changed.search))).toEqual(refused);
      },
    ),
    { numRuns: 24 },
  );
  expect((await get(url.replace(id, newId<"artifact">()))).statusCode).toBe(403);
  expect((await get(`/v1/files/${id}`)).statusCode).toBe(403);
  quarantined = true;
  expect((await get(url)).statusCode).toBe(410);
  quarantined = false;
  now += 16 * 60 * 1000;
  expect(refusalOf(await get(url))).toEqual(refused);
  now -= 16 * 60 * 1000;
  const current = signingKeys.get("1") ?? new Uint8Array();
  signingKeys.delete("1");
  expect(refusalOf(await get(url))).toEqual(refused);
  signingKeys.set("1", current);
  await store.remove("01890000-0000-7000-8000-000000000009" as ArtifactId);
  expect((await get(url)).statusCode).toBe(200);
});
