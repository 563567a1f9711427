// Credits, what moved them and why, films' limits, plans, and quotes before anything is spent.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { holdingsSchema, monthSchema, movementFilters, movementsSchema, spendingSchema } from "../../shared/contract/farm-credits.ts";
import {
  budgetsSchema,
  creditsSchema,
  ledgerSchema,
  plansSchema,
  type Quote,
  quoteRequestSchema,
  quoteSchema,
} from "../../shared/contract/farm-http.ts";
import { type PriceList, priceOf } from "../../shared/domain/credits.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { maxSegmentsPerJob } from "../../shared/domain/job.ts";
import { cheapestPartition } from "../../shared/domain/quote.ts";
import { segmentFrames } from "../../shared/domain/timecode.ts";
import { type Plan, plans } from "../credits/plans.ts";
import { type ApiDeps, cursorOf, memberOf, pageQuery, placeOf } from "./context.ts";

const movementPlace = z.object({ at: z.string(), rank: z.number().int(), id: z.string().max(80) });
const ledgerPlace = z.object({ at: z.string(), id: z.uuid() });

type QuoteRequest = z.output<typeof quoteRequestSchema>;

/** The cheapest jobs for each scene of `request` under `prices`. */
function priced(prices: PriceList, { kind, quality, scenes, seconds = 0 }: QuoteRequest): Quote["scenes"] {
  const single = priceOf(prices, { kind, quality, segments: 1, seconds });
  return scenes.map((count) => {
    if (kind !== "video.generate") return { jobs: Array.from({ length: count }, () => 1), credits: single * count };
    if (single > 0) return cheapestPartition(prices, count);
    const whole = Array.from({ length: Math.floor(count / maxSegmentsPerJob) }, () => maxSegmentsPerJob);
    const rest = count % maxSegmentsPerJob;
    return { jobs: rest === 0 ? whole : [...whole, rest], credits: 0 };
  });
}

/** The planner's measure of what is asked for: frames, seconds of sound, or pieces. */
function workOf({ kind, scenes, seconds = 1 }: QuoteRequest): number {
  const count = scenes.reduce((sum, each) => sum + each, 0);
  if (kind === "video.generate" || kind === "video.upscale") return count * segmentFrames;
  return kind.startsWith("audio.") ? Math.ceil(count * seconds) : count;
}

async function quoteFor(deps: ApiDeps, accountId: AccountId, request: QuoteRequest): Promise<Quote> {
  const { prices, farm, credits } = deps;
  const { kind, quality, budget } = request;
  const scenes = priced(prices, request);
  const offer = farm.offers().find(({ kinds, qualities }) => kinds.includes(kind) && qualities.includes(quality));
  const [{ available }, budgets] = await Promise.all([credits.credits(accountId), budget === undefined ? [] : credits.budgets(accountId)]);
  return {
    priceList: prices.version,
    credits: scenes.reduce((sum, scene) => sum + scene.credits, 0),
    scenes,
    eta: offer === undefined ? null : farm.estimate(offer.id, kind, workOf(request)),
    available,
    ...(budget === undefined ? {} : { budgetLeft: budgets.find(({ key }) => key === budget)?.left ?? null }),
  };
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
  typed.get("/v1/credits/lots", { schema: { tags: ["credits"], response: { 200: holdingsSchema } } }, (request) =>
    deps.credits.holdings(memberOf(request).accountId),
  );
  typed.get(
    "/v1/credits/movements",
    {
      schema: {
        tags: ["credits"],
        querystring: z.strictObject({ ...pageQuery, filter: z.enum(movementFilters).default("all") }),
        response: { 200: movementsSchema },
      },
    },
    async (request) => {
      const { cursor, limit, filter } = request.query;
      const page = await deps.credits.movements(memberOf(request).accountId, filter, placeOf(cursor, movementPlace), limit);
      return { ...page, next: page.next === null ? null : cursorOf(page.next) };
    },
  );
  typed.get(
    "/v1/credits/spending",
    { schema: { tags: ["credits"], querystring: z.strictObject({ month: monthSchema.optional() }), response: { 200: spendingSchema } } },
    (request) => deps.credits.spending(memberOf(request).accountId, request.query.month ?? null),
  );
  typed.post("/v1/quotes", { schema: { tags: ["credits"], body: quoteRequestSchema, response: { 200: quoteSchema } } }, (request) =>
    quoteFor(deps, memberOf(request).accountId, request.body),
  );
  typed.get("/v1/credits/budgets", { schema: { tags: ["credits"], response: { 200: budgetsSchema } } }, async (request) => ({
    budgets: await deps.credits.budgets(memberOf(request).accountId),
  }));
  typed.get("/v1/plans", { schema: { tags: ["credits"], response: { 200: plansSchema } } }, () => ({
    plans: Object.values<Plan>(plans).map(({ entitlements, ...plan }) => ({ ...plan, entitlements: [...entitlements] })),
  }));
}
