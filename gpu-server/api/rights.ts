// People's rights: the export of an account with its signed link, consents, the attestation of age. For sessions alone: an API
// key reads none of it.
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import {
  ageRequestSchema,
  ageSchema,
  consentAnswerSchema,
  consentListSchema,
  consentRequestSchema,
  exportSchema,
  exportStateSchema,
} from "../../shared/contract/farm-rights.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { matchesNone, rangeAnswer } from "../artifacts/range.ts";
import type { ExportState } from "../rights/exports.ts";
import { cursorOf, type Member, memberOf, pageQuery, placeOf, type RightsParts } from "./context.ts";

const linkSeconds = 15 * 60;
const params = z.strictObject({ id: z.uuid() });
const linkQuery = z.object({ exp: z.string(), aud: z.uuid(), kid: z.string(), sig: z.string() }).partial();

/** Who is signed in. Throws CodedError scope_missing for an API key. */
function signedIn(request: FastifyRequest): Member {
  const member = memberOf(request);
  if (member.scopes !== null) throw new CodedError("scope_missing", "API keys may not do that. Sign in instead.");
  return member;
}

/** Adds `/v1/account/export`, `/v1/account/age-verification` and `/v1/consents`, behind the door. */
export function registerRightsRoutes(app: FastifyInstance, { exports, consents, age, signer, publicUrl }: RightsParts): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tags = ["rights"];
  const linked = (request: FastifyRequest, accountId: AccountId, state: ExportState) => {
    const origin = publicUrl ?? `${request.protocol}://${request.host}`;
    return {
      ...state,
      url: state.state === "ready" ? origin + signer.sign("GET", `/v1/exports/${state.id}`, accountId, linkSeconds) : null,
    };
  };

  typed.post("/v1/account/export", { schema: { tags, response: { 202: exportSchema } } }, async (request, reply) => {
    const { accountId } = signedIn(request);
    return reply.code(202).send(linked(request, accountId, await exports.ask(accountId)));
  });
  typed.get("/v1/account/export", { schema: { tags, response: { 200: exportStateSchema } } }, async (request, reply) => {
    const { accountId } = signedIn(request);
    const state = await exports.state(accountId);
    void reply.header("cache-control", "no-store");
    return { export: state && linked(request, accountId, state) };
  });

  typed.get("/v1/account/age-verification", { schema: { tags, response: { 200: ageSchema } } }, (request) =>
    age.state(signedIn(request).accountId),
  );
  typed.post("/v1/account/age-verification", { schema: { tags, body: ageRequestSchema, response: { 200: ageSchema } } }, (request) =>
    age.verify(signedIn(request).accountId, request.body),
  );

  typed.post(
    "/v1/consents",
    { schema: { tags, body: consentRequestSchema, response: { 201: consentAnswerSchema } } },
    async (request, reply) => {
      const consent = await consents.give(signedIn(request).accountId, request.body);
      return reply.code(201).send({ consent });
    },
  );
  typed.get(
    "/v1/consents",
    { schema: { tags, querystring: z.strictObject(pageQuery), response: { 200: consentListSchema } } },
    async (request) => {
      const { cursor, limit } = request.query;
      const found = await consents.list(signedIn(request).accountId, placeOf(cursor, z.uuid()), limit + 1);
      const page = found.slice(0, limit);
      return { consents: page, next: found.length > limit ? cursorOf(page.at(-1)?.id) : null };
    },
  );
  typed.post("/v1/consents/:id/revoke", { schema: { tags, params, response: { 200: consentAnswerSchema } } }, async (request) => ({
    consent: await consents.revoke(signedIn(request).accountId, request.params.id),
  }));
}

/** Adds the signed `GET` and `HEAD /v1/exports/:id`, whose key is the link itself. */
export function registerExportLink(app: FastifyInstance, { exports, signer }: Pick<RightsParts, "exports" | "signer">): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, id: string, query: z.infer<typeof linkQuery>) => {
    const accountId = signer.verify(request.method, `/v1/exports/${id}`, query);
    const file = await exports.file(accountId as AccountId, id);
    if (file === null) throw new CodedError("artifact_expired", "This export is over. Ask for a new one.");
    const etag = `"${file.sha256}"`;
    void reply.headers({
      etag,
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-disposition": `attachment; filename="ourvidz-account-${id.slice(-6)}.zip"`,
    });
    if (matchesNone(etag, request.headers["if-none-match"])) return reply.code(304).send();
    const ifRange = request.headers["if-range"];
    const answer = rangeAnswer(file.bytes, etag, request.headers.range, typeof ifRange === "string" ? ifRange : undefined);
    if (answer.kind === "outside") {
      void reply.header("content-range", `bytes */${file.bytes}`);
      throw new CodedError("range_not_satisfiable");
    }
    const [start, end] = answer.kind === "part" ? [answer.start, answer.end] : [0, file.bytes - 1];
    if (answer.kind === "part") void reply.code(206).header("content-range", `bytes ${start}-${end}/${file.bytes}`);
    void reply.type("application/zip").header("content-length", String(end - start + 1));
    if (request.method === "HEAD") return reply.send();
    return reply.send(Readable.from(file.read({ start, end }), { objectMode: false }));
  };
  app.withTypeProvider<ZodTypeProvider>().route({
    method: ["GET", "HEAD"],
    url: "/v1/exports/:id",
    schema: { tags: ["rights"], params, querystring: linkQuery },
    handler: (request, reply) => send(request, reply, request.params.id, request.query),
  });
}
