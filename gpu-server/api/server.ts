// The HTTP server: schemas checked on both sides, problems as problem+json, OpenAPI out of the same
// schemas, and every resource in a file of its own.
import swagger from "@fastify/swagger";
import Fastify, { type FastifyInstance } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { CodedError } from "../../shared/contract/errors.ts";
import { registerAccountRoutes } from "./account.ts";
import { registerPublicAccountRoutes } from "./accounts.ts";
import type { ApiDeps } from "./context.ts";
import { registerCreditRoutes } from "./credits.ts";
import { registerFarmRoutes } from "./farm.ts";
import { registerJobRoutes } from "./jobs.ts";
import { registerKeyRoutes } from "./keys.ts";
import { registerOperationRoutes } from "./operations.ts";
import { answerWithProblems } from "./problems.ts";
import { requireScope } from "./scopes.ts";
import { registerSessionRoutes, registerSignInRoute } from "./sessions.ts";
import { registerTeamRoutes } from "./teams.ts";
import { registerTotpRoutes } from "./totp.ts";
import { registerUploadRoutes } from "./uploads.ts";

/** A story of 2 million characters in its longest encoding, and the JSON around it. */
const bodyLimit = 12 * 1024 * 1024;
const publicBodyLimit = 16 * 1024;

/**
 * Builds the server, not yet listening. `more` adds routes with doors of their own (artifact links, the
 * stream, the node link).
 */
export async function buildServer(
  deps: ApiDeps,
  more: (app: FastifyInstance) => void | Promise<void> = () => undefined,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    trustProxy: deps.trustProxy,
    bodyLimit,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerWithProblems(app, deps.log);
  app.decorateRequest("member", null);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "OurVidz farm", version: deps.version },
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
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
  app.get("/v1/openapi.json", { schema: { hide: true } }, () => app.swagger());
  await app.register((behindTheDoor, _options, done) => {
    behindTheDoor.addHook("onRequest", async (request) => {
      request.member = await deps.member(request.headers.authorization);
      if (request.member === null) throw new CodedError("unauthenticated");
      if (request.member.scopes !== null) requireScope(request.member.scopes, request.method, request.routeOptions.url);
    });
    behindTheDoor.addHook("onRoute", (route) => {
      route.schema = { ...route.schema, security: [{ bearer: [] }] };
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
    done();
  });
  await more(app);
  return app;
}
