// For whoever runs the farm: alive, ready part by part, and numbers for Prometheus behind a token.
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Metrics, Readiness } from "../ports.ts";

const readinessSchema = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string().optional() })),
});

const digest = (text: string) => createHash("sha256").update(text).digest();

export interface OperationDeps {
  readiness: Readiness;
  /** Numbers, and the token that shows them on this port; without a token they are not here. */
  metrics?: { numbers: Metrics; token: string | undefined };
}

export function registerOperationRoutes(app: FastifyInstance, { readiness, metrics }: OperationDeps): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get("/healthz", { schema: { response: { 200: z.object({ ok: z.literal(true) }) } } }, () => ({ ok: true }) as const);
  typed.get("/readyz", { schema: { response: { 200: readinessSchema, 503: readinessSchema } } }, async (_request, reply) => {
    const state = await readiness();
    return reply.code(state.ready ? 200 : 503).send(state);
  });
  if (metrics?.token === undefined) return;
  const { numbers } = metrics;
  const expected = digest(`Bearer ${metrics.token}`);
  app.get("/metrics", { schema: { hide: true } }, async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ""), expected))
      throw new CodedError("unauthenticated", "The metrics ask for METRICS_TOKEN as a bearer token.");
    return reply.type(numbers.contentType).send(await numbers.text());
  });
}
