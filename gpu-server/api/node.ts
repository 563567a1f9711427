// The node link's doors: the WebSocket that a node dials, the upload of its sealed files, and the files that its jobs are made
// from. All ask for the node token.
import { createHash, timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { CodedError } from "../../shared/contract/errors.ts";
import type { ArtifactId, JobId } from "../../shared/domain/ids.ts";
import type { NodeLink } from "../nodes/link.ts";
import { onUpgrade, refuseUpgrade } from "../stream/upgrade.ts";

export interface NodeRoutesDeps {
  link: NodeLink;
  /** The secret that nodes show as a bearer token. */
  nodeToken: string;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Adds `GET /v1/node/link` (WebSocket), `PUT /v1/node/files/:uploadId` and `GET /v1/node/inputs/:sha256`. */
export function registerNodeRoutes(app: FastifyInstance, deps: NodeRoutesDeps): void {
  const expected = digest(`Bearer ${deps.nodeToken}`);
  const isNode = (authorization: string | undefined) => timingSafeEqual(digest(authorization ?? ""), expected);

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024, perMessageDeflate: false });
  onUpgrade(app.server, "/v1/node/link", (request, socket, head) => {
    if (!isNode(request.headers.authorization)) refuseUpgrade(socket, 401);
    else sockets.handleUpgrade(request, socket, head, (accepted) => deps.link.attach(accepted));
  });
  app.addHook("preClose", async () => deps.link.close());

  const query = z.object({
    job: z.uuid(),
    epoch: z.coerce.number().int().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.coerce.number().int().min(0),
  });
  void app.register(async (scope) => {
    scope.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
    scope
      .withTypeProvider<ZodTypeProvider>()
      .put(
        "/v1/node/files/:uploadId",
        { schema: { hide: true, params: z.object({ uploadId: z.uuid() }), querystring: query } },
        async (request, reply) => {
          const { job, epoch, sha256, bytes } = request.query;
          try {
            if (!isNode(request.headers.authorization)) throw new CodedError("unauthenticated", "The node token is not the farm's.");
            const facts = { uploadId: request.params.uploadId as ArtifactId, jobId: job as JobId, epoch, sha256, bytes };
            await deps.link.uploads.accept(facts, request.raw);
          } catch (error) {
            request.raw.resume(); // a refused body is read to its end, so that the answer reaches the sender
            throw error;
          }
          return reply.code(204).send();
        },
      );
  });
  const lease = z.object({ job: z.uuid(), epoch: z.coerce.number().int().min(1) });
  app
    .withTypeProvider<ZodTypeProvider>()
    .get(
      "/v1/node/inputs/:sha256",
      { schema: { hide: true, params: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }), querystring: lease } },
      async (request, reply) => {
        if (!isNode(request.headers.authorization)) throw new CodedError("unauthenticated", "The node token is not the farm's.");
        const { sha256 } = request.params;
        const file = await deps.link.inputs.open(request.query.job as JobId, request.query.epoch, sha256);
        void reply.header("cache-control", "no-store");
        // The node has it by another lease; that this one may have it too was what it asked.
        if (request.headers["if-none-match"] === `"${sha256}"`) return reply.code(304).send();
        void reply.header("x-file-id", file.id).header("x-file-bytes", String(file.bytes)).type(file.contentType);
        return reply.send(Readable.from(file.sealed(), { objectMode: false }));
      },
    );
}
