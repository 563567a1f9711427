// API keys of an account. A key is shown once and may not make or delete keys itself.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { keyListSchema, keyRequestSchema, newKeySchema } from "../../shared/contract/farm-identity.ts";
import { type ApiDeps, memberOf } from "./context.ts";

const tags = ["keys"];

export function registerKeyRoutes(app: FastifyInstance, { keys }: Pick<ApiDeps, "keys">): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/v1/api-keys", { schema: { tags, response: { 200: keyListSchema } } }, async (request) => ({
    keys: await keys.list(memberOf(request).accountId),
  }));
  typed.post("/v1/api-keys", { schema: { tags, body: keyRequestSchema, response: { 201: newKeySchema } } }, async (request, reply) => {
    const made = await keys.create(memberOf(request).accountId, request.body);
    return reply.code(201).header("cache-control", "no-store").send(made);
  });
  typed.delete(
    "/v1/api-keys/:id",
    { schema: { tags, params: z.strictObject({ id: z.uuid() }), response: { 204: z.null() } } },
    async (request, reply) => {
      await keys.remove(memberOf(request).accountId, request.params.id);
      return reply.code(204).send(null);
    },
  );
}
