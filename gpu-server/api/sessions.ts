// Signing in, and the devices that are signed in. The token is in the header set-auth-token alone.
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { sessionListSchema, signInAnswerSchema, signInSchema } from "../../shared/contract/farm-identity.ts";
import { type ApiDeps, memberOf } from "./context.ts";

/** Passes on what the library says beside its body: a new token, and each cookie in a header of its own. */
export function passOn(reply: FastifyReply, { token, cookies }: { token: string | null; cookies: string[] }): FastifyReply {
  void reply.header("cache-control", "no-store");
  if (token !== null) void reply.header("set-auth-token", token).header("access-control-expose-headers", "set-auth-token");
  if (cookies.length > 0) void reply.header("set-cookie", cookies);
  return reply;
}

export function registerSignInRoute(app: FastifyInstance, { devices }: Pick<ApiDeps, "devices">): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      "/v1/sessions",
      { schema: { tags: ["sessions"], body: signInSchema, response: { 200: signInAnswerSchema } } },
      async (request, reply) => {
        const { next, ...renewed } = await devices.signIn(request, request.body);
        return passOn(reply, renewed).send({ next });
      },
    );
}

export function registerSessionRoutes(app: FastifyInstance, { devices }: Pick<ApiDeps, "devices">): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/v1/sessions", { schema: { tags: ["sessions"], response: { 200: sessionListSchema } } }, async (request) => ({
    sessions: await devices.list(memberOf(request)),
  }));
  typed.delete(
    "/v1/sessions/:id",
    { schema: { tags: ["sessions"], params: z.strictObject({ id: z.uuid() }), response: { 204: z.null() } } },
    async (request, reply) => {
      await devices.end(memberOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
}
