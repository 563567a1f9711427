// Artifacts of an account: their facts with a signed link, and the link itself, which serves ranges.
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import { artifactDetailSchema, artifactListSchema, artifactQuerySchema } from "../../shared/contract/farm-artifacts.ts";
import type { ArtifactId } from "../../shared/domain/ids.ts";
import { matchesNone, rangeAnswer } from "../artifacts/range.ts";
import type { ArtifactFacts, ArtifactRow, ArtifactRows } from "../artifacts/rows.ts";
import type { UrlSigner } from "../artifacts/signing.ts";
import type { ArtifactStore } from "../ports.ts";
import { cursorOf, placeOf } from "./context.ts";

export interface ArtifactRoutesDeps {
  rows: ArtifactRows;
  store: ArtifactStore;
  signer: UrlSigner;
  /** Who asks, or null. */
  authenticate(request: FastifyRequest): Promise<{ accountId: string; sessionId: string } | null>;
  /** Origin that links are made with, where the farm stands behind a proxy: "https://farm.example". */
  publicUrl?: string;
}

const linkSeconds = 15 * 60;
const endings: Record<string, string> = {
  "video/mp4": "mp4",
  "image/webp": "webp",
  "image/png": "png",
  "image/jpeg": "jpg",
  "application/json": "json",
  "text/plain": "txt",
  "text/vtt": "vtt",
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
  "audio/flac": "flac",
  "audio/ogg": "ogg",
};

function fileName(row: ArtifactRow, id: string): string {
  const ending = endings[row.contentType.split(";")[0] ?? ""] ?? "bin";
  return `${row.kind}-${row.index + 1}-${id.slice(-6)}.${ending}`;
}

/** Taken as it comes: whatever is wrong with a link, the signature says so, and in the same words. */
const querySchema = z.object({ exp: z.string(), aud: z.string(), kid: z.string(), sig: z.string() }).partial();

/** Adds `GET /v1/artifacts`, `GET /v1/artifacts/:id` and the signed `GET` and `HEAD /v1/files/:id`. */
export function registerArtifactRoutes(app: FastifyInstance, deps: ArtifactRoutesDeps): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const params = z.object({ id: z.uuid() });
  const accountOf = async (request: FastifyRequest): Promise<string> => {
    const caller = await deps.authenticate(request);
    if (caller === null) throw new CodedError("unauthenticated");
    return caller.accountId;
  };
  /** Facts with a link to the file, and to each smaller form of it. */
  const linked = (request: FastifyRequest, accountId: string, facts: ArtifactFacts) => {
    const origin = deps.publicUrl ?? `${request.protocol}://${request.host}`;
    const link = (id: string) => origin + deps.signer.sign("GET", `/v1/files/${id}`, accountId, linkSeconds);
    return { ...facts, url: link(facts.id), variants: facts.variants.map((variant) => ({ ...variant, url: link(variant.id) })) };
  };

  typed.get("/v1/artifacts", { schema: { querystring: artifactQuerySchema, response: { 200: artifactListSchema } } }, async (request) => {
    const accountId = await accountOf(request);
    const { cursor, limit, job = null, expiring = null } = request.query;
    const page = await deps.rows.list(accountId, { job, expiring, after: placeOf(cursor, z.uuid()), limit });
    const last = page.at(-1);
    return {
      artifacts: page.map((facts) => linked(request, accountId, facts)),
      next: page.length === limit && last ? cursorOf(last.id) : null,
    };
  });
  typed.get("/v1/artifacts/:id", { schema: { params, response: { 200: artifactDetailSchema } } }, async (request) => {
    const accountId = await accountOf(request);
    const facts = await deps.rows.look(accountId, request.params.id);
    if (facts === null) throw new CodedError("not_found");
    return linked(request, accountId, facts);
  });

  const send = async (request: FastifyRequest, reply: FastifyReply, id: string, query: z.infer<typeof querySchema>) => {
    const accountId = deps.signer.verify(request.method, `/v1/files/${id}`, query);
    const row = await deps.rows.find(accountId, id);
    if (row === null) throw new CodedError("artifact_expired");
    const etag = `"${row.sha256}"`;
    void reply.headers({
      etag,
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=900, immutable",
      "x-content-type-options": "nosniff",
      // An artifact is never a page: what a browser opens by this link may run nothing.
      "content-security-policy": "default-src 'none'; sandbox",
      "content-disposition": `inline; filename="${fileName(row, id)}"`,
    });
    if (matchesNone(etag, request.headers["if-none-match"])) return reply.code(304).send();
    const ifRange = request.headers["if-range"];
    // A range is a matter of GET alone (RFC 9110, 14.2).
    const range = request.method === "GET" ? request.headers.range : undefined;
    const answer = rangeAnswer(row.bytes, etag, range, typeof ifRange === "string" ? ifRange : undefined);
    if (answer.kind === "outside") {
      void reply.header("content-range", `bytes */${row.bytes}`);
      throw new CodedError("range_not_satisfiable");
    }
    const [start, end] = answer.kind === "part" ? [answer.start, answer.end] : [0, row.bytes - 1];
    if (answer.kind === "part") void reply.code(206).header("content-range", `bytes ${start}-${end}/${row.bytes}`);
    void reply.type(row.contentType).header("content-length", String(end - start + 1));
    if (request.method === "HEAD") return reply.send();
    return reply.send(Readable.from(deps.store.read(id as ArtifactId, row.key, { start, end }), { objectMode: false }));
  };

  typed.route({
    method: ["GET", "HEAD"],
    url: "/v1/files/:id",
    schema: { params, querystring: querySchema },
    handler: (request, reply) => send(request, reply, request.params.id, request.query),
  });
}
