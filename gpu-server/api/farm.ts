// GET /v1/farm: engines, nodes, and how long one waits.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { farmSchema } from "../../shared/contract/farm-http.ts";
import type { ApiDeps } from "./context.ts";

export function registerFarmRoutes(app: FastifyInstance, { farm, prices, version }: ApiDeps): void {
  app.withTypeProvider<ZodTypeProvider>().get("/v1/farm", { schema: { tags: ["farm"], response: { 200: farmSchema } } }, () => ({
    name: "OurVidz farm",
    version,
    priceList: prices.version,
    engines: farm
      .offers()
      .map(({ id, kinds, qualities, models, abilities, manifests }) => ({ id, kinds, qualities, models, abilities, manifests })),
    nodes: farm.nodes(),
    queue: farm.queue(),
  }));
}
