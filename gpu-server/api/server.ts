// The HTTP server: schemas checked on both sides, problems as problem+json, OpenAPI out of the same
// schemas, and every resource in a file of its own.
import { randomUUID } from "node:crypto";
import swagger from "@fastify/swagger";
import Fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { CodedError } from "../../shared/contract/errors.ts";
import { guardUpgrades } from "../stream/upgrade.ts";
import { registerAccountRoutes } from "./account.ts";
import { registerPublicAccountRoutes } from "./accounts.ts";
import { closeInOrder } from "./closing.ts";
import type { ApiDeps } from "./context.ts";
import { registerCreditRoutes } from "./credits.ts";
import { guardDoors, hostCheck, rememberAddresses } from "./doors.ts";
import { registerFarmRoutes } from "./farm.ts";
import { registerJobRoutes } from "./jobs.ts";
import { registerKeyRoutes } from "./keys.ts";
import { completeDocument, securitySchemes } from "./openapi.ts";
import { transform, transformObject } from "./openapi-schemas.ts";
import { registerOperationRoutes } from "./operations.ts";
import { answerWithProblems, refuseAddress, refuseConnection } from "./problems.ts";
import { registerRightsRoutes } from "./rights.ts";
import { requireScope } from "./scopes.ts";
import { registerSessionRoutes, registerSignInRoute } from "./sessions.ts";
import { registerTeamRoutes } from "./teams.ts";
import { unstorable } from "./texts.ts";
import { registerTotpRoutes } from "./totp.ts";
import { registerUploadRoutes } from "./uploads.ts";

/** A story of 2 million characters in its longest encoding, and the JSON around it. */
const bodyLimit = 12 * 1024 * 1024;
const publicBodyLimit = 16 * 1024;
/** How long a request may take to arrive, in ms: its headers, and all of it (files of nodes and uploads are the longest). */
const arrival = { headers: 15_000, whole: 300_000 };

/**
 * Builds the server, not yet listening. `more` adds routes with doors of their own (artifact links, the
 * stream, the node link).
 */
export async function buildServer(
  deps: ApiDeps,
  more: (app: FastifyInstance) => void | Promise<void> = () => undefined,
): Promise<FastifyInstance> {
  const { headers: headersTimeout, whole: requestTimeout } = deps.arrival ?? arrival;
  const app = Fastify({
    logger: false,
    trustProxy: deps.trustProxy,
    bodyLimit,
    // Requests in flight are answered; connections without one are closed.
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 200 },
    requestTimeout,
    http: { headersTimeout, connectionsCheckingInterval: Math.min(5000, headersTimeout) },
    clientErrorHandler: refuseConnection,
    frameworkErrors: refuseAddress,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Bodies are JSON, or of a kind that a route names itself.
  app.removeContentTypeParser("text/plain");
  answerWithProblems(app, deps.log);
  app.addHook("preHandler", (request, _reply, done) => done(unstorable(request.body) ?? unstorable(request.query)));
  const isOurs = hostCheck(deps.publicUrl, deps.allowedHosts ?? []);
  guardDoors(app, rememberAddresses(app), isOurs, deps.publicUrl?.startsWith("https:") ?? false);
  guardUpgrades(app.server, isOurs);
  closeInOrder(app);
  app.decorateRequest("member", null);
  app.addHook("onResponse", (request, reply, done) => {
    const { method, routeOptions, id: requestId, member } = request;
    const route = routeOptions.url ?? "(none)";
    deps.metrics?.numbers.answered(method, route, reply.statusCode, reply.elapsedTime / 1000);
    deps.log.debug?.("a request was answered", {
      requestId,
      method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(member === null ? {} : { accountId: member.accountId }),
    });
    done();
  });
  await app.register(swagger, {
    openapi: { openapi: "3.1.0", info: { title: "OurVidz farm", version: deps.version }, components: { securitySchemes } },
    transform,
    transformObject,
  });
  registerOperationRoutes(app, deps);
  await app.register((withoutSession, _options, done) => {
    // Whoever is not known yet sends little.
    withoutSession.addHook("onRoute", (route) => {
      route.bodyLimit = publicBodyLimit;
    });
    registerPublicAccountRoutes(withoutSession, deps);
    registerSignInRoute(withoutSession, deps);
    done();
  });
  let document: object | undefined;
  app.get("/v1/openapi.json", {}, (_request, reply) => {
    document ??= completeDocument(app.swagger());
    return reply.header("cache-control", "no-cache").send(document);
  });
  await app.register((behindTheDoor, _options, done) => {
    behindTheDoor.addHook("onRequest", async (request) => {
      request.member = await deps.member(request.headers.authorization);
      if (request.member === null) throw new CodedError("unauthenticated");
      if (request.member.scopes !== null) requireScope(request.member.scopes, request.method, request.routeOptions.url);
    });
    registerAccountRoutes(behindTheDoor, deps);
    registerSessionRoutes(behindTheDoor, deps);
    registerTotpRoutes(behindTheDoor, deps);
    registerKeyRoutes(behindTheDoor, deps);
    registerTeamRoutes(behindTheDoor, deps);
    registerCreditRoutes(behindTheDoor, deps);
    registerJobRoutes(behindTheDoor, deps);
    registerUploadRoutes(behindTheDoor, deps.uploads);
    registerFarmRoutes(behindTheDoor, deps);
    registerRightsRoutes(behindTheDoor, deps.rights);
    done();
  });
  await more(app);
  return app;
}
