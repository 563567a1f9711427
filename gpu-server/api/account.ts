// GET /v1/account: who is signed in.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { accountSchema } from "../../shared/contract/farm-http.ts";
import { memberOf } from "./context.ts";

export function registerAccountRoutes(app: FastifyInstance): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .get("/v1/account", { schema: { tags: ["account"], response: { 200: accountSchema } } }, (request) => {
      const { accountId, email, name, plan, createdAt, localOwner } = memberOf(request);
      return { id: accountId, email, name, plan: plan.name, createdAt, localOwner };
    });
}
