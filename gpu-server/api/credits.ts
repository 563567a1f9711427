// Credits and what moved them, and quotes before anything is spent.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { creditsSchema, type Quote, quoteRequestSchema, quoteSchema } from "../../shared/contract/farm-http.ts";
import { type PriceList, priceOf } from "../../shared/domain/credits.ts";
import { maxSegmentsPerJob } from "../../shared/domain/job.ts";
import { cheapestPartition } from "../../shared/domain/quote.ts";
import { type ApiDeps, cursorOf, memberOf, pageQuery, placeOf } from "./context.ts";

const ledgerSchema = z.object({
  lines: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(["grant", "capture", "expiry", "grace"]),
      jobId: z.uuid().nullable(),
      source: z.string(),
      amount: z.number().int(),
      at: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
const ledgerPlace = z.object({ at: z.string(), id: z.uuid() });

/** The cheapest jobs for each scene of `request` under `prices`. */
function quoteFor(prices: PriceList, { kind, quality, scenes }: z.output<typeof quoteRequestSchema>): Quote {
  const single = priceOf(prices, { kind, quality, segments: 1 });
  const priced = scenes.map((count) => {
    if (kind !== "video.generate") return { jobs: Array.from({ length: count }, () => 1), credits: single * count };
    if (single > 0) return cheapestPartition(prices, count);
    const whole = Array.from({ length: Math.floor(count / maxSegmentsPerJob) }, () => maxSegmentsPerJob);
    const rest = count % maxSegmentsPerJob;
    return { jobs: rest === 0 ? whole : [...whole, rest], credits: 0 };
  });
  return { priceList: prices.version, credits: priced.reduce((sum, { credits }) => sum + credits, 0), scenes: priced, eta: null };
}

export function registerCreditRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/v1/credits", { schema: { tags: ["credits"], response: { 200: creditsSchema } } }, (request) =>
    deps.credits.credits(memberOf(request).accountId),
  );
  typed.get(
    "/v1/credits/ledger",
    { schema: { tags: ["credits"], querystring: z.strictObject(pageQuery), response: { 200: ledgerSchema } } },
    async (request) => {
      const { cursor, limit } = request.query;
      const lines = await deps.credits.ledger(memberOf(request).accountId, placeOf(cursor, ledgerPlace), limit);
      const last = lines.at(-1);
      return { lines, next: lines.length === limit && last ? cursorOf({ at: last.at, id: last.id }) : null };
    },
  );
  typed.post("/v1/quotes", { schema: { tags: ["credits"], body: quoteRequestSchema, response: { 200: quoteSchema } } }, (request) =>
    quoteFor(deps.prices, request.body),
  );
}
