// Uploads by tus 1.0, the inputs that an account has, and what it keeps on the farm.
import { PassThrough, Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { inputListSchema, inputQuerySchema, usageSchema } from "../../shared/contract/farm-uploads.ts";
import { uploadPath } from "../uploads/tus.ts";
import { type ApiDeps, memberOf } from "./context.ts";

const withBody = new Set(["POST", "PATCH"]);

/** The request's body as the protocol's server takes it. It can let go of it without closing the connection. */
function bodyOf({ raw }: FastifyRequest): { stream: PassThrough; release(): void } {
  const stream = new PassThrough();
  stream.on("error", () => undefined);
  const broken = () => raw.complete || stream.destroy(new Error("the connection broke"));
  raw.once("close", broken).once("error", broken);
  raw.pipe(stream);
  return {
    stream,
    release() {
      raw.unpipe(stream);
      stream.destroy();
      raw.resume(); // a refused body is read to its end, so that the answer reaches the sender
    },
  };
}

/** Adds `/v1/uploads` (tus), `GET /v1/inputs` and `GET /v1/artifacts/usage`. */
export function registerUploadRoutes(app: FastifyInstance, { tus, rows }: ApiDeps["uploads"]): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { accountId, plan } = memberOf(request);
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
    const body = withBody.has(request.method) ? bodyOf(request) : null;
    const asked = new Request(new URL(request.url, "http://farm"), {
      method: request.method,
      headers,
      ...(body === null ? {} : { body: Readable.toWeb(body.stream), duplex: "half" as const }),
    } as RequestInit);
    void reply.header("tus-resumable", "1.0.0");
    try {
      const answer = await tus.answer(asked, { accountId, plan: plan.name });
      const text = await answer.text();
      for (const [name, value] of answer.headers) if (name !== "content-length") void reply.header(name, value);
      return await reply.code(answer.status).send(text === "" ? undefined : text);
    } finally {
      body?.release();
    }
  };
  void app.register((scope, _options, done) => {
    scope.addContentTypeParser("application/offset+octet-stream", (_request, _payload, parsed) => parsed(null));
    const schema = { hide: true };
    scope.route({ method: ["POST", "OPTIONS"], url: uploadPath, schema, handler });
    scope.route({ method: ["HEAD", "PATCH", "DELETE", "OPTIONS"], url: `${uploadPath}/:id`, schema, handler });
    done();
  });
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tags = ["uploads"];
  typed.get("/v1/inputs", { schema: { tags, querystring: inputQuerySchema, response: { 200: inputListSchema } } }, async (request) => ({
    inputs: await rows.inputs(memberOf(request).accountId, request.query.sha256),
  }));
  typed.get("/v1/artifacts/usage", { schema: { tags, response: { 200: usageSchema } } }, (request) => {
    const { accountId, plan } = memberOf(request);
    return rows.usage(accountId, plan.name);
  });
}
