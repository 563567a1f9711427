// The job stream's doors: a ticket for a session, the WebSocket that takes it, and server-sent events for
// clients that no WebSocket reaches.
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { CodedError, errorKinds } from "../../shared/contract/errors.ts";
import { ticketSchema } from "../../shared/contract/farm-http.ts";
import { streamMaxPayload, type StreamSubscription, streamSubscriptionSchema } from "../../shared/contract/farm-stream.ts";
import type { AccountId } from "../../shared/domain/ids.ts";
import { parseLine } from "../engines/lines.ts";
import { resumed } from "../stream/cursor.ts";
import { serveEvents } from "../stream/events.ts";
import type { StreamCaller } from "../stream/lines.ts";
import { openStreams, type StreamPorts } from "../stream/open.ts";
import { serveSocket } from "../stream/socket.ts";
import { createStreamTickets, type TicketHolder } from "../stream/tickets.ts";
import { onUpgrade, refuseUpgrade } from "../stream/upgrade.ts";

export interface StreamRoutesDeps extends StreamPorts {
  /** Who an Authorization header stands for, or null. */
  authenticate(authorization: string | undefined): Promise<{ accountId: AccountId; sessionId: string } | null>;
  /** `count` random bytes. */
  random: (count: number) => Uint8Array;
  /** Origins of studios in a browser. A client without an Origin is no browser. */
  origins: readonly string[];
}

const eventsQuery = z.object({
  ticket: z.string().max(100).optional(),
  /** A message `subscribe` as JSON. May be left out with the header Last-Event-ID. */
  subscription: z.string().max(16_000).optional(),
});

/** What a reader of events wants. Throws CodedError invalid_input. */
function subscriptionOf(asked: string | undefined, lastId: string | undefined): StreamSubscription {
  const refuse = (path: string, message: string) => new CodedError("invalid_input", message, { fields: [{ path, message }] });
  const parsed = asked === undefined ? undefined : streamSubscriptionSchema.safeParse(parseLine(asked));
  if (parsed?.success === false) throw refuse("subscription", 'Send {"type":"subscribe",...} as JSON, as on the WebSocket.');
  if (lastId !== undefined && lastId !== "") {
    const subscription = resumed(parsed?.data, lastId);
    if (subscription === null) throw refuse("last-event-id", "This id is not one of this stream. Subscribe again without it.");
    return subscription;
  }
  if (parsed === undefined) throw refuse("subscription", "Say what to follow: a subscription, or the header Last-Event-ID.");
  return parsed.data;
}

/** Adds `POST /v1/stream/tickets`, `GET /v1/stream?ticket=` (WebSocket) and `GET /v1/stream/sse`. */
export function registerStreamRoutes(app: FastifyInstance, deps: StreamRoutesDeps): void {
  const tickets = createStreamTickets(deps.clock, deps.random);
  const streams = openStreams(deps);
  const ours = (origin: string) => origin === "" || deps.origins.includes(origin);
  const session = async ({ headers, ip }: FastifyRequest): Promise<StreamCaller | null> => {
    const caller = await deps.authenticate(headers.authorization);
    return caller && { accountId: caller.accountId, sessionId: caller.sessionId, address: ip };
  };
  /** The caller behind a used ticket, while the session lives. */
  const callerOf = async (holder: TicketHolder | null): Promise<StreamCaller | null> => {
    const caller = holder && (await deps.authenticate(holder.authorization));
    if (holder === null || caller?.sessionId !== holder.sessionId) return null;
    return { accountId: caller.accountId, sessionId: caller.sessionId, address: holder.address };
  };
  const requireOurs = (origin: string) => {
    if (!ours(origin)) throw new CodedError("forbidden", "This Origin is not one of this farm's studios. Name it in STUDIO_ORIGINS.");
  };
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/v1/stream/tickets", { schema: { response: { 200: ticketSchema }, security: [{ bearer: [] }] } }, async (request, reply) => {
    const { authorization, origin = "" } = request.headers;
    requireOurs(origin);
    const caller = await session(request);
    if (caller === null) throw new CodedError("unauthenticated");
    void reply.header("cache-control", "no-store");
    return tickets.issue({ ...caller, authorization, origin });
  });

  routes.get(
    "/v1/stream/sse",
    { exposeHeadRoute: false, schema: { querystring: eventsQuery, security: [{ bearer: [] }] } },
    async (request, reply) => {
      const { origin = "", "last-event-id": lastId } = request.headers;
      const { ticket, subscription } = request.query;
      requireOurs(origin);
      const caller = ticket === undefined ? await session(request) : await callerOf(tickets.redeem(ticket, origin));
      if (caller === null) throw new CodedError("unauthenticated");
      const wanted = subscriptionOf(subscription, typeof lastId === "string" ? lastId : undefined);
      if (!serveEvents(reply.raw, caller, wanted, streams))
        throw new CodedError("rate_limited", "Too many streams are open for this account or address. Close one.", { retryAfter: 60 });
      reply.hijack();
      return reply;
    },
  );

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: streamMaxPayload,
    perMessageDeflate: false,
    clientTracking: false,
    maxFragments: 1024,
  });
  onUpgrade(app.server, "/v1/stream", (request, socket, head, url) => {
    const { origin = "" } = request.headers;
    if (!ours(origin)) {
      refuseUpgrade(socket, errorKinds.forbidden.status);
      return;
    }
    const holder = tickets.redeem(url.searchParams.get("ticket") ?? "", origin);
    if (holder === null) {
      refuseUpgrade(socket, errorKinds.unauthenticated.status);
      return;
    }
    callerOf(holder)
      .then((caller) => {
        if (caller === null) refuseUpgrade(socket, errorKinds.unauthenticated.status);
        else sockets.handleUpgrade(request, socket, head, (accepted) => serveSocket(accepted, caller, streams));
      })
      .catch((error: unknown) => {
        deps.logger.error("a stream could not be opened", { code: (error as { code?: string }).code ?? "internal" });
        refuseUpgrade(socket, errorKinds.database_unavailable.status);
      });
  });
  app.addHook("preClose", async () => streams.close());
}
