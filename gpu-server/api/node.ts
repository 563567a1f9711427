// The node link's doors: the WebSocket that a node dials, and the upload of its sealed files. Both ask for
// the node token.
import { createHash, timingSafeEqual } from "node:crypto";
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

/** Adds `GET /v1/node/link` (WebSocket) and `PUT /v1/node/files/:uploadId`. */
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
}
