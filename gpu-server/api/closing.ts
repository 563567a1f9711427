// The end of the HTTP server: no new requests, those under way are answered, connections are closed as they fall
// idle, and whoever is still at it after the grace is cut off. What was not answered is asked again under its key.
import type { FastifyInstance } from "fastify";

/** How long requests under way may take, in ms: the whole end has 10 seconds. */
const grace = 4000;
const look = 50;

/** Makes `app.close()` end within its grace. */
export function closeInOrder(app: FastifyInstance): void {
  let closing = false;
  app.addHook("preClose", (done) => {
    closing = true;
    const idle = setInterval(() => app.server.closeIdleConnections(), look);
    const force = setTimeout(() => app.server.closeAllConnections(), grace);
    app.server.once("close", () => {
      clearInterval(idle);
      clearTimeout(force);
    });
    // A server that never listened has no end to wait for.
    if (!app.server.listening) {
      clearInterval(idle);
      clearTimeout(force);
    }
    done();
  });
  app.addHook("onSend", (_request, reply, payload, done) => {
    if (closing) void reply.header("connection", "close");
    done(null, payload);
  });
}
