// The metrics on a port of their own, for networks that only Prometheus reaches.
import { createServer } from "node:http";
import { CodedError } from "../../shared/contract/errors.ts";
import type { Metrics } from "../ports.ts";

/** Serves `GET /metrics` on 127.0.0.1; resolves to what stops it. Throws CodedError port_in_use. */
export async function serveMetrics(numbers: Metrics, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    numbers.text().then(
      (text) => response.writeHead(200, { "content-type": numbers.contentType, "x-content-type-options": "nosniff" }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail).listen(port, "127.0.0.1", done);
  }).catch((cause: unknown) => {
    throw new CodedError("port_in_use", `METRICS_PORT ${port} cannot be taken. Choose another, or set METRICS_TOKEN instead.`, { cause });
  });
  return async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeAllConnections();
    await closed;
  };
}
