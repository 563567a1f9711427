// The job stream's doors: a ticket for a session, and the WebSocket that takes it.
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { WebSocketServer } from "ws";
import { CodedError } from "../../shared/contract/errors.ts";
import { ticketSchema } from "../../shared/contract/farm-http.ts";
import { streamMaxPayload } from "../../shared/contract/farm-stream.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { serveStream, type StreamPorts } from "../stream/socket.ts";
import { createStreamTickets } from "../stream/tickets.ts";
import { onUpgrade, refuseUpgrade } from "../stream/upgrade.ts";

export interface StreamRoutesDeps extends StreamPorts {
  /** Who an Authorization header stands for, or null. */
  authenticate(authorization: string | undefined): Promise<{ accountId: AccountId; sessionId: string } | null>;
  /** `count` random bytes. */
  random: (count: number) => Uint8Array;
}

/** Adds `POST /v1/stream/tickets` and `GET /v1/stream?ticket=` (WebSocket). */
export function registerStreamRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  const tickets = createStreamTickets(deps.clock, deps.random);

  app
    .withTypeProvider<ZodTypeProvider>()
    .post("/v1/stream/tickets", { schema: { response: { 200: ticketSchema }, security: [{ bearer: [] }] } }, async (request, reply) => {
      const { authorization, origin = "" } = request.headers;
      const caller = await deps.authenticate(authorization);
      if (caller === null) throw new CodedError("unauthenticated");
      void reply.header("cache-control", "no-store");
      return tickets.issue({ accountId: caller.accountId, sessionId: caller.sessionId, authorization, origin });
    });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: streamMaxPayload, perMessageDeflate: false });
  onUpgrade(app.server, "/v1/stream", (request, socket, head, url) => {
    const holder = tickets.redeem(url.searchParams.get("ticket") ?? "", request.headers.origin ?? "");
    if (holder === null) {
      refuseUpgrade(socket, 401);
      return;
    }
    deps
      .authenticate(holder.authorization)
      .then((caller) => {
        if (caller === null || caller.sessionId !== holder.sessionId) refuseUpgrade(socket, 401);
        else sockets.handleUpgrade(request, socket, head, (accepted) => serveStream(accepted, caller.accountId, deps));
      })
      .catch((error: unknown) => {
        deps.logger.error("a stream could not be opened", { error: error instanceof Error ? error.message : String(error) });
        refuseUpgrade(socket, 503);
      });
  });
  app.addHook("preClose", async () => {
    for (const socket of sockets.clients) socket.close(1001, "the farm stops");
  });
}
