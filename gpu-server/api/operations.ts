// For whoever runs the farm: alive, ready, and a few numbers for Prometheus. No ids and no texts.
import type { FastifyInstance } from "fastify";
import type { ApiDeps } from "./context.ts";

export function registerOperationRoutes(app: FastifyInstance, deps: ApiDeps): void {
  app.get("/healthz", { schema: { hide: true } }, () => ({ ok: true }));
  app.get("/readyz", { schema: { hide: true } }, async () => {
    await deps.checkDatabase();
    return { ok: true };
  });
  app.get("/metrics", { schema: { hide: true } }, async (_request, reply) => {
    const lines = [
      "# TYPE farm_nodes_up gauge",
      `farm_nodes_up ${deps.farm.nodes().filter(({ up }) => up).length}`,
      "# TYPE farm_jobs gauge",
      ...deps.farm
        .queue()
        .flatMap(({ engine, queued, running }) => [
          `farm_jobs{engine="${engine}",state="queued"} ${queued}`,
          `farm_jobs{engine="${engine}",state="running"} ${running}`,
        ]),
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    ];
    return reply.type("text/plain; version=0.0.4").send(`${lines.join("\n")}\n`);
  });
}
