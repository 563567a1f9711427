// Jobs: submit one or a batch, list, look, events, cancel, pause, resume, order, appeal.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import {
  appealAnswerSchema,
  appealRequestSchema,
  batchAnswerSchema,
  batchRequestSchema,
  jobAnswerSchema,
  jobEventsSchema,
  jobListSchema,
  jobOrderSchema,
  jobSubmissionSchema,
} from "../../shared/contract/farm-http.ts";
import type { JobId } from "../../shared/domain/ids.ts";
import { jobKinds, jobStates } from "../../shared/domain/job.ts";
import { type ApiDeps, cursorOf, memberOf, pageQuery, placeOf } from "./context.ts";

const params = z.object({ id: z.uuid("A job's id is a UUID.") });
const listQuery = z.strictObject({
  ...pageQuery,
  /** One state, or several with commas between. */
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(jobStates)))
    .optional(),
  kind: z.enum(jobKinds).optional(),
});
const eventsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});

function idempotencyKey(request: FastifyRequest): string {
  const key = request.headers["idempotency-key"];
  if (typeof key !== "string" || key === "") throw new CodedError("idempotency_key_missing");
  if (key.length > 200) {
    const message = "An idempotency key has at most 200 characters. Send a UUID.";
    throw new CodedError("invalid_input", message, { fields: [{ path: "Idempotency-Key", message }] });
  }
  return key;
}

export function registerJobRoutes(app: FastifyInstance, { submission, jobs, appeals }: ApiDeps): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tags = ["jobs"];
  const account = (request: FastifyRequest) => {
    const { accountId, plan } = memberOf(request);
    return { id: accountId, plan };
  };

  typed.post("/v1/jobs", { schema: { tags, body: jobSubmissionSchema, response: { 201: jobAnswerSchema } } }, async (request, reply) => {
    const [job] = await submission.submit(account(request), idempotencyKey(request), [request.body], null);
    if (job === undefined) throw new CodedError("internal");
    return reply.code(201).send({ job });
  });
  typed.post(
    "/v1/jobs/batch",
    { schema: { tags, body: batchRequestSchema, response: { 201: batchAnswerSchema } } },
    async (request, reply) => {
      const { jobs: specs, budget } = request.body;
      const submitted = await submission.submit(account(request), idempotencyKey(request), specs, budget ?? null);
      return reply.code(201).send({ jobs: submitted });
    },
  );
  typed.get("/v1/jobs", { schema: { tags, querystring: listQuery, response: { 200: jobListSchema } } }, async (request) => {
    const { cursor, limit, state, kind } = request.query;
    const before = placeOf(cursor, z.uuid());
    const page = await jobs.list(memberOf(request).accountId, { states: state ?? null, kind: kind ?? null, before, limit });
    const last = page.at(-1);
    return { jobs: page, next: page.length === limit && last ? cursorOf(last.id) : null };
  });
  typed.post("/v1/jobs/order", { schema: { tags, body: jobOrderSchema, response: { 204: z.void() } } }, async (request, reply) => {
    await jobs.order(memberOf(request).accountId, request.body.jobs as JobId[]);
    return reply.code(204).send();
  });
  typed.get("/v1/jobs/:id", { schema: { tags, params, response: { 200: jobAnswerSchema } } }, async (request) => ({
    job: await jobs.get(memberOf(request).accountId, request.params.id as JobId),
  }));
  typed.get(
    "/v1/jobs/:id/events",
    { schema: { tags, params, querystring: eventsQuery, response: { 200: jobEventsSchema } } },
    async (request) => {
      const { accountId } = memberOf(request);
      const id = request.params.id as JobId;
      const events = await jobs.eventsAfter(accountId, id, request.query.after, request.query.limit);
      // No events may mean that there is no such job.
      if (events.length === 0) await jobs.get(accountId, id);
      return { events };
    },
  );
  typed.post("/v1/jobs/:id/cancel", { schema: { tags, params, response: { 200: jobAnswerSchema } } }, async (request) => ({
    job: await jobs.cancel(memberOf(request).accountId, request.params.id as JobId),
  }));
  typed.post("/v1/jobs/:id/pause", { schema: { tags, params, response: { 200: jobAnswerSchema } } }, async (request) => ({
    job: await jobs.holdBack(memberOf(request).accountId, request.params.id as JobId, true),
  }));
  typed.post("/v1/jobs/:id/resume", { schema: { tags, params, response: { 200: jobAnswerSchema } } }, async (request) => ({
    job: await jobs.holdBack(memberOf(request).accountId, request.params.id as JobId, false),
  }));
  typed.get("/v1/jobs/:id/appeal", { schema: { tags, params, response: { 200: appealAnswerSchema } } }, async (request) => ({
    appeal: await appeals.of(memberOf(request).accountId, request.params.id as JobId),
  }));
  typed.post(
    "/v1/jobs/:id/appeal",
    { schema: { tags, params, body: appealRequestSchema, response: { 201: appealAnswerSchema } } },
    async (request, reply) => {
      const { text, statement } = request.body;
      const appeal = await appeals.open(memberOf(request).accountId, request.params.id as JobId, { text, statement });
      return reply.code(201).send({ appeal });
    },
  );
}
